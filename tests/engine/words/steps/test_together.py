"""What a whole step promised and did: numbers that add up as printed, and the true reason."""

import re
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.queries import Snapshot
from engine.runs import Stage
from engine.words.steps.together import Together, together
from tests.gui.views import make_view


def shown(experiment: Experiment | None = None, number: int = 1, **kwargs: object) -> Snapshot:
    return make_view(experiment, epochs=number, **kwargs).snapshot  # type: ignore[arg-type]


def told(snapshot: Snapshot) -> Together:
    return together(("a", "b", "c"), snapshot)


def decimal(text: str) -> Decimal:
    return Decimal(text.replace("−", "-").replace(",", ""))


def test_of_the_first_step() -> None:
    words = told(shown())
    assert (words.promised_text, words.happened_text) == ("−40,448", "−29,022")
    assert words.formula == "−lr × ‖g‖²"
    assert words.sentence == (
        "The promise follows a straight line; the valley bends up and takes 11,426 back."
    )
    assert words.losses.replace("\u00a0", " ") == "Loss 36,415.4 → 7,393.7."


def test_is_the_square_of_the_gradient() -> None:
    snapshot = shown()
    assert snapshot.gradient is not None
    squares = sum(float(g) ** 2 for g in snapshot.gradient)
    assert told(snapshot).promised == pytest.approx(-1e-5 * squares, rel=1e-12)


@pytest.mark.parametrize(
    ("experiment", "number", "said"),
    [
        (Experiment(), 1, "So much, if the loss were a straight line. Stage 5 shows what happens."),
        (Experiment(zero_grad=False), 2,
         "So much by what was left over and this epoch’s own. Stage 5 shows what happens."),
    ],
)  # fmt: skip
def test_before_the_update_it_says_what_is_promised(
    experiment: Experiment, number: int, said: str
) -> None:
    assert told(shown(experiment, number, stage=Stage.GRADIENT)).sentence == said


def test_agrees_where_the_step_is_small() -> None:
    words = told(shown(number=200))
    assert (words.promised_text, words.happened_text) == ("−0.0080718", "−0.0080709")
    assert words.sentence.startswith("They agree")


@pytest.mark.parametrize("number", [1, 2, 3, 5, 8, 14, 60])
@pytest.mark.parametrize("rate", [1e-5, 3e-5, 3.6e-5])
def test_adds_up_as_printed(number: int, rate: float) -> None:
    words = told(shown(Experiment(learning_rate=rate), number))
    promised, happened = decimal(words.promised_text), decimal(words.happened_text)
    if taken := re.search(r"takes ([\d.,e−]+) back", words.sentence):
        assert promised + decimal(taken[1]) == happened
    if losses := re.search(r"Loss\s([\d.,]+)\s→\s([\d.,]+)\.", words.losses):
        before, after = map(decimal, losses.groups())
        assert before != after
        digits = min(-int(before.as_tuple().exponent), -int(happened.as_tuple().exponent))
        assert round(after - before, digits) == round(happened, digits)


def test_names_whose_jump_outweighs_the_others() -> None:
    words = told(shown(Experiment(learning_rate=1e-4), 2))
    assert words.happened is not None
    assert words.happened > 0
    assert words.sentence == "a’s jump across its valley outweighs what b and c gained."


def test_where_all_gain_alone_and_lose_together() -> None:
    snapshot = shown()
    cuts = tuple(
        replace(each, after=(each.before[0] + 1, each.before[1] - 1)) for each in snapshot.slices
    )
    words = told(replace(snapshot, slices=cuts, loss_change=5.0))
    assert words.sentence.startswith("Each parameter’s step alone would have lowered the loss")


def test_with_gradients_adding_up_is_the_product_of_held_and_own() -> None:
    snapshot = shown(Experiment(zero_grad=False), 3)
    words = told(snapshot)
    assert snapshot.gradient is not None
    assert snapshot.own_gradient is not None
    product = float(snapshot.gradient.astype(float) @ snapshot.own_gradient.astype(float))
    assert words.promised == pytest.approx(-1e-5 * product)
    assert words.formula == "−lr × (held · own)"
    assert product < 0
    assert "What was left over outweighs this epoch’s own gradient" in words.sentence


def test_a_step_that_float32_swallows() -> None:
    snapshot = shown()
    tiny = np.full(3, 1e-9, np.float32)
    words = told(
        replace(
            snapshot, gradient=tiny, own_gradient=tiny, updated_params=snapshot.params,
            updated_loss=snapshot.loss, loss_change=0.0,
        )
    )  # fmt: skip
    assert words.sentence == "The step is too small for float32: no parameter moves."


def test_flat_ground_promises_nothing() -> None:
    snapshot = shown()
    flat = np.zeros(3, np.float32)
    words = told(
        replace(
            snapshot, gradient=flat, own_gradient=flat, updated_params=snapshot.params,
            updated_loss=snapshot.loss, loss_change=0.0,
        )
    )  # fmt: skip
    assert (words.promised_text, words.happened_text) == ("0", "0")
    assert words.sentence == "Flat here: no parameter moves."


def test_a_loss_beyond_float32() -> None:
    view = make_view(Experiment(learning_rate=1e-4))
    words = told(view.snapshot)
    assert words.happened_text == "∞"
    assert "more than float32 can hold" in words.sentence


def test_says_what_is_known_at_each_stage() -> None:
    waiting = told(shown(stage=Stage.LOSS))
    assert (waiting.promised_text, waiting.happened_text) == ("", "")
    promised = told(shown(stage=Stage.GRADIENT))
    assert (promised.promised_text, promised.happened_text) == ("−40,448", "")
    assert "stage 5" in promised.sentence.lower()
    assert promised.happened is None


def test_is_spoken_as_a_whole() -> None:
    words = told(shown())
    for part in (words.promised_text, words.happened_text, words.sentence):
        assert part in words.spoken


@pytest.mark.parametrize("held", [np.nan, np.inf])
def test_a_gradient_that_is_lost(held: float) -> None:
    lost = np.full(3, held, np.float32)
    words = told(replace(shown(), gradient=lost, own_gradient=lost))
    assert "no longer finite" in words.sentence
