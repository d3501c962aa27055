"""What is said of a run, in every situation, as it was approved."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from engine.experiment import MAX_SEED, RollerCoaster
from engine.queries import (
    Outcome,
)
from engine.runs import History, Run, Stage
from engine.words import ahead, seen, status
from engine.words.ends.notice import Notice, Remedy
from engine.words.hints import FIRST, PLAYING, RAN, hint, moves_in_words
from engine.words.remedies import offers, to_try
from engine.words.would import would, would_become
from tests.approved import Hold
from tests.engine.told import Said
from tests.engine.words.ends import made
from tests.engine.words.even import EVEN, even, vector
from tests.gui.views import make_view

INF, NAN = math.inf, math.nan

NAMES = ("a", "b")


def falling(first: float, share: float, epochs: int, floor: float = 0.0) -> History:
    """A history whose loss comes nearer to `floor` by the same share every epoch."""
    losses = [floor + first * share**k for k in range(epochs)]
    return made.history(made.updates(losses))


def test_ahead(hold: Hold) -> None:
    said = Said()
    said.each(
        ahead.duration, 0.0, 0.4, 0.6, 1.4, 1.6, 19.4, 19.99, 20.0, 22.4, 22.6, 57.4, 57.5, 58.0,
        89.0, 91.0, 3569.0, 3570.0, 5300.0, 5500.0, 172_799.0, 172_800.0, 1e9,
    )  # fmt: skip
    said.each(ahead.epoch_of, (0, 200), (200, 200), (201, 200), (1037, 12_000))
    ten = falling(8.0, 0.5, 10)
    none = History(2)
    for asked, stop in (
        (10, None),
        (9, None),
        (11, None),
        (1000, None),
        (1000, 0.25),
        (1000, 1e-3),
        (11, 1e-9),
        (1000, 8 / 512),
        (1000, 0.0),
        (12_345, 1e-9),
    ):
        experiment = EVEN.changed(epochs=asked, stop_at_loss=stop)
        for rate in (None, 0.5, 1.0, 1000.0):
            said(
                f"of {asked}, stop at {stop}, {rate} a second",
                ahead.progress(experiment, ten, rate),
                ahead.progress(experiment, none, rate),
                ahead.ending(experiment, ten, None, rate),
                ahead.ending(experiment, none, None, rate),
            )  # fmt: skip
    pace = EVEN.changed(epochs=20)
    said.each(
        lambda rate: ahead.progress(pace, ten, rate),
        1.99,
        2.0,
        2.01,
        0.1,
        heading="what is not worth announcing",
    )
    lost = made.history(made.updates([8.0, INF]))
    said("lost", ahead.ending(pace, lost, None, 1.0), ahead.progress(pace, lost, 1.0))
    slow = falling(8.0, 0.5, 100, floor=1.0)
    for stop in (0.49, 0.5, 0.51, 2.0):
        for only in (True, False):
            facts = made.facts(made.valley(1.0, 8.0, only=only))
            said(
                f"a floor of 0.5, only: {only}, stop at {stop}",
                ahead.ending(pace.changed(stop_at_loss=stop), slow, facts, 1.0),
                ahead.ending(pace.changed(stop_at_loss=stop), none, facts, 1.0),
            )
    no_valley = made.facts(None)
    said("without a valley", ahead.ending(pace.changed(stop_at_loss=0.1), slow, no_valley, 1.0))
    line_ = made.history(made.updates([1000.0 - k for k in range(20)]))
    for stop in (500.0, 900.5, 975.5, 979.5, 0.0):
        experiment = EVEN.changed(epochs=200, stop_at_loss=stop)
        till = experiment.changed(epochs=100)
        said(f"in a straight line to {stop} in 100", ahead.ending(till, line_, None, 2.0))
        said(
            f"in a straight line to {stop}",
            ahead.ending(experiment, line_, None, 2.0),
            ahead.ending(experiment, line_, None, None),
            ahead.progress(experiment, line_, 2.0),
        )
    hold("ahead", said.lines)


def test_hints(hold: Hold) -> None:
    said = Said()
    said("constants", FIRST, PLAYING, {stage.name: text for stage, text in RAN.items()})
    for playing in (True, False):
        said(
            f"at the start, playing: {playing}",
            hint(make_view(EVEN, 1, 0).snapshot, NAMES, playing),
        )
        for stage in Stage:
            said(f"{stage.name}, playing: {playing}", hint(even(2, stage).snapshot, NAMES, playing))
    shown = even(2).snapshot
    said("refused", hint(replace(shown, updated_params=None), NAMES, False))
    said("lost", hint(replace(shown, updated_params=vector(INF, 1.0)), NAMES, False))
    late = replace(shown, number=1234)
    said("late", hint(late, NAMES, False))
    for count in (3, 4, 7):
        names = [f"p{k}" for k in range(count)]
        wide = replace(
            late,
            params=np.zeros(count, np.float32),
            updated_params=np.arange(count, dtype=np.float32) - 2,
        )
        said(f"{count} parameters", hint(wide, names, False))
    said(
        "moves",
        moves_in_words(np.array([0.5, -1.0, 0.0]), "abc"),
        moves_in_words(np.array([1.0, 1.0, -1.0, 1.0]), "abcd"),
    )
    hold("hints", said.lines)


def test_offers(hold: Hold) -> None:
    """What a remedy promises, where the curvature foretells it and where it does not."""
    said = Said()
    steep, gentle = made.valley(0.01, 8.0), made.valley(1.0, 2.0)
    level = made.valley(0.0, 8.0)
    places = [[4, 1], [4, 0], [4, 0]]
    remedies = {
        "rate": {"learning_rate": 0.2},
        "slow": {"learning_rate": 1e-6},
        "fast": {"learning_rate": 9.0},
        "standardise": {"standardise": True, "learning_rate": 0.5},
        "zero": {"zero_grad": True},
        "epochs": {"epochs": 100},
        "one more": {"epochs": 3},
        "no more": {"epochs": 2},
        "seed": {"seed": 41, "start": {}},
        "the last seeds": {"seed": MAX_SEED - 2},
        "data": {"data": RollerCoaster(points=1234)},
        "switch": {"requires_grad": True},
        "nothing": {},
        "stop": {"stop_at_loss": None},
        "formula": {"formula": "a*t"},
    }
    runs = {
        "steep": (steep, {}),
        "gentle": (gentle, {}),
        "level": (level, {}),
        "no valley": (None, {}),
        "part": (replace(steep, every=2), {}),
        "local": (replace(steep, only=False), {}),
        "kept": (steep, {"zero_grad": False}),
        "off": (steep, {"requires_grad": False}),
        "one epoch": (steep, {"epochs": 1}),
    }
    for kind, (valley, fields) in runs.items():
        experiment = made.EXPERIMENT.changed(epochs=2).changed(**fields)
        past = made.history(made.updates([8.0, 7.9], None, places, experiment))
        run = made.run(past, made.facts(valley, standardised_valley=gentle), experiment)
        for name, changed in remedies.items():
            notice = Notice("info", "", (Remedy(name, changed),))
            query = to_try(run, notice)
            tell = said.about(f"{kind}, {name}")
            tell("offered", *offered(run, notice))
            if query is None:
                continue
            tell("to try", *(f"{each.fields} for {each.epochs}" for each in query.trials))
            if kind not in ("steep", "local") or name not in ("fast", "seed", "epochs"):
                continue
            for loss in (7.9, 7.822, 7.82, 1.0, INF):
                outcomes = [Outcome(3, loss, math.isfinite(loss)) for _ in query.trials]
                tell(f"came to {loss}", *offered(run, notice, outcomes))
    for name, changed in remedies.items():
        notice = Notice("info", "", (Remedy(name, changed),))
        ready = Run(1, made.EXPERIMENT, made.facts(steep, standardised_valley=gentle))
        said(f"before the first epoch, {name}", *offered(ready, notice))
    for epochs in (5, 6, 7):
        past = made.history(made.updates([8.0, 7.9], None, places))
        run = made.run(past, made.facts(steep), epochs=epochs)
        notice = Notice("info", "", (Remedy("rate", {"learning_rate": 0.2}),))
        said(f"a rate that takes six of {epochs}", *offered(run, notice))
    begun = Run(1, made.EXPERIMENT)
    said("before it is loaded", *offered(begun, Notice("info", "", (Remedy("a", {"seed": 1}),))))
    hold("offers", said.lines)


def offered(run: Run, notice: Notice, outcomes: Sequence[Outcome] = ()) -> list[str]:
    told = []
    for each in offers(run, notice, outcomes):
        remedy, promise = each.remedy, each.promise
        told.append(f"{remedy.label} {remedy.fields}, then {remedy.then}")
        if promise is not None:
            loss = "no loss" if promise.loss is None else f"{promise.loss:.6g}"
            told.append(f"  {promise.text} | {promise.epochs}, {loss}, tried: {promise.tried}")
    return told


def test_offers_of_several(hold: Hold) -> None:
    """The outcomes belong to the remedies in their order."""
    said = Said()
    past = made.history(made.updates([8.0, 7.9]))
    run = made.run(past, made.facts(None), epochs=2)
    seed, rate = Remedy("seed", {"seed": 7}), Remedy("rate", {"learning_rate": 0.5}, "rerun")
    notice = Notice("info", "", (seed, Remedy("reset", {}, "reset"), rate))
    query = to_try(run, notice)
    assert query is not None
    outcomes = [Outcome(2, 5.0 - k / 2, finite=True) for k in range(len(query.trials))]
    edge = made.run(made.history(made.updates([200.0, 100.0])), made.facts(None), epochs=2)
    for loss in (98.99, 99.0, 99.01):
        said(f"from 100 to {loss}", *offered(edge, notice, [Outcome(2, loss, finite=True)] * 6))
    for known in (0, 5, 6):
        said(f"{known} known", *offered(run, notice, outcomes[:known]))
    lost = made.run(made.history(made.updates([8.0, INF])), made.facts(None), epochs=2)
    said("of a lost run", *offered(lost, notice, outcomes))
    said("one epoch", *offered(lost, notice, [Outcome(1, 5.0, finite=True)] * 6))
    hold("offers of several", said.lines)


def test_seen(hold: Hold) -> None:
    said = Said()
    said.each(
        lambda losses, epoch: seen.of_loss(np.array(losses, np.float32), epoch, 1200),
        ([], 0), ([], 1), ([8.0], 0), ([8.0], 1), ([8.0], 2), ([8.0, 4.0], 1), ([8.0, 4.0], 2),
        ([4.0, 8.0], 2), ([4.0, 4.0], 2), ([4.0, NAN], 2), ([INF, 4.0], 2), ([1.0, 0.99989], 2),
        ([1.0, 0.99991], 2), ([1.0, 1.00009], 2), ([1.0, 1.00011], 2), ([0.0, 1.0], 2),
        ([10_000.0, 9999.0], 2),
        heading="loss",
    )  # fmt: skip
    view = even(2)
    shown, facts = view.snapshot, view.facts
    for number, predictions in (
        (2, (1.0, 3.0, 2.0, 5.5)),
        (1234, (-1.0, 3.0, 2.0, 5.0)),
        (2, (1.0, INF, 2.0, 3.0)),
        (2, ()),
        (2, (1.0, 3.0, 2.0, 5.0)),
    ):
        of = replace(shown, number=number, predictions=vector(*predictions))
        said(
            f"predictions {predictions}",
            seen.of_fit(of, facts),
            seen.of_fit(of, facts, farthest=False),
            seen.of_fit(of, replace(facts, input_label=" two\n words ")),
            seen.of_fit(of, replace(facts, input_label=" ")),
        )
    for count in (1, 12, 13, 15):
        names = [f"p{k}" for k in range(count)]
        gradient = np.resize(vector(1.0, -2.0, 0.0, NAN), count)
        flips = [(None, 14, 1200)[k % 3] for k in range(count)]
        said(f"signs of {count}", seen.of_signs(names, gradient, 1234, flips))
        said(
            f"moves of {count}",
            seen.of_moves(1234, [f"{name} moves." for name in names], "All."),
            seen.of_moves(1, ["It stays."] * count, ""),
        )
    said.each(seen.of_timeline, (0, 0, 200), (37, 1200, 20_000))
    hold("seen", said.lines)


def test_status(hold: Hold) -> None:
    said = Said()
    shown = even(2).snapshot
    experiment = EVEN.changed(epochs=1234)
    for stage in (None, *Stage):
        of = replace(shown, stage=None) if stage is None else shown.until(stage)
        said(
            f"{stage.name if stage else 'start'}",
            status.status(of, experiment),
            status.loss_in_words(of),
            status.title("mine", False, of, experiment),
            status.title("", True, of, experiment),
        )
    late = replace(shown, number=1235)
    said("more than asked for", status.status(late, experiment))
    said(
        "nothing shown",
        status.title("mine", True, None, experiment),
        status.title("", False, None, experiment),
    )
    hold("status", said.lines)


def test_would(hold: Hold) -> None:
    said = Said()
    shown = even(2).snapshot
    wide = replace(
        shown, params=np.zeros(4, np.float32), updated_params=vector(1.0, -2.0, 3.0, -4.0)
    )
    for rate in (0.0625, 0.5):
        said(
            f"at {rate}",
            would(shown, rate, NAMES),
            would(wide, rate, "abcd"),
            would(
                replace(shown, params=np.zeros(3, np.float32), updated_params=vector(1, 2, 3)),
                rate,
                "abc",
            ),
            would(replace(shown, updated_params=vector(INF, 1.0)), rate, NAMES),
            would(replace(shown, updated_loss=INF), rate, NAMES),
            *(
                would_become("a", 0, replace(shown, updated_params=vector(to, 0.0)), rate)
                for to in (-3.0, float(shown.params[0]), 3.0, NAN)
            ),
        )
    said(
        "nothing yet",
        would(replace(shown, updated_params=None), 0.5, NAMES),
        would(replace(shown, loss=None), 0.5, NAMES),
        would(replace(shown, updated_loss=None), 0.5, NAMES),
        would_become("a", 0, replace(shown, updated_params=None), 0.5),
    )
    said("the other parameter", would_become("b", 1, shown, 0.5))
    hold("would", said.lines)
