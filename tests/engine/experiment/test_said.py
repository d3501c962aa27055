"""What descriptions, layouts and files say of every value, at its limit and beside it."""

import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from engine import __version__
from engine.experiment import (
    MAX_EPOCHS,
    MAX_LEARNING_RATE,
    MAX_NUMBER,
    MAX_POINTS,
    MAX_SEED,
    Classroom,
    Experiment,
    Generated,
    Points,
    RollerCoaster,
    sentence,
)
from engine.experiment.classroom import MAX_LINES, MAX_TASK, PANELS, SETTINGS, VIEWS
from engine.experiment.document import DocumentError, load
from engine.experiment.held_out import held_out, order_without, trained_on
from engine.experiment.names import identifier, names_of_data
from engine.experiment.presets import PRESETS, preset_of
from tests.approved import Hold
from tests.engine.experiment.test_document import (
    CLASSROOM_MISTAKES,
    MISTAKES,
    NAME,
    NOT_DOCUMENTS,
    POINTS_TEXT,
    changed,
    in_version,
    today,
)

BEYOND = math.nextafter(MAX_NUMBER, math.inf)
THREE = {"inputs": (1.0, 2.0, 3.0), "targets": (4.0, 5.0, 6.0)}
VALUES: list[tuple[type[BaseModel], dict[str, Any]]] = [
    *((Experiment, {"learning_rate": value}) for value in (
        5e-324, 1e-9, MAX_LEARNING_RATE, math.nextafter(MAX_LEARNING_RATE, math.inf), 0.0, -0.0,
        -1.0,
        math.inf, math.nan, 1,
    )),
    *((Experiment, {"epochs": value}) for value in (1, 0, -1, MAX_EPOCHS, MAX_EPOCHS + 1, 1.0)),
    *((Experiment, {"stop_at_loss": value}) for value in (
        None, 0.0, -0.0, -5e-324, 1e300, math.inf, math.nan, "1",
    )),
    *((Experiment, {"seed": value}) for value in (0, -1, MAX_SEED, MAX_SEED + 1, 10**60)),
    *((Experiment, {"held_out": value}) for value in (0.0, 0.9, math.nextafter(0.9, 1), -0.0,
    -5e-324)),
    *((Experiment, {"start": value}) for value in (
        {}, {"a": MAX_NUMBER}, {"c": -MAX_NUMBER}, {"a": BEYOND}, {"b": -BEYOND}, {"d": 1.0},
        {"": 1.0},
        {"d" * 41: 1.0}, {"a": "1"}, {"a\u200b": 1.0},
    )),
    *((Experiment, {"formula": value}) for value in ("a", "a*", "", "2*t", "a*sen(t)", 1)),
    *((Experiment, {name: value}) for name in ("requires_grad", "zero_grad", "standardise")
      for value in (True, False, 0, None)),
    (Experiment, {"loss": "mae"}), (Experiment, {"optimizer": "adam"}), (Experiment, {"data": 3}),
    (Experiment, {"data": {}}), (Experiment, {"data": {"kind": "k" * 70}}),
    (Experiment, {"x" * 61: 1}),
    (Experiment, {"x" * 62: 1}), (Experiment, {"a\nb": 1}), (Experiment, {"a_b": 1}),
    *((RollerCoaster, {"points": value}) for value in (2, 1, 0, MAX_POINTS, MAX_POINTS + 1, 2.0)),
    *((RollerCoaster, {"noise": value}) for value in (0.0, -5e-324, 1e9,
    math.nextafter(1e9, math.inf), math.nan)),
    *((RollerCoaster, {"start": value}) for value in (
        -1e9, math.nextafter(-1e9, -math.inf), 19.0, math.nextafter(19, 0), 19.5, math.nan,
    )),
    *((RollerCoaster, {"stop": value}) for value in (1e9, math.nextafter(1e9, math.inf), 0.0,
    5e-324, -1.0)),
    *((Generated, {"formula": formula, "truth": truth}) for formula, truth in (
        ("a*t", (1.0,)), ("a*t", ()), ("a*t", (1.0, 2.0)), ("a*t + b", (1.0,)),
        ("a*t", (MAX_NUMBER,)),
        ("a*t", (-MAX_NUMBER,)), ("a*t", (BEYOND,)), ("a*t", (-BEYOND,)), ("a*", (1.0,)),
        ("a", (math.nan,)),
    )),
    (Generated, {"truth": (1.0,)}), (Generated, {"formula": "a"}),
    (Points, THREE), (Points, {"inputs": (1.0, 2.0)}), (Points, {}),
    (Points, THREE | {"inputs": (1.0, 2.0)}), (Points, THREE | {"targets": ()}),
    (Points, {"inputs": (1.0,), "targets": (1.0,)}),
    (Points, {"inputs": (1.0, 2.0), "targets": (1.0, 2.0)}),
    *((Points, THREE | {"inputs": (1.0, value, 3.0)}) for value in (
        MAX_NUMBER, -MAX_NUMBER, BEYOND, -BEYOND, math.nan, -math.inf, "x", None,
    )),
    (Points, THREE | {"targets": (BEYOND, math.nan, math.nan)}),
    *((Points, THREE | {name: "n" * length}) for name, most in (
        ("input_name", 200), ("target_name", 200), ("source", 1000),
    ) for length in (most, most + 1)),
    *((Classroom, {"task": task}) for task in (
        "", "x" * MAX_TASK, "x" * (MAX_TASK + 1), "x" * 5000, "\n" * (MAX_LINES - 1),
        "\n" * MAX_LINES,
        "a\tb", "a\u200cb", "a\u200db", "a\u200bb", "a\u00a0b", "a\u202fb", "a\u2028b", "a\x07b", 3,
    )),
    *((Classroom, {"views": views}) for views in (
        ("fit",), (*VIEWS, *PANELS), PANELS, (), ("fit", "fit"), ("fit", "loss", "fit"),
        ("log", "fit"),
        ("fits",), ("v" * 41,), ("fit", 3), "fit",
    )),
    *((Classroom, {"settings": settings}) for settings in (
        {}, {"seed": "fixed"}, {"seed": "hidden", "epochs": "fixed"}, {"seed": "free"},
        {"sede": "fixed"},
        {"s" * 41: "fixed"}, {"seed": "f" * 41}, {"seed": 3}, dict.fromkeys(SETTINGS, "hidden"),
    )),
]  # fmt: skip

