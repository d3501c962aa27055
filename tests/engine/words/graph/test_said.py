"""What the graph says, node by node and stage by stage, as it was approved."""

import math
from dataclasses import replace

import numpy as np

from engine.experiment import Experiment, Points
from engine.queries import Graph
from engine.runs import Stage
from engine.training import Recorder
from engine.words.graph import rule_of, symbol, title
from engine.words.graph.checked import checked, equals, forward, holds
from engine.words.graph.drawn import in_full, of_card, of_folded, of_sum, overview, spoken
from engine.words.graph.forms import form_of
from engine.words.graph.texts import (
    at,
    bracketed,
    brief,
    name_of,
    point_text,
    points_text,
    short_name_of,
)
from tests.approved import Hold
from tests.engine.queries.test_graph import graph_of
from tests.engine.told import Said

INF, NAN = math.inf, math.nan
POINTS = Points(inputs=(-2.0, 1.0, 3.0, 0.5), targets=(1.0, 3.0, -2.0, 5.0))
STARTS = {"a": 0.5, "b": -1.5, "c": 2.0, "u": 0.25, "p": 1.5, "f": -0.5, "k": 4.0, "lo": 1.0}


def graph(formula: str, epochs: int = 0, **fields: object) -> Graph:
    """The graph of a formula on four points, from parameters with few binary digits."""
    plain = Experiment(formula=formula, data=POINTS, learning_rate=0.0625)
    start = {name: STARTS.get(name, 1.0) for name in plain.names}
    recorder = Recorder(plain.changed(**{"start": start} | fields))
    if epochs:
        recorder.train(epochs)
    return graph_of(recorder)


FORMULAS = (
    "a*t + b", "a*(t**2) + b*t + c", "a - b", "c - a*t", "t - a", "2 - a", "a/t", "t/a", "b/c",
    "1/a", "a**2", "a**3*t", "a**-1", "c**-2", "a**1", "a**0*t", "a**0.5", "c**t", "2**a*t",
    "a**c", "-a*t", "-(a + b)", "sin(a*t)", "cos(a)", "tan(a)", "exp(a)*t", "log(c)", "sqrt(k)*t",
    "sqrt(c)", "tanh(a)", "sigmoid(a)", "softplus(a)", "relu(a)*t", "relu(b)", "abs(b)*t",
    "abs(a)", "minimum(a, b)", "maximum(a, b*t)", "minimum(a, a)", "maximum(t, a)", "a*a + a",
    "a*b*a*a*a*a*a", "a*b*a*t*a*a*a*a", "a*u*t", "a*u*p*t", "a*u*p*f*t", "a*u*p*f*k*t",
    "a*u*p*f*lo*t", "a*(t - 2)", "a*0.25*t", "a + 1", "a", "a*x + 3*sin(x)",
    "(a + b + c)*(t*t - t + 1)/(t**2 + 1)",
)  # fmt: skip


def rules(
    found: Graph, point: int, reached: Stage | None, places: range | None = None
) -> list[str]:
    told = []
    for place in places or range(len(found.nodes)):
        rule = rule_of(found, place, point, reached)
        told += [f"{place}. {rule.title} | {rule.piece}", *(f"   {line}" for line in rule.lines)]
    return told


def test_formulas(hold: Hold) -> None:
    """Without the loss, which is the same for all."""
    said = Said()
    for formula in FORMULAS:
        found = graph(formula)
        said(formula, *rules(found, 2, Stage.GRADIENT, range(found.preds + 1)))
    for formula in ("relu(a*t)", "abs(a*t)", "maximum(a, b*t)"):
        found = graph(formula)
        said(f"{formula}, another point", *rules(found, 0, Stage.GRADIENT, range(found.preds + 1)))
    for formula in ("a*t + b", "a"):
        said(f"{formula}, all of it", *rules(graph(formula), 2, Stage.GRADIENT))
    hold("formulas", said.lines)


def test_stages(hold: Hold) -> None:
    said = Said()
    found = graph("a*(t**2) + b*t")
    for reached in (None, Stage.PREDICT, Stage.LOSS, Stage.BACKWARD):
        said(reached.name if reached else "before it begins", *rules(found, 1, reached))
    hold("stages", said.lines)


def test_refused(hold: Hold) -> None:
    said = Said()
    found = replace(graph("a*(t**2) + b", requires_grad=False), refusal="element 0 of tensors")
    for reached in (None, Stage.PREDICT, Stage.LOSS):
        said(
            reached.name if reached else "before it begins",
            *rules(found, 1, reached),
            *overview(found, 3, reached),
        )
    hold("refused", said.lines)


