"""The graph of an update: complete, PyTorch's own to the last bit, and in words of the formula."""

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.experiment import Experiment, Points
from engine.queries import Graph, GraphQuery
from engine.runs import Stage
from engine.training import Recorder, RefusedError
from tests.engine.formula.expressions import EXPRESSIONS

FEW = Points(
    inputs=tuple(np.linspace(-2, 3, 7).tolist()), targets=(1.0, -2.0, 0.5, 3.0, 0.0, -1.0, 2.0)
)
STARTS = {"a": 0.75, "b": -1.25, "w_1": 2.0, "μ": 0.5}


def graph_of(recorder: Recorder) -> Graph:
    return GraphQuery(recorder.begun).answer(recorder.problem)


def experiment_of(text: str, **changes: object) -> Experiment:
    """The formula `text` on seven points, from fixed parameters."""
    try:
        plain = Experiment(formula=text, data=FEW)
        start = {name: STARTS[name] for name in plain.names}
        return plain.changed(start=start, **changes)
    except ValidationError:
        assume(False)
        raise


def bits(numbers: np.ndarray | None) -> bytes:
    assert numbers is not None
    # Zeros of either sign are the same number, and so is whatever is not a number.
    plain = np.asarray(numbers, np.float32) + np.float32(0)
    return np.where(np.isnan(plain), np.float32(np.nan), plain).tobytes()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EXPRESSIONS, st.booleans(), st.booleans())
def test_a_random_formula_s_graph_is_what_pytorch_did(
    text: str, standardise: bool, zero_grad: bool
) -> None:
    recorder = Recorder(experiment_of(text, standardise=standardise, zero_grad=zero_grad))
    recorder.train(2)
    graph = graph_of(recorder)
    update = recorder.train(1)[0]
    assert bits(graph.gradient) == bits(update.gradient)
    assert bits(graph.nodes[-1].value) == bits(np.float32(update.loss))
    for param, places in enumerate(graph.uses):
        parts = [graph.nodes[place].gradient for place in places]
        total = np.float32(0)
        for part in parts:
            assert part is not None
            total = np.float32(total + part)
        assert graph.own_gradient is not None
        assert bits(total) == bits(graph.own_gradient[param])
    for node in graph.nodes:
        for place, local, sent in zip(node.inputs, node.local, node.sent, strict=True):
            below = graph.nodes[place]
            assert (local is None) == (sent is None) == (below.kind == "data")
            if sent is None or local is None:
                continue
            assert sent.shape == below.value.shape
            with np.errstate(all="ignore"):
                products = np.asarray(node.gradient * local, np.float64)
            size = np.abs(products).sum()
            mine = products if products.shape == sent.shape else products.sum()
            if np.isfinite(size) and size < 1e30:
                np.testing.assert_allclose(mine, sent, rtol=2e-5, atol=2e-6 * size + 1e-30)


def test_where_pytorch_refuses_there_are_values_and_its_own_sentence() -> None:
    recorder = Recorder(Experiment(requires_grad=False))
    graph = graph_of(recorder)
    with pytest.raises(RefusedError) as refused:
        recorder.train(1)
    assert graph.refusal == str(refused.value)
    assert graph.own_gradient is graph.gradient is None
    assert all(node.gradient is None and node.order is None for node in graph.nodes)
    assert graph.nodes[-1].line is Stage.LOSS
    assert float(graph.nodes[-1].value) == pytest.approx(36415.43)


def cards(graph: Graph) -> list[tuple[str, str, int | None]]:
    return [(node.name, node.text, node.order) for node in graph.nodes]


def test_the_article_s_first_epoch_is_as_worked_by_hand() -> None:
    graph = graph_of(Recorder(Experiment()))
    assert cards(graph) == [
        ("a", "a", None),
        ("t**2", "t**2", None),
        ("mul", "a*(t**2)", 7),
        ("b", "b", None),
        ("t", "t", None),
        ("mul", "b*(t)", 6),
        ("add", "a*(t**2) + b*(t)", 5),
        ("c", "c", None),
        ("add", "a*(t**2) + b*(t) + c", 4),
        ("speed", "speed", None),
        ("sub", "speed - preds", 3),
        ("pow", "(speed - preds)**2", 2),
        ("mean", "mean((speed - preds)**2)", 1),
    ]
    assert graph.preds == 8
    last = [float(node.value[19] if node.value.ndim else node.value) for node in graph.nodes]
    a, b, c, target = -0.892, -1.5091, 0.37039, 68.741
    preds = a * 361 + b * 19 + c
    residual = target - preds
    by_hand = [a, 361, a * 361, b, 19, b * 19, a * 361 + b * 19, c, preds, target, residual]
    assert last[:11] == pytest.approx(by_hand, rel=1e-4)
    assert last[11:] == pytest.approx([residual**2, 36415], rel=1e-4)
    back = [node.gradient for node in graph.nodes]
    assert [float(back[k]) for k in (0, 3, 7)] == pytest.approx(  # type: ignore[arg-type]
        [-63466, -4092, -300.82], rel=1e-4
    )
    chain = [2 * residual / 20 * sign for sign in (-1, -1, 1)]
    assert [float(back[k][19]) for k in (2, 8, 10)] == pytest.approx(chain, rel=1e-4)  # type: ignore[index]
    assert back[11] is not None
    assert back[12] is not None
    assert back[11].tolist() == pytest.approx([0.05] * 20)
    assert float(back[12]) == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a*sin(b*t)", ["a", "b", "t", "b*t", "sin(b*t)", "a*sin(b*t)"]),
        (" ( a ) + 2*pi *t", ["a", "2*pi *t", "( a ) + 2*pi *t"]),
        ("+a*-t", ["a", "-t", "+a*-t"]),
        ("a", ["a"]),
        ("2 - a", ["2", "a", "2 - a"]),
        ("(a+t)**0.5", ["a", "t", "a+t", "(a+t)**0.5"]),
        ("2**a", ["2", "a", "2**a"]),
        ("maximum( t ,\nμ)", ["t", "μ", "maximum( t , μ)"]),
        ("(a*t + b)\n*sin(t)", ["a", "t", "a*t", "b", "a*t + b", "sin(t)", "(a*t + b) *sin(t)"]),
    ],
)
def test_every_card_is_named_by_its_piece_of_the_formula(text: str, names: list[str]) -> None:
    graph = graph_of(Recorder(Experiment(formula=text)))
    pieces = [node.text for node in graph.nodes if node.line is Stage.PREDICT]
    assert pieces == names
    assert graph.nodes[graph.preds].text == names[-1]