HEADINGS = [
    "", "t", "Time", "Time (s)", "Height (cm)", "Height [cm]", "Height {cm}", "(s)", "[s]", "2024",
    "2nd", "class", "Class",
    "lambda", "f", "F", "preds", "loss", "mse", "params", "lr", "torch", "torches", "speed in km/h",
    "a b c d e f g h i",
    "abcdefghijkl", "abcdefghijklm", "abcdefghijkl m", "abcdefghijk l", "abcdef ghijkl",
    "abcde fghijkl", "Größe", "日本", "x²",
    "x_y", "_x", "__", "x-y", "x.y", "é", "ﬁt", "a1", "1a", "none", "None", "true", "y",
    "speed speed speed",
]  # fmt: skip
NAMED = [
    ("Time (s)", "Speed", "a*t"), ("", "", "a*t"), ("", "", "a*x"), ("2024", "2025", "a*x"),
    ("y", "", "a*t"), ("y", "y", "a*t"),
    ("t", "t", "a*t"), ("x", "t", "a*t"), ("", "t", "a*t"), ("a", "A", "a*t"),
    ("y (s)", "Y [m]", "a*t"), ("class", "class", "a*t"),
]  # fmt: skip

NEEDS = [
    '"0.5.0"', '"12.10"', '"5"', '"1.2.3.4"', '"1.2.3.4.5"', '"1234.5678"', '"12345.1"',
    '"1.12345"', '"1."', '"1.2 "', '"v1.2"',
    '"１.２"', "3", "null", "[]",
]  # fmt: skip


def said_of(model: type[BaseModel], fields: dict[str, Any]) -> str:
    try:
        model(**fields)
    except ValidationError as error:
        return sentence(error)
    return "taken"


def test_values(hold: Hold) -> None:
    lines = []
    for model, fields in VALUES:
        shown = repr(fields)
        shown = shown if len(shown) <= 120 else f"{shown[:120]}…"
        lines.append(f"{model.__name__} {shown}: {said_of(model, fields)}")
    hold("values", lines)


def test_presets(hold: Hold) -> None:
    lines = []
    for preset in PRESETS:
        lines += [f"== {preset.key}: {preset.title}", f"  {preset.teaches}"]
        lines += [f"  {name}: {value}" for name, value in preset.fields.items()]
        lines += [f"  {preset.generated}"]
        experiment = Experiment().changed(**preset.fields)
        found = [
            preset_of(changed)
            for changed in (
                experiment,
                experiment.changed(formula=f"({preset.formula})"),
                experiment.changed(formula="a + t"),
                experiment.changed(data=experiment.data.model_copy(update={"points": 7})),
            )
        ]
        lines += [f"  found {[each.key if each else None for each in found]}"]
    hold("presets", lines)


def test_names(hold: Hold) -> None:
    lines = [f"{heading!r}: {identifier(heading)!r}" for heading in HEADINGS]
    for inputs, targets, formula in NAMED:
        data = Points(**THREE, input_name=inputs, target_name=targets)  # type: ignore[arg-type]
        names = names_of_data(Experiment(data=data, formula=formula))
        lines.append(f"{inputs!r}, {targets!r} of {formula}: {names}")
    drawn = Generated(formula="k*x", truth=(1.0,))
    lines += [
        f"{each.data.kind}, {each.formula}: {names_of_data(each)}"
        for each in (Experiment(), Experiment(data=drawn), Experiment(data=drawn, formula="a*x"))
    ]
    hold("names", lines)


