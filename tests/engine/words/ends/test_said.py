"""What is said of a run's end, and what is offered, in every situation, as it was approved."""

import math
from dataclasses import replace

import numpy as np

from engine.experiment import MAX_EPOCHS, MAX_SEED, RollerCoaster
from engine.runs import Failure, Run, Stage, Valley
from engine.words.ends.blame import diverged, said_of, said_of_divergence, said_of_misfit
from engine.words.ends.causes import (
    Arrived,
    Cause,
    FlatPlace,
    Gentler,
    GradientsAddUp,
    MoreParameters,
    NotStarted,
    OnItsWay,
    OtherValley,
    Overshoot,
    Standing,
    SteepValley,
    TooFast,
    TooSlow,
)
from engine.words.ends.estimates import (
    Left,
    SmallerSteps,
    describes,
    faster_rate,
    left_by_curvature,
    next_to_nothing,
    rounded_up,
    share_fallen,
    smaller_steps,
    tolerance,
)
from engine.words.ends.further import further
from engine.words.ends.notices import of_cause, of_end, of_failure, of_start
from engine.words.ends.rough import (
    about,
    above,
    at_least,
    below,
    epochs_in_words,
    last_in_words,
)
from engine.words.ends.why import cause, first_overshoot, lost, misfit
from tests.approved import Hold
from tests.engine.told import Said
from tests.engine.words.ends.made import EXPERIMENT, facts, history, run, updates, valley
from tests.engine.words.ends.situations import notice

INF, NAN = math.inf, math.nan


def test_rough(hold: Hold) -> None:
    said = Said()
    said.each(
        about, 0.0, 0.0123, 0.5, 1.0, 9.96, 42.4, 99.4, 99.6, 100.0, 353.99, 999.4, 999.6, 1000.0,
        4765.3, 12345.0, 218_450.6, 999_499.0, 999_500.0, 999_501.0, 1e6, 1_444_786.0,
        12_345_678.0, 9.994e8,
        9.996e8, 1e9, 21e9, 9.996e11, 1e12, 9.9e14, 1e15, 2e20, INF, NAN,
    )  # fmt: skip
    cases = 1.0, 0.123, 0.999, 3.54e-5, 3.49e-5, 12.01, 12.99, 99.4, 12345.0, 2.51e-12, 1.4e7, 0.25
    said.each(below, *cases)
    said.each(above, *cases)
    said.each(epochs_in_words, 0, 1, 2, 999, 1000, 1004, 12345, 1_444_786)
    said.each(last_in_words, 1, 2, 999, 12345)
    said.each(at_least, 0, 1, 9, 10, 99, 101, 109, 110, 1999, 123_456)
    said.each(rounded_up, 1, 9, 10, 99, 100, 101, 110, 111, 1999, 123_456)
    hold("rough", said.lines)


