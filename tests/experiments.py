"""Any experiment that can be described, for hypothesis, and the presets by name."""

from hypothesis import strategies as st

from engine.experiment import (
    ARTICLE_FORMULA,
    MAX_EPOCHS,
    MAX_LEARNING_RATE,
    MAX_NUMBER,
    MAX_POINTS,
    MAX_SEED,
    Experiment,
    Generated,
    Points,
    RollerCoaster,
)
from engine.experiment.presets import PRESETS, Preset
from engine.formula import parse

FORMULAS = [ARTICLE_FORMULA, "a", "k*x", "a*sin(b*t + c)", "v1*tanh(w1*t + b1) + pi"]


def preset(key: str) -> Preset:
    return next(preset for preset in PRESETS if preset.key == key)


formulas = st.sampled_from(FORMULAS)
numbers = st.floats(-MAX_NUMBER, MAX_NUMBER)
ends = st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=2, unique=True).map(sorted)


@st.composite
def roller_coasters(draw: st.DrawFn) -> RollerCoaster:
    start, stop = draw(ends)
    return RollerCoaster(
        points=draw(st.integers(2, MAX_POINTS)),
        noise=draw(st.floats(0, 1e9)),
        start=start,
        stop=stop,
    )


@st.composite
def generated(draw: st.DrawFn) -> Generated:
    formula = draw(formulas)
    start, stop = draw(ends)
    return Generated(
        points=draw(st.integers(2, MAX_POINTS)),
        noise=draw(st.floats(0, 1e9)),
        start=start,
        stop=stop,
        formula=formula,
        truth=tuple(draw(numbers) for _ in parse(formula).names),
    )


@st.composite
def points(draw: st.DrawFn) -> Points:
    pairs = draw(st.lists(st.tuples(numbers, numbers), min_size=2, max_size=20))
    inputs, targets = zip(*pairs, strict=True)
    return Points(
        inputs=inputs,
        targets=targets,
        input_name=draw(st.text(max_size=200)),
        target_name=draw(st.text(max_size=200)),
        source=draw(st.text(max_size=1000)),
    )


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    """Valid experiments with every field drawn; most are far too large to be trained."""
    formula = draw(formulas)
    return Experiment(
        data=draw(roller_coasters() | generated() | points()),
        formula=formula,
        learning_rate=draw(st.floats(0, MAX_LEARNING_RATE, exclude_min=True)),
        epochs=draw(st.integers(1, MAX_EPOCHS)),
        seed=draw(st.integers(0, MAX_SEED)),
        requires_grad=draw(st.booleans()),
        zero_grad=draw(st.booleans()),
        start=draw(st.dictionaries(st.sampled_from(parse(formula).names), numbers)),
        standardise=draw(st.booleans()),
        held_out=draw(st.floats(0, 0.9)),
    )
