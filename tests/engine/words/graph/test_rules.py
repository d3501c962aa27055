"""The rule of a card: what it says and does not say yet, with numbers that check by hand."""

import re

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from engine.experiment import Experiment
from engine.numbers import MINUS, number
from engine.queries import Graph
from engine.runs import Stage
from engine.training import Recorder
from engine.words.graph import rule_of, title
from tests.engine.formula.expressions import EXPRESSIONS
from tests.engine.queries.test_graph import experiment_of, graph_of


def article() -> Graph:
    return graph_of(Recorder(Experiment()))


def place_of(graph: Graph, text: str, kind: str = "") -> int:
    found = [
        place
        for place, node in enumerate(graph.nodes)
        if node.text == text and node.kind.startswith(kind)
    ]
    return found[0]


def said(
    graph: Graph, text: str, point: int = -1, reached: Stage | None = Stage.GRADIENT, kind: str = ""
) -> tuple[str, ...]:
    place = place_of(graph, text, kind)
    return rule_of(graph, place, point % len(graph.inputs), reached).lines


def of_formula(text: str, **changes: object) -> Graph:
    return graph_of(Recorder(Experiment(formula=text).changed(**changes)))


def test_a_product_of_the_article() -> None:
    graph = article()
    rule = rule_of(graph, place_of(graph, "a*(t**2)"), 19, Stage.GRADIENT)
    assert (rule.title, rule.piece) == ("× times", "a*(t**2)")
    assert rule.lines == (
        "Forward, at t = 19: −0.89200 × 361 = −322.01.",
        "In a product u × v, the derivative with respect to u is v.",
        "At t = 19: v = t**2 = 361; times what came from above, −41.905, is −15128. One a serves "
        "all 20 points, so the 20 numbers are added: −63466 goes back to a.",
        "PyTorch did: multiply, then sum over the 20 points (MulBackward0).",
        "Nothing goes back to t**2: it is data, and nobody asked for its derivative.",
    )


def test_the_loss_of_the_article() -> None:
    graph = article()
    assert [title(graph, place) for place in range(len(graph.nodes))] == [
        *("a", "t**2", "times", "b", "t", "times", "plus", "c", "plus"),
        *("speed", "minus", "squared", "mean = loss"),
    ]
    assert said(graph, "(speed - preds)**2")[2] == (
        "At t = 19: u = speed - preds = 419.054, so 2 × u = 838.108; times what came from above, "
        "0.05, is 41.905. It goes back to speed - preds."
    )
    assert said(graph, "mean((speed - preds)**2)") == (
        "Forward: the mean over the 20 points is 36415.",
        "In a mean, the derivative with respect to each number is 1 ÷ 20.",
        "loss.backward() begins here, with 1: how the loss changes with itself.",
        "At t = 19: 1 came from above; times 0.05 is 0.05. It goes back to (speed - preds)**2.",
        "PyTorch did: divide by 20, and hand that to every point (MeanBackward0).",
    )


def test_another_point_has_other_numbers() -> None:
    lines = said(article(), "a*(t**2)", point=3)
    assert lines[0] == "Forward, at t = 3: −0.89200 × 9 = −8.0280."
    assert "v = t**2 = 9; times what came from above, −4.4439, is −39.995." in lines[2]


def test_a_parameter_says_where_its_gradient_comes_from() -> None:
    assert said(article(), "a") == (
        "a is a parameter: one number, −0.89200, that serves all 20 points and that training "
        "changes.",
        "Its gradient, −63466, comes from a*(t**2), where it is used.",
    )


def test_a_parameter_used_three_times_says_how_the_parts_add_up() -> None:
    lines = said(of_formula("a*sin(b*t) + b*cos(a*t) + a*b"), "a")
    sum_ = re.search(r"adds the parts: (.*) = (.*)\.$", lines[1])
    assert sum_
    assert "a is used 3 times" in lines[1]
    parts = [float(part.strip("()").replace(MINUS, "-")) for part in sum_[1].split(" + ")]
    assert len(parts) == 3
    assert round(sum(parts), 6) == float(sum_[2].replace(MINUS, "-"))