def test_the_parts_of_a_parameter_used_twice_are_what_each_edge_was_sent() -> None:
    graph = graph_of(Recorder(Experiment(formula="a*t + a*a")))
    product, square = (
        next(node for node in graph.nodes if node.text == text) for text in ("a*t", "a*a")
    )
    parts = [graph.nodes[place].gradient for place in graph.uses[0]]
    # The square was calculated last, so it comes first on the way back.
    assert [float(part) for part in parts if part is not None] == [
        float(sent) for sent in (*square.sent, product.sent[0]) if sent is not None
    ]
    assert graph.own_gradient is not None
    assert float(np.sum(np.array(parts, np.float64))) == pytest.approx(graph.own_gradient[0])


@pytest.mark.parametrize(
    ("text", "slopes"),
    [("abs(a)", [0]), ("relu(a)", [0]), ("minimum(a, 0)", [0.5]), ("maximum(a, b)", [0.5, 0.5])],
)
def test_at_a_kink_the_slope_is_pytorch_s(text: str, slopes: list[float]) -> None:
    start = {"a": 0.0} | ({"b": 0.0} if "b)" in text else {})
    graph = graph_of(Recorder(Experiment(formula=f"t*{text} + c", start=start)))
    kink = next(node for node in graph.nodes if node.text == text)
    assert [float(each) for each in kink.local if each is not None] == slopes
    assert kink.gradient is not None
    for slope, sent in zip(slopes, kink.sent, strict=False):
        assert sent is not None
        assert float(sent) == slope * float(kink.gradient) != 0 or slope == 0


def test_held_out_points_are_not_in_the_graph() -> None:
    recorder = Recorder(Experiment(held_out=0.3, standardise=True))
    graph = graph_of(recorder)
    assert {node.value.shape for node in graph.nodes} == {(14,), ()}
    np.testing.assert_array_equal(graph.inputs, recorder.problem.raw_inputs)
    time = next(node for node in graph.nodes if node.text == "t")
    np.testing.assert_array_equal(time.value, recorder.problem.inputs)
    assert graph.standardised


@pytest.mark.parametrize("parameters", [1, 2, 12, 30])
def test_many_parameters_have_a_leaf_each(parameters: int) -> None:
    text = " + ".join(f"w{k}*sin({k + 1}*t)" for k in range(parameters))
    recorder = Recorder(Experiment(formula=text))
    graph = graph_of(recorder)
    assert [len(places) for places in graph.uses] == [1] * parameters
    leaves = [graph.nodes[places[0]].gradient for places in graph.uses]
    assert bits(np.array(leaves)) == bits(graph.own_gradient) == bits(graph.gradient)
    orders = sorted(node.order for node in graph.nodes if node.order is not None)
    assert orders == [*range(1, len(orders) + 1)]


def test_numbers_that_are_not_finite_pass_through() -> None:
    graph = graph_of(Recorder(Experiment(formula="a*log(b)*t", start={"a": 1.0, "b": -1.0})))
    assert graph.own_gradient is not None
    assert np.isnan(graph.own_gradient).all()
    assert np.isnan(graph.nodes[-1].value)


def test_a_loss_of_targets_in_a_table_has_its_column_s_name() -> None:
    data = Points(inputs=(0.0, 1.0), targets=(1.0, 2.0), target_name="Height (cm)")
    graph = graph_of(Recorder(Experiment(data=data, formula="a*x + b")))
    assert [node.text for node in graph.nodes if node.line is Stage.LOSS] == [
        "height",
        "height - preds",
        "(height - preds)**2",
        "mean((height - preds)**2)",
    ]