LEFT = {
    "none is known": None,
    "one": Left(1, arrives=True),
    "some": Left(84, arrives=True),
    "many": Left(84_321, arrives=True),
    "the most": Left(100_000, arrives=True),
    "too many": Left(100_001, arrives=True),
    "never": Left(1_490_000, arrives=False),
    "stands": Left(0, arrives=False),
    "nothing": Left(0, arrives=True),
}
SURE, MAYBE = SmallerSteps(0.05, certain=True), SmallerSteps(0.05, certain=False)
LEAP = Overshoot("b", 1234)
GENTLE = Gentler(7.4321, 0.2, 1500)
CAUSES: dict[str, tuple[Cause, ...]] = {
    "too fast": tuple(
        TooFast(None, 0.25, leap, 0.123, smaller)
        for leap in (None, LEAP)
        for smaller in (None, SURE, MAYBE)
    ),
    "gradients add up": (GradientsAddUp(),),
    "too slow": (
        TooSlow(1e-5, 810.4, 0.002),
        TooSlow(1e-5, 12.6, 0.002, GENTLE),
    ),
    "steep": (
        *(SteepValley(218_451.0, "c", 0.0123, left, None) for left in LEFT.values()),
        SteepValley(218_451.0, "c", None, None, None),
        SteepValley(218_451.0, "c", 0.5, LEFT["some"], GENTLE, 3e-5),
        SteepValley(218_451.0, "c", None, LEFT["never"], GENTLE),
        SteepValley(218_451.0, "c", 0.5, LEFT["too many"], None, 3e-5),
    ),
    "on its way": (
        *(OnItsWay(left, 50, 0.254) for left in LEFT.values()),
        OnItsWay(None, 1, 0.0123),
        OnItsWay(None, 12_345, 0.987),
    ),
    "flat": (
        FlatPlace(("a", "b"), 1, zero=True, smaller=None),
        FlatPlace(("a", "b"), 2, zero=False, smaller=MAYBE),
        FlatPlace(("a",), 1234, zero=True, smaller=SURE),
        FlatPlace(("b",), 1, zero=False, smaller=None),
        FlatPlace(("x", "y", "z"), 7, zero=True, smaller=None),
    ),
    "other valley": (OtherValley(None), OtherValley(True), OtherValley(False)),
    "more parameters": (MoreParameters(3, 2), MoreParameters(9, 2)),
    "standing": (
        Standing(0, 0.0),
        Standing(9, -0.5),
        Standing(9, 0.0),
        Standing(1, 0.0012),
        Standing(50, 0.0096),
    ),
    "arrived": (Arrived(), NotStarted(loss_is_finite=True)),
}


def test_cause(hold: Hold) -> None:
    said = Said()
    drawn = EXPERIMENT.changed(data=RollerCoaster(points=2), seed=41)
    for name, causes in CAUSES.items():
        for k, found in enumerate(causes, 1):
            said(f"{name} {k}", str(found), *said_of(found, drawn, 150))
    said("given points", *said_of(MoreParameters(3, 2), EXPERIMENT, 150))
    for trained in (1, 199, 200, 201, 99_999, 100_001, MAX_EPOCHS - 7, MAX_EPOCHS):
        said(f"on its way after {trained}", *said_of(OnItsWay(None, 50, 0.25), drawn, trained))
        said(f"standing after {trained}", *said_of(Standing(9, 0.0), drawn, trained))
    for seed in (0, MAX_SEED - 2, MAX_SEED - 1, MAX_SEED):
        said(f"after seed {seed}", *said_of(OtherValley(None), drawn.changed(seed=seed), 300))
    hold("cause", said.lines)


def test_divergence(hold: Hold) -> None:
    said = Said()
    said.each(diverged, 1, 12345)
    for k, found in enumerate((*CAUSES["too fast"], NotStarted(True), NotStarted(False)), 1):
        said(f"{k}", str(found), *said_of_divergence(found, 17))  # type: ignore[arg-type]
    hold("divergence", said.lines)


def test_misfit(hold: Hold) -> None:
    said = Said()
    for k, found in enumerate((*CAUSES["too fast"], *CAUSES["too slow"]), 1):
        said(f"{k}", str(found), *said_of_misfit(found))  # type: ignore[arg-type]
    hold("misfit", said.lines)


VALLEYS = {
    "none": None,
    "very steep": valley(0.03125, 8.0),
    "steep": valley(0.01, 8.0),
    "just not steep": valley(0.08, 8.0),
    "gentle": valley(1.0, 8.0),
    "level": valley(0.0, 8.0),
    "another safe rate": valley(1.0, 8.0, safe_rate=0.01, only=False),
    "among others": valley(1.0, 8.0, only=False),
    "without a loss": valley(1.0, 8.0, floor_loss=0.0),
    "with next to no loss": valley(1.0, 8.0, floor_loss=1e-9),
}


