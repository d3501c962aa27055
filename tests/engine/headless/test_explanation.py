"""One update explained without a window: exact as JSON, and as a person would say it."""

import json
from io import StringIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.experiment import Experiment, Points
from engine.headless import HeadlessError, explain
from engine.training import Problem, Recorder
from tests.engine.words.ends.situations import of_preset

FIELDS = {
    "number", "names", "params", "loss", "point", "operations", "by_hand", "moves", "curvature",
    "loss_parts", "cause",
}  # fmt: skip


def text_of(experiment: Experiment, number: int = 1, point: int | None = None) -> str:
    output = StringIO()
    explain(experiment, number, point, output, as_json=False)
    return output.getvalue()


def json_of(experiment: Experiment, number: int = 1, point: int | None = None) -> dict[str, Any]:
    output = StringIO()
    explain(experiment, number, point, output, as_json=True)
    line = output.getvalue()
    assert line.count("\n") == 1
    told: dict[str, Any] = json.loads(line)
    return told


def bits(numbers: object) -> bytes:
    return np.asarray(numbers, np.float32).tobytes()


def test_the_article_s_first_epoch() -> None:
    told = json_of(Experiment(), point=19)
    assert {*told} == FIELDS
    assert (told["number"], told["names"], told["point"]) == (1, ["a", "b", "c"], 19)
    operations = [(each["operation"], each["text"]) for each in told["operations"]]
    assert operations == [
        ("mean", "mean((speed - preds)**2)"),
        ("pow", "(speed - preds)**2"),
        ("sub", "speed - preds"),
        ("add", "a*(t**2) + b*(t) + c"),
        ("add", "a*(t**2) + b*(t)"),
        ("mul", "b*(t)"),
        ("mul", "a*(t**2)"),
        ("data", "t**2"),
    ]
    assert all(
        {*each} == {"operation", "text", "value", "gradient", "arrived"}
        for each in told["operations"]
    )
    values = [each["value"] for each in told["operations"]]
    assert values == pytest.approx(
        [36415.43, 175606.4, 419.0542, -350.313, -350.6833, -28.67305, -322.0103, 361], rel=1e-6
    )
    back = [each["gradient"] for each in told["operations"]]
    assert back[:-1] == pytest.approx([1, 0.05, 41.90542, *[-41.90542] * 4], rel=1e-6)
    assert back[-1] is None
    assert back == [each["arrived"] for each in told["operations"]]


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 20), st.integers(0, 19), st.booleans(), st.booleans())
def test_every_number_is_the_run_s_to_the_last_bit(
    number: int, point: int, zero_grad: bool, standardise: bool
) -> None:
    experiment = Experiment(zero_grad=zero_grad, standardise=standardise, epochs=20)
    told = json_of(experiment, number, point)
    updates = Recorder(experiment).train(number)
    update = updates[number - 1]
    assert bits(told["params"]) == bits(update.params)
    moves = told["moves"]
    assert [*moves] == ["a", "b", "c"]
    assert bits([moves[name]["before"] for name in moves]) == bits(update.params)
    assert bits([moves[name]["after"] for name in moves]) == bits(update.updated_params)
    assert bits([moves[name]["gradient"] for name in moves]) == bits(update.gradient)
    assert {move["learning_rate"] for move in moves.values()} == {experiment.learning_rate}
    by_hand = told["by_hand"]
    autograd = Problem(experiment).evaluate(update.params)[2]
    assert bits([by_hand[name]["autograd"] for name in by_hand]) == bits(autograd)
    predictions = [row["prediction"] for row in by_hand["a"]["rows"]]
    assert bits(predictions) == bits(updates.predictions[number - 1])
    preds = next(each for each in told["operations"] if each["text"] == experiment.formula)
    assert bits(preds["value"]) == bits(predictions[point])
    for each in by_hand.values():
        parts = [row["part"] for row in each["rows"]]
        for row in each["rows"]:
            assert row["residual"] == row["target"] - row["prediction"]
            assert row["part"] == 2 * row["residual"] * -1 * row["local"]
        assert each["mean"] == np.mean(parts)


def test_a_point_is_counted_in_the_order_of_the_data_held_out_ones_too() -> None:
    experiment = Experiment(held_out=0.3)
    problem = Problem(experiment)
    trained = [k for k in range(20) if problem.data_inputs[k] in problem.raw_inputs]
    assert len(trained) == 14
    for point in trained:
        told = json_of(experiment, point=point)
        assert told["point"] == point
        target = next(row for row in told["by_hand"]["b"]["rows"] if row["input"] == point)
        preds = next(each for each in told["operations"] if each["text"] == experiment.formula)
        assert preds["value"] == target["prediction"]
    assert json_of(experiment)["point"] == trained[-1]


