"""The scene of the surface, drawn by pyqtgraph with OpenGL: import it only where there is some."""

import math

import numpy as np
import pyqtgraph.opengl as gl
from numpy.typing import NDArray
from OpenGL import GL
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QResizeEvent

from engine.runs import Doubles
from gui.theme import LIGHT, Theme
from gui.widgets.own_keys import keeps
from gui.zoom import small_face

KEYS = frozenset((Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down))
DISTANCE, ELEVATION, AZIMUTH = 23.5, 34.0, -31.0
ABOVE = np.array([0.0, 0.0, 0.4])
# So many degrees are seen from top to bottom, however wide the picture is.
UPRIGHT = 36.0
# The path is seen through the surface: between two epochs there is no place to go by.
OVER_ALL = {GL.GL_DEPTH_TEST: False, GL.GL_BLEND: True,
            "glBlendFunc": (GL.GL_SRC_ALPHA, GL.GL_ONE_MINUS_SRC_ALPHA)}  # fmt: skip


class Scene(gl.GLViewWidget):  # type: ignore[misc]
    """A surface with a path over it; dragging or the arrow keys turn it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lossSurfaceScene")
        self.setAccessibleName("The loss as a surface")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCameraPosition(distance=DISTANCE, elevation=ELEVATION, azimuth=AZIMUTH)
        self.pan(0, 0, 1.5)
        self._theme = LIGHT
        self._surface = gl.GLSurfacePlotItem(
            shader=None, computeNormals=False, smooth=True, glOptions="opaque"
        )
        self._path = gl.GLLinePlotItem(width=3.0, antialias=True, glOptions=OVER_ALL)
        self._dots = gl.GLScatterPlotItem(glOptions=OVER_ALL, pxMode=True)
        self._labels = [gl.GLTextItem(text="") for _ in range(2)]
        for item in (self._surface, self._path, self._dots, *self._labels):
            # pyqtgraph cannot draw what has no numbers yet.
            item.setVisible(False)
            self.addItem(item)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`."""
        self._theme = theme
        self.setBackgroundColor(theme.panel)
        for label in self._labels:
            label.setData(color=QColor(theme.text), font=small_face())

    def show_surface(
        self, x: Doubles, y: Doubles, heights: Doubles, colours: NDArray[np.float32]
    ) -> None:
        """Show `heights` (rows, columns) at `x` (columns,) and `y` (rows,), in `colours`."""
        self._surface.setVisible(True)
        shade = _shaded(heights, colours)
        self._surface.setData(x=x, y=y, z=heights.T, colors=shade.transpose(1, 0, 2))

    def show_path(self, places: Doubles) -> None:
        """Show a path through `places` (m, 3), the last of which is a dot."""
        ink = np.array(QColor(self._theme.text).getRgbF())
        for item in (self._path, self._dots, *self._labels):
            item.setVisible(len(places) > 0)
        if not len(places):
            return
        words = "start", "now" if len(places) > 1 else ""
        self._path.setData(pos=places, color=tuple(ink))
        colours = np.tile(ink, (len(places), 1))
        sizes = np.full(len(places), 4.0)
        sizes[0], sizes[-1] = 9.0, 11.0
        self._dots.setData(pos=places, color=colours, size=sizes)
        for label, place, text in zip(self._labels, places[[0, -1]], words, strict=True):
            label.setData(pos=place + ABOVE, text=text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the whole height at every width."""
        ratio = self.width() / max(self.height(), 1)
        half = math.atan(ratio * math.tan(math.radians(UPRIGHT) / 2))
        self.opts["fov"] = 2 * math.degrees(half)
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep the arrow keys from the window while the focus is here."""
        return keeps(event, KEYS) or super().event(event)


def _shaded(heights: Doubles, colours: NDArray[np.float32]) -> NDArray[np.float32]:
    """`colours` a little darker where the surface leans away from the light at the upper left."""
    up, across = np.gradient(heights)
    lean = np.clip(0.5 - 1.2 * across + 1.2 * up, 0.0, 1.0)
    shaded = colours.copy()
    shaded[..., :3] *= (0.82 + 0.18 * lean)[..., None]
    return shaded