def test_estimates(hold: Hold) -> None:
    said = Said()
    for name, found in VALLEYS.items():
        tell_estimates(said.about(name), found)
    hold("estimates", said.lines)


def tell_estimates(said: Said, found: Valley | None) -> None:
    mine = facts(found)
    said("tolerance", tolerance(mine), next_to_nothing(mine))
    flat = replace(mine, targets=np.zeros(4, np.float32))
    said("of flat targets", tolerance(flat), next_to_nothing(flat))
    said.each(
        lambda used: smaller_steps(mine, used),
        0.005, 0.01, 0.02, 0.25, 0.26, 3.0, 1e-29, 0.9e-29,
        heading="smaller steps",
    )  # fmt: skip
    said.each(lambda used: smaller_steps(None, used), 0.25, 9e-30, heading="of no facts")
    said.each(
        lambda rate: misfit(mine, rate),
        0.0000999, 0.0001, 0.00011, 0.0024, 0.0025, 0.0026, 0.249, 0.25, 0.251, 3.0,
        heading="misfit",
    )  # fmt: skip
    if found is None:
        return
    said.each(
        lambda used: faster_rate(found, used),
        0.001,
        0.13,
        0.2 / 1.5,
        0.134,
        0.2,
        0.25,
        heading="faster",
    )
    said.each(
        lambda *case: left_by_curvature(found, np.array(case[:2]), *case[2:]),
        (4.0, 4.0, 0.1, 0.1), (4.0, 4.0, 0.249, 0.1), (4.0, 4.0, 0.25, 0.1),
        (4.0, 4.0, 0.251, 0.1), (4.0, 0.0, 0.251, 0.1), (0.0, 0.0, 0.1, 0.1),
        (0.1, 0.01, 0.1, 0.1), (4.0, 4.0, 1e-9, 0.1), (4.0, 4.0, 1e-7, 0.1),
        (4.0, 4.0, 0.1, 1e-30), (4.0, 4.0, 1e-30, 0.1),
        (4.0, 4.0, 0.25, 100.0), (4.0, 4.0, 0.1, 72.0), (4.0, 4.0, 1e-15, 0.1),
        heading="left by curvature",
    )  # fmt: skip
    place = np.array([2.0, 0.5])
    high = float(found.parts(place[None]).sum())
    said.each(
        lambda times: describes(found, place, found.floor_loss + times * high),
        0.49, 0.5, 0.51, 1.0, 1.99, 2.0, 2.01, -1.0,
        heading="describes",
    )  # fmt: skip


def test_arrived_to_the_last_digit(hold: Hold) -> None:
    """Where targets spread so widely that a loss of 1 is next to nothing."""
    said = Said()
    wide = np.array([0.0, 2000.0, 0.0, 2000.0], np.float32)
    mine = facts(valley(1.0, 8.0, floor_loss=0.0), targets=wide)
    for loss in (0.999, 1.0, 1.001):
        said(f"a loss of {loss}", *of_cause(run(history(updates([8.0, loss])), mine)))
    hold("arrived to the last digit", said.lines)


def test_share_fallen(hold: Hold) -> None:
    said = Said()
    said.each(
        lambda *losses: share_fallen(history(updates(losses))),
        (8.0,), (8.0, 4.0), (4.0, 8.0), (8.0, 4.0, 2.0), (8.0, 4.0, 2.0, 1.0), (0.0, 1.0),
        (8.0, 7.0, 6.0, 5.0, 4.0), (9.0, 0.0, 0.0),
        heading="share fallen",
    )  # fmt: skip
    quicker = EXPERIMENT.changed(learning_rate=0.25)
    gone_on = history(updates([9.0, 8.0]), updates([4.0, 3.0, 2.0], experiment=quicker, first=3))
    said("since the settings changed", share_fallen(gone_on))
    hold("share fallen", said.lines)


LONG = [8.0] * 60


