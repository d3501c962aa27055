"""The strip below the graph: the rule of the selected card, with its numbers."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.theme import LIGHT, RADIUS, SMALL_SPACE, SPACE, Theme, palette
from gui.zoom import SMALL, px, scaled, sized, small_face, typeface

LINES = 3


class RuleStrip(QWidget):
    """Shows a text of a few lines; what does not fit is in the tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self._label = QLabel()
        self._label.setObjectName("graphRule")
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._label.setWordWrap(True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        typeface(self._label, SMALL)
        layout = QVBoxLayout(self)
        sized(layout.setContentsMargins, SPACE, SMALL_SPACE // 2, SPACE, SMALL_SPACE // 2)
        layout.addWidget(self._label)
        self._measure()

    def show_text(self, html: str, plain: str) -> None:
        """Show `html`, which says the same as `plain`."""
        self._label.setText(html)
        self._label.setToolTip(plain)
        self._label.setAccessibleName(plain)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self._label.setPalette(palette(theme))
        self._measure()
        self.update()

    def _measure(self) -> None:
        self.setFixedHeight(LINES * QFontMetrics(small_face()).height() + px(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.border), scaled(1)))
        painter.setBrush(QColor(self._theme.window))
        room = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(room, scaled(RADIUS - 1), scaled(RADIUS - 1))
        painter.end()
