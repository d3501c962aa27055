"""The printed line of an update holds as printed, recalculated here from nothing but its text."""

import math
import re
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment import Experiment
from engine.experiment.presets import PRESETS
from engine.training import Problem
from engine.words.steps.arithmetic import line
from tests.records import trained

FORM = re.compile(
    r"a ← (?P<before>\S+) − (?P<rate>\S+) × (?P<gradient>\S+) (?P<relation>[=≈]) (?P<after>[^;\s]+)"
    r"(; float32 rounds to (?P<rounded>\S+))?"
)


def read(text: str) -> Decimal:
    assert "-" not in text
    return Decimal(text.strip("()").replace("−", "-"))


def recalculated(text: str) -> str:
    """What kind of line `text` is: "=", "≈" or "rounds"; fails where it does not hold."""
    found = FORM.fullmatch(text)
    assert found, text
    with localcontext() as context:
        context.prec = 200
        result = read(found["before"]) - read(found["rate"]) * read(found["gradient"])
        after = read(found["after"])
        if found["relation"] == "=":
            assert result == after, text
        else:
            assert result.quantize(after) == after, text
    return "rounds" if found["rounded"] else found["relation"]


def check(before: float, rate: float, gradient: float, after: float) -> str:
    """The kind of the line of one update, which holds and in which a move is seen."""
    text = line(before, rate, gradient, after).text("a")
    kind = recalculated(text)
    found = FORM.fullmatch(text)
    assert found
    seen = read(found["rounded"] or found["after"]) - read(found["before"])
    if found["rounded"]:
        off = abs(float(read(found["after"])) - after)
        assert off <= 1.01 * max(np.spacing(np.float32([abs(before), abs(after)]))), text
    if after != before:
        assert (seen > 0) == (after > before), text
        assert seen != 0, text
    return kind


def kinds(experiment: Experiment) -> dict[str, int]:
    counted = dict.fromkeys(("=", "≈", "rounds"), 0)
    for update in trained(experiment, Problem(experiment), experiment.epochs):
        rows = zip(update.params, update.gradient, update.updated_params, strict=True)
        for before, gradient, after in rows:
            if math.isfinite(gradient) and math.isfinite(after):
                rate = experiment.learning_rate
                counted[check(float(before), rate, float(gradient), float(after))] += 1
    return counted


def test_the_first_lines_of_the_article_are_short_and_exact() -> None:
    first = trained(Experiment(), Problem(Experiment()), 1)[0]
    rows = zip(first.params, first.gradient, first.updated_params, strict=True)
    assert [line(float(b), 1e-5, float(g), float(a)).text("a") for b, g, a in rows] == [
        "a ← −0.891995 − 0.00001 × (−63466.4) = −0.257331",
        "a ← −1.50911 − 0.00001 × (−4092) = −1.46819",
        "a ← 0.37039 − 0.00001 × (−301) = 0.37340",
    ]


def test_every_line_of_the_default_run_holds_and_most_exactly() -> None:
    counted = kinds(Experiment())
    assert sum(counted.values()) == 600
    assert counted["rounds"] == 0
    assert counted["="] > 500


@pytest.mark.parametrize(
    "changed",
    [
        {"learning_rate": 3e-5},
        {"learning_rate": 1.77e-5},
        {"learning_rate": 4e-5, "epochs": 300},
        {"learning_rate": 1e-7},
        {"zero_grad": False},
        {"standardise": True, "learning_rate": 0.1},
        {"standardise": True, "learning_rate": 0.12345678912},
        {"seed": 7},
    ],
    ids=str,
)
def test_every_line_of_other_runs_holds(changed: dict[str, object]) -> None:
    assert sum(kinds(Experiment().changed(**changed)).values()) > 300


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_every_line_of_each_preset_holds(preset) -> None:  # type: ignore[no-untyped-def]
    experiment = Experiment(
        formula=preset.formula,
        data=preset.data,
        learning_rate=preset.learning_rate,
        epochs=min(preset.epochs, 100),
    )
    assert sum(kinds(experiment).values()) >= 100


finite = st.floats(width=32, allow_nan=False, allow_infinity=False)
rates = st.floats(1e-9, 1e6) | st.sampled_from([1e-5, 3e-5, 0.1, 0.05, 1.0])


@given(before=finite, gradient=finite, rate=rates)
def test_any_update_has_a_line_that_holds(before: float, gradient: float, rate: float) -> None:
    with np.errstate(all="ignore"):
        step = np.float32(np.float32(rate) * np.float32(gradient))
        after = float(np.float32(before) - step)
    if math.isfinite(after):
        check(before, rate, gradient, after)


def test_a_step_that_float32_rounds_away_says_so() -> None:
    before = float(np.float32(0.601840556))
    after = float(np.nextafter(np.float32(before), np.float32(1)))
    text = line(before, 0.1, -2.98e-7, after).text("a")
    assert recalculated(text) == "rounds"
