"""What each view shows, in a sentence: true, short, and for numbers that are none as well."""

from dataclasses import replace

import numpy as np
import pytest

from engine.words.seen import of_fit, of_loss, of_signs, of_timeline
from tests.gui.views import make_view


@pytest.mark.parametrize(
    ("losses", "epoch", "said"),
    [
        ([], 0, "Loss: no epoch has one yet."),
        ([36414.6], 1, "Loss, epoch 1 of 200: 36415."),
        ([700, 661.2], 2, "Loss, epoch 2 of 200: 661.20, falling."),
        ([661.2, 700], 2, "Loss, epoch 2 of 200: 700.00, rising."),
        ([618.53, 618.529], 2, "Loss, epoch 2 of 200: 618.53, hardly falling."),
        ([5, 5, 7], 2, "Loss, epoch 2 of 200: 5.0000, unchanged."),
        ([5, np.inf], 2, "Loss, epoch 2 of 200: ∞, no longer finite."),
    ],
)
def test_the_loss_and_where_it_is_going(losses: list[float], epoch: int, said: str) -> None:
    assert of_loss(np.array(losses, np.float32), epoch, 200) == said


def test_the_fit_tells_the_prediction_that_is_farthest_off() -> None:
    view = make_view(epochs=1)
    residuals = view.snapshot.predictions.astype(float) - view.facts.targets
    said = of_fit(view.snapshot, view.facts)
    assert said.startswith("Fit, epoch 1: 20 points, targets from ")
    assert np.abs(residuals).argmax() == 19
    assert said.endswith("below its target, at time t (seconds) = 19.0.")
    assert f"{residuals[19]:.0f}".replace("-", "−") in said
    lost = replace(view.snapshot, predictions=np.full(20, np.nan, np.float32))
    assert of_fit(lost, view.facts).endswith("no longer finite numbers.")


def test_the_signs_and_since_when() -> None:
    gradient = np.array([1.0, -2.0, 0.0, np.nan], np.float32)
    assert of_signs("abcd", gradient, 1200, [14, None, None, None]) == (
        "Gradient signs, epoch 1,200: a positive since epoch 14, b negative, c zero, d not finite."
    )


def test_of_many_parameters_the_first_are_named() -> None:
    names = [f"w{k}" for k in range(15)]
    said = of_signs(names, np.ones(15, np.float32), 1, [None] * 15)
    assert said.endswith("w11 positive, and 3 more.")


def test_the_timeline() -> None:
    assert of_timeline(37, 120, 200) == ("Timeline: epoch 37 shown, 120 trained, 200 asked for.")