def falling(share: float, epochs: int = 100, last: float = 1.0) -> list[float]:
    """Losses of which those of the second half have fallen by `share`."""
    half = epochs // 2
    return [last / (1 - share)] * (epochs - half) + [last] * half


# The losses, the gradients, the parameters, what of the experiment is other, and the valley.
RUNS: dict[str, tuple[object, ...]] = {
    "not finite": ([8.0, 9.0, INF], [[1, 1], [-2, 1], [4, 1]], None, {}, "gentle"),
    "not finite, known of no valley": ([8.0, INF], [[1, 1], [-2, 1]], None, {}, "none"),
    "not finite, and no leap": ([8.0, INF], [[1, 1], [2, 1]], None, {}, "gentle"),
    "not finite from the start": ([INF], None, None, {}, "gentle"),
    "no finite gradient": ([8.0], [[NAN, 1]], None, {}, "gentle"),
    "arrived": ([8.0, 0.5], None, None, {}, "gentle"),
    "just arrived": ([8.0, 0.5249], None, None, {}, "gentle"),
    "just not arrived": ([8.0, 0.5251], None, None, {}, "gentle"),
    "arrived below": ([8.0, 0.4751], None, None, {}, "gentle"),
    "below what was found": ([8.0, 0.4749], None, None, {}, "gentle"),
    "below what was found, at rest": ([8.0, 0.3], [[1, 1], [1e-6, 0]], None, {}, "among others"),
    "below what was found, on its way": ([8.0, 0.3], None, None, {}, "among others"),
    "arrived on a level floor": ([8.0, 0.5], None, None, {}, "level"),
    "gradients add up": ([8.0, 4.0], None, None, {"zero_grad": False}, "gentle"),
    "leaps": ([8.0, 1.0, 2.1], [[1, 1], [-2, 1], [4, 1]], None, {}, "gentle"),
    "swings": ([8.0, 1.0, 1.9], [[1, 1], [-2, 1], [4, 1]], None, {}, "gentle"),
    "climbs without a leap": ([8.0, 1.0, 2.1], None, None, {}, "gentle"),
    "above the limit": ([8.0, 8.0, 8.0], None, None, {"learning_rate": 0.251}, "gentle"),
    "above the limit, leaping": (
        [8.0, 8.0, 8.0],
        [[1, 1], [-2, 1], [4, 1]],
        None,
        {"learning_rate": 0.251},
        "gentle",
    ),
    "above the limit, but falling": ([8.0, 7.9], None, None, {"learning_rate": 0.251}, "gentle"),
    "at the limit": ([8.0, 8.0, 8.0], None, None, {"learning_rate": 0.25}, "gentle"),
    "just far too slow": ([8.0, 7.9], None, None, {"learning_rate": 0.025}, "gentle"),
    "falls by just enough": ([100.0, 99.0], None, None, {}, "none"),
    "climbed by just so much": ([8.0, 1.0, 2.0], [[1, 1], [-2, 1], [4, 1]], None, {}, "gentle"),
    "above the limit, falling just enough": (
        [100.0, 99.0],
        None,
        None,
        {"learning_rate": 0.251},
        "gentle",
    ),
    "just vanished": ([1000.0, 1000.0], [[10, 1], [1, 0]], [[1, 1]] * 3, {}, "none"),
    "vanished, and it rests": (
        [1000.0] * 50 + [999.0] * 50,
        [[1, 1]] * 99 + [[20, 0]],
        [[1, 1]] * 101,
        {},
        "none",
    ),
    "shrunk by just ten": (
        [9.0, 9.0],
        [[1.25e-3 - 2.0**-30, 2.0**-30], [1.25e-4, 0]],
        [[1, 1]] * 3,
        {},
        "none",
    ),
    "dead, and falling by just so much": ([100.0, 95.0], [[0, 1]] * 2, None, {}, "none"),
    "as much along as across": ([8.0, 7.9], None, [[4, 1], [4, 1], [16, 1]], {}, "very steep"),
    "far too slow": ([8.0, 7.9], None, None, {"learning_rate": 0.02}, "gentle"),
    "not quite far too slow": ([8.0, 7.9], None, None, {"learning_rate": 0.026}, "gentle"),
    "along": ([8.0, 7.9], None, [[4, 1], [4, 0], [4, 0]], {}, "steep"),
    "along, and it moved away": ([8.0, 7.9], None, [[4, 1], [4, 0], [5, 0]], {}, "steep"),
    "along, and half way": ([8.0, 7.9], None, [[4, 1], [4, 0], [2, 0]], {}, "steep"),
    "across": ([8.0, 7.9], None, [[4, 1], [4, 1], [0, 4]], {}, "steep"),
    "not steep enough": ([8.0, 7.9], None, [[4, 1], [4, 0], [4, 0]], {}, "just not steep"),
    "on a gentle way": ([8.0, 7.9], None, [[4, 1], [4, 0], [1, 0]], {}, "gentle"),
    "above its limit along": (
        [8.0, 7.0],
        None,
        [[4, 1], [4, 0], [4, 1]],
        {"learning_rate": 0.3},
        "gentle",
    ),
    "far from what is described": ([800.0, 799.0], None, None, {}, "among others"),
    "far away, falling": ([900.0, 600.0], None, None, {}, "among others"),
    "far away, just falling": (falling(0.0101, last=790.0), None, None, {}, "among others"),
    "far away, standing": (falling(0.0099, last=790.0), None, None, {}, "among others"),
    "no valley, falling": ([9.0, 6.0], None, None, {}, "none"),
    "no valley, standing": ([9.0, 9.0], None, None, {}, "none"),
    "one epoch": ([9.0], None, None, {}, "none"),
    "vanished at once": ([9.0, 9.0], [[1e-4, 0], [1e-4, 1e-6]], [[1, 1]] * 3, {}, "among others"),
    "vanished on a way": ([9.0, 9.0], [[1, 0], [1e-4, 1e-6]], [[1, 1]] * 3, {}, "among others"),
    "vanished without a valley": ([9.0, 9.0], [[1, 0], [1e-4, 1e-6]], [[1, 1]] * 3, {}, "none"),
    "not quite vanished": ([9.0, 9.0], [[1, 0], [9.1e-3, 1e-6]], [[1, 1]] * 3, {}, "none"),
    "large parameters": ([9.0, 9.0], [[1, 0], [1e-3, 1e-6]], [[100, 1]] * 3, {}, "none"),
    "nearly vanished for long": (
        [9.0] * 100,
        [[1, 1]] * 99 + [[0.25, 0]],
        [[1, 1]] * 101,
        {},
        "none",
    ),
    "not long enough": ([9.0] * 98, [[1, 1]] * 97 + [[0.25, 0]], [[1, 1]] * 99, {}, "none"),
    "nearly vanished, but falling": (
        falling(0.0011, last=9.0),
        [[1, 1]] * 99 + [[0.25, 0]],
        [[1, 1]] * 101,
        {},
        "none",
    ),
    "shrunk by ten": ([9.0, 9.0], [[1e-3, 1e-9], [1e-4, 0]], [[1, 1]] * 3, {}, "none"),
    "shrunk by more": ([9.0, 9.0], [[1.1e-3, 1e-9], [1e-4, 0]], [[1, 1]] * 3, {}, "none"),
    "one dead from the start": ([9.0] * 4, [[0, 1]] * 4, None, {}, "none"),
    "one dead since the third": (
        [9.0] * 5,
        [[1, 1], [1, 1], [0, 1], [0, 1], [0, 1]],
        None,
        {},
        "among others",
    ),
    "both dead since the second": ([9.0] * 4, [[1, 1], [0, 0], [0, 0], [0, 0]], None, {}, "none"),
    "dead only at last": ([9.0] * 4, [[1, 1], [1, 1], [1, 1], [0, 1]], None, {}, "none"),
    "dead, but falling": (falling(0.051), [[0, 1]] * 100, None, {}, "none"),
    "dead, and hardly falling": (falling(0.049), [[0, 1]] * 100, None, {}, "none"),
    "dead, but no poor fit": ([0.049] * 4, [[0, 1]] * 4, None, {}, "none"),
    "dead, and just a poor fit": ([0.051] * 4, [[0, 1]] * 4, None, {}, "none"),
    "dead in the only valley": ([9.0] * 4, [[0, 1]] * 4, None, {}, "gentle"),
}


