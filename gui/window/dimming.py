"""Dims the window around the part that a question is about; what is dimmed can still be used."""

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QWidget
from shiboken6 import Shiboken

from gui.panels.stages import StagesPanel
from gui.run import Covers
from gui.theme import LIGHT, RADIUS, Theme
from gui.window.layout import Body
from gui.zoom import scaled

ASKED, TOLD = 0.6, 0.35
"""How much of the rest is taken away while something is covered, and afterwards."""
EDGE = 2.0


class Dimmed(Protocol):
    """What is dimmed: the window and its parts."""

    covers: Covers
    stages: StagesPanel
    body: Body


class Dimming(QWidget):
    """Lies over the whole window and lets the mouse through.

    The `part` of the covers is left out, with a line around it, and so are the `spared` widgets.
    """

    def __init__(self, window: QWidget, dimmed: Dimmed) -> None:
        super().__init__(window)
        self.setObjectName("dimming")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._window = window
        self._dimmed = dimmed
        self._theme = LIGHT
        self.spared: tuple[QWidget, ...] = ()
        self._watched: list[QWidget] = []
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._fit)
        dimmed.covers.changed.connect(self._fit)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self.update()

    def spare(self, *widgets: QWidget) -> None:
        """Do not dim `widgets` either."""
        self.spared = widgets
        self._fit()

    @property
    def part(self) -> QWidget | None:
        """The widget that is not dimmed: the one that the covers name; None if it is not there."""
        name, body = self._dimmed.covers.part or "", self._dimmed.body
        if name == "stages":
            return self._dimmed.stages
        if name.startswith("card:"):
            from gui.panels.moves import MovesPanel

            moves = body.view("moves")
            assert isinstance(moves, MovesPanel)
            return moves.part_of(name.removeprefix("card:"))
        return body.room(name) if name else None

    def _fit(self) -> None:
        """Cover the window, above everything else, and follow the part when it moves."""
        if self._dimmed.covers.part is None:
            self.hide()
            self._watch([])
            return
        part = self.part
        self._watch([self._window, *self.spared, *([part] if part is not None else [])])
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()
        self.update()

    def _watch(self, widgets: list[QWidget]) -> None:
        if widgets != self._watched:
            for widget in self._watched:
                # A card goes with its parameter, when another formula is shown.
                if Shiboken.isValid(widget):
                    widget.removeEventFilter(self)
            self._watched = widgets
            for widget in widgets:
                widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Where the part moves, so does the light."""
        moved = QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide
        if event.type() in (*moved, QEvent.Type.LayoutRequest):
            self._later.start()
        return False

    def lit(self) -> QRectF:
        """The rectangle of the part in the window; empty if it is out of sight."""
        part = self.part
        return QRectF() if part is None else QRectF(self._seen(part))

    def _seen(self, widget: QWidget) -> QRect:
        """The rectangle of `widget` in the window, as far as it is in sight."""
        if not widget.isVisible():
            return QRect()
        seen = QRect(widget.mapTo(self._window, QPoint(0, 0)), widget.size())
        around = widget.parentWidget()
        while around is not None and around is not self._window:
            if isinstance(around.parentWidget(), QScrollArea):
                seen &= QRect(around.mapTo(self._window, QPoint(0, 0)), around.size())
            around = around.parentWidget()
        return seen

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, radius, edge = self._theme, scaled(RADIUS), scaled(EDGE)
        dark = QPainterPath()
        dark.addRect(QRectF(self.rect()))
        lit = self.lit()
        for rect in (lit, *(QRectF(self._seen(widget)) for widget in self.spared)):
            if not rect.isEmpty():
                hole = QPainterPath()
                hole.addRoundedRect(rect, radius, radius)
                dark -= hole
        ground = QColor(theme.window)
        ground.setAlphaF(ASKED if self._dimmed.covers.hidden else TOLD)
        painter.fillPath(dark, ground)
        if not lit.isEmpty():
            painter.setPen(QPen(QColor(theme.text), edge))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(lit, radius, radius)
        painter.end()