def test_held_out(hold: Hold) -> None:
    lines = []
    for points, share, seed in (
        (20, 0.2, 0), (20, 0.2, 1), (20, 0.0, 0), (20, 0.024, 0), (20, 0.025, 0), (20, 0.026, 0),
        (20, 0.9, 0), (2, 0.9, 0), (2, 0.2, 0), (2, 0.25, 3), (2, 0.3, 3), (3, 0.5, 5), (5, 0.9, 7),
    ):  # fmt: skip
        out = [k for k, held in enumerate(held_out(points, share, seed)) if held]
        lines.append(f"{share} of {points}, seed {seed}: {out}")
        assert sorted([*out, *trained_on(points, share, seed).tolist()]) == [*range(points)]
        lines += [
            f"  without {row}: {order_without(row, points, share, seed).tolist()}"
            for row in (0, points // 2, points - 1)
        ]
    hold("held out", lines)


def told_of_files(texts: dict[str, str | bytes], path: Path) -> Iterator[str]:
    for name, text in texts.items():
        if "huge" in name or "far too" in name or "a digit" in name:
            continue  # How large a whole number may be differs between versions of pydantic.
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        try:
            load(path)
            said = "opened"
        except DocumentError as error:
            said = str(error)
        # What the reader of JSON finds is said in its own words.
        said = re.sub(r"damaged \(.* at line \d+ column \d+\)", "damaged (…)", said)
        said = said.replace(f"this is {__version__}:", "this is an older one:")
        yield f"{name}: {said}"


def test_files(hold: Hold, tmp_path: Path) -> None:
    texts: dict[str, str | bytes] = dict(NOT_DOCUMENTS)
    for version in (1, 4):
        texts |= {
            f"{version}, {name}": in_version(version, text) for name, (text, _) in MISTAKES.items()
        }
    texts |= {f"layout, {name}": text for name, (text, _) in CLASSROOM_MISTAKES.items()}
    for needs in NEEDS:
        texts[f"needs {needs}"] = f'{{"learnscope":5,"needs":{needs}}}'
    for name in ("needs", "experiment", "classroom"):
        whole = json.loads(today(POINTS_TEXT))
        del whole[name]
        texts[f"without {name}"] = json.dumps(whole)
    texts["a long needs"] = today(POINTS_TEXT).replace('"0.4.0"', f'"{"4" * 20}"')
    texts["a longer needs"] = today(POINTS_TEXT).replace('"0.4.0"', f'"{"4" * 21}"')
    hold("files", told_of_files(texts, tmp_path / NAME))


class TestHowMuchAFileMayHold:
    """What is just within a limit is read, what is just beyond is not."""

    @staticmethod
    def said(text: str, path: Path) -> str:
        path.write_text(text, "utf-8")
        with pytest.raises(DocumentError) as error:
            load(path)
        return str(error.value)

    def test_besides_numbers(self, tmp_path: Path) -> None:
        path = tmp_path / NAME
        texts = {}
        for most in (10_000, 10_001):
            there = sum(map(POINTS_TEXT.count, ('"', "[", "{", "null", "true", "false")))
            texts[most] = changed("0.1", f"{'null,' * (most - there)}0.1")
        assert "far more besides numbers" not in self.said(texts[10_000], path)
        assert self.said(texts[10_001], path) == (
            f"{NAME} holds far more besides numbers than an experiment has: open another copy."
        )

    def test_points(self, tmp_path: Path) -> None:
        path = tmp_path / NAME
        commas = 2 * 1_000_000 + 10_000 - POINTS_TEXT.count(",")
        assert "1,000,000" not in self.said(changed("0.1", f"{'1,' * commas}0.1"), path)
        assert self.said(changed("0.1", f"{'1,' * (commas + 1)}0.1"), path) == (
            f"{NAME} holds more than 1,000,000 points can have: save fewer in it."
        )

    def test_bytes(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / NAME
        path.write_text(POINTS_TEXT, "utf-8")
        monkeypatch.setattr("engine.experiment.document.MAX_BYTES", path.stat().st_size)
        assert load(path).classroom is None
        monkeypatch.setattr("engine.experiment.document.MAX_BYTES", path.stat().st_size - 1)
        with pytest.raises(DocumentError, match="more than the 0 MB that can be opened"):
            load(path)

    def test_a_name_is_shown_as_far_as_it_goes(self, tmp_path: Path) -> None:
        for length, shown in ((200, "n" * 200), (300, "n" * 300), (301, f"{'n' * 299}…")):
            with pytest.raises(DocumentError) as error:
                load(tmp_path / ("n" * length))
            assert f" {shown}:" in str(error.value) or str(error.value).startswith(
                f"{shown} cannot"
            )


@pytest.mark.parametrize(
    ("stop", "loss", "reached"),
    [(None, 0.0, False), (1.0, 1.5, False), (1.0, 1.0, True), (1.0, 0.5, True), (0.0, 0.0, True),
     (0.0, 5e-324, False), (1.0, math.nan, False)],
)  # fmt: skip
def test_training_stops_at_the_loss_to_stop_at(
    stop: float | None, loss: float, reached: bool
) -> None:
    assert Experiment(stop_at_loss=stop).has_reached(loss) is reached
