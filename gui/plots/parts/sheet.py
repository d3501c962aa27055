"""The frame of the views that are painted as one picture: a question, and the picture below it.

The title stands on the view's tab.
"""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gui.plots.base.canvas import Floating
from gui.theme import LIGHT, RADIUS, SMALL_SPACE, SPACE, Theme, palette
from gui.widgets.elided import ElidedLabel
from gui.widgets.enlarge import EnlargeButton
from gui.zoom import SMALL, face, px, scaled, sized, small_face, typeface


class Paper(QWidget):
    """Paints by `paint`; `pointed` carries the mouse's place, or None where it has left.

    `pressed` carries the places where it is pressed, and dragged to.
    """

    pointed = Signal(object)
    pressed = Signal(QPointF)

    def __init__(self, paint: Callable[[QPainter], None]) -> None:
        super().__init__()
        self._paint = paint
        self.setMouseTracking(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointed.emit(event.position())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.pressed.emit(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.pressed.emit(event.position())

    def leaveEvent(self, event: object) -> None:
        self.pointed.emit(None)


class Sheet(QFrame):
    """A view that is one picture. A subclass paints in `paint`, and says in `tip` what is where."""

    def __init__(
        self, name: str, title: str, question: str, parent: QWidget | None, theme: Theme = LIGHT
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(f"{title}: {question}")
        self.theme = theme
        self.place: QPointF | None = None
        self.paper = Paper(self.paint)
        self.floating = Floating(self.paper)
        self._question = ElidedLabel(question)
        self._question.setToolTip(question)
        self.enlarge_button = EnlargeButton(title, theme)
        header = QHBoxLayout()
        header.addWidget(self._question, 1)
        header.addWidget(self.enlarge_button)
        layout = QVBoxLayout(self)
        sized(layout.setContentsMargins, SPACE, SMALL_SPACE, SMALL_SPACE, SMALL_SPACE)
        sized(layout.setSpacing, 2)
        layout.addLayout(header)
        layout.addWidget(self.paper, 1)
        self.paper.pointed.connect(self._on_pointed)

    def ask(self, question: str) -> None:
        """Show the question that this picture answers, or what is to be known of it."""
        if question != self._question.text():
            self._question.setText(question)
            self._question.setToolTip(question)

    def paint(self, painter: QPainter) -> None:
        """Paint the picture onto the paper."""
        raise NotImplementedError

    def tip(self, place: QPointF) -> str:
        """What is said beside the mouse at `place`; '' for nothing."""
        raise NotImplementedError

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self.theme = theme
        colours = palette(theme)
        colours.setColor(colours.ColorRole.WindowText, QColor(theme.faint_text))
        self._question.setPalette(colours)
        for widget in (self._question, self.floating):
            typeface(widget, SMALL)
        self.floating.set_theme(theme)
        self.enlarge_button.set_theme(theme)
        self.update()
        self.show_again()

    def show_again(self) -> None:
        """Paint anew, and say anew what is under the mouse."""
        self.paper.update()
        text = self.tip(self.place) if self.place is not None else ""
        self.floating.show_text(text, self._beside)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The panel behind the picture."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.theme.border), 1))
        painter.setBrush(QColor(self.theme.panel))
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(edge, scaled(RADIUS), scaled(RADIUS))
        painter.end()

    def sentence(self, painter: QPainter, text: str) -> None:
        """Write `text` in the middle of the paper, where there is nothing to draw."""
        painter.setFont(self.font())
        painter.setPen(QColor(self.theme.faint_text))
        room = QRectF(self.paper.rect()).adjusted(px(SPACE), 0, -px(SPACE), 0)
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(room, flags, text)

    def _on_pointed(self, place: QPointF | None) -> None:
        self.place = place
        self.show_again()

    def _beside(self, tip: Floating) -> QPoint:
        assert self.place is not None
        x, y = self.place.x() + px(14), self.place.y() - tip.height() - px(SPACE)
        if x + tip.width() > self.paper.width():
            x = self.place.x() - tip.width() - px(14)
        if y < 0:
            y = min(self.place.y() + px(18), self.paper.height() - tip.height())
        return QPoint(round(max(0.0, x)), round(max(0.0, y)))


class Pencil:
    """Writes small texts with `painter` in the colours of `theme`."""

    def __init__(self, painter: QPainter, theme: Theme) -> None:
        self.painter = painter
        self.theme = theme
        self.small: QFont = small_face()
        self.bold: QFont = face(SMALL, bold=True)
        self.height = QFontMetricsF(self.small).height()

    def wide(self, text: str, bold: bool = False) -> float:
        """How wide `text` is."""
        return QFontMetricsF(self.bold if bold else self.small).horizontalAdvance(text)

    def write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        bold: bool = False,
        colour: str = "",
        align: float = 0.0,
        ground: str = "",
    ) -> QRectF:
        """Write `text` with its middle at the height `y`; where it is.

        `align` is which share of it is left of `x`; `ground` is laid behind it.
        """
        wide = self.wide(text, bold)
        room = QRectF(x - align * wide, y - self.height / 2, wide + 1, self.height)
        if ground:
            behind = QColor(ground)
            behind.setAlphaF(0.85)
            self.painter.fillRect(room.adjusted(-2, 0, 2, 0), behind)
        self.painter.setFont(self.bold if bold else self.small)
        self.painter.setPen(QColor(colour or self.theme.text))
        self.painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        return room
