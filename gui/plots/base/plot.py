"""The base of all plots: a title with a question, a canvas, a legend, hints, and the theme.

A subclass sets the visible range and draws into it. The layout does not move when a text changes.
"""

import math
from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.numbers import exact, number
from engine.runs import Doubles
from gui.plots.base.axes import NumberAxis
from gui.plots.base.canvas import Canvas, Floating
from gui.plots.base.legend import Legend
from gui.run import View
from gui.theme import PEN_WIDTH, RADIUS, SMALL_SPACE, SPACE, Theme, palette
from gui.widgets.elided import ElidedLabel
from gui.widgets.enlarge import EnlargeButton
from gui.zoom import SMALL, px, scaled, sized, small_face, typeface

# A line longer than this many times the canvas's height fills a band anyway: a thick, smooth pen
# would look the same and take a hundred times as long.
SHORT_PATH = 4
# A note may be this wide, in however narrow a view.
LEAST_NOTE = 150
# In a view lower than this many notes, one stands where it hides fewer points.
LOW = 4


def told(value: float) -> str:
    """`value` with every digit that float32 has, for tooltips."""
    return exact(float(str(np.float32(value)))) if math.isfinite(value) else number(value)


class Plot(QFrame):
    """The frame of every plot; a subclass draws in `box` by its `_redraw` and `_colour`."""

    def __init__(
        self,
        name: str,
        title: str,
        question: str,
        empty: str,
        axes: tuple[NumberAxis, pg.AxisItem],
        axis_width: int,
        theme: Theme,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(f"{title}: {question}")
        self.theme = theme
        self._view: View | None = None
        self._drawing = False
        self._mouse: QPointF | None = None
        self.canvas = Canvas(*axes, axis_width)
        self.canvas.setAccessibleName(title)
        self.box = self.canvas.box
        self.legend = Legend(theme=theme)
        self.note = Floating(self.canvas)
        self.edge_note = Floating(self.canvas)
        self.tip = Floating(self.canvas)
        self.empty = QLabel(empty)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self._title = QLabel(title)
        self._question = ElidedLabel(question)
        sized(self._question.setContentsMargins, SMALL_SPACE, 0, 0, 0)
        self._question.setToolTip(question)
        self._header = QHBoxLayout()
        sized(self._header.setSpacing, SMALL_SPACE)
        self._header.addWidget(self._title)
        self._header.addWidget(self._question)
        self._header.addStretch(1)
        self.enlarge_button = EnlargeButton(title, theme)
        self._header.addWidget(self.enlarge_button)
        self._controls: list[QToolButton] = []
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        page = QWidget()
        self._page = QHBoxLayout(page)
        self._page.setContentsMargins(0, 0, 0, 0)
        self._page.setSpacing(0)
        self._column = QVBoxLayout()
        self._column.addWidget(self.canvas, 1)
        self._page.addLayout(self._column, 1)
        self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        sized(layout.setContentsMargins, SPACE, SMALL_SPACE, SMALL_SPACE, SMALL_SPACE)
        sized(layout.setSpacing, 2)
        layout.addLayout(self._header)
        layout.addWidget(self.legend)
        layout.addWidget(self._pages, 1)
        self.canvas.left.connect(self._forget_mouse)
        self.canvas.pointed.connect(self._remember_mouse)
        self.box.sigRangeChanged.connect(self._range_changed)
        self.box.sigResized.connect(self._range_changed)

    def draw(self, view: View) -> None:
        """Show `view`; other `facts` than last time mean a new run."""
        new_run = self._view is None or view.facts is not self._view.facts
        self._view = view
        self._drawing = True
        try:
            if new_run:
                self._begin(view)
            self._fit_range(view)
            self._redraw(view)
        finally:
            self._drawing = False
        self._refresh_tip()

    def draw_again(self) -> None:
        """Show once more what is shown, as something besides the run has changed."""
        if self._view is not None:
            self.draw(self._view)

    def describe(self) -> str:
        """What is seen now, in words for a screen reader."""
        return self._seen(self._view) if self._view is not None else self.empty.text()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self.theme = theme
        self.setPalette(palette(theme))
        self._set_fonts()
        self.canvas.set_zoom()
        self.canvas.setBackground(theme.panel)
        for axis in self.canvas.axes:
            axis.setPen(self.pen(theme.border))
            axis.setTextPen(theme.faint_text)
            axis.label.setDefaultTextColor(QColor(theme.faint_text))
        for label in (self._question, self.empty):
            colours = palette(theme)
            colours.setColor(colours.ColorRole.WindowText, QColor(theme.faint_text))
            label.setPalette(colours)
        for floating in (self.note, self.edge_note, self.tip):
            floating.set_theme(theme)
        self.legend.set_theme(theme)
        self.enlarge_button.set_theme(theme)
        self._colour(theme)
        if self._view is not None:
            self.draw(self._view)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The panel behind the plot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.theme.border), 1))
        painter.setBrush(QColor(self.theme.panel))
        edge, radius = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), scaled(RADIUS)
        painter.drawRoundedRect(edge, radius, radius)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """A screen with another pixel ratio needs other pens."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.set_theme(self.theme)
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the question out where it does not fit whole; keep the hints in place."""
        title = () if self._title.isHidden() else (self._title,)
        parts = (*title, self._question, *self._controls, self.enlarge_button)
        needed = sum(part.sizeHint().width() + px(SPACE) for part in parts)
        self._question.setVisible(needed <= self.width() - px(SPACE))
        self._refresh_tip()

    def add_control(self, text: str, name: str, tip: str) -> QToolButton:
        """Add a small button at the right of the title."""
        button = QToolButton()
        button.setText(text)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        typeface(button, SMALL)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._header.insertWidget(self._header.count() - 1, button)
        self._controls.append(button)
        return button

    def put_around(self, beside: QWidget, below: QWidget) -> None:
        """Put one widget beside the canvas, at its right, and one below it."""
        self._column.addWidget(below)
        self._page.addWidget(beside)

    def leave_title_to_tab(self) -> None:
        """Show no title above the plot: it stands on the tab that the plot is behind."""
        self._title.hide()

    def ask(self, question: str) -> None:
        """Show, beside the title, the question that this plot answers."""
        if question != self._question.text():
            self._question.setText(question)
            self._question.setToolTip(question)
            self.setAccessibleName(f"{self._title.text()}: {question}")

    def show_canvas(self, there_is_something: bool) -> None:
        """Show the canvas, or the sentence that stands there before there is anything to see."""
        self._pages.setCurrentIndex(1 if there_is_something else 0)

    def say(self, text: str) -> None:
        """Show a note at the top of the view, in its middle; '' for none."""
        self.note.show_text(
            text, lambda note: self._clear_middle(note, top=True), self._note_room()
        )

    def say_at_edge(self, text: str, *, top: bool) -> None:
        """Show a note at an edge of the view, about what lies beyond it; '' for none."""
        self.edge_note.show_text(text, lambda note: self._at_edge(note, top), self._note_room())

    def mouse(self) -> tuple[QPointF, QPointF] | None:
        """Where the mouse is in the view, in data and in pixels; None where it is not."""
        if self._mouse is None or not self.box.sceneBoundingRect().contains(self._mouse):
            return None
        return self.box.mapSceneToView(self._mouse), self._mouse

    def to_scene(self, x: Doubles, y: Doubles) -> tuple[Doubles, Doubles]:
        """Data coordinates in the canvas's pixels."""
        left, right, bottom, top = self.visible()
        area = self.box.sceneBoundingRect()
        return (
            area.left() + (x - left) / (right - left) * area.width(),
            area.bottom() - (y - bottom) / (top - bottom) * area.height(),
        )

    @property
    def view_width(self) -> int:
        """The pixels of the view from left to right."""
        return max(1, int(self.box.width()))

    def visible(self) -> tuple[float, float, float, float]:
        """What the view shows: left, right, bottom, top."""
        (left, right), (bottom, top) = self.box.viewRange()
        return left, right, bottom, top

    def set_visible(self, left: float, right: float, bottom: float, top: float) -> None:
        """Show this range; does nothing if it is shown already."""
        if self.visible() != (left, right, bottom, top):
            self.box.setRange(
                xRange=(left, right), yRange=(bottom, top), padding=0, disableAutoRange=False
            )

    def keep_range(self) -> Callable[[], None]:
        """Remember the range shown; the result shows it again."""
        visible = self.visible()
        return lambda: self.set_visible(*visible)

    def pen(
        self, colour: str, width: float = 1, style: Qt.PenStyle = Qt.PenStyle.SolidLine
    ) -> QPen:
        """A pen for pyqtgraph that looks equally thick on every screen; 0 is a hairline.

        Qt measures a cosmetic pen (one that the data's scale does not thicken) in the screen's
        physical pixels, so the width grows with the screen's pixel ratio.
        """
        pen: QPen = pg.mkPen(colour, width=self.pen_width(width), style=style)
        return pen

    def pen_width(self, width: float) -> int:
        """`width`, in logical pixels, as the width of a `pen` in physical ones."""
        return max(1, round(scaled(width) * self.devicePixelRatioF()))

    def line_width(self, y: Doubles) -> int:
        """The pen width for a line through `y` (in data): thinner if the line is very long."""
        _, _, bottom, top = self.visible()
        path = np.abs(np.diff(np.clip(y, bottom, top))).sum()
        return PEN_WIDTH if path <= SHORT_PATH * (top - bottom) else 0

    def _begin(self, view: View) -> None:
        """Forget what belonged to the last run; a new one begins with `view`."""
        raise NotImplementedError

    def _fit_range(self, view: View) -> None:
        """Set the visible range, unless the person has chosen one."""
        raise NotImplementedError

    def _redraw(self, view: View) -> None:
        """Draw `view` into what is visible."""
        raise NotImplementedError

    def _colour(self, theme: Theme) -> None:
        """Give every item its colours."""
        raise NotImplementedError

    def _tip_text(self, view: View) -> str:
        """The tooltip for the place under the mouse; '' for none."""
        raise NotImplementedError

    def _seen(self, view: View) -> str:
        """What is seen of `view`, in a sentence."""
        raise NotImplementedError

    def _data(self) -> tuple[Doubles, Doubles]:
        """The points that a note should not hide: their x and y (k,), in data."""
        return np.empty(0), np.empty(0)

    def _set_fonts(self) -> None:
        typeface(self._title, bold=True)
        for widget in (self.legend, self.note, self.edge_note, self.tip, self._question):
            typeface(widget, SMALL)
        self.small_font = small_face()
        for axis in self.canvas.axes:
            axis.setStyle(tickFont=self.small_font)
            axis.label.setFont(self.small_font)

    def _note_room(self) -> float:
        # Beside the view other words may stand, unless it is too narrow for any.
        return max(float(self.box.sceneBoundingRect().width()), px(LEAST_NOTE))

    def _middle(self, note: Floating, *, top: bool) -> QPoint:
        area = self.box.sceneBoundingRect()
        x = area.center().x() - note.width() / 2
        away = px(SMALL_SPACE)
        y = area.top() + away if top else area.bottom() - note.height() - away
        return QPoint(round(max(0.0, x)), round(y))

    def _clear_middle(self, note: Floating, *, top: bool) -> QPoint:
        """As `_middle`; in a low view at the other edge, if the note hides fewer points there."""
        here, there = (self._middle(note, top=at) for at in (top, not top))
        low = LOW * note.height() > self.box.sceneBoundingRect().height()
        return there if low and self._hides(note, there) < self._hides(note, here) else here

    def _hides(self, note: Floating, place: QPoint) -> int:
        """How many points of the data `note` hides at `place`."""
        x, y = self.to_scene(*self._data())
        room = QRectF(place, note.size())
        inside = (x >= room.left()) & (x <= room.right()) & (y >= room.top()) & (y <= room.bottom())
        return int(inside.sum())

    def _at_edge(self, note: Floating, top: bool) -> QPoint:
        if self.note.isHidden():
            return self._clear_middle(note, top=top)
        place = self._middle(note, top=top)
        if top and QRect(place, note.size()).intersects(self.note.geometry()):
            place.setY(self.note.geometry().bottom() + 1 + px(SMALL_SPACE))
        return place

    def _range_changed(self) -> None:
        if self._view is not None and not self._drawing:
            self._drawing = True
            try:
                self._redraw(self._view)
            finally:
                self._drawing = False
            self._refresh_tip()

    def _remember_mouse(self, place: QPointF) -> None:
        self._mouse = place
        self._refresh_tip()

    def _forget_mouse(self) -> None:
        self._mouse = None
        self._refresh_tip()

    def _refresh_tip(self) -> None:
        text = self._tip_text(self._view) if self._view is not None else ""
        self.tip.show_text(text, self._beside_mouse)

    def _beside_mouse(self, tip: Floating) -> QPoint:
        assert self._mouse is not None
        x, y = self._mouse.x() + px(14), self._mouse.y() - tip.height() - px(SPACE)
        if x + tip.width() > self.canvas.width():
            x = self._mouse.x() - tip.width() - px(14)
        if y < 0:
            y = min(self._mouse.y() + px(18), self.canvas.height() - tip.height())
        return QPoint(round(max(0.0, x)), round(max(0.0, y)))
