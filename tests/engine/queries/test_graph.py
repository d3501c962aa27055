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