def test_where_pytorch_refuses_there_are_values_nulls_and_its_sentence() -> None:
    experiment = Experiment(requires_grad=False)
    for as_json in (True, False):
        output = StringIO()
        with pytest.raises(HeadlessError, match="PyTorch refused stage 3 of epoch 1"):
            explain(experiment, 1, None, output, as_json)
        if not as_json:
            assert "element 0 of tensors does not require grad" in output.getvalue()
            assert "No parameter moves." in output.getvalue()
            continue
        told = json.loads(output.getvalue())
        assert {each["gradient"] for each in told["operations"]} == {None}
        assert told["operations"][0]["value"] == pytest.approx(36415.43)
        assert told["by_hand"]["a"]["autograd"] is None
        assert told["by_hand"]["a"]["mean"] == pytest.approx(-63466.4, abs=0.1)
        assert told["moves"] == {}


def test_an_epoch_after_the_run_has_diverged_is_not_there() -> None:
    with pytest.raises(HeadlessError, match=r"There is no epoch 60 to explain\. Diverged at epoch"):
        text_of(Experiment(learning_rate=1e-4), 60)


def test_the_epoch_that_diverges_is_explained() -> None:
    experiment = Experiment(learning_rate=1e-4)
    last = Recorder(experiment).train(200).last
    output = StringIO()
    with pytest.raises(HeadlessError, match=f"Diverged at epoch {last}"):
        explain(experiment, last, None, output, as_json=True)
    told = json.loads(output.getvalue())
    assert told["number"] == last
    assert {"not_finite"} == {*told} - FIELDS
    named = told["not_finite"]["operations"]
    assert named[0] == {"value": "inf"}
    assert told["operations"][0]["value"] is None
    # What is finite is where it was.
    assert named[-1] is None
    assert told["operations"][-1]["value"] == 361


def test_an_epoch_after_the_loss_to_stop_at_is_not_there() -> None:
    experiment = Experiment(stop_at_loss=700.0)
    last = Recorder(experiment).train(200).last
    assert json_of(experiment, last)["number"] == last
    with pytest.raises(HeadlessError, match=f"The run ends with epoch {last}, whose loss of"):
        text_of(experiment, last + 1)


def test_the_text_tells_the_whole_story() -> None:
    text = text_of(Experiment(), point=19)
    expected = [
        "Epoch 1, explained at point 19: t = 19; speed = 68.741",
        "f(t, params) = a*(t**2) + b*(t) + c",
        "params: a = −0.89200, b = −1.5091, c = 0.37039",
        "loss = mse(speed, preds) = 36,415",
        "1. mean = loss: mean((speed - preds)**2)",
        "   value 175606, over all points 1945.5 to 175606",
        "   gradient 0.05, the same at every point",
        "7. × times: a*(t**2)",
        "   Forward, at t = 19: −0.89200 × 361 = −322.01.",
        "8. data: t**2",
        "   gradient none",
        "By hand, the gradient of a: ∂f/∂a = t**2",
        "The mean of the last column is −63466.4085.",
        "Autograd says −63466.4062, in float32, which has about seven digits: they differ by "
        "0.0022.",
        "Its gradient, −63466, comes from a*(t**2), where it is used.",
        "a ← −0.891995 − 0.00001 × (−63466.4) = −0.257331",
    ]
    lines = iter(text.splitlines())
    assert [line for line in expected if line not in lines] == []
    row = next(line for line in text.splitlines() if line.lstrip().startswith("19 "))
    assert row.split() == ["19", "19", "68.741", "−350.31", "419.05", "361", "−302557"]


def test_a_long_table_shows_its_ends_and_the_picked_point() -> None:
    numbers = tuple(float(k) for k in range(300))
    experiment = Experiment(data=Points(inputs=numbers, targets=numbers), formula="a*t")
    lines = text_of(experiment, point=150).splitlines()
    first = next(k for k, line in enumerate(lines) if line.lstrip().startswith("point"))
    points = [line.split()[0] for line in lines[first + 1 :] if line[:5].strip().isdecimal()]
    assert points == [str(k) for k in (*range(20), 150, *range(280, 300))]
    assert "259 more points are not shown; --json has all." in lines
    assert len(json_of(experiment)["by_hand"]["a"]["rows"]) == 300


