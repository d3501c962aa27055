"""The stack of gradients that add up: its rows, that they add up as printed, when it is there."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.runs import Stage
from engine.words.steps.stack import Stack, stack
from gui.run import View
from tests.gui.views import make_view

KEPT = Experiment(zero_grad=False)


def told(view: View, k: int = 0, rows: int = 3) -> Stack:
    found = stack("abc"[k], k, view.snapshot, view.history, rows)
    assert found is not None
    return found


def rows_of(found: Stack) -> list[tuple[str, str]]:
    return [(part.label, part.text) for part in found.parts]


def value(text: str) -> Decimal:
    return Decimal(text.lstrip("=≈ ").replace("−", "-").replace(",", ""))


def test_the_article_s_third_epoch() -> None:
    view = make_view(KEPT, epochs=3)
    assert rows_of(told(view)) == [
        ("left over, 2 epochs", "−91,074"),
        ("this epoch", "+23,850"),
        ("held", "= −67,224"),
    ]
    assert rows_of(told(view, rows=4)) == [
        ("left over, epoch 1", "−63,466"),
        ("left over, epoch 2", "−27,608"),
        ("this epoch", "+23,850"),
        ("held", "= −67,224"),
    ]
    assert told(view).uphill
    assert told(view).spoken == (
        "params.grad of a: left over, 2 epochs −91,074, this epoch +23,850, held = −67,224."
    )


@pytest.mark.parametrize("rows", [3, 4, 6])
@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 9, 30])
def test_adds_up_as_printed_and_as_drawn(number: int, rows: int) -> None:
    view = make_view(KEPT, epochs=number)
    gradient = view.snapshot.gradient
    assert gradient is not None
    for k in range(3):
        *summands, held = told(view, k, rows).parts
        assert len(summands) <= rows - 1
        assert held.text.startswith("= ")
        assert sum(value(part.text) for part in summands) == value(held.text)
        assert held.end == gradient[k]
        ends = [0.0, *(part.end for part in summands)]
        assert [part.start for part in summands] == ends[:-1]
        assert ends[-1] == pytest.approx(held.end, rel=1e-5)
        for part in summands:
            assert float(value(part.text)) == pytest.approx(part.end - part.start, rel=1e-2)


def test_of_many_epochs_the_last_stand_alone() -> None:
    labels = [label for label, _ in rows_of(told(make_view(KEPT, epochs=38), rows=5))]
    assert labels == [
        "left over, 35 epochs", "left over, epoch 36", "left over, epoch 37", "this epoch", "held",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stage", "own", "held"),
    [
        (Stage.PREDICT, "–", "= −63,466"),
        (Stage.LOSS, "–", "= −63,466"),
        (Stage.BACKWARD, "−27,608", "= −91,074"),
        (Stage.GRADIENT, "−27,608", "= −91,074"),
        (Stage.UPDATE, "−27,608", "= −91,074"),
    ],
)
def test_each_stage_shows_what_params_grad_holds_by_then(stage: Stage, own: str, held: str) -> None:
    found = told(make_view(KEPT, epochs=2, stage=stage))
    assert [text for _, text in rows_of(found)] == ["−63,466", own, held]


def test_at_the_start_nothing_is_held() -> None:
    found = told(make_view(KEPT, epochs=1, stage=Stage.LOSS))
    assert [text for _, text in rows_of(found)] == ["0", "–", "–"]
    assert not any(part.sign for part in found.parts)


def test_without_a_sum_there_is_no_stack() -> None:
    view = make_view(epochs=3)
    assert stack("a", 0, view.snapshot, view.history) is None


def test_switched_on_again_it_is_cleared_and_then_gone() -> None:
    view = make_view(KEPT, epochs=3)
    on = replace(view.snapshot.settings, zero_grad=True)
    cleared = replace(view.snapshot, settings=on)
    found = stack("a", 0, cleared, view.history)
    assert found is not None
    assert [part.label for part in found.parts][-1] == "held, then None"
    after = replace(
        cleared, number=4, leftover=np.zeros(3, np.float32), own_gradient=cleared.gradient
    )
    found = stack("a", 0, after, view.history)
    assert found is not None
    assert rows_of(found)[0] == ("left over: cleared", "0")
    assert stack("a", 0, replace(after, number=1), view.history) is None


def test_numbers_that_are_not_finite_are_written_and_not_drawn() -> None:
    view = make_view(KEPT, epochs=3)
    lost = replace(view.snapshot, own_gradient=np.full(3, np.inf, np.float32))
    found = stack("a", 0, lost, view.history)
    assert found is not None
    assert [text for _, text in rows_of(found)] == ["−91,074", "∞", "= ∞"]
    assert found.parts[-1].reach == ()
