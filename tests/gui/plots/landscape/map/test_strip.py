"""The strip at true scale: as wide as the map above, with the path, and what it says."""

import numpy as np
import pytest
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from gui.plots.landscape.map.strip import TrueScaleStrip
from gui.theme import DARK, LIGHT, Theme
from gui.zoom import small_face
from tests.gui.drawn import drawing
from tests.gui.test_repainted import painted

FRAME = (-60.0, 20.0, -4.0, 4.0)
PATH = np.array([-50.0, -30.0, -10.0]), np.array([2.0, -1.0, 1.0])
WORDS = "True scale", "the valley is 467 times longer than wide"


@pytest.fixture
def strip(qtbot: QtBot) -> TrueScaleStrip:
    strip = TrueScaleStrip()
    qtbot.addWidget(strip)
    strip.resize(500, strip.sizeHint().height())
    strip.set_edges(60.0, 460.0)
    strip.show_strip(None, FRAME, PATH, WORDS)
    with qtbot.waitExposed(strip):
        strip.show()
    return strip


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_it_shows_path_and_floor_between_the_edges_of_the_map(
    strip: TrueScaleStrip, theme: Theme
) -> None:
    strip.set_theme(theme)
    marks = drawing(strip)
    row = QFontMetricsF(small_face()).height()
    frame = marks.stroked(theme.border)[-1]
    assert frame.box == pytest.approx((60, row + 2, 460, row + 38), abs=0.1)
    wanted = [
        (60 + (x + 60) / 80 * 400, row + 38 - (y + 4) / 8 * 36) for x, y in zip(*PATH, strict=True)
    ]
    path = next(m for m in marks.stroked(theme.text) if m.kind == "polyline")
    assert path.points == pytest.approx(np.array(wanted), abs=0.1)
    ring, dot = (m for m in marks if m.kind in ("circle", "ellipse"))
    assert (ring.fill, dot.fill) == (theme.panel, theme.text)
    assert ring.points[0] == pytest.approx(wanted[0], abs=0.1)
    assert dot.points[0] == pytest.approx(wanted[-1], abs=0.1)
    star = next(m for m in marks.filled(theme.text) if m.kind == "polygon")
    middle = (star.left + star.right) / 2, (star.top + star.bottom) / 2
    assert middle == pytest.approx((360, row + 20), abs=1)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_its_heading_is_bold_and_the_rest_faint_as_far_as_there_is_room(
    strip: TrueScaleStrip, theme: Theme
) -> None:
    strip.set_theme(theme)
    marks = drawing(strip)
    head, rest = marks.text(WORDS[0]), marks.text(WORDS[1])
    assert (head.bold, head.fill, head.left) == (True, theme.text, 60)
    assert (rest.bold, rest.fill) == (False, theme.faint_text)
    assert head.ends[1] < rest.left < head.ends[1] + 12
    assert head.top == pytest.approx(rest.top, abs=1)
    strip.set_edges(60.0, 260.0)
    marks = drawing(strip)
    cut = marks.starting("the valley")
    assert cut.text.endswith("…")
    assert cut.ends[1] <= 261
    assert strip.accessibleName() == strip.toolTip() == " ".join(WORDS)


def test_one_scale_for_both_directions(strip: TrueScaleStrip) -> None:
    left, right, bottom, top = strip.frame_of(-60, 20, 3.0)
    assert (left, right) == (-60, 20)
    assert (top - bottom) / 36 == pytest.approx(80 / 400)
    assert (top + bottom) / 2 == pytest.approx(3)


def test_before_it_is_known_and_without_a_path_it_is_empty(
    strip: TrueScaleStrip, qtbot: QtBot
) -> None:
    strip.show_strip(None, FRAME, (np.empty(0), np.empty(0)), WORDS)
    assert not [m for m in drawing(strip) if m.kind in ("circle", "ellipse")]
    new = TrueScaleStrip()
    qtbot.addWidget(new)
    assert not [m for m in drawing(new) if m.kind in ("circle", "ellipse", "polygon")]
    assert new.minimumSizeHint().height() == new.sizeHint().height()


def test_of_a_long_path_the_start_and_the_last_places_are_drawn(strip: TrueScaleStrip) -> None:
    x = np.concatenate([[-50.0], np.linspace(-40, -10, 999)])
    strip.show_strip(None, FRAME, (x, np.zeros(1000)), WORDS)
    marks = drawing(strip)
    path = next(m for m in marks.stroked(LIGHT.text) if m.kind == "polyline")
    assert len(path.points) == 400
    ring, dot = (m for m in marks if m.kind in ("circle", "ellipse"))
    assert ring.left < path.left
    assert dot.left == pytest.approx(path.right, abs=0.1)


def test_it_is_painted_anew_when_it_changes(strip: TrueScaleStrip) -> None:
    assert painted(strip, lambda: strip.set_edges(50.0, 450.0))
    assert not painted(strip, lambda: strip.set_edges(50.0, 450.0))
    assert painted(strip, lambda: strip.show_strip(None, FRAME, PATH, ("A", "b")))
    assert painted(strip, lambda: strip.set_theme(DARK))