class TestTheLandscape:
    """The loss around the update: its curvature, what it is made of, and what to do."""

    def test_of_the_article_s_first_and_last_epoch(self) -> None:
        first, last = json_of(Experiment(), 1), json_of(Experiment(), 200)
        for told in (first, last):
            curvature = told["curvature"]
            assert {*curvature} == {"eigenvalues", "eigenvectors", "largest_rate", "exact"}
            assert curvature["eigenvalues"] == pytest.approx([0.258637, 15.97877, 56499.36])
            assert curvature["largest_rate"] == pytest.approx(2 / curvature["eigenvalues"][-1])
            assert curvature["exact"] is True
            vectors = np.array(curvature["eigenvectors"])
            np.testing.assert_allclose(vectors.T @ vectors, np.eye(3), atol=1e-9)
            assert sum(told["loss_parts"].values()) == pytest.approx(told["loss"], rel=1e-6)
        assert first["loss_parts"] == pytest.approx(
            {"along": 602.988, "on the slant": 16.5262, "across": 35795.26, "floor": 0.657893},
            rel=1e-5,
        )
        assert last["loss_parts"]["along"] == pytest.approx(602.37, abs=0.01)

    def test_the_article_s_cause_has_its_remedies_with_what_they_promise(self) -> None:
        cause = json_of(Experiment(), 200)["cause"]
        assert cause["kind"] == "steep valley"
        assert "218,000 times steeper across" in cause["text"]
        standardise, raised = cause["remedies"]
        assert standardise["fields"] == {"standardise": True, "learning_rate": 0.2}
        assert standardise["promise"]["epochs"] == 200
        came = Recorder(Experiment(**standardise["fields"])).train(200).loss[-1]
        assert standardise["promise"]["loss"] == pytest.approx(float(came), rel=1e-4)
        assert raised["fields"] == {"learning_rate": 3e-5}
        assert raised["promise"]["text"].startswith("482,000 epochs instead of 1,440,000")

    def test_of_a_formula_that_is_not_linear_parts_are_only_told_where_they_are_true(self) -> None:
        decay = of_preset("decay")
        early, late = json_of(decay, 1), json_of(decay, 200)
        assert early["loss_parts"] is None
        assert "The loss is made of" not in text_of(decay, 1)
        assert late["curvature"]["exact"] is False
        assert sum(late["loss_parts"].values()) == pytest.approx(late["loss"], rel=1e-6)
        assert "rest" in late["loss_parts"]

    def test_parts_of_a_valley_are_not_told_where_the_loss_bends_down(self) -> None:
        neurons = Experiment(formula=of_preset("neurons").formula)
        assert json_of(neurons)["loss_parts"] is None
        text = text_of(neurons)
        assert "a pass between hills" in text
        assert "The loss is made of" not in text

    def test_of_neurons_no_valley_is_said_to_be_where_the_loss_bends_down(self) -> None:
        text = text_of(of_preset("neurons"), 1)
        assert "bends down along 3 of its 7 axes" in text
        assert "bends up 1: curvature " in text

    def test_of_an_update_that_diverges(self) -> None:
        output = StringIO()
        experiment = Experiment(learning_rate=1e-4)
        with pytest.raises(HeadlessError):
            explain(experiment, 26, None, output, as_json=True)
        told = json.loads(output.getvalue())
        assert told["cause"]["kind"] == "too fast"
        (remedy,) = told["cause"]["remedies"]
        assert remedy["fields"] == {"learning_rate": 1e-5}
        assert remedy["promise"]["loss"] == pytest.approx(618.534, abs=0.01)

    def test_of_an_update_that_pytorch_refuses(self) -> None:
        output = StringIO()
        with pytest.raises(HeadlessError):
            explain(Experiment(requires_grad=False), 1, None, output, as_json=True)
        told = json.loads(output.getvalue())
        assert told["cause"]["kind"] == "refused"
        (remedy,) = told["cause"]["remedies"]
        assert remedy["fields"] == {"requires_grad": True}
        assert remedy["promise"]["tried"] is True

    def test_where_the_loss_is_not_finite_that_is_told(self) -> None:
        output = StringIO()
        with pytest.raises(HeadlessError):
            explain(Experiment(formula="a*log(t) + b"), 1, None, output, as_json=True)
        told = json.loads(output.getvalue())
        assert told["curvature"]["eigenvalues"] == [None, None]
        assert told["loss_parts"] is None
        assert told["cause"]["kind"] == "not started"
        assert told["cause"]["remedies"] == []

    def test_in_words_it_says_all_of_it(self) -> None:
        text = text_of(Experiment(), 200)
        assert "across: curvature 56499, direction 1.00 a + 0.06 b\n" in text
        assert "The largest stable learning rate everywhere is 3.5399e−5." in text
        assert "618.534 = 0 across + 15.508 on the slant + 602.368 along + 0.658" in text
        assert "Why it stands where it does: The loss is a valley about 218,000 times" in text
        assert "\n   Raise the rate to 0.00003: 482,000 epochs instead of 1,440,000" in text
