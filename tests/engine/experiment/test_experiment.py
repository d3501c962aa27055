"""An experiment says everything of a run, and says of a bad value what is wrong with it."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.experiment import (
    Experiment,
    Generated,
    Points,
    RollerCoaster,
    sentence,
    sentences,
)
from engine.training import Recorder
from tests.experiments import experiments

LARGEST = "3.4028234663852886e+38"


class TestDefaults:
    def test_are_the_article(self) -> None:
        article = Experiment()
        assert article.data == RollerCoaster(points=20, noise=1.0, start=0.0, stop=19.0)
        assert article.formula == "a*(t**2) + b*(t) + c"
        assert article.names == ("a", "b", "c")
        assert (article.loss, article.optimizer) == ("mse", "sgd")
        assert (article.learning_rate, article.epochs, article.seed) == (1e-5, 200, 0)
        assert article.requires_grad is article.zero_grad is True
        assert (article.start, article.standardise, article.held_out) == ({}, False, 0.0)


class TestJson:
    @given(experiments())
    def test_comes_back_as_the_very_same(self, experiment: Experiment) -> None:
        text = experiment.model_dump_json()
        again = Experiment.model_validate_json(text)
        assert again == experiment
        # Equal is not enough: 0.0 and −0.0 are.
        assert again.model_dump_json() == text
        assert type(again.data) is type(experiment.data)

    @given(experiments())
    def test_is_what_any_reader_of_json_understands(self, experiment: Experiment) -> None:
        assert json.loads(experiment.model_dump_json()) == experiment.model_dump(mode="json")

    @given(experiments())
    def test_goes_through_python_values_too(self, experiment: Experiment) -> None:
        assert Experiment.model_validate(experiment.model_dump()) == experiment

    def test_of_a_few_fields_leaves_the_others_as_in_the_article(self) -> None:
        assert Experiment.model_validate_json('{"seed": 7}') == Experiment(seed=7)

    @given(
        st.text()
        | st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        ).map(json.dumps)
        | st.dictionaries(
            st.sampled_from([*Experiment.model_fields, "surprise"]),
            st.none() | st.integers() | st.floats() | st.text() | st.lists(st.floats()),
            min_size=1,
        ).map(json.dumps)
    )
    def test_that_is_something_else_is_refused_in_a_sentence(self, text: str) -> None:
        try:
            Experiment.model_validate_json(text)
        except ValidationError as error:
            assert_clear(sentence(error))


def refusal(**fields: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        Experiment(**fields)
    return sentence(refused.value)


def assert_clear(text: str) -> None:
    """One sentence for people, without the words of the library that found the fault."""
    assert text
    assert text[0].isalpha()
    assert "\n" not in text.strip()
    for jargon in ("Input ", "pydantic", "type=", "discriminator", "tag", "https:"):
        assert jargon not in text


def kind(name: str, **fields: Any) -> dict[str, Any]:
    return {"data": {"kind": name, **fields}}


def table(inputs: tuple[Any, ...], targets: tuple[Any, ...], **fields: Any) -> dict[str, Any]:
    return kind("points", inputs=inputs, targets=targets, **fields)


RATE = "The learning rate must be above 0 and at most 1,000,000; {} is not."
EPOCHS = "The number of epochs must be between 1 and 10,000,000; {} is not."
SEED = "The seed must be between 0 and 9,223,372,036,854,775,807; {} is not."
POINTS = "The number of points must be between 2 and 1,000,000; {} is not."
HELD_OUT = "The held-out share must be between 0 and 0.9; {} is not."
START = f"The starting value of a must be between −{LARGEST} and {LARGEST}; {{}} is not."
TRUTH = f"The true parameter must be between −{LARGEST} and {LARGEST}; {{}} is not."
NOISE = "The noise must be between 0 and 1000000000; {} is not."
RANGE = "The range must be between −1000000000 and 1000000000; {} is not."

BAD_VALUES = [
    ({"learning_rate": 0.0}, RATE.format("0.0")),
    ({"learning_rate": -1e-5}, RATE.format("−1e−05")),
    ({"learning_rate": 1000000.5}, RATE.format("1000000.5")),
    ({"learning_rate": math.nan}, RATE.format("nan")),
    ({"learning_rate": math.inf}, RATE.format("inf")),
    ({"learning_rate": "fast"}, "The learning rate should be a valid number."),
    ({"learning_rate": True}, "The learning rate should be a valid number."),
    ({"epochs": 0}, EPOCHS.format("0")),
    ({"epochs": 10_000_001}, EPOCHS.format("10,000,001")),
    ({"epochs": 1.5}, "The epochs should be a valid integer."),
    ({"epochs": "many"}, "The epochs should be a valid integer."),
    ({"seed": -1}, SEED.format("−1")),
    ({"seed": 2**63}, SEED.format("9,223,372,036,854,775,808")),
    ({"seed": None}, "The seed should be a valid integer."),
    ({"loss": "mae"}, "The loss should be 'mse'."),
    ({"optimizer": "adam"}, "The optimizer should be 'sgd'."),
    ({"requires_grad": 1}, "The requires grad should be a valid boolean."),
    ({"zero_grad": "no"}, "The zero grad should be a valid boolean."),
    ({"standardise": None}, "The standardise should be a valid boolean."),
    ({"formula": 5}, "The formula should be a valid string."),
    ({"start": {"d": 1.0}}, "The formula has no parameter d; it has a, b, c."),
    ({"start": {"a": math.nan}}, START.format("nan")),
    ({"start": {"a": -3.5e38}}, START.format("−3.5e+38")),
    ({"start": [1.0]}, "The start should be a valid dictionary."),
    ({"held_out": 0.91}, HELD_OUT.format("0.91")),
    ({"held_out": -0.1}, HELD_OUT.format("−0.1")),
    ({"held_out": math.nan}, HELD_OUT.format("nan")),
    (kind("roller_coaster", points=1), POINTS.format("1")),
    (kind("roller_coaster", points=1_000_001), POINTS.format("1,000,001")),
    (kind("roller_coaster", noise=-1.0), NOISE.format("−1")),
    (kind("roller_coaster", noise=math.nan), NOISE.format("nan")),
    (kind("roller_coaster", stop=1e10), RANGE.format("10000000000")),
    (
        kind("roller_coaster", start=19.0),
        "The range must begin before it ends; 19 to 19 does not.",
    ),
    (
        kind("generated", formula="a*t + b", truth=(1.0,)),
        "The data's formula has the parameters a, b, but 1 true values are given;"
        " give one for each.",
    ),
    (kind("generated", formula="a*t", truth=(math.inf,)), TRUTH.format("inf")),
    (table((1.0,), (1.0,)), POINTS.format("1")),
    (
        table((1.0, 2.0), (1.0, 2.0, 3.0)),
        "There are 2 inputs and 3 targets; every point needs one of each.",
    ),
    (table((1.0, math.nan), (1.0, 2.0)), "Point 2 has nan, which float32 cannot hold."),
    (table((1.0, 2.0), (-3.5e38, 2.0)), "Point 1 has −3.5e+38, which float32 cannot hold."),
    ({"surprise": 1}, "An experiment has nothing called “surprise”."),
    ({"data": {}}, "The data do not say of which kind they are."),
    (kind("telescope"), "Data of the kind 'telescope' is not known."),
    (kind("points"), "The data points inputs is missing."),
    (
        kind("roller_coaster", colour="red"),
        "An experiment has nothing called “data roller coaster colour”.",
    ),
    (
        table((1.0, 2.0), (1.0, 2.0), input_name="t" * 201),
        "The data points input name may have at most 200 characters.",
    ),
    (
        table((1.0, 2.0), (1.0, 2.0), source="t" * 1001),
        "The data points source may have at most 1000 characters.",
    ),
]

# What these say belongs to the formula, or is pydantic's; that it is clear is ours.
ALSO_BAD = [
    {"formula": ""},
    {"formula": "2*t"},
    {"formula": "a*sen(t)"},
    {"formula": "().__class__"},
    {"start": {1: 1.0}},
    {"start": {"a": "high"}},
    {"data": None},
    kind("generated", formula="a*", truth=(1.0,)),
    table((1.0, "two"), (1.0, 2.0)),
]

# As a file may have them: no float is as large.
HUGE = [{"seed": 10**400}, {"epochs": 10**400}, {"epochs": -(10**400)},
        kind("roller_coaster", points=10**400), {"learning_rate": 10**400}]  # fmt: skip


class TestBadValues:
    @pytest.mark.parametrize(("fields", "said"), BAD_VALUES, ids=lambda value: str(value)[:40])
    def test_are_refused_in_one_sentence(self, fields: dict[str, Any], said: str) -> None:
        assert refusal(**fields) == said
        assert_clear(said)

    @pytest.mark.parametrize("fields", ALSO_BAD, ids=lambda value: str(value)[:40])
    def test_of_every_kind_are_refused_clearly(self, fields: dict[str, Any]) -> None:
        assert_clear(refusal(**fields))

    @pytest.mark.parametrize("fields", HUGE, ids=lambda value: str(value)[:20])
    def test_of_any_size_are_refused_clearly(self, fields: dict[str, Any]) -> None:
        assert_clear(refusal(**fields))

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "This is not JSON."), ("{", "This is not JSON."),
            ("[]", "The experiment should be an object."),
            ("null", "The experiment should be an object."),
            ('"seed"', "The experiment should be an object."),
            ('{"seed": 1e400}', "The seed should be a valid integer."),
        ],
    )  # fmt: skip
    def test_in_a_file_are_refused_clearly(self, text: str, said: str) -> None:
        with pytest.raises(ValidationError) as refused:
            Experiment.model_validate_json(text)
        assert sentence(refused.value) == said

    def test_do_not_hide_behind_one_another(self) -> None:
        assert refusal(epochs=0, seed=-1) == EPOCHS.format("0")


class TestLargestValues:
    @pytest.mark.parametrize(
        "fields",
        [
            {"learning_rate": 1e6},
            {"learning_rate": 5e-324},
            {"epochs": 10_000_000},
            {"seed": 2**63 - 1},
            {"held_out": 0.9},
            {"start": {"a": float(LARGEST)}},
            {"data": RollerCoaster(points=2, noise=0.0)},
        ],
    )
    def test_are_taken_and_can_be_trained(self, fields: dict[str, Any]) -> None:
        assert Recorder(Experiment(**fields)).train(1).last == 1


class TestFrozen:
    def test_fields_cannot_be_set(self) -> None:
        with pytest.raises(ValidationError):
            Experiment().seed = 1  # type: ignore[misc]


class TestChanged:
    def test_is_another_experiment(self) -> None:
        experiment = Experiment(seed=3)
        assert experiment.changed(epochs=5) == Experiment(seed=3, epochs=5)
        assert experiment == Experiment(seed=3)

    @given(experiments())
    def test_by_nothing_is_the_same(self, experiment: Experiment) -> None:
        assert experiment.changed() == experiment

    def test_is_validated_as_a_whole(self) -> None:
        with pytest.raises(ValidationError) as refused:
            Experiment().changed(epochs=0)
        assert sentence(refused.value) == EPOCHS.format("0")
        with pytest.raises(ValidationError) as refused:
            Experiment(start={"a": 1.0}).changed(start={"z": 1.0})
        assert "no parameter z" in sentence(refused.value)

    def test_formula_takes_starting_values_with_it_whose_parameter_is_gone(self) -> None:
        experiment = Experiment(start={"a": 1.0, "c": 2.0})
        assert experiment.changed(formula="a*t + d").start == {"a": 1.0}

    @pytest.mark.parametrize("formula", ["a*", "", 5, None, []])
    def test_to_a_bad_formula_is_refused(self, formula: Any) -> None:
        with pytest.raises(ValidationError) as refused:
            Experiment(start={"a": 1.0}).changed(formula=formula)
        assert_clear(sentence(refused.value))


class TestNames:
    def test_follow_the_formula(self) -> None:
        assert Experiment(formula="b*t + a*b").names == ("b", "a")

    def test_of_the_data_are_its_own(self) -> None:
        data = Generated(formula="k*x", truth=(1.0,))
        assert Experiment(data=data).names == ("a", "b", "c")
        assert Points(inputs=(1.0, 2.0), targets=(1.0, 2.0)).input_name == "t"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"epochs": 5, "learning_rate": 0.0}, {"learning_rate"}),
        ({"seed": -1, "epochs": 0}, {"seed", "epochs"}),
        ({"formula": "a*t + b", "start": {"c": 1.0}}, {"start"}),
        ({"epochs": 7, "start": {"a": 1e39}}, {"start"}),
        ({"formula": "a*", "start": {"a": 1.0}}, {"formula"}),
        ({"epochs": 7, "data": {"kind": "roller_coaster", "start": 3.0, "stop": 1.0}}, {"data"}),
        ({"epochs": 7, "unheard_of": 1}, {"unheard_of"}),
    ],
)
def test_each_sentence_belongs_to_the_field_that_is_wrong(
    fields: dict[str, object], wrong: set[str]
) -> None:
    with pytest.raises(ValidationError) as error:
        Experiment().changed(**fields)
    said = sentences(error.value)
    assert said.keys() == wrong
    assert next(iter(said.values())) == sentence(error.value)
