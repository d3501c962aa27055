"""The map of the loss as a surface in three dimensions, which can be turned.

It is drawn with OpenGL, which is loaded when the page is first shown. Where there is none, the page
says so.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from engine.queries import LossMap
from engine.runs import Doubles
from engine.words.landscape.on_map import short_loss
from gui.plots.landscape.map.loss_map import LossMap as MapPage
from gui.plots.landscape.page import Page
from gui.plots.landscape.paint.colours import SHADES, ramp
from gui.run import View
from gui.theme import LIGHT, Theme
from gui.widgets.elided import ElidedLabel
from gui.zoom import SMALL, typeface

# So many places of the map in each direction; the picture's own sizes.
MOST = 120
WIDE, DEEP, HIGH = 16.0, 11.0, 4.5
# Path and dots float a little over the surface, so that it does not swallow them.
OVER = 0.06
# What pyqtgraph's scene needs.
LEAST_OPENGL = 2, 1
NO_OPENGL = (
    "The surface needs OpenGL, which this computer does not offer here ({why}). The map shows the "
    "same."
)


class LossSurface(Page):
    """Draws what the map shows, its height the logarithm of the loss."""

    def __init__(
        self, map_page: MapPage, parent: QWidget | None = None, theme: Theme = LIGHT
    ) -> None:
        super().__init__(
            "lossSurface", "surface", "Landscape", "how deep is the valley?", theme, parent
        )
        self._map = map_page
        self._shown: tuple[Any, ...] = ()
        self._scene: Any = None
        self.missing = QLabel()
        self.missing.setObjectName("lossSurfaceMissing")
        self.missing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.missing.setWordWrap(True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.missing)
        self.said = ElidedLabel(most_lines=2)
        self.said.setObjectName("lossSurfaceSentence")
        self.column.addWidget(self._pages, 1)
        self.column.addWidget(self.said)
        self.set_theme(theme)

    def draw(self, view: View) -> None:
        """Show `view`, on the plane that is chosen for the map."""
        self._map.draw(view)
        self._begin()
        self._show()

    def refresh(self) -> None:
        """Show what the map knows now."""
        if self._scene is not None and self.isVisible():
            self._show()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        super().set_theme(theme)
        typeface(self.said, SMALL)
        self._shown = ()
        if self._scene is not None:
            self._scene.set_theme(theme)
            self._show()

    def describe(self) -> str:
        """What is seen now, in words."""
        return f"{self.missing.text() or self.said.text()} {self._map.describe()}".strip()

    def _begin(self) -> None:
        """Make the scene, once; or say why there is none."""
        if self._scene is not None or self.missing.text():
            return
        why = opengl_is_missing()
        if why:
            self.missing.setText(NO_OPENGL.format(why=why))
            return
        self._scene = new_scene()
        self._scene.set_theme(self.theme)
        self._pages.addWidget(self._scene)
        self._pages.setCurrentWidget(self._scene)

    def _show(self) -> None:
        found, path = self._map.shown()
        if found is None or self._scene is None:
            return
        x, y, losses = path
        shown = (found, self.theme, x.tobytes(), y.tobytes())
        if shown[0] is not (self._shown[0] if self._shown else None):
            self._scene.show_surface(*self._surface(found))
        if not self._shown or shown[1:] != self._shown[1:] or shown[0] is not self._shown[0]:
            low, high = self._levels(found)
            self._scene.show_path(_placed(found, x, y, losses, low, high))
        self._shown = shown
        self.said.setText(self._words(found))

    def _levels(self, found: LossMap) -> tuple[float, float]:
        """The common logarithms of the losses at the bottom and at the top of the picture."""
        colours = self._map.colours
        finite = found.losses[np.isfinite(found.losses)]
        top = float(finite.max()) if len(finite) else colours.high
        return math.log10(colours.low), math.log10(max(top, 10 * colours.low))

    def _surface(self, found: LossMap) -> tuple[Doubles, Doubles, Doubles, NDArray[np.float32]]:
        rows, columns = (max(1, -(-size // MOST)) for size in found.losses.shape)
        losses = found.losses[::rows, ::columns]
        low, high = self._levels(found)
        heights = _heights(losses, low, high)
        shares = np.nan_to_num(self._map.colours.shares(losses), nan=1.0)
        colours = (ramp(self.theme)[(shares * (SHADES - 1)).astype(np.intp)] / 255).astype(
            np.float32
        )
        x = _along(found.x[::columns], found.x, WIDE)
        y = _along(found.y[::rows], found.y, DEEP)
        return x, y, heights, colours

    def _words(self, found: LossMap) -> str:
        low, high = self._levels(found)
        return (
            f"Up: the loss, from {short_loss(10**low)} to {short_loss(10**high)}, by powers of "
            f"ten. {self._map.axes_in_words} Drag to turn, turn the wheel to come nearer."
        )


def new_scene() -> Any:
    """The scene, for which OpenGL is loaded only now."""
    from gui.plots.landscape.scene import Scene

    return Scene()


def opengl_is_missing() -> str:
    """Why no surface can be drawn, in a few words; '' if it can."""
    try:
        import OpenGL.GL  # noqa: F401
        import pyqtgraph.opengl  # noqa: F401
        from PySide6.QtGui import QOffscreenSurface, QOpenGLContext
    except Exception as error:
        # PyOpenGL raises what it likes where a driver's library is missing.
        return str(error).splitlines()[0] if str(error) else type(error).__name__
    context, surface = QOpenGLContext(), QOffscreenSurface()
    surface.create()
    if not context.create() or not context.makeCurrent(surface):
        return "no driver for it was found"
    context.doneCurrent()
    version = context.format().version()
    if version < LEAST_OPENGL and not context.isOpenGLES():
        here, least = (".".join(map(str, each)) for each in (version, LEAST_OPENGL))
        return f"it has {here}, and the surface needs {least}"
    return ""


def _heights(losses: Doubles, low: float, high: float) -> Doubles:
    """How high `losses` are drawn; what is not finite is as high as the highest."""
    with np.errstate(all="ignore"):
        shares = (np.log10(np.maximum(losses, 1e-300)) - low) / (high - low)
    return np.asarray(HIGH * np.nan_to_num(np.clip(shares, 0.0, 1.0), nan=1.0))


def _along(values: Doubles, ends: Doubles, width: float) -> Doubles:
    """Where `values` of the map are in the picture."""
    return np.asarray(width * ((values - ends[0]) / (ends[-1] - ends[0]) - 0.5))


def _placed(
    found: LossMap, x: Doubles, y: Doubles, losses: Doubles, low: float, high: float
) -> Doubles:
    """(m, 3): the places of the path in the picture, of those that are on the map."""
    inside = (x >= found.x[0]) & (x <= found.x[-1]) & (y >= found.y[0]) & (y <= found.y[-1])
    inside &= np.isfinite(losses)
    return np.stack(
        [
            _along(x[inside], found.x, WIDE),
            _along(y[inside], found.y, DEEP),
            _heights(losses[inside], low, high) + OVER,
        ],
        axis=1,
    )
