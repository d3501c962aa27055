"""Where the run stands, in a line."""

from dataclasses import replace

import pytest

from engine.experiment import Experiment
from engine.runs import Stage
from engine.words import status as words
from gui.run import View
from tests.gui.views import make_view


@pytest.fixture(scope="module")
def third() -> View:
    """The third of 12,345 epochs, all its stages run, with losses that are easily recognised."""
    view = make_view(Experiment(epochs=12_345), epochs=3)
    return replace(view, snapshot=replace(view.snapshot, loss=63466.4, updated_loss=862.7))


def status(view: View) -> str:
    return words.status(view.snapshot, view.experiment)


def title(view: View | None, name: str, *, playing: bool) -> str:
    experiment = view.experiment if view else Experiment()
    return words.title(name, playing, view.snapshot if view else None, experiment)


def at(view: View, stage: Stage) -> View:
    return replace(view, snapshot=view.snapshot.until(stage))


def test_the_status_is_the_epoch_and_the_loss(third: View) -> None:
    assert status(third) == "epoch 3 / 12,345    loss\u00a063,466\u00a0→\u00a0862.70"


def test_a_loss_that_has_not_been_computed_is_not_told(third: View) -> None:
    assert status(at(third, Stage.PREDICT)) == "epoch 3 / 12,345"
    assert status(at(third, Stage.LOSS)) == "epoch 3 / 12,345    loss\u00a063,466"


def test_the_start_is_epoch_0() -> None:
    view = make_view(epochs=2, cursor=0)
    assert status(view).startswith("epoch 0 / 200")
    assert title(view, "", playing=False).startswith("Learnscope – epoch 0 of 200")


def test_a_loss_that_is_no_number_says_so(third: View) -> None:
    diverged = replace(third, snapshot=replace(third.snapshot, loss=float("inf")))
    assert status(at(diverged, Stage.LOSS)).endswith("loss\u00a0∞")
    assert status(diverged).endswith("loss\u00a0∞\u00a0→\u00a0862.70")


@pytest.mark.parametrize(("name", "said"), [("", "Learnscope"), ("mine*", "mine* – Learnscope")])
def test_the_title_before_there_is_anything_to_see(name: str, said: str) -> None:
    assert title(None, name, playing=False) == said
    assert title(None, name, playing=True) == said


def test_the_title_tells_the_file_the_epoch_and_the_loss(third: View) -> None:
    text = "Learnscope – epoch 3 of 12,345, loss 63,466\u00a0→\u00a0862.70"
    assert title(third, "", playing=False) == text
    assert title(third, "mine*", playing=False) == f"mine* – {text}"


def test_while_it_plays_the_title_stands_still(third: View) -> None:
    assert title(third, "", playing=True) == "Learnscope – playing"
    assert title(third, "mine", playing=True) == "mine – Learnscope – playing"


@pytest.mark.parametrize(
    ("stage", "rest"),
    [
        (Stage.PREDICT, ", stage 1"), (Stage.LOSS, ", stage 2, loss 63,466"),
        (Stage.BACKWARD, ", stage 3, loss 63,466"), (Stage.GRADIENT, ", stage 4, loss 63,466"),
        (Stage.UPDATE, ", loss 63,466\u00a0→\u00a0862.70"),
    ],
)  # fmt: skip
def test_the_title_tells_the_stage_of_an_unfinished_epoch(
    third: View, stage: Stage, rest: str
) -> None:
    assert title(at(third, stage), "", playing=False) == f"Learnscope – epoch 3 of 12,345{rest}"


def test_losses_that_differ_are_told_in_digits_that_differ(third: View) -> None:
    near = replace(third, snapshot=replace(third.snapshot, loss=618.5338, updated_loss=618.5264))
    assert status(near).endswith("loss\u00a0618.534\u00a0→\u00a0618.526")
