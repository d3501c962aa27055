"""What is done and said where more is asked for than a run was to do."""

import pytest

from engine.experiment import MAX_EPOCHS, Experiment
from engine.runs import Run
from engine.words.ends.further import further
from tests.gui.views import make_view, run_of


def ended(experiment: Experiment) -> Run:
    view = make_view(experiment, experiment.epochs)
    return run_of(view.history, view)


@pytest.mark.parametrize(
    ("how", "epochs", "said"),
    [
        ("epoch", 11, "Epoch 11 is one more than was asked for: 11 are now."),
        ("stage", 11, "Epoch 11 is one more than was asked for: 11 are now."),
        ("play", 20, "All 10 epochs were trained, so it plays on to 20."),
    ],
)
def test_it_goes_on_by_one_or_by_as_many_again(how: str, epochs: int, said: str) -> None:
    fields, notice = further(ended(Experiment(epochs=10)), how)
    assert fields == {"epochs": epochs}
    assert notice.text == f"{said} Ctrl+Z takes that back."


def test_a_loss_to_stop_at_is_switched_off() -> None:
    run = ended(Experiment(epochs=20, stop_at_loss=700.0))
    assert len(run.history) < 20
    fields, notice = further(run, "play")
    assert fields == {"stop_at_loss": None}
    assert notice.text.startswith("It no longer stops at a loss of 700.00.")
    run.experiment = run.experiment.changed(**fields)
    assert not run.trained


def test_there_are_no_more_epochs_than_there_can_be() -> None:
    run = ended(Experiment(epochs=2))
    run.history._length = MAX_EPOCHS
    run.experiment = Experiment(epochs=MAX_EPOCHS)
    fields, notice = further(run, "play")
    assert fields == {}
    assert notice.text == "10,000,000 epochs are the most there can be."
