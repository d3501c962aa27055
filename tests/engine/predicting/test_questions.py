"""Every question that a run can be asked, at many moments: its words, its answer, and why."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from engine.experiment import Experiment, Points
from engine.predicting import SORTS, Chooser, Moment, Tally, find, judge
from engine.predicting.margins import changes, first_flip, rms, winner
from engine.runs import Stage
from tests.approved import Hold, nearly
from tests.engine.predicting.moments import moment
from tests.engine.told import told

WAVE = Points(
    inputs=(-2.0, -1.0, 0.25, 1.0, 2.0, 3.0), targets=(1.0, -1.5, 0.5, 1.5, -0.5, 2.0),
    input_name="hour", target_name="tide",
)  # fmt: skip
LEFT = Experiment(zero_grad=False)
NINE = Experiment(formula=" + ".join(f"p{k}*t**{k}/1e{2 * k}" for k in range(9)), learning_rate=0.1)
EIGHT = NINE.changed(formula=" + ".join(f"p{k}*t**{k}/1e{2 * k}" for k in range(8)))
MOMENTS: dict[str, tuple[Experiment, int, tuple[int, ...]]] = {
    "the start": (Experiment(), 0, (8, 24)),
    "one epoch on": (Experiment(), 1, (8, 24)),
    "far too long a step": (Experiment(learning_rate=4e-5), 0, (8,)),
    "just too long a step": (Experiment(learning_rate=3.6e-5), 3, (8,)),
    "left over": (LEFT, 2, (8,)),
    "left over and down": (LEFT, 4, (8,)),
    "a wave": (Experiment(formula="a*sin(b*t) + c", data=WAVE, learning_rate=0.2), 2, (8, 24)),
    "a line": (Experiment(formula="a*x + b", data=WAVE, learning_rate=0.05), 0, (8,)),
    "alone": (Experiment(formula="k*t", learning_rate=1e-3), 1, (8,)),
    "eight": (EIGHT, 2, (8,)),
    "nine": (NINE, 2, (8,)),
}
SHORT = {name: MOMENTS[name] for name in ("the start", "left over", "a wave")}


def asked_at(where: Moment) -> Iterator[str]:
    for each in find(where):
        yield from told(each, each.sort)


@pytest.mark.parametrize("name", MOMENTS)
def test_the_questions_are_as_approved(name: str, hold: Hold) -> None:
    experiment, trained, many = MOMENTS[name]
    here = moment(experiment, trained, many=many)
    hold(name, [f"at epoch {here.epoch}: {here.heading}", *asked_at(here)], nearly)


@pytest.mark.parametrize("name", SHORT)
def test_what_is_asked_and_hidden_at_each_stage_is_as_approved(name: str, hold: Hold) -> None:
    experiment, trained, many = SHORT[name]
    here = moment(experiment, trained, many=many)
    lines = []
    for stage in (None, *Stage):
        for to in Stage:
            for each in find(replace(here, stage=stage, to=to)):
                hidden = ", ".join(sorted(each.hide))
                about = f"{each.sort} {each.question.about}"
                said = "" if each.sort in ("curve", "loss_curve") else about
                lines.append(
                    f"{stage.name if stage else 'none'} to {to.name}: {said or each.sort}"
                    f" {'expected ' if each.expected else ''}{each.part}, {each.epochs}: {hidden}"
                )
    hold(f"{name}, by stage", lines, nearly)


def test_the_verdicts_are_as_approved(hold: Hold) -> None:
    lines = []
    for each in find(moment(many=(8,))):
        now, truth = np.array(each.now), each.truth
        replies: list[object] = [truth, "left", "fall", 0.0]
        if each.now:
            then = np.atleast_1d(np.asarray(truth, float))
            for share in (-0.01, 0.0, 0.49, 0.51, 1.0, 1.49, 1.51):
                line = now + share * (then - now)
                logs = np.exp(np.log(np.abs(now)) + share * np.log(np.abs(then / now)))
                replies += [tuple(line.tolist()), tuple(logs.tolist())]
            replies.append((float("nan"),) * len(now))
        for place, reply in enumerate(replies):
            if each.now and isinstance(reply, str):
                continue
            verdict = judge(each, reply)  # type: ignore[arg-type]
            lines.append(f"{each.sort} {place}: {verdict.right}, {verdict.say}")
    hold("verdicts", lines, nearly)


GOOD = (True,) * 8
TALLIES = {
    "nothing": Tally(),
    "signs": Tally(recent={"signs": (True, True, True, False)}),
    "signs and sizes": Tally(recent={"signs": GOOD, "sizes": GOOD}),
    "curves": Tally(recent={"signs": GOOD, "sizes": GOOD, "curves": GOOD}),
}


@pytest.mark.parametrize("name", TALLIES)
def test_the_questions_chosen_with_the_same_chances_are_as_approved(name: str, hold: Hold) -> None:
    """Chances that are a little other choose others soon."""
    lines = []
    chooser = Chooser(Random(7))
    moments = [find(moment(trained=k, many=(8, 24))) for k in (0, 1, 2, 13)]
    for k in range(240):
        chosen = chooser.choose(moments[k % 4], TALLIES[name])
        assert chosen is not None
        lines.append(f"{k}: {chosen.sort} {chosen.question.about} {chosen.epochs}".split(" (")[0])
    only = [each for each in moments[0] if SORTS[each.sort].group == "curves"]
    chosen = chooser.choose(only, TALLIES[name])
    assert chosen is not None
    hold(f"chosen, {name}", [*lines, f"only curves: {chosen.sort}"])


@pytest.mark.parametrize(
    ("values", "apart", "place"),
    [
        ([1.0, 2.0], 1.5, 1), ([1.0, 1.5], 1.5, 1), ([1.0, 1.49], 1.5, None), ([3.0, 2.0], 1.5, 0),
        ([0.0, 0.0], 1.5, None), ([0.0, 1e-9], 1.5, 1), ([-2.0, -1.0], 0.4, None),
        ([5.0], 1.5, None), ([], 1.5, None), ([1.0, np.inf], 1.5, None), ([1.0, np.nan], 1.5, None),
        ([1.0, 9.0, 2.0, 8.0], 1.125, 1), ([1.0, 9.0, 2.0, 8.0], 1.126, None),
        ([2.0, 0.0], 9.0, 0),
    ],
)  # fmt: skip
def test_the_largest_wins_if_it_is_far_enough_ahead(
    values: list[float], apart: float, place: int | None
) -> None:
    assert winner(np.array(values), apart) == place


@pytest.mark.parametrize(
    ("after", "change", "surely"),
    [
        # float32 has steps of 2**-23 from 1 to 2, and of half of that below it.
        (1 + 17 * 2.0**-23, 1.0, True), (1 + 16 * 2.0**-23, 1.0, False),
        (1 + 17 * 2.0**-23, -1.0, False), (1 - 17 * 2.0**-23, -1.0, True),
        (1 - 16 * 2.0**-23, -1.0, False), (1 - 17 * 2.0**-23, 1.0, False), (1.0, 0.0, False),
        (1.0, -1.0, False), (2.0, 1e-9, True), (2.0, 0.0, False), (0.5, 0.0, True),
    ],
)  # fmt: skip
def test_a_loss_changes_surely_beyond_its_rounding(
    after: float, change: float, surely: bool
) -> None:
    assert changes(1.0, after, change) is surely


@pytest.mark.parametrize(
    ("rows", "flip"),
    [
        ([[1, 1], [1, 1]], (0, -1)), ([[1, 1], [-1, 1]], (1, 0)), ([[1, 1], [1, -1]], (1, 1)),
        ([[1, 1], [-1, -1]], None), ([[1, 1], [1, 1], [1, -2]], (2, 1)), ([[0, 1], [1, 1]], None),
        ([[1, 1], [0, 1]], None), ([[1, 1], [-1, 1], [0, 1]], (1, 0)), ([[1, 1], [1, 0]], None),
        ([[1, 1], [1, 1], [1, 0]], None), ([[1, 1], [-1, 1], [-1, -1]], (1, 0)), ([[1, 0]], None),
        ([[-1, 3]], (0, -1)),
    ],
)  # fmt: skip
def test_the_first_sign_that_flips(rows: list[list[float]], flip: tuple[int, int] | None) -> None:
    assert first_flip(np.array(rows, np.float32)) == flip


def test_the_root_of_the_mean_square() -> None:
    assert rms(np.array([3.0, -4.0, 0.0, 0.0])) == 2.5