def test_what_was_left_over_is_told() -> None:
    recorder = Recorder(Experiment(zero_grad=False))
    recorder.train(1)
    assert said(graph_of(recorder), "a")[-1].startswith("params.grad was not empty: held ")


@pytest.mark.parametrize("reached", [None, Stage.PREDICT, Stage.LOSS])
def test_before_the_backward_pass_there_is_no_gradient_yet(reached: Stage | None) -> None:
    graph = article()
    for place, node in enumerate(graph.nodes):
        lines = " ".join(rule_of(graph, place, 19, reached).lines)
        assert "came from above" not in lines
        assert "goes back to a" not in lines
        if node.kind == "operation":
            calculated = reached is not None and reached >= node.line
            assert ("No gradient yet" in lines) is calculated
            assert ("Not calculated in this epoch yet." in lines) is not calculated
            assert ("Forward" in lines) is calculated
        elif node.kind == "parameter":
            assert "No gradient yet" in lines


def test_where_pytorch_refuses_each_card_says_so_in_its_words() -> None:
    graph = of_formula("a*sin(b*t)", requires_grad=False)
    for place, node in enumerate(graph.nodes):
        if node.kind != "data":
            assert graph.refusal in rule_of(graph, place, 0, Stage.LOSS).lines[-1]


@pytest.mark.parametrize(
    ("formula", "piece", "rule"),
    [
        ("sin(a*t)", "sin(a*t)", "The derivative of sin(u) is cos(u)."),
        ("cos(a*t)", "cos(a*t)", "The derivative of cos(u) is −sin(u)."),
        ("tan(a)*t", "tan(a)", "The derivative of y = tan(u) is 1 + y²."),
        ("exp(a)*t", "exp(a)", "The derivative of y = exp(u) is y."),
        ("log(a)*t", "log(a)", "The derivative of log(u) is 1 ÷ u."),
        ("sqrt(a)*t", "sqrt(a)", "The derivative of a square root y = √u is 1 ÷ (2 × y)."),
        ("tanh(a)*t", "tanh(a)", "The derivative of y = tanh(u) is 1 − y²."),
        ("sigmoid(a)*t", "sigmoid(a)", "The derivative of y = sigmoid(u) is y × (1 − y)."),
        ("softplus(a)*t", "softplus(a)", "The derivative of softplus(u) is sigmoid(u)."),
        ("-a*t", "-a", "The derivative of the negative −u is −1."),
        ("a**3*t", "a**3", "The derivative of a power u³ is 3 × u²."),
        ("a**-1*t", "a**-1", "The derivative of a power u⁻¹ is −1 × u⁻²."),
        ("a**0.5*t", "a**0.5", "The derivative of a power u^0.5 is 0.5 × u^−0.5."),
        ("2**a*t", "2**a", "In a power y = u^v, the derivative with respect to v is y × log u."),
        ("t - a", "t - a", "In a difference u − v, the derivative with respect to v is −1."),
        ("a/t", "a/t", "In a quotient u ÷ v, the derivative with respect to u is 1 ÷ v."),
        ("u*v*t", "u*v", "In a product p × q, the derivative with respect to p is q, and with "
         "respect to q it is p."),
        ("relu(a)*t", "relu(a)", "The derivative of relu(u) is 1 where u is above 0, and 0 below "
         "and at the kink itself."),
        ("abs(a)*t", "abs(a)", "The derivative of an absolute value |u| is 1 where u is above 0, "
         "−1 where it is below, and 0 at the kink itself."),
    ],
)  # fmt: skip
def test_every_operation_has_its_rule(formula: str, piece: str, rule: str) -> None:
    start = dict.fromkeys(Experiment(formula=formula).names, 0.7)
    graph = of_formula(formula, start=start)
    assert rule in said(graph, piece)


