"""What is handed to OpenGL for the surface; nothing is drawn, for which a driver is needed."""

import math
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.theme import DARK, LIGHT, Theme
from gui.zoom import small_face

PATH = np.array([[-8.0, -5.0, 4.0], [-2.0, 1.0, 2.0], [3.0, 0.5, 0.25]])

pytestmark = pytest.mark.qt_log_ignore("QOpenGLWidget", extend=True)


@pytest.fixture
def scene(qtbot: QtBot) -> Any:
    from gui.plots.landscape.scene import Scene

    scene = Scene()
    qtbot.addWidget(scene)
    return scene


def items(scene: Any, kind: str) -> list[Any]:
    """The things in it whose class is called so, in the order they are drawn in."""
    return [item for item in scene.items if type(item).__name__ == kind]


def test_nothing_is_drawn_before_there_are_numbers(scene: Any) -> None:
    assert [item.visible() for item in scene.items] == [False] * 5
    scene.show_path(PATH[:0])
    assert [item.visible() for item in scene.items] == [False] * 5


def test_it_is_seen_from_the_front_and_above(scene: Any) -> None:
    assert scene.opts["distance"] == 23.5
    assert (scene.opts["elevation"], scene.opts["azimuth"]) == (34, -31)
    assert list(scene.opts["center"]) == pytest.approx([0, 0, 1.5])
    assert scene.accessibleName() == "The loss as a surface"
    assert scene.focusPolicy() == Qt.FocusPolicy.StrongFocus


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_path_is_a_line_with_a_dot_for_each_epoch_over_the_surface(
    scene: Any, theme: Theme
) -> None:
    scene.set_theme(theme)
    scene.show_path(PATH)
    (line,), (dots,) = items(scene, "GLLinePlotItem"), items(scene, "GLScatterPlotItem")
    ink = pytest.approx(QColor(theme.text).getRgbF(), abs=1e-6)
    assert (line.visible(), dots.visible()) == (True, True)
    assert line.pos.tolist() == dots.pos.tolist() == PATH.tolist()
    assert list(line.color) == ink
    assert line.width == 3
    assert [list(each) for each in dots.color] == [ink] * 3
    # The first and the last are seen best; all are as large from near as from far.
    assert dots.size.tolist() == [9, 4, 11]
    assert dots.pxMode
    assert scene.opts["bgcolor"] == pytest.approx(QColor(theme.panel).getRgbF(), abs=1e-6)


def test_start_and_end_of_the_path_are_named_a_little_above_it(scene: Any) -> None:
    scene.set_theme(DARK)
    scene.show_path(PATH)
    first, last = items(scene, "GLTextItem")
    assert (first.text, last.text) == ("start", "now")
    assert first.pos.tolist() == [-8, -5, 4.4]
    assert last.pos.tolist() == [3, 0.5, 0.65]
    assert {first.color.name(), last.color.name()} == {DARK.text}
    assert first.font.pixelSize() == last.font.pixelSize() == small_face().pixelSize()
    assert (first.visible(), last.visible()) == (True, True)
    # Before the first epoch, both are the same place.
    scene.show_path(PATH[:1])
    assert (first.text, last.text) == ("start", "")
    (dots,) = items(scene, "GLScatterPlotItem")
    assert dots.size.tolist() == [11]
    scene.show_path(PATH[:0])
    assert (first.visible(), last.visible(), dots.visible()) == (False, False, False)


def test_slopes_that_lean_away_from_the_light_are_darker(scene: Any) -> None:
    x, y = np.arange(4.0), np.arange(3.0)
    rising, falling = np.tile(x, (3, 1)), np.tile(-x, (3, 1))
    white = np.ones((3, 4, 4), np.float32)
    (surface,) = items(scene, "GLSurfacePlotItem")

    def shade(heights: np.ndarray) -> tuple[float, float]:
        """How light it is in the middle, and how opaque."""
        scene.show_surface(x, y, heights, white)
        vertex = surface._meshdata.vertexColors().reshape(4, 3, 4)[1, 1]
        assert vertex[0] == vertex[1] == vertex[2]
        return round(float(vertex[0]), 4), float(vertex[3])

    assert shade(0 * rising) == (0.91, 1)
    assert shade(0.25 * rising) == (0.856, 1)
    assert shade(0.25 * falling) == (0.964, 1)
    assert shade(rising) == (0.82, 1)
    back, front = np.tile(y[:, None], (1, 4)), np.tile(-y[:, None], (1, 4))
    assert shade(0.25 * back) == (0.964, 1)
    assert shade(front) == (0.82, 1)
    assert surface.visible()
    assert white.min() == 1


def test_the_surface_is_where_its_numbers_are(scene: Any) -> None:
    heights = np.array([[0.0, 1.0, 2.0], [1.0, 3.0, 5.0]])
    colours = np.zeros((2, 3, 4), np.float32)
    colours[0, 2] = 1, 0, 0, 1
    scene.show_surface(np.array([-1.0, 0.0, 2.0]), np.array([4.0, 7.0]), heights, colours)
    (surface,) = items(scene, "GLSurfacePlotItem")
    mesh = surface._meshdata
    places = mesh.vertexes().reshape(3, 2, 3)
    assert places[2, 0].tolist() == [2, 4, 2]
    assert places[1, 1].tolist() == [0, 7, 3]
    red = mesh.vertexColors().reshape(3, 2, 4)[2, 0]
    assert red[0] > 0.8
    assert mesh.vertexColors().sum() == pytest.approx(red.sum())


@pytest.mark.parametrize("size", [(600, 300), (300, 600), (400, 400)])
def test_as_much_is_seen_from_top_to_bottom_in_every_width(
    scene: Any, size: tuple[int, int]
) -> None:
    """pyqtgraph is given the angle from left to right."""
    scene.resize(*size)
    QApplication.sendEvent(scene, QResizeEvent(QSize(*size), QSize(1, 1)))
    across = math.tan(math.radians(scene.opts["fov"]) / 2)
    assert across / size[0] * size[1] == pytest.approx(math.tan(math.radians(18)))


@pytest.mark.parametrize(
    ("key", "kept"),
    [("Left", True), ("Right", True), ("Up", True), ("Down", True), ("Space", False)],
)
def test_the_arrows_turn_it_and_are_kept_from_the_window(scene: Any, key: str, kept: bool) -> None:
    event = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key[f"Key_{key}"], Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    QApplication.sendEvent(scene, event)
    assert event.isAccepted() is kept
