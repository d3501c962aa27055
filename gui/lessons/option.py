"""A button for one of the answers to choose from; its text may take several lines."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gui.theme import RADIUS, SPACE, Theme
from gui.widgets.own_keys import keeps
from gui.zoom import px, scaled

KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
FLAGS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
LEAST_WIDTH = 160


class OptionButton(QAbstractButton):
    """Says `text`; a click chooses it. It keeps the keys that go from one option to the next."""

    def __init__(self, text: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        # As it is: an "&" in it is no mnemonic, as it paints itself.
        self.setText(text)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Narrow, so that the column decides how wide it is."""
        return QSize(px(LEAST_WIDTH), self.heightForWidth(px(LEAST_WIDTH)))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def heightForWidth(self, width: int) -> int:
        """As many lines as the text needs."""
        room = QRect(0, 0, width - 2 * px(SPACE + 4), 10_000)
        return self.fontMetrics().boundingRect(room, FLAGS, self.text()).height() + 2 * px(SPACE)

    def event(self, event: QEvent) -> bool:
        return keeps(event, KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave those keys to what the options are in: Qt would move the focus to any button."""
        if event.key() in KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, over = self._theme, self.underMouse()
        width = scaled(2 if self.hasFocus() else 1)
        frame = self.rect().toRectF().adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(QColor(theme.text if over or self.hasFocus() else theme.border), width))
        painter.setBrush(QColor(theme.window if over else theme.panel))
        painter.drawRoundedRect(frame, scaled(RADIUS), scaled(RADIUS))
        painter.setPen(QColor(theme.text))
        inside = self.rect().adjusted(px(SPACE + 4), 0, -px(SPACE + 4), 0)
        painter.drawText(inside, FLAGS, self.text())
        painter.end()
