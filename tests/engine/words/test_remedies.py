"""Every remedy that is offered does what it promises, to the number."""

from functools import cache

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.queries import Outcome
from engine.runs import Doubles, Run
from engine.training import Problem, Recorder
from engine.words.ends.notice import Notice, Remedy
from engine.words.ends.notices import of_end, of_failure, of_start
from engine.words.remedies import Offer, Promise, offers, to_try
from tests.engine.words.ends.situations import SITUATIONS, notice, of_preset, run, situation

# Longer runs are not trained but followed in float64.
TRAINED = 6_000


def asked(of: Run, said: Notice) -> tuple[Offer, ...]:
    """What is offered once everything has been tried."""
    question = to_try(of, said)
    outcomes = question.answer(Problem(of.experiment)) if question else ()
    return offers(of, said, outcomes)


@cache
def offered(name: str) -> tuple[Offer, ...]:
    return asked(situation(name), notice(situation(name)))


def loss_of(experiment: Experiment, epoch: int) -> float:
    """The loss of `epoch`, trained or, if that would take long, by the powers of one epoch."""
    if epoch <= TRAINED:
        return float(Recorder(experiment.changed(epochs=epoch)).train(epoch).loss[-1])
    problem = Problem(experiment)
    powers = np.vander(problem.inputs.astype(float), 3)
    hessian = 2 / len(powers) * powers.T @ powers
    best, *_ = np.linalg.lstsq(powers, problem.targets.astype(float))
    step = np.linalg.matrix_power(np.eye(3) - experiment.learning_rate * hessian, epoch - 1)
    params: Doubles = best + step @ (problem.start - best)
    return float(np.mean((powers @ params - problem.targets) ** 2))


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_remedy_does_what_it_says(name: str) -> None:
    made = situation(name)
    for offer in offered(name):
        promise, fields = offer.promise, offer.remedy.fields
        assert promise is not None
        changed = made.experiment.changed(**fields)
        if promise.loss is None or promise.epochs is None:
            assert "data" in fields
            continue
        came = loss_of(changed, promise.epochs)
        if promise.tried and "epochs" not in fields:
            assert came == promise.loss
        else:
            assert came == pytest.approx(promise.loss, rel=5e-3)
        if np.isfinite(made.history.loss[-1]):
            assert came < made.history.loss[-1]


@pytest.mark.parametrize("name", SITUATIONS)
def test_what_helped_is_offered_and_nothing_else(name: str) -> None:
    labels = [remedy.label.partition(" seed")[0] for remedy in notice(situation(name)).remedies]
    kept = [offer.remedy.label.partition(" seed")[0] for offer in offered(name)]
    assert kept == labels


class TestTheArticle:
    def test_is_shown_two_ways_out_in_numbers(self) -> None:
        standardise, raised = offered("the article")
        assert standardise.promise == Promise(
            "7.4 times steeper across than along instead of 218,451; 200 epochs at 0.2 reach 0.658"
            " instead of 619",
            200,
            pytest.approx(0.657893, rel=1e-5),
        )
        assert standardise.remedy.fields == {"standardise": True, "learning_rate": 0.2}
        assert raised.remedy == Remedy(
            "Raise the rate to 0.00003", {"learning_rate": 3e-5}, "rerun"
        )
        assert raised.promise is not None
        assert raised.promise.text == ("482,000 epochs instead of 1,440,000 until the loss is 1")
        assert raised.promise.epochs == pytest.approx(481_662, abs=2)

    def test_one_epoch_before_the_promise_it_is_not_kept_yet(self) -> None:
        promise = offered("the article")[1].promise
        assert promise is not None
        assert promise.epochs is not None
        faster = Experiment(learning_rate=3e-5)
        assert loss_of(faster, promise.epochs) <= 1 < loss_of(faster, promise.epochs - 1)


class TestTrying:
    def test_nothing_is_offered_that_is_yet_to_be_tried(self) -> None:
        made = situation("a wave lost")
        assert to_try(made, notice(made)) is not None
        assert offers(made, notice(made)) == ()

    def test_the_best_of_some_seeds_is_offered(self) -> None:
        (offer,) = offered("a wave lost")
        assert offer.remedy.label == "Try seed 4"
        assert offer.remedy.fields == {"seed": 4, "start": {}}
        assert offer.promise is not None
        assert offer.promise.text == "tried: 1,000 epochs reach 0.0358 instead of 1.86"

    @pytest.mark.parametrize(
        "outcome",
        [Outcome(1_000, 1.9, True), Outcome(1_000, 1.86, True), Outcome(3, np.inf, False)],
    )
    def test_what_did_not_help_is_not_offered(self, outcome: Outcome) -> None:
        made = situation("a wave lost")
        assert offers(made, notice(made), [outcome] * 5) == ()

    def test_what_the_curvature_foretells_is_not_tried(self) -> None:
        for name in ("the article", "far too fast", "gradients add up", "a cubic under way"):
            assert to_try(situation(name), notice(situation(name))) is None

    def test_one_that_goes_on_is_tried_from_where_it_is(self) -> None:
        made = situation("a decay under way")
        question = to_try(made, notice(made))
        assert question is not None
        (trial,) = question.trials
        assert trial.epochs == trial.fields["epochs"] - 30
        last = made.history.updated_params[-1].tolist()
        assert trial.fields["start"] == dict(zip(("a", "b"), last, strict=True))


def test_without_requires_grad_the_switch_is_tried() -> None:
    from engine.runs import Failure, Stage

    made = run(Experiment(), 3)
    made.experiment = Experiment(requires_grad=False)
    made.failure = Failure("refused", 4, "element 0", Stage.BACKWARD)
    (offer,) = asked(made, of_failure(made))
    assert offer.remedy.fields == {"requires_grad": True}
    assert offer.promise is not None
    assert offer.promise.tried
    assert offer.promise.loss == loss_of(Experiment(), 200)


def test_before_the_first_epoch_the_rate_that_fits_has_its_promise_too() -> None:
    made = run(Experiment(formula="a*t"), 1)
    made.history = type(made.history)(1)
    said = of_start(made, None)
    assert said is not None
    (offer,) = asked(made, said)
    assert offer.promise is not None
    assert offer.promise.text == "200 epochs at 0.002 reach 654"
    came = loss_of(Experiment(formula="a*t", learning_rate=0.002), 200)
    assert offer.promise.loss == pytest.approx(came, rel=1e-3)


def test_what_stopped_at_a_loss_trains_on_with_a_promise() -> None:
    experiment = of_preset("cubic", stop_at_loss=1.0)
    made = run(experiment)
    made.history = type(made.history)(4)
    made.history.append(Recorder(experiment).train(500))
    assert made.stopped_at_loss
    (offer,) = asked(made, of_end(made))
    assert offer.remedy.fields == {"stop_at_loss": None}
    assert offer.promise is not None
    came = float(Recorder(of_preset("cubic")).train(500).loss[-1])
    assert offer.promise.loss == pytest.approx(came, rel=1e-6)
    assert offer.promise.epochs == 500


def test_a_run_that_only_begins_anew_promises_nothing() -> None:
    from engine.runs import Failure

    made = run(Experiment(), 3)
    made.failure = Failure("broken", 4, "ValueError: no")
    assert asked(made, of_failure(made)) == (Offer(Remedy("Reset", {}, "reset"), None),)
