"""What is said of a run and of its experiment, in every situation, as it was approved."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from engine.experiment import MAX_SEED, Experiment, Generated, Points, RollerCoaster
from engine.experiment.classroom import SETTINGS
from engine.experiment.presets import PRESETS
from engine.queries import (
    ByHand,
    ByHandQuery,
    FactsQuery,
    GraphQuery,
    Outcome,
    RemediesQuery,
    Snapshot,
    Trial,
)
from engine.runs import Facts, History, Run, Stage
from engine.training import Problem, Recorder
from engine.words import ahead, by_hand, classroom, pulls, seen, stages, status, unsaved, ways
from engine.words.data import (
    in_column,
    in_short,
    points_source,
    preset_source,
    standardising,
    summary,
    truth,
)
from engine.words.differences import as_trained, differences
from engine.words.ends.notice import Notice, Remedy
from engine.words.explained import Explained, explained
from engine.words.formula import in_line
from engine.words.hints import FIRST, PLAYING, RAN, hint, moves_in_words
from engine.words.lists import joined
from engine.words.remedies import offers, to_try
from engine.words.sums import joined_sum, like, printed
from engine.words.torch_missing import why_torch_is_missing
from engine.words.would import would, would_become
from gui.run import View
from tests.engine.words.ends import made
from tests.engine.words.saying import Said
from tests.engine.words.steps.test_said import EVEN, even, vector
from tests.gui.views import make_view

INF, NAN = math.inf, math.nan
POINTS = EVEN.data
NAMES = ("a", "b")


def falling(first: float, share: float, epochs: int, floor: float = 0.0) -> History:
    """A history whose loss comes nearer to `floor` by the same share every epoch."""
    losses = [floor + first * share**k for k in range(epochs)]
    return made.history(made.updates(losses))


def test_ahead(said: Said) -> None:
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
        said(
            f"in a straight line to {stop}",
            ahead.ending(experiment, line_, None, 2.0),
            ahead.ending(experiment, line_, None, None),
            ahead.progress(experiment, line_, 2.0),
        )


def hand(number: int = 1, param: int = 0, **fields: object) -> tuple[ByHand, Snapshot, Facts]:
    experiment = EVEN.changed(**fields)
    shown = make_view(experiment, number).snapshot
    problem = Problem(experiment)
    return ByHandQuery(shown, param).answer(problem), shown, FactsQuery(experiment).answer(problem)


def test_by_hand(said: Said) -> None:
    said("constants", by_hand.NO_GRADIENT, by_hand.REFUSED)
    said.each(
        by_hand.plain, 19.0, -361.0, 0.0, -0.0, 1.5, 9_999_999.0, -9_999_999.0, 1e7, 1.5e9, INF,
        -INF, NAN, 0.1,
    )  # fmt: skip
    said.each(by_hand.named, "t", "fourteen chars", "fifteen letters", "a very long name")
    of, _, facts = hand()
    named = POINTS.model_copy(update={"input_name": "Height (cm)", "target_name": "weight in kg!"})
    for fields in (
        {},
        {"data": named},
        {"data": named.model_copy(update={"input_name": "a t b"})},
        {"data": named.model_copy(update={"input_name": "at"})},
        {"standardise": True},
    ):
        _, _, its = hand(**fields)
        experiment = EVEN.changed(**fields)
        said(
            f"titles, {sorted(fields)} {its.input_label}",
            by_hand.input_title(experiment, its),
            *by_hand.law(its, "b"),
        )
    said("two letters", *by_hand.law(facts, "w_1"))
    for number, param, more in (
        (1, 0, {}),
        (1, 1, {}),
        (2, 0, {"zero_grad": False}),
        (1, 0, {"held_out": 0.25}),
        (1, 0, {"held_out": 0.5}),
        (1, 1, {"formula": "a*t + abs(b)"}),
    ):
        found, _, its = hand(number, param, **more)
        heading = f"epoch {number}, {NAMES[param]}, {more}"
        said(
            heading, by_hand.derivative(found), by_hand.mean(found), by_hand.autograd(found),
            by_hand.difference(found), by_hand.leftover(found), by_hand.notes(found, its),
            by_hand.in_words(found, its, reached=True),
            by_hand.in_words(found, its, reached=False),
        )  # fmt: skip
    refused = replace(of, autograd=None)
    said(
        "refused",
        by_hand.autograd(refused),
        by_hand.difference(refused),
        by_hand.leftover(replace(refused, leftover=vector(1.0, 1.0))),
        by_hand.in_words(refused, facts, reached=True),
    )
    long = replace(of, derivative=None)
    standardised = replace(facts, standardised=True)
    said(
        "too long",
        by_hand.derivative(long),
        by_hand.notes(long, standardised),
        by_hand.in_words(long, standardised, reached=True),
    )
    lost = replace(of, parts=np.array([1.0, NAN, -9.0, 2.0]))
    said("not finite", by_hand.in_words(lost, facts, reached=True))
    said.each(
        lambda mean, autograd, *parts: by_hand.difference(
            replace(of, mean=mean, autograd=autograd, parts=np.array(parts))
        ),
        (1.0, None, 1.0), (1.0, 1.0, 1.0), (1.0, 1.0 + 0.9e-6, 1.0), (1.0, 1.0 + 1.1e-6, 1e-3),
        (1.0, 1.0 - 0.9e-6, 1.0), (-1.0, -1.0 - 0.9e-6, -1.0), (1.0, 1.5, 1e5, -1e5),
        (0.0, 0.99, 1e5, -1e5), (0.0, 1.01, 1e5, -1e5), (0.0, 1e-9, 1e-5, -1e-5), (1.0, 1.5, 1.0),
        (1e39, INF, 1e39), (-1e39, -INF, 1e39), (INF, INF, INF), (NAN, NAN, NAN), (INF, 1.0, INF),
        heading="difference",
    )  # fmt: skip


def test_classroom(said: Said) -> None:
    said(
        "constants",
        *(
            f"{name}: {getattr(classroom, name)}"
            for name in (
                "UNLOCK",
                "LOCK",
                "UNLOCK_TIP",
                "LOCK_TIP",
                "WAY_OUT",
                "NO_TASK",
                "ALL_SHOWN",
                "MADE",
                "REMOVED",
                "SEE",
                "SEE_TIP",
            )
        ),
    )  # fmt: skip
    said("titles", classroom.TITLES)
    said.each(classroom.fixed, *SETTINGS)
    said.each(lambda name: classroom.no_preset([name]), *SETTINGS, heading="no preset")
    said.each(lambda name: classroom.refused([name]), *SETTINGS, heading="refused")
    said.each(
        lambda name: classroom.refused_option(name, "--x", "a.learnscope"),
        *SETTINGS,
        heading="refused option",
    )
    said(
        "several",
        classroom.no_preset(["data", "formula", "epochs"]),
        classroom.refused(["zero_grad", "epochs"]),
        classroom.refused({"requires_grad", "seed"}),
        classroom.refused(["data", "formula"]),
    )
    for experiment in (
        Experiment(),
        EVEN.changed(
            epochs=12_000,
            stop_at_loss=1.5,
            seed=1234,
            zero_grad=False,
            requires_grad=False,
            standardise=True,
            held_out=0.15,
        ),
        EVEN.changed(held_out=0.125, stop_at_loss=0.0, start={"b": -0.5}),
    ):
        said(
            f"values of {experiment.formula}, {experiment.held_out}",
            *(f"{name}: {classroom.value(name, experiment)}" for name in SETTINGS),
        )


DATA = {
    "roller coaster": RollerCoaster(points=1234),
    **{preset.key: preset.generated for preset in PRESETS},
    "own formula": Generated(formula="k*t + d", truth=(1.5, -2.0), points=2),
    "long formula": Generated(
        formula=" + ".join(f"p{k}*t**{k}" for k in range(6)), truth=(0.0,) * 6
    ),
    "points": POINTS,
    "a table": Points(
        inputs=(0.0, 1.0),
        targets=(2.0, 3.0),
        input_name="Height\nof all",
        target_name="w",
        source="a folder with a very long name.csv",
    ),
}


def test_data(said: Said) -> None:
    for name, data in DATA.items():
        said(name, summary(data), in_short(data))
    said("sources", *map(preset_source, PRESETS))
    said("of points", *(points_source(data) for data in DATA.values() if isinstance(data, Points)))
    said(
        "truths",
        *(
            truth(p.generated, p.generated.truth and Experiment(formula=p.formula).names)
            for p in PRESETS
        ),
    )
    said.each(in_column, "short", "x" * 28, "x" * 14 + "y" * 15, "two\nlines", "")
    for plain, other, standardised in (
        (1.0, 1.0, False),
        (1.0, 1.0099, False),
        (1.0, 1.0101, False),
        (1.0, 1.0101, True),
        (1.0, 23.456, False),
        (0.0, 0.9e-9, False),
        (0.0, 1.1e-9, False),
        (None, 1.0, False),
        (1.0, None, False),
        (1.0, None, True),
        (None, 9.0, True),
        (9.0, 1.0, True),
    ):
        wells = [
            None if each is None else made.valley(1.0, 8.0, floor_loss=each)
            for each in (plain, other)
        ]  # fmt: skip
        of = made.facts(
            wells[standardised],
            standardised=standardised,
            plain_valley=wells[0] if standardised else None,
            standardised_valley=None if standardised else wells[1],
        )
        said(f"standardising {plain} to {other}, {standardised}", standardising(of))
    for only in ((True, False), (False, True)):
        one, two = (
            made.valley(1.0, 8.0, floor_loss=5.0 * k + 1, only=each) for k, each in enumerate(only)
        )
        said(f"only: {only}", standardising(made.facts(one, standardised_valley=two)))


def test_differences(said: Said) -> None:
    long = "a*t + " + "1 + " * 8 + "b"
    said.each(
        lambda fields: differences(EVEN, EVEN.changed(**fields)),
        {},
        {"epochs": 7},
        {"learning_rate": 0.5},
        {"seed": 1234},
        {"formula": "a*t"},
        {"formula": long.replace("*", "* ")},
        {"formula": long},
        {"formula": long.replace("*", "*  ")},
        {"start": {}},
        {"start": {"a": 0.5, "b": 2.0}},
        {"start": {"a": 1.0, "b": 2.0}},
        {"start": {"a": 1.0}},
        {"standardise": True},
        {"zero_grad": False},
        {"held_out": 0.25},
        {"data": RollerCoaster()},
        {
            "data": RollerCoaster(),
            "formula": "t - a",
            "learning_rate": 3e-5,
            "seed": 2,
            "start": {},
            "standardise": True,
            "zero_grad": False,
            "held_out": 0.1,
        },
        heading="differences",
    )
    other = EVEN.changed(standardise=True, zero_grad=False, start={})
    said("the other way round", differences(other, EVEN))
    run = made.run(made.history(made.updates([8.0], experiment=EVEN)), None, EVEN)
    run.experiment = run.experiment.changed(learning_rate=9.0, zero_grad=False, seed=3)
    trained = as_trained(run)
    said("as trained", f"{trained.learning_rate:g} {trained.zero_grad} {trained.seed}")
    said("untrained", f"{as_trained(Run(1, EVEN.changed(seed=3))).seed}")


def explained_at(experiment: Experiment, number: int, place: int) -> Explained:
    recorder = Recorder(experiment)
    if number > 1:
        recorder.train(number - 1)
    begun, problem = recorder.begun, recorder.problem
    updated = recorder.train(1)[0].updated_params if experiment.requires_grad else None
    return Explained(
        experiment=experiment,
        graph=GraphQuery(begun).answer(problem),
        by_hand=tuple(ByHandQuery(begun, k).answer(problem) for k in range(len(problem.names))),
        points=tuple(range(10, 10 + len(problem.targets))),
        place=place,
        updated_params=updated,
    )


def test_explained(said: Said) -> None:
    plain = explained_at(EVEN.changed(formula="a*(t**2) + b*t + b"), 2, 2)
    said("an epoch", explained(plain))
    said("added up", explained(explained_at(EVEN.changed(zero_grad=False), 2, 0)))
    refused = explained_at(EVEN.changed(requires_grad=False), 1, 1)
    graph = replace(refused.graph, refusal="element 0 of tensors does not require grad")
    said("refused", explained(replace(refused, graph=graph)))
    wide = Points(inputs=(2.0, 6.0, 2.0, 6.0), targets=(1.0, 3.0, 2.0, 5.0))
    said("standardised", explained(explained_at(EVEN.changed(data=wide, standardise=True), 1, 3)))
    for points, place in ((40, 39), (41, 20), (64, 32), (64, 0), (64, 63)):
        numbers = tuple(float(k) for k in range(points))
        data = Points(inputs=numbers, targets=numbers)
        experiment = EVEN.changed(data=data, formula="a*t", start={"a": 1.0}, learning_rate=0.0625)
        found = explained(explained_at(experiment, 1, place))
        table = [
            line
            for line in found.split("\n")
            if "more points" in line or line[:6].strip().isdigit()
        ]
        said(f"{points} points, {place} picked", f"{len(table)} rows", *table[18:23], table[-1])
    long = replace(plain.by_hand[0], derivative=None, autograd=plain.by_hand[0].mean + 0.5)
    odd = replace(plain, by_hand=(long, replace(plain.by_hand[1], autograd=None)))
    said("no derivative, another gradient", explained(odd).split("By hand")[1:])
    said("no moves", explained(replace(plain, updated_params=None)).split("\n\n")[-1])


def test_formula(said: Said) -> None:
    said.each(
        in_line, "a*(t**2) + b*(t) + c", "a*exp(-k*x)**0.5", "a**10", "a** 2", "a**2.5", "(a)**2",
        "2**-t", "sin(t)", "(t**2)**3", "w_1*(t)", "a**b", "(a + b)*t", "t**2x", "((t))",
    )  # fmt: skip
    said("joined", joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"]))


def test_hints(said: Said) -> None:
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


def test_pulls(said: Said) -> None:
    plain, shown, _ = hand()
    said("sums", pulls.sums(plain), pulls.total(plain))
    mixed = replace(plain, parts=np.array([4.0, -8.0, 0.0, 2.0]), mean=-0.5)
    said("of both signs", pulls.sums(mixed), pulls.total(mixed))
    for number, zero_grad in ((1, True), (2, False)):
        for param in (0, 1):
            found, at, _ = hand(number, param, zero_grad=zero_grad)
            said(
                f"epoch {number}, {NAMES[param]}",
                *(pulls.move(found, at.until(stage)) for stage in Stage),
            )
    early = shown.until(Stage.BACKWARD)
    said.each(
        lambda autograd, left, before, after: pulls.move(
            replace(plain, autograd=autograd, leftover=vector(left, 0.0)),
            replace(shown, params=vector(before, 0.0), updated_params=vector(after, 0.0))
            if after is not None
            else early,
        ),
        (2.0, 0.0, 1.0, 0.875), (-2.0, 0.0, 1.0, 1.125), (2.0, -4.0, 1.0, 1.125),
        (2.0, 0.0, 1.0, 1.0), (2.0, 0.0, INF, 1.0), (INF, 0.0, 1.0, INF), (NAN, 1.0, 1.0, NAN),
        (2.0, 0.0, 1.0, None), (-2.0, 0.0, 1.0, None), (0.0, 0.0, 1.0, None),
        (2.0, -2.0, 1.0, None), (2.0, -3.0, 1.0, None), (None, 0.0, 1.0, 0.5),
        (3e38, 0.0, 1.0, -INF),
        heading="moves",
    )  # fmt: skip
    said("of another epoch", pulls.move(plain, replace(shown, number=2)))
    said.each(
        lambda *parts: pulls.remark(
            replace(plain, parts=np.array(parts)), np.arange(len(parts), dtype=np.float64)
        ),
        (9, 9, 1, 1, 1, 1, 1, 1), (1, 1, 1, 1, 1, 1, 9, 9), (1, 9, 1, 1, 9, 1, 1, 1),
        (8, 0, 0, 0), (0, 0, 0, 8), (0, 8, 0, 0), (1e9, 0, 0, 1), (1.0, 1.0, 1.0, 1.0), (5, 1, 1),
        (3, 1.81, 1.81, 1.81), (3, 1.75, 1.75, 1.75), (0, 0, 0), (1, INF), (1, NAN), (7, -7.1),
        (1.0, -0.9), (1.0, -0.91), (105, -95.1), (105, -94.9), (-9, -1, -1, -1), (1.0,),
        (9, 9, 1, 1, 1, 1), (9, 1, 1, 1, 1),
        heading="remarks",
    )  # fmt: skip


def test_offers(said: Said) -> None:
    """What a remedy promises, where the curvature foretells it and where it does not."""
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
    begun = Run(1, made.EXPERIMENT)
    said("before it is loaded", *offered(begun, Notice("info", "", (Remedy("a", {"seed": 1}),))))


def offered(run: Run, notice: Notice, outcomes: Sequence[Outcome] = ()) -> list[str]:
    told = []
    for each in offers(run, notice, outcomes):
        remedy, promise = each.remedy, each.promise
        told.append(f"{remedy.label} {remedy.fields}, then {remedy.then}")
        if promise is not None:
            loss = "no loss" if promise.loss is None else f"{promise.loss:.6g}"
            told.append(f"  {promise.text} | {promise.epochs}, {loss}, tried: {promise.tried}")
    return told


def test_offers_of_several(said: Said) -> None:
    """The outcomes belong to the remedies in their order."""
    past = made.history(made.updates([8.0, 7.9]))
    run = made.run(past, made.facts(None), epochs=2)
    seed, rate = Remedy("seed", {"seed": 7}), Remedy("rate", {"learning_rate": 0.5}, "rerun")
    notice = Notice("info", "", (seed, Remedy("reset", {}, "reset"), rate))
    query = to_try(run, notice)
    assert query is not None
    outcomes = [Outcome(2, 5.0 - k / 2, finite=True) for k in range(len(query.trials))]
    for known in (0, 5, 6):
        said(f"{known} known", *offered(run, notice, outcomes[:known]))
    lost = made.run(made.history(made.updates([8.0, INF])), made.facts(None), epochs=2)
    said("of a lost run", *offered(lost, notice, outcomes))
    said("one epoch", *offered(lost, notice, [Outcome(1, 5.0, finite=True)] * 6))


def test_seen(said: Said) -> None:
    said.each(
        lambda losses, epoch: seen.of_loss(np.array(losses, np.float32), epoch, 1200),
        ([], 0), ([], 1), ([8.0], 0), ([8.0], 1), ([8.0], 2), ([8.0, 4.0], 1), ([8.0, 4.0], 2),
        ([4.0, 8.0], 2), ([4.0, 4.0], 2), ([4.0, NAN], 2), ([INF, 4.0], 2), ([1.0, 0.99989], 2),
        ([1.0, 0.99991], 2), ([1.0, 1.00009], 2), ([1.0, 1.00011], 2), ([0.0, 1.0], 2),
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


def words_of(view: View) -> list[object]:
    return [
        {
            "code": stages.code(stage, view),
            "value": stages.value(stage, view),
            "remark": stages.remark(stage, view),
            "explanation": stages.explanation(stage, view),
        }
        for stage in Stage
    ]


def test_stages(said: Said) -> None:
    said("purposes", *(stages.purpose(stage) for stage in Stage))
    for zero_grad, number in ((True, 0), (True, 2), (False, 0), (False, 2)):
        view = make_view(EVEN.changed(zero_grad=zero_grad), max(number, 1), number)
        said(f"epoch {number}, zero_grad {zero_grad}", *words_of(view))
    off = replace(view, experiment=view.experiment.changed(requires_grad=False, zero_grad=True))
    said("switched over", *words_of(off))
    for stage in Stage:
        view = even(2, stage, zero_grad=False)
        said(
            f"as far as {stage.name}", *(stages.value(each, view) for each in Stage),
            *(stages.remark(each, view) for each in Stage), stages.input_of(view),
            stages.losses(view), list(stages.gradients(view, 1)), stages.updates(view, 2),
        )  # fmt: skip
    view = even(2)
    for operations in (1, 2, 1234):
        said(
            f"{operations} operations",
            stages.operations(replace(view, facts=replace(view.facts, operations=operations))),
        )
    for count in (12, 13, 20, 21):
        many = replace(view.snapshot, predictions=np.arange(count, dtype=np.float32))
        at = replace(view, snapshot=many)
        said(
            f"{count} predictions",
            stages.value(Stage.PREDICT, at),
            stages.explanation(Stage.PREDICT, at),
        )
    lost = replace(
        view.snapshot,
        gradient=vector(INF, 0.0),
        own_gradient=vector(INF, 0.0),
        updated_params=vector(NAN, -0.75),
        loss=INF,
        updated_loss=NAN,
    )
    said(
        "lost",
        *words_of(replace(view, snapshot=lost)),
        stages.updates(replace(view, snapshot=lost), 2),
    )
    down = replace(view.snapshot, updated_params=vector(-3.0, 3.0), number=1233)
    said(
        "both ways",
        stages.updates(replace(view, snapshot=down), 2),
        stages.updates(replace(view, snapshot=down), 1),
        stages.explanation(Stage.UPDATE, replace(view, snapshot=down)),
    )
    before = replace(view.snapshot, updated_loss=None)
    said("no new loss", stages.explanation(Stage.UPDATE, replace(view, snapshot=before)))
    wide = Experiment(
        formula=" + ".join(f"p{k}*t" for k in range(14)),
        data=POINTS,
        start={f"p{k}": 0.5 for k in range(14)},
        learning_rate=0.0625,
    )
    of = make_view(wide, 1)
    said("fourteen parameters", stages.value(Stage.GRADIENT, of), stages.value(Stage.UPDATE, of))


def test_status(said: Said) -> None:
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


def test_sums(said: Said) -> None:
    said.each(
        printed, ([1.0, 2.0], 3.0), ([0.263, 0.263], 0.526, None, 2), ([1.2, 1.2], 2.4, 2.36, 2),
        ([1.24, 1.24], 2.48, 2.484, 2), ([1.0, 2.0], 4.0), ([2e20, 1e20, 603.0], 3e20),
        ([1.5e6], 1.5e6), ([0.0, 0.0], 0.0), ([9_999_999.0, 1.0], 1e7),
        ([9_999_998.0, 1.0], 9_999_999.0), ([-5.0, 2.0], -3.0), ([1e-9, 2e-9], 3e-9),
        ([1 / 3, 1 / 3], 2 / 3), ([1 / 3, 1 / 3, 1 / 3], 1.0), ([12345.6, 0.04], 12345.64),
        ([0.1] * 7, 0.7),
    )  # fmt: skip
    said.each(
        like, ("618.53", 12.3456), ("36,415", 1e3), ("3.0000e20", 1.23456e20), ("3e-5", 1.26e-4),
        ("0", 12.6), ("12", -0.4),
    )  # fmt: skip
    said("joined", joined_sum(["1 a"]), joined_sum(["−1 a", "−2 b", "3 c"]))


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_torch_missing(said: Said, monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr("sys.platform", platform)
    said("no package", why_torch_is_missing(ModuleNotFoundError("No module named 'x'", name="x")))
    for text in (
        "",
        "libgomp.so.1: cannot open shared object file.",
        "libcudart.so.12: cannot",
        "libnvrtc.so: no",
        "libnccl.so.2",
        "xlibcu",
        "w" * 300,
    ):
        said(
            f"“{text[:40]}”",
            why_torch_is_missing(OSError(text)),
            why_torch_is_missing(ImportError(text)),
        )  # fmt: skip


def test_unsaved(said: Said) -> None:
    said(
        "constants",
        *(
            f"{name}: {getattr(unsaved, name)}"
            for name in (
                "BRING_BACK",
                "ONLY_EXPERIMENT",
                "DISCARD",
                "KEEP",
                "BRING_BACK_TIP",
                "ONLY_EXPERIMENT_TIP",
                "DISCARD_TIP",
            )
        ),
    )  # fmt: skip
    now = datetime(2024, 3, 9, 18, 5)
    for when in (
        datetime(2024, 3, 9, 7, 4),
        datetime(2024, 3, 8, 23, 59),
        datetime(2023, 3, 9, 18, 5),
    ):
        said(
            f"{when}",
            unsaved.changes(Path("folder/a.learnscope"), when, now),
            unsaved.changes(None, when, now),
        )
    said(
        "long name",
        unsaved.changes(Path("n" * 100), now, now),
        unsaved.changes(Path("n" * 80), now, now),
    )
    folder = Path("kept")
    said(
        "sentences", unsaved.offer("These"), unsaved.offer_with_care("These"),
        unsaved.set_aside("These", folder), unsaved.damaged(folder, "no JSON"),
        unsaved.discarded("These"),
    )  # fmt: skip


def test_ways(said: Said) -> None:
    said("constants", ways.WAYS_OUT, ways.WAYS_TIP)
    for trials in (1, 2, 1234):
        query = RemediesQuery(tuple(Trial({}, 1) for _ in range(trials)))
        said(f"{trials}", ways.trying(query), ways.in_vain(query))
    said("promised", ways.promised("Diverged.", "Reset", "900 epochs reach 613"))


def test_would(said: Said) -> None:
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
