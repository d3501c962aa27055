"""The banner's words: true of the run they are about, and their remedies are ways on."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment import ARTICLE_FORMULA, MAX_EPOCHS, Experiment, RollerCoaster
from engine.numbers import number
from engine.runs import Failure, Run, Stage
from engine.words.ends.blame import said_of
from engine.words.ends.causes import OnItsWay, Standing
from engine.words.ends.estimates import Left, rounded_up
from engine.words.ends.notices import Notice, Remedy, of_end, of_failure, of_start
from engine.words.ends.rough import about, above, below
from gui.run import View
from tests.gui.views import make_view, run_of

DIVERGES = 1e-4


def at_the_end(experiment: Experiment, epochs: int | None = None) -> Notice:
    view = make_view(experiment, epochs or experiment.epochs)
    return of_end(run_of(view.history, view))


def diverged(view: View) -> Notice:
    run = run_of(view.history, view)
    run.failure = Failure("diverged", len(view.history))
    return of_failure(run)


def failed(failure: Failure) -> Notice:
    """Of a run that is not even loaded."""
    return of_failure(Run(1, Experiment(), failure=failure))


def carried_out(experiment: Experiment, remedy: Remedy) -> Experiment:
    return experiment.changed(**remedy.fields)


def test_a_run_that_stopped_at_its_loss_says_so_and_how_to_go_on() -> None:
    view = make_view(epochs=10)
    experiment = Experiment(stop_at_loss=700.0)
    trained = run_of(view.history, replace(view, experiment=experiment))
    notice = of_end(trained)
    loss = number(float(view.history.loss[-1]))
    assert notice.text == (
        f"Stopped at epoch 10, as asked: its loss of {loss} is not above 700.00."
    )
    (remedy,) = notice.remedies
    trained.experiment = carried_out(experiment, remedy)
    assert not trained.trained


class TestDiverged:
    def test_names_the_epoch_and_the_rate_and_offers_a_smaller_one(self) -> None:
        experiment = Experiment(learning_rate=DIVERGES)
        view = make_view(experiment)
        epochs, notice = len(view.history), diverged(view)
        assert notice.kind == "error"
        assert notice.text.startswith(f"Diverged at epoch {epochs}: ")
        assert "a learning rate of 0.0001 " in notice.text
        assert "below 3.5e−5" in notice.text
        (remedy,) = notice.remedies
        assert remedy == Remedy("Reset with 0.00001", {"learning_rate": 1e-5}, "reset")

    @pytest.mark.parametrize(
        ("formula", "rate"),
        [(ARTICLE_FORMULA, rate) for rate in (4e-5, 1e-4, 0.1, 100.0, 1e6)]
        + [("a*t + b", rate) for rate in (0.1, 100.0, 1e6)],
    )
    def test_with_the_remedy_it_does_not(self, formula: str, rate: float) -> None:
        experiment = Experiment(learning_rate=rate, formula=formula, epochs=2_000)
        view = make_view(experiment, experiment.epochs)
        assert not view.history[-1].finite
        notice = diverged(view)
        gentler = carried_out(experiment, notice.remedies[0])
        assert gentler.learning_rate < rate
        assert make_view(gentler, 2_000).history[-1].finite

    def test_before_anything_is_known_of_the_valley(self) -> None:
        view = make_view(Experiment(learning_rate=0.5))
        notice = diverged(replace(view, facts=replace(view.facts, valley=None)))
        assert notice.text.startswith(f"Diverged at epoch {len(view.history)}: ")
        assert "they shrink" not in notice.text
        assert notice.remedies[0].fields == {"learning_rate": 0.05}

    def test_is_about_the_rate_that_diverged_whatever_it_is_by_now(self) -> None:
        view = make_view(Experiment(learning_rate=DIVERGES))
        now = replace(view, experiment=view.experiment.changed(learning_rate=0.5))
        assert diverged(now) == diverged(view)

    def test_without_a_step_blames_the_formula(self) -> None:
        notice = diverged(make_view(Experiment(formula="a*log(t)")))
        assert "before the first step is taken" in notice.text
        assert notice.remedies == ()


class TestRefused:
    def test_pytorchs_words_the_articles_reason_and_the_switch(self) -> None:
        words = "element 0 of tensors does not require grad"
        experiment = Experiment(requires_grad=False)
        notice = failed(Failure("refused", 3, words, Stage.BACKWARD))
        assert notice.kind == "error"
        assert f"“{words}”" in notice.text
        assert "stage 3, loss.backward(), of epoch 3" in notice.text
        assert "requires_grad_()" in notice.text
        assert "massively important" in notice.text
        (remedy,) = notice.remedies
        assert carried_out(experiment, remedy).requires_grad is True
        assert remedy.then == "nothing"


class TestBroken:
    def test_says_why_and_offers_to_begin_anew(self) -> None:
        notice = failed(Failure("broken", 7, "ValueError: no"))
        assert notice.kind == "error"
        assert "ValueError: no" in notice.text
        assert notice.remedies == (Remedy("Reset", {}, "reset"),)


class TestTheEnd:
    def test_the_article_is_far_from_the_best_fit_and_shown_the_way(self) -> None:
        experiment = Experiment()
        notice = at_the_end(experiment)
        assert notice.kind == "info"
        assert "Finished 200 epochs with a loss of 618.53; the best fit has 0.65" in notice.text
        assert "about 218,000 times steeper across (its walls) than along" in notice.text
        assert "Standardised inputs: 7.4 times steeper." in notice.text
        way_out, faster = notice.remedies
        assert (way_out.label, way_out.then) == ("Standardise, rate 0.2", "play")
        assert (faster.label, faster.then) == ("Raise the rate to 0.00003", "rerun")

    def test_the_way_out_arrives(self) -> None:
        experiment = Experiment()
        better = carried_out(experiment, at_the_end(experiment).remedies[0])
        assert better.standardise
        notice = at_the_end(better)
        assert "it has arrived" in notice.text
        # More training would not help.
        assert notice.remedies == ()

    def test_every_sentence_says_what_it_is_about(self) -> None:
        gentle = Experiment(
            formula="a*t + b", data=RollerCoaster(stop=5.0), learning_rate=1e-3, epochs=50
        )
        notice = at_the_end(gentle)
        assert notice.text == (
            "Finished 50 epochs with a loss of 1201.9; the best fit has 2.2235. The learning rate "
            "of 0.001 is about 107 times below what the valley (the dip in the loss) allows, so "
            "each step hardly moves the parameters."
        )

    def test_more_than_the_most_is_not_offered(self) -> None:
        never = OnItsWay(Left(MAX_EPOCHS, arrives=True), 5, 0.5)
        assert said_of(never, Experiment(), MAX_EPOCHS)[1] == ()
        (longer,) = said_of(OnItsWay(None, 5, 0.5), Experiment(), MAX_EPOCHS - 7)[1]
        assert longer.fields == {"epochs": MAX_EPOCHS}

    @pytest.mark.parametrize("formula", ["a*t", "sin(a*t) + b", "a*b*t", "exp(a*t) + b"])
    def test_other_formulas_have_their_ends_too(self, formula: str) -> None:
        experiment = Experiment(formula=formula, learning_rate=1e-7, epochs=20)
        notice = at_the_end(experiment)
        assert notice.text.startswith("Finished 20 epochs with a loss of ")
        assert notice.text.endswith(".")
        assert "nan" not in notice.text
        assert "inf" not in notice.text
        for remedy in notice.remedies:
            assert carried_out(experiment, remedy) != experiment

    def test_gradients_that_added_up_are_told_also_once_they_would_no_longer(self) -> None:
        view = make_view(Experiment(zero_grad=False, learning_rate=1e-6, epochs=50), 50)
        for zero_grad in (False, True):
            by_now = view.experiment.changed(zero_grad=zero_grad)
            notice = of_end(run_of(view.history, replace(view, experiment=by_now)))
            assert "The gradients of all epochs add up" in notice.text
            assert notice.remedies[0].fields == {"zero_grad": True}
            assert notice.remedies[0].then == "reset"

    def test_the_loss_is_the_last_epochs(self) -> None:
        view = make_view(epochs=3)
        notice = of_end(run_of(view.history, view))
        assert f"Finished 3 epochs with a loss of {number(view.history[-1].loss)};" in notice.text


@given(st.integers(1, MAX_EPOCHS))
def test_rounded_up(value: int) -> None:
    nice = rounded_up(value)
    assert value <= nice < 1.1 * value + 1
    assert str(nice)[2:].strip("0") == ""


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (218_450.6, "218,000"), (999_400.0, "999,000"), (999_600.0, "1.0 million"),
        (1_444_786, "1.4 million"), (21e9, "21 billion"), (4_765.3, "4,770"), (353.99, "354"),
        (42.4, "42"), (7.438, "7.4"), (1.0, "1.0"), (2e20, "2.0e20"),
    ],
)  # fmt: skip
def test_about(value: float, said: str) -> None:
    assert about(value) == said


@given(st.floats(1e-12, 1e6))
def test_what_is_said_to_be_below_and_above_is(value: float) -> None:
    low, high = (float(text.replace("−", "-")) for text in (below(value), above(value)))
    assert low <= value <= high
    assert high - low <= 0.11 * value


class TestTheStart:
    def start(self, before: Experiment | None = None, **fields: object) -> Notice | None:
        view = make_view(Experiment(**fields), 1)
        return of_start(run_of(view.history, view), before)

    def test_of_the_article_nothing_is_said(self) -> None:
        assert self.start() is None
        assert self.start(before=Experiment(formula="a*t")) is None

    def test_a_rate_far_too_small_is_told_at_once_with_one_that_does(self) -> None:
        notice = self.start(before=Experiment(), formula="a*t")
        assert notice is not None
        assert notice.kind == "warning"
        assert "a learning rate of 0.00001 is about 810 times below" in notice.text
        assert notice.remedies == (Remedy("Use 0.002", {"learning_rate": 0.002}),)

    def test_a_rate_too_large_too(self) -> None:
        notice = self.start(before=Experiment(), formula="a*t**3 + b")
        assert notice is not None
        assert "allows less than 1.4e−7" in notice.text
        assert notice.remedies == (Remedy("Use 5e−8", {"learning_rate": 5e-8}),)

    def test_only_where_formula_or_data_are_others(self) -> None:
        before = Experiment(formula="a*t", learning_rate=1e-3)
        assert self.start(before=before, formula="a*t") is None
        assert self.start(before=before, formula="a*t", seed=3) is None
        shorter = RollerCoaster(stop=12.0)
        assert self.start(before=before, formula="a*t", data=shorter) is not None


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (OnItsWay(Left(1, arrives=True), 5, 0.5), "about 1 epoch more, at this rate"),
        (OnItsWay(Left(84, arrives=True), 5, 0.5), "about 84 epochs more, at this rate"),
        (OnItsWay(Left(84_321, arrives=True), 5, 0.5), "about 84,300 epochs more, at this rate"),
        (OnItsWay(Left(1_490_000, arrives=False), 5, 0.5), "more than 1.4 million epochs more"),
        (OnItsWay(Left(0, arrives=False), 5, 0.5), "It stands still: float32"),
        (OnItsWay(None, 1, 0.254), "over the last epoch the loss fell by 25 %"),
        (OnItsWay(None, 50, 0.031), "over the last 50 epochs the loss fell by 3.1 %"),
        (Standing(0, 0.0), ""),
        (Standing(9, -0.5), "The loss no longer falls"),
        (Standing(9, 0.0012), "hardly falls any more: by 0.12 % over the last 9 epochs"),
    ],
)
def test_how_far_it_is(cause: OnItsWay | Standing, said: str) -> None:
    text, _ = said_of(cause, Experiment(), 200)
    assert said in text
    assert bool(text) == bool(said)
