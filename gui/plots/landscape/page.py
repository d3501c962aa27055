"""The frame of a page of the landscape that is no plot: a title, a question, and its controls."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.plots.landscape.modes import ModeSwitch
from gui.theme import RADIUS, SMALL_SPACE, SPACE, Theme, palette
from gui.widgets.elided import ElidedLabel
from gui.widgets.enlarge import EnlargeButton
from gui.zoom import SMALL, px, scaled, sized, typeface


class Page(QFrame):
    """A panel with a head; a subclass fills `column`."""

    def __init__(
        self, name: str, page: str, title: str, question: str, theme: Theme, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(f"{title}: {question}")
        self.theme = theme
        self._title = QLabel(title)
        self._question = ElidedLabel(question)
        self._switch = ModeSwitch(page)
        self.enlarge_button = EnlargeButton(title, theme)
        self.head = QHBoxLayout()
        sized(self.head.setSpacing, SMALL_SPACE)
        self.head.addWidget(self._title)
        self.head.addWidget(self._question)
        self.head.addStretch(1)
        self.head.addWidget(self._switch)
        self.head.addWidget(self.enlarge_button)
        self.column = QVBoxLayout(self)
        sized(self.column.setContentsMargins, SPACE, SMALL_SPACE, SMALL_SPACE, SMALL_SPACE)
        sized(self.column.setSpacing, SMALL_SPACE)
        self.column.addLayout(self.head)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self.theme = theme
        self.setPalette(palette(theme))
        typeface(self._title, bold=True)
        typeface(self._question, SMALL)
        colours = palette(theme)
        colours.setColor(colours.ColorRole.WindowText, QColor(theme.faint_text))
        self._question.setPalette(colours)
        self._switch.set_theme(theme)
        self.enlarge_button.set_theme(theme)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the question out where there is no room for the whole of it."""
        super().resizeEvent(event)
        parts = (self._title, self._question, self._switch, self.enlarge_button)
        needed = sum(part.sizeHint().width() + px(SPACE) for part in parts)
        self._question.setVisible(needed <= self.width() - px(SPACE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The panel behind the page."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.theme.border), 1))
        painter.setBrush(QColor(self.theme.panel))
        edge, radius = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), scaled(RADIUS)
        painter.drawRoundedRect(edge, radius, radius)
        painter.end()
