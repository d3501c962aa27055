"""Choosing one of several widgets as an answer: frames over them that the mouse or keys choose."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from gui.run import Asking, Kind
from gui.theme import LIGHT, RADIUS, Theme
from gui.zoom import face, scaled

FRAME, THIN = 3.0, 1.5


class Choice(QWidget):
    """Lies over `chosen` and takes its clicks; `here` is where the keys are.

    After the answer it shows the `words` there are about it, with a frame that is `dashed` around
    what was only said.
    """

    clicked = Signal()

    def __init__(self, name: str, over: QWidget, theme: Theme) -> None:
        super().__init__(over)
        self._theme = theme
        self._over = over
        self.here = False
        self.words = ""
        self._dashed = False
        self.setObjectName(f"choice_{name}")
        self.setAccessibleName(over.accessibleName() or name)
        self.setAccessibleDescription("Return chooses it; the arrow keys go to the others.")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        over.installEventFilter(self)
        self._fit()
        self.show()
        self.raise_()

    def tell(self, words: str, *, dashed: bool) -> None:
        """Write `words` on it, which can no longer be chosen."""
        self.words, self._dashed, self.here = words, dashed, False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleDescription(words)
        self.update()

    def set_here(self, here: bool) -> None:
        """Set whether the keys are here."""
        self.here = here
        if here:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as what it lies over."""
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _fit(self) -> None:
        self.setGeometry(self._over.rect())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the click, so that what lies below does not."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose it, where the mouse is still on it."""
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, radius = self._theme, scaled(RADIUS)
        width = scaled(FRAME if self.here or self.words else THIN)
        frame = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        hovered = self.underMouse() and not self.words
        if hovered:
            shade = QColor(theme.ink)
            shade.setAlphaF(0.08)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shade)
            painter.drawRoundedRect(frame, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.here or hovered or self.words:
            style = Qt.PenStyle.DashLine if self._dashed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(theme.text), width, style))
            painter.drawRoundedRect(frame, radius, radius)
        if self.words:
            self._paint_words(painter)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        theme, font = self._theme, face(bold=True)
        metrics = QFontMetricsF(font)
        wide = metrics.horizontalAdvance(self.words) + scaled(12)
        # So tall that it hides a line that is written there, and does not cut through it.
        tall = metrics.height() + scaled(5)
        tag = QRectF(self.width() - wide - scaled(FRAME), scaled(FRAME), wide, tall)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.panel if self._dashed else theme.text))
        painter.drawRoundedRect(tag, scaled(3), scaled(3))
        painter.setFont(font)
        painter.setPen(QColor(theme.text if self._dashed else theme.panel))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, self.words)


class Choices(QObject):
    """Lets one of `widgets`, by name, be chosen while `asking` asks for an answer of `kind`."""

    def __init__(self, parent: QWidget, kind: Kind, asking: Asking) -> None:
        super().__init__(parent)
        self._kind = kind
        self._asking = asking
        self._theme = LIGHT
        self._widgets: Mapping[str, QWidget] = {}
        self._choices: dict[str, Choice] = {}
        self._here = 0
        asking.changed.connect(self._ask)
        asking.moved.connect(self._move)
        asking.chosen.connect(self._choose_here)

    def set_widgets(self, widgets: Mapping[str, QWidget]) -> None:
        """Choose among `widgets` from now on, in their order."""
        self._widgets = widgets
        self._ask()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        for choice in self._choices.values():
            choice.set_theme(theme)

    def _ask(self) -> None:
        self._end()
        asking = self._asking
        if asking.asks(self._kind):
            for name, widget in self._widgets.items():
                choice = self._choices[name] = Choice(name, widget, self._theme)
                choice.clicked.connect(lambda name=name: asking.answer(name))
            self._here = 0
            self._move(0, 0)
        elif asking.tells(self._kind):
            right = asking.reply == asking.truth
            self._tell(asking.reply, asking.said_right if right else asking.said, dashed=not right)
            if not right:
                self._tell(asking.truth, asking.happened, dashed=False)

    def _tell(self, name: object, words: str, *, dashed: bool) -> None:
        if isinstance(name, str) and name in self._widgets:
            self._choices[name] = Choice(name, self._widgets[name], self._theme)
            self._choices[name].tell(words, dashed=dashed)

    def _end(self) -> None:
        for choice in self._choices.values():
            # Otherwise the focus would go to whatever is next, and so would the keys.
            choice.clearFocus()
            choice.hide()
            choice.setObjectName("")
            choice.deleteLater()
        self._choices = {}

    def _move(self, right: int, up: int) -> None:
        if self._asking.asks(self._kind) and self._choices:
            step = right or -up
            self._here = min(max(self._here + step, 0), len(self._choices) - 1)
            for k, choice in enumerate(self._choices.values()):
                choice.set_here(k == self._here)

    def _choose_here(self) -> None:
        if self._asking.asks(self._kind) and self._choices:
            self._asking.answer(list(self._choices)[self._here])