def made(name: str) -> Run:
    losses, gradients, params, fields, known = RUNS[name]
    experiment = EXPERIMENT.changed(**fields, epochs=len(losses))  # type: ignore[arg-type]
    found = VALLEYS[known]  # type: ignore[index]
    past = history(updates(losses, gradients, params, experiment))  # type: ignore[arg-type]
    mine = run(past, facts(found), experiment)
    if not past[-1].finite:
        mine.failure = Failure("diverged", len(past))
    return mine


def test_run(hold: Hold) -> None:
    said = Said()
    for name in RUNS:
        tell = said.about(name)
        mine = made(name)
        tell("cause", *of_cause(mine))
        tell("notice", notice(mine).text)
    hold("run", said.lines)


GENTLER = {
    "much gentler": valley(1.0, 2.0),
    "a little gentler": valley(0.025, 2.0),
    "gentler, but worse": valley(1.0, 2.0, floor_loss=0.5261),
    "gentler, and good enough": valley(1.0, 2.0, floor_loss=0.5 + tolerance(facts(valley(1.0)))),
    "gentler, and just as good": valley(1.0, 2.0, floor_loss=0.5249),
    "gentler, but without end": valley(1.0, 2.0, safe_rate=9.0, floor_loss=0.5),
    "none": None,
}


