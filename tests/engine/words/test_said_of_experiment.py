"""What is said of an experiment, in every situation, as it was approved."""

import math
from datetime import datetime
from pathlib import Path

import pytest

from engine.experiment import Experiment, Generated, Points, RollerCoaster
from engine.experiment.classroom import SETTINGS
from engine.experiment.presets import PRESETS
from engine.queries import (
    RemediesQuery,
    Trial,
)
from engine.runs import Run
from engine.words import classroom, unsaved, ways
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
from engine.words.formula import in_line
from engine.words.lists import joined
from engine.words.sums import joined_sum, like, printed
from engine.words.torch_missing import why_torch_is_missing
from tests.approved import Hold
from tests.engine.told import Said
from tests.engine.words.ends import made
from tests.engine.words.even import EVEN, POINTS

INF, NAN = math.inf, math.nan


def test_classroom(hold: Hold) -> None:
    said = Said()
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
    hold("classroom", said.lines)


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


def test_data(hold: Hold) -> None:
    said = Said()
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
        (0.0, 1e-9, False),
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
    hold("data", said.lines)


def test_differences(hold: Hold) -> None:
    said = Said()
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
    hold("differences", said.lines)


def test_formula(hold: Hold) -> None:
    said = Said()
    said.each(
        in_line, "a*(t**2) + b*(t) + c", "a*exp(-k*x)**0.5", "a**10", "a** 2", "a**2.5", "(a)**2",
        "2**-t", "sin(t)", "(t**2)**3", "w_1*(t)", "a**b", "(a + b)*t", "t**2x", "((t))",
    )  # fmt: skip
    said("joined", joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"]))
    hold("formula", said.lines)


def test_sums(hold: Hold) -> None:
    said = Said()
    said.each(
        printed, ([1.0, 2.0], 3.0), ([0.263, 0.263], 0.526, None, 2), ([1.2, 1.2], 2.4, 2.36, 2),
        ([1.24, 1.24], 2.48, 2.484, 2), ([1.0, 2.0], 4.0), ([2e20, 1e20, 603.0], 3e20),
        ([1.5e6], 1.5e6), ([0.0, 0.0], 0.0), ([9_999_999.0, 1.0], 1e7),
        ([9_999_998.0, 1.0], 9_999_999.0), ([-5.0, 2.0], -3.0), ([1e-9, 2e-9], 3e-9),
        ([1 / 3, 1 / 3], 2 / 3), ([1 / 3, 1 / 3, 1 / 3], 1.0), ([12345.6, 0.04], 12345.64),
([0.082470772, 0.0021557128, 0.014465874, 0.73458204], 0.8336743988, 0.8336743712425232, 2),
        ([1529251.2, -75801.376, 3615106.7], 5068556.524, 5068556.5, 3),
        ([4.1456626e-6, -1.1390931e-8, -1.0106636e-8, -3.244139e-7], 3.799751133e-6, 3.8035509e-6),
        ([10840463.0, 77030651.0, -23969692.0, 10346208.0], 74247630.0), ([1.5, -1.5], 0.0),
        ([0.333333333349] * 2, 0.666666666698), ([0.3333333333349] * 2, 0.6666666666698),
        ([0.1] * 7, 0.7),
    )  # fmt: skip
    said.each(
        like, ("618.53", 12.3456), ("36,415", 1e3), ("3.0000e20", 1.23456e20), ("3e-5", 1.26e-4),
        ("0", 12.6), ("12", -0.4),
    )  # fmt: skip
    said("joined", joined_sum(["1 a"]), joined_sum(["−1 a", "−2 b", "3 c"]))
    hold("sums", said.lines)


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_torch_missing(hold: Hold, monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    said = Said()
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
    hold(f"torch missing, {platform}", said.lines)


def test_unsaved(hold: Hold) -> None:
    said = Said()
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
    hold("unsaved", said.lines)


def test_ways(hold: Hold) -> None:
    said = Said()
    said("constants", ways.WAYS_OUT, ways.WAYS_TIP)
    for trials in (1, 2, 1234):
        query = RemediesQuery(tuple(Trial({}, 1) for _ in range(trials)))
        said(f"{trials}", ways.trying(query), ways.in_vain(query))
    said("promised", ways.promised("Diverged.", "Reset", "900 epochs reach 613"))
    hold("ways", said.lines)
