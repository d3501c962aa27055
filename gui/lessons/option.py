"""Buttons whose text may take several lines: for the answers to choose from, and to go on."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from gui.theme import LIGHT, RADIUS, SMALL_SPACE, SPACE, Theme
from gui.widgets.own_keys import keeps
from gui.zoom import face, px, scaled

KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter
LEAST_WIDTH = 160
EDGE = SPACE + 4


class WrappedButton(QPushButton):
    """A button that paints `words` on as many lines as they need.

    The main one is `filled`; one that is `plain` has no frame, and is one of a list.
    """

    def __init__(
        self,
        theme: Theme = LIGHT,
        parent: QWidget | None = None,
        *,
        filled: bool = False,
        plain: bool = False,
        bold: bool = False,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._filled, self._plain, self._bold = filled, plain, bold or filled
        self._words = ""
        self._flags = WRAPPED | (
            Qt.AlignmentFlag.AlignHCenter if filled else Qt.AlignmentFlag.AlignLeft
        )
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words

    def say(self, words: str) -> None:
        """Say `words`, as they are."""
        self._words = words
        # Qt's own text, which is not painted, has no letter that is a key.
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self.updateGeometry()

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
        """As many lines as the words need."""
        room = QRect(0, 0, width - 2 * self._edge, 10_000)
        metrics = QFontMetrics(self._face)
        above = px(SMALL_SPACE if self._plain else SPACE)
        return metrics.boundingRect(room, self._flags, self._words).height() + 2 * above

    @property
    def _edge(self) -> int:
        return px(SMALL_SPACE if self._plain else EDGE)

    @property
    def _face(self) -> QFont:
        return face(bold=self._bold)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, over, focus = self._theme, self.underMouse(), self.hasFocus()
        width = scaled((3 if self._filled else 2) if focus else 1)
        frame = self.rect().toRectF().adjusted(width / 2, width / 2, -width / 2, -width / 2)
        if self._filled:
            edge, ground, ink = (
                theme.zero if focus or over else theme.ink,
                theme.ink,
                theme.ink_text,
            )
        else:
            quiet = theme.panel if self._plain else theme.border
            edge = theme.text if focus or (over and not self._plain) else quiet
            ground, ink = theme.window if over else theme.panel, theme.text
        painter.setPen(QPen(QColor(edge), width))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(frame, scaled(RADIUS), scaled(RADIUS))
        painter.setPen(QColor(ink))
        painter.setFont(self._face)
        painter.drawText(
            self.rect().adjusted(self._edge, 0, -self._edge, 0), self._flags, self._words
        )
        painter.end()


class OptionButton(WrappedButton):
    """One of the answers: it keeps the keys that go from one to the next, and those that choose."""

    def event(self, event: QEvent) -> bool:
        return keeps(event, KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave those keys to what the options are in: Qt would move the focus to any button."""
        if event.key() in KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)