def test_others(hold: Hold) -> None:
    said = Said()
    added_up = graph("a*t + b*a", 2, zero_grad=False)
    said("gradients add up", *rules(added_up, 1, Stage.GRADIENT))
    lost = np.array([INF, NAN], np.float32)
    said(
        "what is held is lost",
        *rules(replace(added_up, gradient=lost, own_gradient=lost), 1, Stage.GRADIENT),
    )
    even = Points(inputs=(-1.0, 1.0, -1.0, 1.0), targets=(1.0, 3.0, -2.0, 5.0))
    wide = even.model_copy(update={"inputs": (2.0, 6.0, 2.0, 6.0)})
    said("standardised", *rules(graph("a*t + b", data=wide, standardise=True), 1, Stage.GRADIENT))
    two = Points(inputs=(1.0, 2.0), targets=(1.0, 3.0))
    said("one point", *rules(graph("a*t + b", data=two, held_out=0.5), 0, Stage.GRADIENT))
    huge = graph("a*t", start={"a": 3e38})
    said("out of reach", *rules(huge, 2, Stage.GRADIENT))
    none = graph("log(b)*t")
    said("no number", *rules(none, 2, Stage.GRADIENT))
    hold("others", said.lines)


def test_overview(hold: Hold) -> None:
    said = Said()
    found = graph("a*(t**2) + b*t")
    for reached in (None, *Stage):
        for drawn in (2, max(node.order or 0 for node in found.nodes)):
            said(
                f"{reached.name if reached else 'before it begins'}, {drawn} drawn",
                *overview(found, drawn, reached),
            )
    hold("overview", said.lines)


def test_cards(hold: Hold) -> None:
    said = Said()
    said.each(of_sum, (3, 2), (1234, 1233))
    said.each(of_folded, 1, 2, 1234)
    said.each(
        of_card,
        (3, "times", "a*t", "12", "−3"),
        (None, "a", "a", "12", ""),
        (None, "a", "a", "12", "5"),
        (1234, "plus", "a + b", "0", ""),
    )
    said.each(spoken, ("times", "a*t", ("One.", "Two.")), ("a", "a", ("One.",)), ("a", "", ()))
    found = graph("a*t + b")
    for numbers in (None, np.float32(0.1), np.array([0.1, 1e-7, 0.75, 1 / 3], np.float32)):
        value = None if numbers is None else np.asarray(numbers)
        said(
            f"in full, {value}",
            in_full(found, "a*t", 3, value, None),
            in_full(found, "a*t", 0, np.float32(2.0) + np.zeros(()), value),
        )
    lost = np.array([INF, NAN, -INF, 1.0], np.float32)
    said("in full, not finite", *(in_full(found, "a*t", k, lost, None) for k in range(3)))
    hold("cards", said.lines)


OPERATIONS = (
    "add", "sub", "mul", "div", "pow", "minimum", "maximum", "neg", "sin", "cos", "tan", "exp",
    "log", "sqrt", "abs", "tanh", "sigmoid", "relu", "softplus", "mean",
)  # fmt: skip


def test_form(hold: Hold) -> None:
    """Each form in words, and what it computes of numbers, of its output too."""
    said = Said()
    for name in OPERATIONS:
        tell = said.about(name)
        form = form_of(name, None, 1250)
        tell("form", form.what, form.text, *(f"{each.text} | {each.case}" for each in form.slopes))
        for u, v in ((0.5, 2.0), (2.0, 0.5), (-1.5, 3.0), (0.0, 1.0), (1.0, 1.0), (3.0, -2.0)):
            with np.errstate(all="ignore"):
                try:
                    y = float(form.compute(u, v, 0.75))
                    slopes = [float(each.compute(u, v, y)) for each in form.slopes]
                except ZeroDivisionError:
                    continue
            tell(f"u = {u}, v = {v}", y, *slopes)
    hold("form", said.lines)


def test_powers(hold: Hold) -> None:
    said = Said()
    for exponent in (2.0, 3.0, 1.0, 0.0, -1.0, -2.0, 0.5, -0.5, 1.5, 12.0):
        form = form_of("pow", exponent, 20)
        said(
            f"to the power {exponent}", form.what, form.text, form.slopes[0].text,
            form.compute(4.0, NAN, NAN), form.slopes[0].compute(4.0, NAN, NAN),
        )  # fmt: skip
    hold("powers", said.lines)


