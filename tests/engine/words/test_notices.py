"""The banner's words: true of the run they are about, and their remedies are ways on."""

import math
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment import ARTICLE_FORMULA, MAX_EPOCHS, Experiment, RollerCoaster
from engine.numbers import number
from engine.runs import Failure, Run, Stage
from engine.words.notices import Notice, Remedy, nice_below, of_end, of_failure
from gui.run.view import View
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
        assert "below" not in notice.text
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
        assert re.search(r"The valley is 218,\d\d\d times steeper across than along", notice.text)
        assert "with standardised inputs the valley is 7.4 times steeper" in notice.text
        way_out, longer = notice.remedies
        assert (way_out.label, way_out.then) == ("Standardise, rate 0.2", "play")
        assert (longer.label, longer.then) == ("Train to 400", "play")
        assert carried_out(experiment, longer).epochs == 400

    def test_the_way_out_arrives(self) -> None:
        experiment = Experiment()
        better = carried_out(experiment, at_the_end(experiment).remedies[0])
        assert better.standardise
        notice = at_the_end(better)
        assert "it has arrived" in notice.text
        assert [remedy.label for remedy in notice.remedies] == ["Train to 400"]

    def test_every_sentence_says_what_it_is_about(self) -> None:
        gentle = Experiment(
            formula="a*t + b", data=RollerCoaster(stop=5.0), learning_rate=1e-3, epochs=50
        )
        notice = at_the_end(gentle)
        assert "times steeper" in notice.text or " it " not in notice.text

    @pytest.mark.parametrize("epochs", [1, 200, 3_000])
    def test_more_is_at_least_as_much_again(self, epochs: int) -> None:
        experiment = Experiment(epochs=epochs)
        more = carried_out(experiment, at_the_end(experiment).remedies[-1]).epochs
        assert more == max(2 * epochs, epochs + 200)

    @pytest.mark.parametrize("epochs", [MAX_EPOCHS, MAX_EPOCHS - 1, MAX_EPOCHS // 2 + 1])
    def test_more_than_the_most_is_not_offered(self, epochs: int) -> None:
        # How many were trained makes no difference to what is offered.
        remedies = at_the_end(Experiment(epochs=epochs), 3).remedies
        offered = [remedy.fields["epochs"] for remedy in remedies if "epochs" in remedy.fields]
        assert offered == [MAX_EPOCHS] * (epochs < MAX_EPOCHS)

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

    def test_the_loss_is_the_last_epochs(self) -> None:
        view = make_view(epochs=3)
        notice = of_end(run_of(view.history, view))
        assert f"Finished 3 epochs with a loss of {number(view.history[-1].loss)};" in notice.text


@given(st.floats(1e-300, 1e300))
def test_nice_below(value: float) -> None:
    nice = nice_below(value)
    digit, _, power = f"{nice:e}".partition("e")
    assert float(digit) in (1, 2, 5)
    assert nice <= value * (1 + 1e-9)
    larger = {1: 2, 2: 5, 5: 10}[round(float(digit))]
    assert float(f"{larger}e{int(power)}") > value


def test_nice_below_of_nice_numbers_is_themselves() -> None:
    for power in range(-9, 10):
        for digit in (1, 2, 5):
            nice = float(f"{digit}e{power}")
            assert nice_below(nice) == nice
            assert nice_below(math.nextafter(nice, math.inf)) == nice