def test_standardising(hold: Hold) -> None:
    said = Said()
    for name, gentler in GENTLER.items():
        tell = said.about(name)
        steep = facts(VALLEYS["steep"], standardised_valley=gentler)
        past = history(updates([8.0, 7.9], None, [[4, 1], [4, 0], [4, 0]]))
        for fields in ({}, {"epochs": 9000}, {"learning_rate": 0.01}):
            experiment = EXPERIMENT.changed(**fields)
            past = history(updates([8.0, 7.9], None, [[4, 1], [4, 0], [4, 0]], experiment))
            mine = run(past, steep, experiment)
            tell(f"with {fields}", cause(experiment, steep, past), of_end(mine))
    hold("standardising", said.lines)


def test_more_parameters(hold: Hold) -> None:
    said = Said()
    for inputs in ((1.0, 1.0, 1.0, 1.0), (1.0, 2.0, 1.0, 2.0)):
        found = facts(VALLEYS["level"], inputs=np.array(inputs, np.float32))
        mine = run(history(updates([8.0, 0.5])), found)
        said(f"inputs {inputs}", of_end(mine), *of_cause(mine))
    hold("more parameters", said.lines)


def test_lost(hold: Hold) -> None:
    said = Said()
    past = history(updates([8.0, 9.0, INF], [[1, 1], [-2, 1], [4, 1]]))
    said("without facts", lost(None, past))
    rows = [[1.0, 1.0], [-2.0, -3.0], [3.0, 2.0], [-1.0, 4.0]]
    for losses in ([8.0, 4.0, 2.0, 9.0], [8.0, NAN, 2.0, 9.0], [8.0, 9.0, 10.0, 11.0]):
        of = history(updates(losses, rows))
        said(
            f"losses {losses}",
            first_overshoot(("a", "b"), of),
            first_overshoot(("a", "b"), of, since_lowest=False),
        )
    same = history(updates([8.0, 9.0], [[1, 1], [-1, 1]]))
    said("no larger", first_overshoot(("a", "b"), same))
    still = history(updates([8.0, 9.0], [[0, 1], [-1, 2]]))
    said("from nothing", first_overshoot(("a", "b"), still))
    quicker = EXPERIMENT.changed(learning_rate=0.25)
    gone_on = history(
        updates([1.0, 9.0], [[1, 1], [-2, 1]]),
        updates([4.0, 8.0], [[-3, 1], [4, 1]], experiment=quicker, first=3),
    )
    said("under other settings", first_overshoot(("a", "b"), gone_on))
    hold("lost", said.lines)


