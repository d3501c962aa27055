"""Every run is told its true cause, in words that hold, with remedies that do what they say."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.experiment import Experiment, Points, RollerCoaster
from engine.experiment.presets import PRESETS
from engine.queries import FactsQuery
from engine.runs import History, Run, Valley
from engine.training import Problem, Recorder
from engine.words.ends.causes import (
    Arrived,
    Cause,
    FlatPlace,
    MoreParameters,
    OnItsWay,
    OtherValley,
    Overshoot,
    SteepValley,
    TooFast,
    TooSlow,
)
from engine.words.ends.estimates import Left, left_by_curvature, tolerance
from engine.words.ends.notice import Remedy
from engine.words.ends.notices import of_start
from engine.words.ends.why import cause, first_overshoot, misfit
from tests.engine.words.ends.situations import (
    DYING,
    SHORT,
    SITUATIONS,
    notice,
    of_preset,
    run,
    situation,
)

# What a slip leaves in a sentence.
WRONG = re.compile(r"\bnan\b|\binf\b|not a number|∞|\.\.|  |\be\d")
# What a sentence says only of its own cause.
MARKS = {
    "TooFast": "leapt over its valley",
    "NotStarted": "other starting values",
    "GradientsAddUp": "gradients of all epochs add up",
    "TooSlow": "times below",
    "SteepValley": "steeper across",
    "OnItsWay": "on its way:",
    "Standing": "hardly falls any more",
    "Arrived": "it has arrived",
    "FlatPlace": "flat place",
    "MoreParameters": "more parameters",
    "OtherValley": "settled",
}


def found(of: Run) -> Cause:
    assert of.facts is not None
    return cause(of.experiment, of.facts, of.history)


def excess(of: Run) -> float:
    assert of.facts is not None
    assert of.facts.valley is not None
    return float(of.history.loss[-1]) - of.facts.valley.floor_loss


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_cause_is_this_one_and_so_are_the_words(name: str) -> None:
    kind, _ = SITUATIONS[name]
    made = situation(name)
    assert type(found(made)) is kind
    said = notice(made)
    # What fits because there are more parameters than inputs has arrived, too.
    own = {kind.__name__} | ({"Arrived"} if kind is MoreParameters else set())
    assert {other for other, mark in MARKS.items() if mark in said.text} == own
    assert said.text.endswith(".")
    assert not WRONG.search(said.text)
    assert len(said.text) <= 340


def carried_out(of: Run, remedy: Remedy) -> Run:
    """The run that is there once `remedy` was pressed, and trained as far as it is asked for."""
    return run(of.experiment.changed(**remedy.fields))


def keeps_its_promise(before: Run, remedy: Remedy) -> None:
    after = carried_out(before, remedy)
    why = found(before)
    label = remedy.label
    if label.startswith("Reset with"):
        assert after.failure is None
        assert type(found(after)) is not type(why)
        if before.facts.valley and not before.failure:
            assert excess(after) < 0.5 * excess(before)
    elif label.startswith("Raise the rate"):
        # How much sooner it comes to its goal is tested with what is promised.
        assert after.failure is None
        assert after.history[-1].loss < before.history[-1].loss
    elif label.startswith("Standardise"):
        assert isinstance(found(after), Arrived)
    elif label.startswith("Zero the gradient"):
        assert after.history[-1].settings.zero_grad
        assert after.history[-1].loss < before.history[-1].loss
    elif label.startswith("Train to"):
        assert isinstance(why, OnItsWay | SteepValley)
        if why.left is None:
            assert after.history[-1].loss < 0.95 * before.history[-1].loss
        else:
            assert isinstance(found(after), Arrived)
    elif label.startswith("Try seed"):
        assert not np.array_equal(after.history.params[0], before.history.params[0])
    elif label.startswith("Draw"):
        assert not isinstance(found(after), MoreParameters)
        assert len(after.facts.inputs) == remedy.fields["data"].points
    else:
        pytest.fail(f"nobody knows what “{label}” promises")


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_remedy_does_what_it_says(name: str) -> None:
    made = situation(name)
    for remedy in notice(made).remedies:
        assert remedy.then in ("play", "reset") or remedy.fields
        keeps_its_promise(made, remedy)


def test_what_went_wrong_has_a_way_on() -> None:
    without = {name for name in SITUATIONS if not notice(situation(name)).remedies}
    # A formula without numbers, or points set by hand, are not mended by a field; those that have
    # arrived need nothing.
    assert without == {
        "no finite loss", "no finite gradient", "a line", "standardised", "the mirrored valley",
        "two points", "a wave found",
    }  # fmt: skip


class TestOvershoot:
    def test_the_article_s_a_leaps_first(self) -> None:
        made = situation("far too fast")
        assert first_overshoot(made.facts.names, made.history) == Overshoot("a", 1)
        gradient = made.history.gradient
        assert gradient[0, 0] * gradient[1, 0] < 0
        assert abs(gradient[1, 0]) > abs(gradient[0, 0])
        assert "the step of a at epoch 1 leapt over its valley" in notice(made).text

    def test_where_the_slope_is_flat_it_is_the_height(self) -> None:
        experiment = Experiment(data=RollerCoaster(stop=0.1), formula="a*t + b", learning_rate=1.5)
        said = notice(run(experiment)).text
        assert "the step of b at epoch 1 leapt" in said
        assert "below 0.99 they shrink" in said

    def test_only_the_settings_that_diverged_count(self) -> None:
        recorder = Recorder(Experiment())
        made = Run(1, Experiment(), FactsQuery(Experiment()).answer(recorder.problem))
        made.history.append(recorder.train(50))
        recorder.settings = Experiment(learning_rate=1e-4).settings
        made.history.append(recorder.train(150))
        leap = first_overshoot(made.facts.names, made.history)
        assert leap is not None
        assert leap.epoch > 50

    def test_a_run_that_leaps_nowhere_is_not_said_to(self) -> None:
        far = Points(inputs=(1e15, 2e15), targets=(0.0, 1.0))
        made = run(Experiment(data=far, formula="a*t", start={"a": 1e3}, learning_rate=1e6))
        # The first step is already too long to be a number.
        assert len(made.history) == 1
        assert found(made).overshoot is None
        said = notice(made).text
        assert "A learning rate of 1000000 may be too large" in said
        assert "leapt" not in said

    def test_what_is_below_the_rate_named_does_shrink(self) -> None:
        made = situation("a little too fast")
        named = float(re.search(r"below ([\d.]+e−\d)", notice(made).text)[1].replace("−", "-"))
        assert named <= made.facts.valley.largest_rate
        assert run(Experiment(learning_rate=named, epochs=400)).failure is None


class TestEstimates:
    def test_the_epochs_that_are_left_are_those_it_takes(self) -> None:
        made = situation("a cubic under way")
        why = found(made)
        assert isinstance(why, OnItsWay)
        assert why.left is not None
        assert why.left.arrives
        assert f"about {why.left.epochs} epochs more" in notice(made).text
        arrives = 100 + why.left.epochs
        near = tolerance(made.facts)
        losses = run(made.experiment.changed(epochs=arrives + 20)).history.loss
        above = losses - made.facts.valley.floor_loss > near
        # float32 and the rounding of the curvatures are worth a few epochs.
        assert abs(int(np.argmin(above)) + 1 - arrives) <= 5

    def test_nobody_is_sent_to_wait_for_millions(self) -> None:
        said = notice(situation("the article"))
        # Where its loss is 1, float32 cannot write the steps of c any more.
        assert "the rest takes more than 1.4 million epochs" in said.text
        labels = [remedy.label for remedy in said.remedies]
        assert labels == ["Standardise, rate 0.2", "Raise the rate to 0.00003"]

    def test_the_article_s_valley_in_true_numbers(self) -> None:
        made = situation("the article")
        said = notice(made).text
        valley = made.facts.valley
        assert "about 218,000 times steeper across (its walls) than along" in said
        assert valley.steepness == pytest.approx(218_000, rel=0.005)
        share = (made.history[-1].updated_params[2] - made.facts.start[2]) / (
            valley.floor[2] - made.facts.start[2]
        )
        assert f"c has come {100 * share:.2g} % of its way" in said
        assert "7.4 times steeper" in said

    def test_what_float32_rounds_away_is_no_arrival(self) -> None:
        high = Points(
            inputs=tuple(float(t) for t in range(20)),
            targets=tuple(1e4 + t for t in range(20)),
        )
        experiment = Experiment(data=high, formula="a*t + b", learning_rate=3e-3, epochs=300)
        made = run(experiment)
        why = found(made)
        assert isinstance(why, SteepValley)
        assert why.left is not None
        assert not why.left.arrives
        assert "the rest takes more than" in notice(made).text
        assert not any("Train" in remedy.label for remedy in notice(made).remedies)
        stops = 300 + why.left.epochs
        longer = run(experiment.changed(epochs=2 * stops))
        b = longer.history.updated_params[:, 1]
        assert b[-1] == b[-stops // 2]
        assert b[stops - stops // 4] != b[-1]
        assert not isinstance(found(longer), Arrived)
        assert "float32" in notice(longer).text

    def test_by_curvature_as_by_training(self) -> None:
        valley = Valley(
            floor=np.zeros(2), floor_loss=0.0, largest_rate=0.2, steepness=10.0, only=True,
            curvatures=np.array([1.0, 10.0]), axes=np.eye(2), safe_rate=0.2,
        )  # fmt: skip
        params, near, epochs = np.array([3.0, -2.0]), 1e-3, 0
        there = params.copy()
        while 0.5 * (valley.curvatures * there**2).sum() > near:
            there -= 0.1 * valley.curvatures * there
            epochs += 1
        assert left_by_curvature(valley, params, 0.1, near) == Left(epochs + 1, arrives=True)
        assert left_by_curvature(valley, there, 0.1, near) == Left(1, arrives=True)
        assert left_by_curvature(valley, params, 0.21, near) is None


class TestArrived:
    @pytest.mark.parametrize("preset", [p for p in PRESETS if p.key in ("line", "decay", "bump")])
    def test_is_never_blamed(self, preset) -> None:
        for seed in range(3):
            why = found(run(of_preset(preset.key, seed=seed)))
            assert isinstance(why, Arrived | OtherValley), (preset.key, seed)
            assert why != OtherValley(deeper=False)

    def test_not_even_for_a_rate_that_was_far_too_low_or_gradients_that_added_up(self) -> None:
        valley = situation("a line").facts.valley
        there = dict(zip("ab", valley.floor.tolist(), strict=True))
        for fields in ({"learning_rate": 1e-9}, {"zero_grad": False, "learning_rate": 1e-6}):
            assert found(run(of_preset("line", start=there, epochs=5, **fields))) == Arrived()

    def test_a_flat_place_is_no_arrival(self) -> None:
        why = found(situation("saturated"))
        assert why == FlatPlace(("w", "b"), 1, zero=True, smaller=None)
        said = notice(situation("saturated")).text
        assert "the gradients of w and b are 0 from the start" in said
        assert "best fit" not in said

    def test_when_the_leap_into_the_flat_place_was(self) -> None:
        made = situation("dead after a leap")
        since = found(made).since
        assert made.experiment == DYING
        assert made.history.gradient[since - 2].any()
        assert not made.history.gradient[since - 1 :].any()


def facts_of(experiment: Experiment):
    return FactsQuery(experiment).answer(Problem(experiment))


class TestMisfit:
    @pytest.mark.parametrize("preset", PRESETS)
    def test_presets_fit(self, preset) -> None:
        for seed in range(2):
            experiment = of_preset(preset.key, seed=seed)
            assert misfit(facts_of(experiment), experiment.learning_rate) is None

    def test_the_article_fits_from_any_seed(self) -> None:
        for seed in range(3):
            assert misfit(facts_of(Experiment(seed=seed)), 1e-5) is None

    @pytest.mark.parametrize(
        ("experiment", "kind"),
        [
            (Experiment(data=SHORT), TooSlow),
            (Experiment(formula="a*t"), TooSlow),
            (Experiment(formula="a*t**3 + b"), TooFast),
            (Experiment(standardise=True), TooSlow),
        ],
    )
    def test_what_does_not_fit_is_given_a_rate_that_does(
        self, experiment: Experiment, kind: type
    ) -> None:
        facts = facts_of(experiment)
        why = misfit(facts, experiment.learning_rate)
        assert type(why) is kind
        better = why.rate if isinstance(why, TooSlow) else why.smaller.rate
        assert misfit(facts, better) is None
        made = run(experiment.changed(learning_rate=better))
        assert made.failure is None
        assert excess(made) < 0.5 * (made.history.loss[0] - facts.valley.floor_loss)


@given(
    st.sampled_from(
        ("a*t", "a*b*t", "a*sin(b*t + c)", "a*exp(-b*t)", "exp(a*t) + b", "relu(a*t + b) + c",
         "a/t", "sqrt(a*t)", "v*tanh(w*t + b)", "a*t**5 + b*t", "a + b", "log(a) + b*t")
    ),
    st.floats(-12, 6),
    st.integers(0, 5),
    st.booleans(),
    st.sampled_from((0.5, 3.0, 19.0, 1e4)),
)  # fmt: skip
@settings(max_examples=60)
def test_whatever_runs_something_can_be_said(
    formula: str, power: float, seed: int, zero_grad: bool, stop: float
) -> None:
    experiment = Experiment(
        formula=formula, learning_rate=10**power, seed=seed, zero_grad=zero_grad, epochs=12,
        data=RollerCoaster(points=6, stop=stop),
    )  # fmt: skip
    made = run(experiment)
    for said in (notice(made), of_start(made, None)):
        if said is not None:
            assert said.text.endswith(".")
            assert not WRONG.search(said.text), said.text
            assert len({remedy.label for remedy in said.remedies}) == len(said.remedies)
            for remedy in said.remedies:
                assert experiment.changed(**remedy.fields) != experiment


def test_a_run_of_one_epoch_has_a_cause_too() -> None:
    for experiment in (Experiment(epochs=1), of_preset("neurons", epochs=1), DYING):
        said = notice(run(experiment, 1))
        assert said.text.startswith("Finished 1 epoch with")


def test_since_when_the_settings_are_the_last_ones() -> None:
    history = History(3)
    assert history.settings_since == 1
    recorder = Recorder(Experiment())
    history.append(recorder.train(4))
    assert history.settings_since == 1
    recorder.settings = Experiment(learning_rate=1e-6).settings
    history.append(recorder.train(4))
    assert history.settings_since == 5


def test_parameters_without_a_gradient_are_no_matter_where_the_fit_is_good() -> None:
    inputs = tuple(k / 10 for k in range(20))
    line = Points(inputs=inputs, targets=tuple(2 * t + 1 for t in inputs))
    rested = run(
        Experiment(
            formula="a*t + b + c*relu(d - t)", data=line, learning_rate=0.1, epochs=3000,
            start={"a": 0.0, "b": 0.0, "c": 1.0, "d": -100.0},
        )
    )  # fmt: skip
    assert not rested.history.gradient[:, 2:].any()
    assert found(rested) == Arrived()


@pytest.mark.parametrize(
    ("name", "lost"), [("far too fast", True), ("too fast, but not at its end yet", False)]
)
def test_too_fast_names_the_epoch_whose_numbers_are_lost(name: str, lost: bool) -> None:
    of = situation(name)
    why = found(of)
    assert isinstance(why, TooFast)
    assert why.epoch == (len(of.history) if lost else None)
    assert why.epoch is not False
    assert why.used == SITUATIONS[name][1].learning_rate
