"""Every icon shows something of its own, in the colours of the theme, sharp at every size."""

from itertools import combinations

import pytest
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