def test_texts(hold: Hold) -> None:
    said = Said()
    numbers = (
        0.0, -0.0, 361.0, -361.0, 0.05, 99999.0, 100000.0, 123456.0, 0.1234567, -1e-5, 1e-4,
        12.34567, INF, -INF, NAN, 3e38,
    )  # fmt: skip
    said.each(brief, *numbers)
    said.each(lambda value: brief(value, 9), *numbers, heading="brief with nine digits")
    said.each(bracketed, "−1", "1", "")
    said("at", at(np.array([1.0, 2.0, 3.0]), 1), at(np.array(7.0), 1))
    long = "a*" + "*".join(["t"] * 18) + " + b"
    even_ = f"lo{'*t' * 20} + c"
    for formula in ("a", "a*t", "a*t**2 + b*t*t + 1", long, f"{long} + c", even_):
        found = graph(formula)
        places = range(len(found.nodes))
        said(f"names in {formula}", *(name_of(found, place) for place in places))
        said(f"short names in {formula}", *(short_name_of(found, place) for place in places))
        said(
            f"titles in {formula}",
            *(f"{symbol(found.nodes[k])} | {title(found, k)}" for k in places),
        )
    found = graph("a*t")
    said("points", *(point_text(found, k) for k in range(4)), points_text(found))
    many = replace(found, inputs=np.zeros(1234, np.float32))
    said("many points", points_text(many))
    said("one point", points_text(replace(found, inputs=np.zeros(1, np.float32))))
    hold("texts", said.lines)


def test_checked(hold: Hold) -> None:
    said = Said()
    said("equals", equals(True), equals(False))
    said.each(
        lambda *case: checked(case[0], case[1], lambda *given: sum(given), *case[2:]),
        ([2.0], 2.0, 3.0, 6.0), ([1.0, 0.5], 1.5, 3.0, 4.5), ([1 / 3], 1 / 3, 3.0, 1.0),
        ([1 / 3], 0.33334, 3.0, 1.00002), ([123456.789], 123456.789, 2.0, 246913.578),
        ([1.0], 1.0, 1 / 7, 1 / 7), ([1.0], 2.0, 3.0, 7.0), ([], 0.05, 41.9054, 2.09527),
        ([INF], INF, 1.0, INF), ([0.1], 0.1, 0.0, 0.0),
        ([1.0], 1.0, 1.0, 1.04),
        heading="checked",
    )  # fmt: skip
    said.each(
        lambda *case: (
            checked(case[0], case[1], lambda *given: math.prod(given), *case[2:]),
            forward(case[0], case[1], lambda *given: math.prod(given)),
        ),
        ([0.12286772578954697, -0.2097032517194748], -0.025765761733055115, -77091.21875,
         1986.31396484375),
        ([-134.4019317626953, 47590.44140625], -6396247.5, -18132.37109375, 115979132928.0),
        ([-2292.609375], -2292.609375, 1314.861328125, -3017477.9634999996),
        ([-1166.537353515625], -1166.537353515625, 4454.4150390625, -5196241.5),
        ([-1877.65380859375, -7082.392578125], 13298281.0, 1.919572353363037, 25527012.0),
        ([77.67284393310547, 12508.96484375], 971606.875, -28.421022415161133, -27614060.0),
        heading="checked products",
    )  # fmt: skip
    said.each(
        lambda values, result: forward(values, result, lambda *given: sum(given)),
        ([1.0, 2.0], 3.0), ([1 / 3, 1 / 3], 2 / 3), ([1 / 3, 1 / 3], 0.66668), ([1.0], 2.0),
        ([0.123456, 0.000004], 0.12346), ([NAN], NAN), ([], 0.0), ([99999.5, 0.25], 99999.75),
        ([1.0], 1.04), ([1.0], 1.004),
        heading="forward",
    )  # fmt: skip
    said.each(
        lambda *case: holds(lambda *given: sum(given), *case),
        (["1", "2"], "3"), (["1", "2.00001"], "3"), (["1", "2.0001"], "3"), (["∞"], "∞"),
        (["−1"], "−1"), (["not a number"], "not a number"), (["0.123456"], "0.12346", 5),
        (["0.123456"], "0.12346", 6),
        heading="holds",
    )  # fmt: skip
    hold("checked", said.lines)
