"""What a map says, as it is read."""

import numpy as np
import pytest

from engine.words.landscape import on_map

NAMES = ("a", "b", "c")


def test_places_of_the_path_have_names() -> None:
    assert on_map.epoch_of(0) == "start"
    assert on_map.epoch_of(1_234) == "after epoch 1,234"
    assert on_map.stretch_of(5, 200) == "epochs 5 to 200"
    assert on_map.stretch_of(0, 7) == "start to epoch 7"
    assert on_map.stretch_of(3, 3) == "after epoch 3"


def test_what_is_not_on_the_map_is_said() -> None:
    values, moved = np.array([1.0, 2.0, 0.4191]), np.array([1.0, 1.0, 0.049])
    assert on_map.others(NAMES, (0, 1), values, 200, moved) == (
        "c = 0.41910 on this whole map, its value after epoch 200. Over the run c moved by 0.049."
    )
    assert on_map.others(NAMES, (0, 1), values, 0, moved).endswith("its value at the start.")
    assert on_map.others(("a", "b"), (0, 1), values[:2], 3, moved).startswith("Both parameters")
    many = on_map.others(("a", "b", "c", "d"), (0, 3), np.zeros(4), 3, np.zeros(4))
    assert many == "On this whole map the other 2 parameters have their values after epoch 3."


@pytest.mark.parametrize(
    ("beside", "apart", "loss", "said"),
    [
        (0.0, 0.0, 5.0, ""),
        (
            0.049,
            15.2,
            36415.2,
            "of the map; its loss differs by at most 15 of 36,415.",
        ),
        (0.049, 0.0, 5.0, "within 0.049 of the map; its loss is the same."),
        (0.049, float("nan"), 5.0, "within 0.049 of the map."),
    ],
)
def test_how_far_the_path_is_off(beside: float, apart: float, loss: float, said: str) -> None:
    assert on_map.off_the_map(beside, apart, loss, 3).endswith(said)


def test_the_best_fit_is_on_the_map_or_so_far_away() -> None:
    assert on_map.best_fit("best fit", 0.658, NAMES, None, np.zeros(3)) == ("best fit", "loss 0.66")
    assert on_map.best_fit("best fit", 0.658, NAMES, (0, 1), np.array([0, 0, -67.1])) == (
        "best fit, 0.66: not on this map,", "its c is 67 away"
    )  # fmt: skip
    four = ("a", "b", "c", "d")
    _, away = on_map.best_fit("best fit", 0.658, four, (0, 1), np.array([0, 0, 3.0, 4.0]))
    assert away == "it is 5.0 beside it"


def test_the_gradient_has_its_number_and_on_a_pair_its_parts() -> None:
    assert on_map.gradient(None, 17.66, 0.0) == "−gradient 17.7"
    assert on_map.gradient((0, 1), -1.26, 18.15) == "−gradient (1.3 left, 18 up)"
    assert on_map.gradient((0, 1), 0.0, 0.0) == "−gradient (0)"
    assert on_map.step(1e-5, 0.636) == "× rate 0.00001 = step 0.636"


def test_a_loss_between_places_is_only_about_right() -> None:
    assert on_map.loss_there(21011.4, exact=True) == "21,011"
    assert on_map.loss_there(21011.4, exact=False) == "about 21,000"
    assert on_map.loss_there(float("inf"), exact=True) == "not finite"


def test_losses_in_a_sentence_are_short() -> None:
    assert [on_map.short_loss(loss) for loss in (0.658, 618.5, 36415.2, 8.07e42)] == [
        "0.66", "618", "36,415", "8.1e42"
    ]  # fmt: skip


def test_true_scale_says_what_was_stretched() -> None:
    head, said = on_map.true_scale(15.0, 218_451.0)
    assert head == "The same at true scale"
    assert said == (
        "(above, “across” is drawn 15 times larger): the valley is a hair line, 467 times longer "
        "than wide"
    )
    assert "smaller" in on_map.true_scale(0.25, None)[1]
    assert on_map.true_scale(1.0, float("inf"))[1] == ""
