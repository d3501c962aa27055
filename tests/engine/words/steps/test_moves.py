"""How subtracting the gradient moves a parameter, told rightly in every case."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment import MAX_SEED, Experiment
from engine.training import Recorder
from engine.words.steps.moves import Move

LR = 1e-5


def move(gradient: float, before: float = -0.892, after: float | None = None) -> Move:
    after = before - LR * gradient if after is None else after
    return Move("a", before, gradient, LR, after)


# What each case has: the gradient's sign, that in words, the direction, and the sentence.
CASES = {
    "negative": (
        move(-63467.0),
        (-1, "negative", "right"),
        "The loss falls as a grows, so subtracting a negative gradient adds 0.63467:"
        " a moves right.",
    ),
    "positive": (
        move(1.26),
        (1, "positive", "left"),
        "The loss rises as a grows, so subtracting a positive gradient takes away 0.0000126:"
        " a moves left.",
    ),
    "zero": (move(0.0), (0, "zero", "stays"), "The loss is flat here: a stays."),
    "minus zero": (move(-0.0), (0, "zero", "stays"), "The loss is flat here: a stays."),
    "too small, negative": (
        move(-1e-9, before=1000.0, after=1000.0),
        (-1, "negative", "stays"),
        "The loss falls as a grows, but lr × gradient is too small for float32 to notice: a stays.",
    ),
    "too small, positive": (
        move(1e-9, before=1000.0, after=1000.0),
        (1, "positive", "stays"),
        "The loss rises as a grows, but lr × gradient is too small for float32 to notice: a stays.",
    ),
    "infinite": (
        move(math.inf),
        (1, "not finite", "lost"),
        "The gradient of a is ∞: the numbers have grown past what float32 can hold, so a is lost.",
    ),
    "infinitely negative": (
        move(-math.inf),
        (-1, "not finite", "lost"),
        "The gradient of a is −∞: the numbers have grown past what float32 can hold, so a is lost.",
    ),
    "not a number": (
        move(math.nan),
        (0, "not finite", "lost"),
        "The gradient of a is not a number: the numbers have grown past what float32 can hold, so"
        " a is lost.",
    ),
    "too far": (
        move(3e38, after=-math.inf),
        (1, "positive", "lost"),
        "lr × gradient is more than float32 can hold, so a is lost."
        " A smaller learning rate keeps it.",
    ),
}


def left_over(own: float, held: float, after: float | None = None) -> Move:
    """A step by what was held, of which only `own` is this epoch's."""
    before = 1000.0
    return Move("a", before, held, LR, before - LR * held if after is None else after, own)


LEFT_OVER_CASES = {
    "uphill to the left": (
        left_over(-1e5, 2e5),
        (1, "positive", "left"),
        "The loss falls as a grows, but what was left over outweighs that:"
        " a moves left, uphill, by 2.00.",
    ),
    "uphill to the right": (
        left_over(1e5, -2e5),
        (-1, "negative", "right"),
        "The loss rises as a grows, but what was left over outweighs that:"
        " a moves right, uphill, by 2.00.",
    ),
    "cancelled": (
        left_over(1e5, 0.0),
        (0, "zero", "stays"),
        "The loss rises as a grows, but what was left over cancels this epoch's gradient: a stays.",
    ),
    "moved where it is flat": (
        left_over(0.0, -2e5),
        (-1, "negative", "right"),
        "The loss is flat here, but what was left over moves a right by 2.00.",
    ),
    "too small against the slope": (
        left_over(-1.0, 1e-9, after=1000.0),
        (1, "positive", "stays"),
        "The loss falls as a grows, and lr × gradient is too small for float32 to notice: a stays.",
    ),
    "along the slope": (
        left_over(-1e5, -2e5),
        (-1, "negative", "right"),
        "The loss falls as a grows, so subtracting a negative gradient adds 2.00: a moves right.",
    ),
    "lost": (
        left_over(1.0, math.inf),
        (1, "not finite", "lost"),
        "The gradient of a is ∞: the numbers have grown past what float32 can hold, so a is lost.",
    ),
}
CASES |= LEFT_OVER_CASES


@pytest.mark.parametrize("case", CASES)
class TestEachCase:
    def test_is_told_in_a_sentence(self, case: str) -> None:
        told, _, sentence = CASES[case]
        assert told.sentence == sentence

    def test_has_its_sign_and_direction(self, case: str) -> None:
        told, expected, _ = CASES[case]
        assert (told.sign, told.gradient_in_words, told.direction) == expected

    def test_is_finite_unless_lost(self, case: str) -> None:
        told, (_, _, direction), _ = CASES[case]
        assert told.finite == (direction != "lost")


class TestArithmetic:
    def test_is_the_line_that_holds_as_printed(self) -> None:
        told = move(-63466.4)
        assert told.line is not None
        assert told.arithmetic == told.line.text("a")
        assert told.arithmetic == "a ← −0.89200 − 0.00001 × (−63466) = −0.25734"

    def test_and_the_sentence_have_the_same_step(self) -> None:
        told = move(-63466.4)
        assert told.line is not None
        assert f"adds {told.line.change}:" in told.sentence

    def test_of_what_is_lost_has_its_numbers_all_the_same(self) -> None:
        assert move(math.inf).line is None
        assert move(math.inf).arithmetic == "a ← −0.89200 − 0.00001 × ∞ = −∞"


class TestMoves:
    @given(st.integers(0, MAX_SEED), st.floats(-9, -4), st.booleans())
    def test_say_what_the_parameters_of_a_run_did_and_why(
        self, seed: int, power: float, zero_grad: bool
    ) -> None:
        recorder = Recorder(Experiment(seed=seed, learning_rate=10**power, zero_grad=zero_grad))
        for update in recorder.train(10):
            own = recorder.problem.evaluate(update.params)[2]
            rows = zip(update.params, update.gradient, update.updated_params, own, strict=True)
            for name, (before, held, after, mine) in zip("abc", rows, strict=True):
                each = Move(name, float(before), float(held), 10**power, float(after), float(mine))
                went = (each.after > each.before) - (each.after < each.before)
                assert each.direction == {1: "right", -1: "left", 0: "stays"}[went]
                assert f"{each.name} {'moves ' if went else ''}{each.direction}" in each.sentence
                rises = {1: "rises", -1: "falls", 0: "is flat"}[each.slope_sign]
                assert each.sentence.startswith(f"The loss {rises}")
                assert ("left over" in each.sentence) <= (not zero_grad)
