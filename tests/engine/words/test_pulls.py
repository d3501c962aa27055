"""What the pulls come to, in words: both sides, where the parameter moves, and who pulls most."""

from dataclasses import replace

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.queries import ByHand, ByHandQuery, Snapshot
from engine.runs import Stage
from engine.training import Problem
from engine.words.pulls import move, remark, sums, total
from tests.engine.queries.snapshots import snapshot


def pulled(number: int = 1, **fields: object) -> tuple[ByHand, Snapshot]:
    experiment = Experiment(**fields)
    shown = snapshot(number, experiment=experiment)
    return ByHandQuery(shown, 0).answer(Problem(experiment)), shown


def of(parts: list[float], inputs: list[float] | None = None) -> str:
    """The remark about these parts, at these inputs or at 0, 1, 2, …"""
    by_hand, _ = pulled()
    made = replace(by_hand, parts=np.array(parts), mean=float(np.mean(parts)))
    return remark(made, np.array(inputs or range(len(parts)), np.float64))


def test_the_articles_first_and_last_epoch() -> None:
    first, shown = pulled(1)
    assert sums(first).raising == pytest.approx(-63466.4085, abs=1e-3)
    assert sums(first).lowering == 0
    assert total(first) == "−63,466"
    assert remark(first, first.inputs.astype(float)) == (
        "The last five points do 78\u00a0% of the pulling."
    )
    assert move(first, shown) == "a moves right by 0.634664"
    last, shown = pulled(200)
    assert (sums(last).raising, sums(last).lowering) == pytest.approx((-945.48, 946.74), abs=0.01)
    assert remark(last, last.inputs.astype(float)) == "Both sides pull hard and almost cancel out."
    assert move(last, shown) == "a moves left by 0.0000126"


@pytest.mark.parametrize(
    ("parts", "inputs", "said"),
    [
        ([9, 9, 1, 1, 1, 1, 1, 1], None, "The first two points do 75\u00a0% of the pulling."),
        ([1, 9, 1, 1, 9, 1, 1, 1], None, "The strongest two points do 75\u00a0% of the pulling."),
        ([9, 1, 1, 1, 1, 1, 1, 9], None, "The strongest two points do 75\u00a0% of the pulling."),
        ([9, 9, 1, 1, 1, 1, 1, 1], [8, 7, *range(6)], "The last two points do"),
        ([8, 0, 0, 0], None, "The first point does all of the pulling."),
        ([1e9, 1e9, 0, 0, 0, 0, 0, 1], None, "The first two points do 99\u00a0% of the pulling."),
        ([1] * 12, None, "The pulling is shared by all points."),
        ([5, 5], None, "The pulling is shared by all points."),
        ([7, -7.1], None, "Both sides pull hard and almost cancel out."),
        ([0, 0, 0], None, "No point pulls on a."),
        ([1, np.inf], None, "The pulls are no longer finite numbers."),
        ([1, np.nan], None, "The pulls are no longer finite numbers."),
    ],
)
def test_who_pulls_most(parts: list[float], inputs: list[float] | None, said: str) -> None:
    assert of(parts, inputs).startswith(said)


NAMED = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "13",
)  # fmt: skip


@pytest.mark.parametrize(("few", "named"), list(enumerate(NAMED, 2)))
def test_small_numbers_of_points_are_words(few: int, named: str) -> None:
    parts = [9.0] * few + [0.0] * (3 * few)
    assert of(parts) == f"The first {named} points do all of the pulling."


def test_before_the_update_it_is_said_where_it_will_move() -> None:
    by_hand, shown = pulled(1)
    assert move(by_hand, shown.until(Stage.BACKWARD)) == "a will move right"


def test_what_is_left_over_moves_it_too() -> None:
    by_hand, shown = pulled(2, zero_grad=False)
    assert move(by_hand, shown).startswith("with −63,466 left over: a moves right by 0.910")


def test_of_another_update_nothing_is_said() -> None:
    by_hand, _ = pulled(1)
    assert move(by_hand, pulled(2)[1]) == ""