def test_failures(hold: Hold) -> None:
    said = Said()
    past = history(updates([8.0, 4.0]))
    for failure in (
        Failure("refused", 1234, "element 0 of tensors does not require grad", Stage.BACKWARD),
        Failure("broken", 7, "ValueError: no"),
        Failure("unloadable", 1, "PyTorch cannot be loaded: install it."),
    ):
        mine = run(past, facts(VALLEYS["gentle"]))
        mine.failure = failure
        said(failure.kind, of_failure(mine), *of_cause(mine))
    stopped = run(past, facts(VALLEYS["gentle"]), stop_at_loss=4.0)
    said("stopped", of_end(stopped))
    one = run(history(updates([8.0])), facts(VALLEYS["gentle"]))
    said("after one epoch", of_end(one))
    hold("failures", said.lines)


def test_start(hold: Hold) -> None:
    said = Said()
    for rate in (0.002, 0.1, 0.3):
        for zero_grad in (True, False):
            fields = {"learning_rate": rate, "zero_grad": zero_grad}
            begun = Run(1, EXPERIMENT.changed(**fields), facts(VALLEYS["gentle"]))
            said(f"with {fields}", of_start(begun, None))
    begun = Run(1, EXPERIMENT.changed(learning_rate=0.3), facts(VALLEYS["gentle"]))
    for fields in (
        {},
        {"learning_rate": 0.1},
        {"seed": 3},
        {"epochs": 7},
        {"formula": "a*t"},
        {"data": RollerCoaster()},
        {"standardise": True},
        {"held_out": 0.5},
    ):
        said(f"after one with {fields}", of_start(begun, EXPERIMENT.changed(**fields)))
    begun.facts = None
    said("before it is loaded", of_start(begun, None))
    hold("start", said.lines)


def test_further(hold: Hold) -> None:
    said = Said()
    for trained, asked in ((10, 10), (12, 10), (1, 1), (1500, 1500)):
        mine = run(history(updates([8.0] * trained)), None, epochs=asked)
        for how in ("play", "epoch", "stage"):
            said(f"{how} after {trained} of {asked}", *further(mine, how))  # type: ignore[arg-type]
    stopped = run(history(updates([8.0, 4.0])), None, epochs=9, stop_at_loss=4.0)
    said("stopped", *further(stopped, "play"))
    at_its_end = run(history(updates([8.0, 4.0])), None, epochs=2, stop_at_loss=4.0)
    for how in ("play", "epoch"):
        said(f"stopped at its end, {how}", *further(at_its_end, how))  # type: ignore[arg-type]
    above_it = run(history(updates([8.0, 4.0])), None, epochs=2, stop_at_loss=3.0)
    said("not stopped yet", *further(above_it, "play"))
    longest = run(history(updates([8.0])), None, epochs=MAX_EPOCHS)
    for trained in (MAX_EPOCHS - 1, MAX_EPOCHS // 2, MAX_EPOCHS // 2 + 1, MAX_EPOCHS):
        longest.history._length = trained
        longest.experiment = longest.experiment.changed(epochs=trained)
        said(f"play after {trained}", *further(longest, "play"))
        said(f"epoch after {trained}", *further(longest, "epoch"))
    hold("further", said.lines)
