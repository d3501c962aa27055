"""The labels of a short axis: few, in place, different from one another, readable."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gui.panels.moves.axis_labels import LONGEST, axis_labels, short


def test_ordinary_values_stand_as_they_are() -> None:
    assert [text for _, text in axis_labels(-1.2, 0.6, -0.9, 4)] == ["−1.0", "−0.5", "0", "0.5"]


def test_large_values_are_short() -> None:
    texts = [text for _, text in axis_labels(-4.1e17, 2.1e17, 5e16, 4)]
    assert texts == ["−4e17", "−2e17", "0", "2e17"]


def test_values_that_share_their_digits_are_told_as_distances() -> None:
    labels = axis_labels(-1.40020883 - 2.5e-7, -1.40020883 + 3e-7, -1.40020883, 3)
    assert labels[0] == (-1.40020883, "−1.4002")
    assert {text for _, text in labels[1:]} == {"Δ−2e−7", "Δ+2e−7"}
    assert {text: value for value, text in labels}["Δ+2e−7"] == pytest.approx(-1.40020863)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.00036, "0.00036"),
        (0.2, "0.2"),
        (334.2, "334"),
        (58764.1, "58764"),
        (100_000.0, "1e5"),
        (550_406.0, "5.5e5"),
        (2.3e-5, "2.3e−5"),
        (-0.05, "−0.05"),
    ],
)
def test_short(value: float, text: str) -> None:
    assert short(value) == text


@given(
    origin=st.floats(-1e12, 1e12),
    width=st.floats(1e-6, 1e12),
    share=st.floats(0, 1),
    at_most=st.integers(2, 6),
)
def test_labels_are_in_place_and_differ(
    origin: float, width: float, share: float, at_most: int
) -> None:
    assume(width > 1e-9 * abs(origin))
    low, high = origin - share * width, origin + (1 - share) * width
    assume(low < high)
    labels = axis_labels(low, high, origin, at_most)
    slack = 1e-6 * (high - low)
    assert 1 <= len(labels) <= at_most + 1
    assert all(low - slack <= value <= high + slack for value, _ in labels)
    assert len({text for _, text in labels}) == len(labels)
    assert all(len(text) <= max(LONGEST, len("Δ−1.5e−10")) + 2 for _, text in labels)