@pytest.mark.parametrize(
    ("formula", "piece", "calculation"),
    [
        ("sin(a*t)", "sin(a*t)", "Forward, at t = 19: sin(13.3) = 0.66957."),
        ("cos(a*t)", "cos(a*t)", "Forward, at t = 19: cos(13.3) = 0.74275."),
        ("tan(a)*t", "tan(a)", "Forward: tan(0.7) = 0.84229."),
        ("exp(a)*t", "exp(a)", "Forward: exp(0.7) = 2.0138."),
        ("log(a)*t", "log(a)", "Forward: log(0.7) = −0.35667."),
        ("sqrt(a)*t", "sqrt(a)", "Forward: √0.7 = 0.83666."),
        ("tanh(a)*t", "tanh(a)", "Forward: tanh(0.7) = 0.60437."),
        ("sigmoid(a)*t", "sigmoid(a)", "Forward: sigmoid(0.7) = 0.66819."),
        ("softplus(a)*t", "softplus(a)", "Forward: softplus(0.7) = 1.1032."),
        ("relu(a)*t", "relu(a)", "Forward: relu(0.7) = 0.7."),
        ("abs(a)*t", "abs(a)", "Forward: |0.7| = 0.7."),
        ("-a*t", "-a", "Forward: −0.7 = −0.7."),
        ("a**3*t", "a**3", "Forward: 0.7³ = 0.343."),
        ("a/t", "a/t", "Forward, at t = 19: 0.7 ÷ 19 = 0.036842."),
        ("t - a", "t - a", "Forward, at t = 19: 19 − 0.7 = 18.3."),
        ("u*v*t", "u*v", "Forward: 0.7 × 0.7 = 0.49000."),
    ],
)
def test_every_operation_shows_how_its_value_is_calculated(
    formula: str, piece: str, calculation: str
) -> None:
    start = dict.fromkeys(Experiment(formula=formula).names, 0.7)
    assert calculation in said(of_formula(formula, start=start), piece)


def test_two_steps_of_pytorch_are_named_in_its_order() -> None:
    lines = said(of_formula("t + 1/a"), "1/a")
    assert "PyTorch did: multiply (MulBackward0, then ReciprocalBackward0)." in lines
    assert "Nothing goes back to 1: it is a number, and nobody asked for its derivative." in lines


def test_a_standardised_point_has_both_numbers() -> None:
    graph = of_formula("a*t + b", standardise=True)
    assert said(graph, "t")[0] == ("t is the input. At this point t = 19, standardised 1.6058.")


def read(text: str) -> float:
    return float(text.replace(MINUS, "-").replace("∞", "inf").replace("not a number", "nan"))


_NUMBER = r"(−?[0-9.]+(?:e−?\d+)?|−?∞|not a number)"
_PRODUCT = re.compile(rf"= {_NUMBER}; times what came from above, {_NUMBER}, is {_NUMBER}\.")
_TIMES = re.compile(rf": {_NUMBER} came from above; times {_NUMBER} is {_NUMBER}\.")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EXPRESSIONS)
def test_products_hold_as_they_are_printed(text: str) -> None:
    graph = graph_of(Recorder(experiment_of(text)))
    for place in range(len(graph.nodes)):
        for line in rule_of(graph, place, 4, Stage.GRADIENT).lines:
            for match in [*_PRODUCT.finditer(line), *_TIMES.finditer(line)]:
                one, other, product = map(read, match.groups())
                with np.errstate(all="ignore"):
                    made = float(np.multiply(one, other))
                digits = max(3, sum(map(str.isdigit, match[3].split("e")[0].strip("−0."))))
                assert number(made, 3) == number(product, 3) or np.isclose(
                    made, product, rtol=10.0 ** (1 - digits)
                ), line
