"""Headless training writes the article's numbers: as it prints them, and to the last bit."""

import json
from collections.abc import Sequence
from io import StringIO
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment import MAX_SEED, Experiment
from engine.headless import UPDATES_AT_ONCE, HeadlessError, epochs, train
from tests.article import Article, Printed

DIVERGES = 1e-4

seeds = st.integers(0, MAX_SEED)
learning_rates = st.floats(-9, -2).map(lambda power: 10.0**power)


def written(experiment: Experiment, as_json: bool = True) -> tuple[str, str]:
    """What is written of `experiment`, and why the run ended early; empty where it did not."""
    output, why = StringIO(), ""
    try:
        train(experiment, output, as_json)
    except HeadlessError as error:
        why = str(error)
    return output.getvalue(), why


def lines(text: str) -> list[dict[str, Any]]:
    """Each line as a strict reader reads it, who knows no NaN and no Infinity."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    return [json.loads(line, parse_constant=refuse) for line in text.splitlines()]


def read_back(line: dict[str, Any]) -> dict[str, Any]:
    """`line` with the numbers that are not finite in their places, as the README tells."""
    told = {name: line[name] for name in line if name != "not_finite"}
    for name, what in line.get("not_finite", {}).items():
        if isinstance(what, str):
            told[name] = float(what)
        else:
            pairs = zip(line[name], what, strict=True)
            told[name] = [value if text is None else float(text) for value, text in pairs]
    return told


def bits(numbers: object) -> bytes:
    return np.asarray(numbers, np.float32).tobytes()


def assert_equal_to_the_bit(said: Sequence[dict[str, Any]], printed: Sequence[Printed]) -> None:
    assert [line["number"] for line in said] == [*range(1, len(printed) + 1)]
    for line, epoch in zip(said, printed, strict=True):
        assert bits(line["params"]) == bits(epoch.params)
        assert bits(line["predictions"]) == bits(epoch.preds)
        assert bits(line["loss"]) == bits(epoch.loss)
        assert bits(line["gradient"]) == bits(epoch.grad)
        assert bits(line["updated_params"]) == bits(epoch.updated_params)
        assert line["signs"] == [int(g > 0) - int(g < 0) for g in epoch.grad]


def test_it_ends_at_the_loss_to_stop_at() -> None:
    experiment = Experiment(stop_at_loss=700.0)
    losses = [line["loss"] for line in lines(written(experiment)[0])]
    assert min(losses[:-1]) > 700 >= losses[-1]
    assert len(losses) < 200


def test_a_run_that_is_lost_at_the_first_epoch_of_a_batch_was_not_lost_from_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    experiment = Experiment(learning_rate=DIVERGES)
    why = written(experiment)[1]
    epoch = int(why.split("epoch ")[1].split(":")[0])
    monkeypatch.setattr(epochs, "UPDATES_AT_ONCE", epoch - 1)
    assert written(experiment)[1] == why


class TestJson:
    @given(seeds, learning_rates, st.booleans())
    def test_numbers_read_back_to_the_last_bit(self, seed: int, lr: float, zero_grad: bool) -> None:
        experiment = Experiment(seed=seed, learning_rate=lr, zero_grad=zero_grad, epochs=20)
        text, why = written(experiment)
        printed = Article(seed, lr, zero_grad).epochs(20)
        assert_equal_to_the_bit([*map(read_back, lines(text))], printed)
        assert bool(why) is not printed[-1].finite

    @pytest.mark.parametrize("epochs", [1, UPDATES_AT_ONCE, 2 * UPDATES_AT_ONCE + 1])
    def test_as_many_epochs_as_asked_for(self, epochs: int) -> None:
        text, _ = written(Experiment(epochs=epochs))
        assert_equal_to_the_bit(lines(text), Article().epochs(epochs))

    def test_every_field_of_an_epoch_has_its_name(self) -> None:
        (line,) = lines(written(Experiment(epochs=1, learning_rate=3e-7, zero_grad=False))[0])
        assert set(line) == {
            "number", "names", "params", "predictions", "loss", "gradient", "signs",
            "learning_rate", "zero_grad", "updated_params",
        }  # fmt: skip
        assert line["names"] == ["a", "b", "c"]
        assert line["learning_rate"] == 3e-7
        assert line["zero_grad"] is False

    def test_a_line_is_an_object_of_its_own(self) -> None:
        text, _ = written(Experiment(epochs=3))
        assert text.endswith("}\n")
        assert [line[0] + line[-1] for line in text.splitlines()] == ["{}"] * 3

    def test_the_parameters_are_the_formulas(self) -> None:
        text, _ = written(Experiment(epochs=2, formula="m + k*t", start={"k": 0.5}))
        first, second = lines(text)
        assert first["names"] == ["m", "k"]
        assert first["params"][1] == 0.5
        assert second["params"] == first["updated_params"]


class TestText:
    def test_is_what_the_article_prints(self) -> None:
        text, _ = written(Experiment(epochs=200), as_json=False)
        said = StringIO()
        for number, epoch in enumerate(Article().epochs(200), 1):
            print("epoch", number, file=said)
            print(torch.from_numpy(epoch.preds), file=said)
            print(torch.tensor(epoch.loss), file=said)
            print(torch.from_numpy(epoch.grad), end="\n\n", file=said)
        assert text == said.getvalue()

    def test_numbers_that_are_not_finite(self) -> None:
        text, _ = written(Experiment(learning_rate=1e5), as_json=False)
        assert "inf" in text or "nan" in text


class TestTheEnd:
    @pytest.mark.parametrize("as_json", [True, False])
    def test_a_run_that_diverges_is_written_until_it_did(self, as_json: bool) -> None:
        text, why = written(Experiment(learning_rate=DIVERGES), as_json)
        last = len(Article(lr=DIVERGES).epochs(200))
        assert last < 200
        assert text.count('"number": ' if as_json else "epoch ") == last
        assert f"Diverged at epoch {last}:" in why
        assert "smaller learning rate" in why

    def test_what_is_not_finite_reads_back_too(self) -> None:
        text, _ = written(Experiment(learning_rate=DIVERGES))
        said = lines(text)
        assert [line.get("not_finite") is not None for line in said].index(True) == len(said) - 1
        whole = [read_back(line) for line in said]
        assert_equal_to_the_bit(whole, Article(lr=DIVERGES).epochs(200))

    def test_the_last_line_says_what_is_not_finite(self) -> None:
        last = lines(written(Experiment(learning_rate=DIVERGES))[0])[-1]
        assert last["loss"] is None
        assert last["not_finite"]["loss"] == "inf"
        # Only what is not finite is told there.
        for name, told in last["not_finite"].items():
            parts = zip(last[name], told, strict=True) if name != "loss" else [(None, told)]
            assert all((value is None) is (what in ("inf", "-inf", "nan")) for value, what in parts)
        assert "params" not in last["not_finite"]

    def test_a_run_that_is_lost_from_the_start(self) -> None:
        (line,) = lines(written(Experiment(formula="a*log(t - 100)"))[0])
        assert line["predictions"] == [None] * 20
        assert line["not_finite"]["predictions"] == ["nan"] * 20

    def test_divergence_in_the_very_last_epoch_is_told(self) -> None:
        last = len(Article(lr=DIVERGES).epochs(200))
        assert written(Experiment(learning_rate=DIVERGES, epochs=last))[1]
        assert not written(Experiment(learning_rate=DIVERGES, epochs=last - 1))[1]

    def test_what_pytorch_refuses_is_told_in_its_words(self) -> None:
        text, why = written(Experiment(requires_grad=False))
        assert text == ""
        assert why.startswith("PyTorch refused stage 3 of epoch 1: ")
        assert "does not require grad" in why
