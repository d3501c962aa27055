"""Where epochs and losses stand in the picture of the loss's parts."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from gui.plots.parts.scale import Scale

SCALE = Scale(QRectF(100, 20, 600, 200), 1_000_000.0, 400.0)


def test_epochs_stand_by_their_powers_of_ten() -> None:
    places = SCALE.x(np.array([0.0, 1.0, 10.0, 1000.0, 1e6]))
    assert places == pytest.approx([100, 100, 200, 400, 700])
    assert SCALE.x_of(100) == pytest.approx(300)
    for epoch in (1, 10, 12_345, 1_000_000):
        assert SCALE.epoch_at(SCALE.x_of(epoch)) == pytest.approx(epoch)
    assert SCALE.epoch_at(0) == 1
    assert SCALE.epoch_at(2000) == pytest.approx(1e6)


def test_losses_stand_from_the_bottom_up_and_too_high_ones_above() -> None:
    heights = SCALE.y(np.array([0.0, 200.0, 400.0, 800.0, 1e9, np.inf, np.nan]))
    assert heights[:4] == pytest.approx([220, 120, 20, -180])
    assert heights[4] == heights[5] == 220 - 9 * 200
    assert heights[6] == 220


@pytest.mark.parametrize(
    ("room", "texts"),
    [
        (50, ["1", "10", "100", "1,000", "10,000", "100,000", "1,000,000"]),
        (100, ["1", "10", "100", "1,000", "10,000", "100,000", "1,000,000"]),
        (101, ["1", "100", "10,000", "1,000,000"]),
        (250, ["1", "1,000", "1,000,000"]),
        (1e9, ["1", "1,000,000"]),
    ],
)
def test_ticks_are_powers_of_ten_with_room_for_their_texts(room: float, texts: list[str]) -> None:
    ticks = SCALE.ticks(room)
    assert [text for _, text in ticks] == texts
    assert [epoch for epoch, _ in ticks] == [float(text.replace(",", "")) for text in texts]


def test_very_many_epochs_are_written_as_powers() -> None:
    scale = Scale(QRectF(0, 0, 700, 200), 1e9, 1.0)
    ticks = scale.ticks(150)
    assert [epoch for epoch, _ in ticks] == [1, 1e2, 1e4, 1e6, 1e8]
    assert len({text for _, text in ticks}) == 5
    assert max(len(text) for _, text in ticks) < 8
