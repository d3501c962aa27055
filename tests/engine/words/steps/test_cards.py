"""What a card says, stage by stage, with and without gradients left over."""

from dataclasses import replace

import numpy as np
import pytest

from engine.numbers import exact
from engine.queries import Snapshot
from engine.runs import Stage
from engine.words.steps.cards import LEFT, NO_GRADIENT, RIGHT, STAYS, said
from tests.gui.views import make_view, move_of


@pytest.fixture(scope="module")
def first() -> Snapshot:
    return make_view(epochs=1).snapshot


def pretend(
    snapshot: Snapshot, own: float, leftover: float = 0.0, change: float | None = None
) -> Snapshot:
    """`snapshot` with other numbers for its first parameter."""

    def vector(number: float) -> np.ndarray:
        return np.array([number, 1, 1], np.float32)

    held = own + leftover
    moved = -snapshot.settings.learning_rate * held if change is None else change
    return replace(
        snapshot,
        own_gradient=vector(own),
        leftover=vector(leftover),
        gradient=vector(held),
        updated_params=snapshot.params + vector(moved),
    )


@pytest.mark.parametrize("stage", [None, Stage.PREDICT, Stage.LOSS])
def test_before_the_gradient(stage: Stage | None) -> None:
    view = make_view(cursor=0) if stage is None else make_view(epochs=2, stage=stage)
    words = said("a", 0, view.snapshot)
    assert words.sentence == NO_GRADIENT
    assert (words.sign, words.direction, words.gradient, words.note) == (0, "", "", "")
    assert words.arithmetic.endswith("− 0.00001 × ? = ?")


def test_after_backward_the_gradient_waits_to_be_read() -> None:
    words = said("a", 0, make_view(epochs=2, stage=Stage.BACKWARD).snapshot)
    assert words.sentence == "Backward has found the gradient; stage 4 reads it."


def test_between_gradient_and_update() -> None:
    words = said("a", 0, make_view(epochs=1, stage=Stage.GRADIENT).snapshot)
    assert (words.kind, words.gradient) == ("negative gradient", "−63466.4")
    assert words.direction == RIGHT
    assert words.arithmetic == "a ← −0.891995 − 0.00001 × (−63466.4) = ?"
    assert words.sentence == "The loss falls as a grows. Stage 5 subtracts lr × gradient."
    assert (words.before, words.after) == ("−0.891995", "")
    assert "new a" not in words.exact


def test_after_the_update(first: Snapshot) -> None:
    words = said("a", 0, first)
    move = move_of(first, "a")
    assert words.arithmetic == move.arithmetic
    assert words.sentence == move.sentence
    assert words.arithmetic == "a ← −0.891995 − 0.00001 × (−63466.4) = −0.257331"
    assert (words.before, words.gradient, words.after) == ("−0.891995", "−63466.4", "−0.257331")
    assert "adds 0.634664: a moves right." in words.sentence
    assert words.direction == RIGHT
    assert words.sign == -1
    assert f"new a = {exact(float(first.updated_params[0]))}" in words.exact  # type: ignore[index]


def test_a_positive_gradient_points_left() -> None:
    words = said("a", 0, make_view().snapshot)
    assert (words.kind, words.direction, words.sign) == ("positive gradient", LEFT, 1)


def test_a_step_too_small_for_float32_stays(first: Snapshot) -> None:
    words = said("a", 0, pretend(first, own=1e-9, change=0.0))
    assert words.direction == STAYS
    assert words.sentence.endswith("a stays.")


@pytest.mark.parametrize(
    ("own", "leftover", "sentence"),
    [
        (10.0, -3e4, "The loss rises as a grows: this epoch's own gradient would send it left. "
         "But the sum held is negative, so stage 5 moves a right, uphill."),
        (-10.0, 3e4, "The loss falls as a grows: this epoch's own gradient would send it right. "
         "But the sum held is positive, so stage 5 moves a left, uphill."),
        (10.0, 3e4, "The loss rises as a grows. Stage 5 subtracts lr × gradient."),
    ],
)  # fmt: skip
def test_what_was_left_over_is_said_to_turn_the_step_before_it_is_made(
    first: Snapshot, own: float, leftover: float, sentence: str
) -> None:
    shown = pretend(first, own=own, leftover=leftover).until(Stage.GRADIENT)
    assert said("a", 0, shown).sentence == sentence


def test_left_over_in_the_same_direction_keeps_the_plain_sentence(first: Snapshot) -> None:
    sentence = said("a", 0, pretend(first, own=-10.0, leftover=-20.0)).sentence
    assert sentence.startswith("The loss falls as a grows, so subtracting a negative gradient")


@pytest.mark.parametrize(
    ("own", "leftover", "change", "sentence"),
    [
        (10.0, -3e4, None, "The loss rises as a grows, but what was left over outweighs that: "
         "a moves right, uphill, by 0.29990."),
        (-10.0, 3e4, None, "The loss falls as a grows, but what was left over outweighs that: "
         "a moves left, uphill, by 0.2999."),
        (10.0, -10.0, None, "The loss rises as a grows, but what was left over cancels this "
         "epoch's gradient: a stays."),
        (0.0, 3e4, None, "The loss is flat here, but what was left over moves a left by 0.3000."),
        (1.0, -2.0, 0.0, "The loss rises as a grows, and lr × gradient is too small for float32 "
         "to notice: a stays."),
    ],
)  # fmt: skip
def test_what_was_left_over_turns_the_step(
    first: Snapshot, own: float, leftover: float, change: float | None, sentence: str
) -> None:
    assert said("a", 0, pretend(first, own, leftover, change)).sentence == sentence


@pytest.mark.parametrize("number", [1, 14, 60, 200])
def test_the_update_fills_in_what_the_gradient_left_open(number: int) -> None:
    view = make_view(epochs=200, cursor=number)
    waiting = make_view(epochs=200, cursor=number, stage=Stage.GRADIENT).snapshot
    for k, name in enumerate("abc"):
        before, _, rest = said(name, k, waiting).arithmetic.partition(" = ")
        assert rest == "?"
        assert said(name, k, view.snapshot).arithmetic.startswith(before + " ")


@pytest.mark.parametrize("held", [np.nan, np.inf, -np.inf])
def test_not_finite(first: Snapshot, held: float) -> None:
    lost = np.full(3, held, np.float32)
    words = said("a", 0, replace(first, gradient=lost, own_gradient=lost, updated_params=-lost))
    assert words.kind == "gradient"
    assert words.direction == ""
    assert "a is lost" in words.sentence
    waiting = replace(
        first, stage=Stage.GRADIENT, gradient=lost, own_gradient=lost, updated_params=None
    )
    assert "a is lost" in said("a", 0, waiting).sentence
