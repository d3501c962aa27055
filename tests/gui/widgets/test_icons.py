"""Every icon shows something of its own, in the colours of the theme, sharp at every size."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage

from gui.theme import DARK, LIGHT, Theme
from gui.widgets.icons import SIZES, icon

NAMES = ("play", "pause", "back", "epoch", "stage", "latest", "reset", "panel")

pytestmark = pytest.mark.usefixtures("qapp")


def drawn(
    name: str,
    theme: Theme = LIGHT,
    size: int = SIZES[0],
    mode: QIcon.Mode = QIcon.Mode.Normal,
) -> QImage:
    image = icon(name, theme).pixmap(QSize(size, size), 1.0, mode).toImage()
    return image.convertToFormat(QImage.Format.Format_ARGB32)


def colours(image: QImage) -> dict[str, int]:
    """How many pixels have each colour, of those that are not see-through."""
    found: dict[str, int] = {}
    for x in range(image.width()):
        for y in range(image.height()):
            colour = image.pixelColor(x, y)
            if colour.alpha() == 255:
                found[colour.name()] = found.get(colour.name(), 0) + 1
    return found


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("name", NAMES)
def test_it_is_drawn_in_the_themes_colours(name: str, theme: Theme) -> None:
    assert set(colours(drawn(name, theme))) == {QColor(theme.text).name()}
    disabled = drawn(name, theme, mode=QIcon.Mode.Disabled)
    assert set(colours(disabled)) == {QColor(theme.previous).name()}


@pytest.mark.parametrize("name", NAMES)
def test_it_fills_its_square_and_leaves_the_corners(name: str) -> None:
    image = drawn(name, size=SIZES[1])
    ink = sum(colours(image).values())
    assert 0.05 < ink / (image.width() * image.height()) < 0.7
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(image.width() - 1, image.height() - 1).alpha() == 0


def test_no_two_are_alike() -> None:
    for one, other in combinations(NAMES, 2):
        assert drawn(one) != drawn(other), (one, other)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_drawn_anew_for_high_resolutions(name: str) -> None:
    small, large = drawn(name, size=SIZES[0]), drawn(name, size=SIZES[1])
    assert large.width() == 2 * small.width() == SIZES[1]
    assert large != small.scaled(large.size())


# the shapes, on their square of 24 units


def ink(name: str) -> NDArray[np.float64]:
    """How much of each pixel is drawn upon, 0 to 1; rows from above."""
    image = drawn(name, size=SIZES[2])
    side = image.width()
    return np.array([[image.pixelColor(x, y).alphaF() for x in range(side)] for y in range(side)])


def box(drawn: NDArray[np.float64]) -> list[float]:
    """Left, top, right and bottom of what is drawn, in units."""
    unit = drawn.shape[0] / 24
    down, across = (np.flatnonzero((drawn > 0.4).any(axis=axis)) for axis in (1, 0))
    return [across[0] / unit, down[0] / unit, (across[-1] + 1) / unit, (down[-1] + 1) / unit]


def test_filled_icons_have_their_triangles_and_bars() -> None:
    for name, ends, area, middle in (
        ("play", [6, 4, 20, 20], 112, 6 + 14 / 3),
        ("pause", [6, 5, 18, 19], 112, 12),
        ("back", [6, 5, 17, 19], 77, 17 - 11 / 3),
        ("epoch", [5, 5, 20, 19], 77 + 42, (77 * (5 + 11 / 3) + 42 * 18.5) / 119),
        ("stage", [9, 7, 17, 17], 40, 9 + 8 / 3),
        ("latest", [3, 5, 21, 19], 98 + 42, (49 * 53 / 3 + 42 * 19.5) / 140),
    ):  # fmt: skip
        seen = ink(name)
        unit = seen.shape[0] / 24
        assert box(seen) == pytest.approx(ends, abs=0.35), name
        assert seen.sum() / unit**2 == pytest.approx(area, abs=2), name
        across, down = (np.arange(seen.shape[0]) + 0.5) / unit, seen.sum(axis=1)
        assert (seen.sum(axis=0) @ across) / seen.sum() == pytest.approx(middle, abs=0.15), name
        assert (down @ across) / seen.sum() == pytest.approx(12, abs=0.1), name
    gaps = ink("pause")[40]
    assert [int(gaps[round(x * 80 / 24)]) for x in (6.5, 9.5, 10.5, 13.5, 14.5, 17.5)] == [
        1, 1, 0, 0, 1, 1,
    ]  # fmt: skip


def test_reset_is_three_quarters_of_a_circle_with_an_arrow_s_head() -> None:
    seen = ink("reset")

    def at(x: float, y: float) -> bool:
        return bool(seen[round(y * 80 / 24), round(x * 80 / 24)] > 0.6)

    for degrees in range(0, 360, 5):
        x, y = (12 + 7 * f(np.radians(degrees)) for f in (np.cos, np.sin))
        if degrees not in range(45, 150):
            assert at(x, 24 - y), degrees
        elif degrees in range(75, 110):
            assert not at(x, 24 - y), degrees
    assert not at(12, 12)
    # Its stroke is 2.2 units wide.
    row = seen[40, 40:]
    assert row.sum() * 24 / 80 == pytest.approx(2.2, abs=0.15)
    assert at(4, 3.8)
    assert at(10, 4.6)
    assert at(5.8, 9.3)
    assert not at(3, 6)
    assert not at(10, 7)


def test_enlarge_and_put_back_have_their_corners_outside_and_inside() -> None:
    for name, corner, end in (("enlarge", 7, 2), ("putBack", 3, 8)):
        seen = ink(name)
        assert seen == pytest.approx(seen[::-1], abs=0.05)
        assert seen == pytest.approx(seen[:, ::-1], abs=0.05)
        assert seen == pytest.approx(seen.T, abs=0.05)
        outer = max(corner, end) + 1.1
        assert box(seen) == pytest.approx([12 - outer, 12 - outer, 12 + outer, 12 + outer], abs=0.4)

        def at(x: float, y: float, seen: NDArray[np.float64] = seen) -> bool:
            return bool(seen[round((12 + y) * 80 / 24), round((12 + x) * 80 / 24)] > 0.6)

        for step in np.linspace(corner, end, 9):
            assert at(step, corner)
            assert at(corner, step)
        assert not at(end, end)
        assert not at((corner + end) / 2, (corner + end) / 2)
        # Each is an elbow of ten units with round ends.
        assert seen.sum() * (24 / 80) ** 2 == pytest.approx(4 * (10 * 2.2 + 2.2), abs=6)


def test_panel_is_a_frame_with_its_left_part_filled() -> None:
    seen = ink("panel")
    assert box(seen) == pytest.approx([2.9, 3.9, 21.1, 20.1], abs=0.35)
    for x, inked in ((4, True), (9.5, True), (10.6, False), (18, False), (20, True)):
        assert bool(seen[40, round(x * 80 / 24)] > 0.6) == inked, x
    for y, inked in ((5, True), (7, False), (17, False), (19, True)):
        assert bool(seen[round(y * 80 / 24), 50] > 0.6) == inked, y
    for y in (5, 7, 17, 18.8):
        assert seen[round(y * 80 / 24), round(7 * 80 / 24)] > 0.6
    # Its corners are round.
    assert seen[round(4.2 * 80 / 24), round(3.2 * 80 / 24)] < 0.4


def test_an_icon_may_have_an_ink_of_its_own() -> None:
    image = icon("play", LIGHT, "#ff0000").pixmap(QSize(20, 20), 1.0).toImage()
    assert set(colours(image.convertToFormat(QImage.Format.Format_ARGB32))) == {"#ff0000"}
