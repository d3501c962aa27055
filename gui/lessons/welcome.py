"""What the window says at the very first start: the lessons there are, and what to do first."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.theme import LIGHT, RADIUS, SMALL_SPACE, SPACE, Theme
from gui.widgets.close_button import close_button
from gui.widgets.fields import text_label
from gui.widgets.own_keys import keeps
from gui.zoom import face, px, scaled, sheet, sized, typeface

TITLE = "New to this?"
TEXT = "Seventeen one-minute lessons: you say what will happen, then you see it."
BEGIN, BEGIN_TIP = "Begin with lesson 1", "Begin the lessons; your own run is kept as it is"
CLOSE_TIP = "Not now: the lessons are in the menu Help (F3)"
WATCH, KEYS = "Watch it learn", "press Space, or ↓ for one stage at a time"
WATCH_TIP = "Play (Space)"
PRESSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MARK, GAP, CLOSE = 18, 14, 18
LOW = 5


class WelcomeCard(QFrame):
    """Offers the lessons: `begun` and `closed` say which button was pressed."""

    begun = Signal()
    closed = Signal()

    def __init__(self, theme: Theme = LIGHT) -> None:
        super().__init__()
        self.setObjectName("welcomeCard")
        title = QLabel(TITLE)
        typeface(title, 1.25, bold=True)
        close = close_button("welcomeCloseButton", CLOSE_TIP)
        close.clicked.connect(self.closed)
        text = text_label()
        text.setText(TEXT)
        begin = QPushButton(BEGIN)
        begin.setObjectName("welcomeBeginButton")
        begin.setAutoDefault(False)
        begin.setToolTip(BEGIN_TIP)
        begin.clicked.connect(self.begun)
        top = QHBoxLayout()
        top.addWidget(title, 1)
        top.addWidget(close)
        rows = QVBoxLayout(self)
        sized(rows.setContentsMargins, SPACE, SMALL_SPACE, SPACE, SPACE)
        sized(rows.setSpacing, SMALL_SPACE)
        rows.addLayout(top)
        rows.addWidget(text)
        rows.addWidget(begin)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self.setStyleSheet(
            sheet(
                f"#welcomeCard {{ background: {theme.window}; border: 1px solid {theme.ink};"
                f" border-radius: {RADIUS}px; }}"
                f"#welcomeCard QLabel, #welcomeCard QToolButton {{ color: {theme.text}; }}"
            )
        )


class Invitation(QAbstractButton):
    """Lies over the lower left of `plot` and invites to play; `closed` says: not any more."""

    closed = Signal()

    def __init__(self, plot: QWidget, theme: Theme = LIGHT) -> None:
        super().__init__(plot)
        self._theme = theme
        self._plot = plot
        self.setObjectName("invitation")
        self.setText(WATCH)
        self.setAccessibleName(f"{WATCH}: {KEYS}")
        self.setToolTip(WATCH_TIP)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close = close_button("invitationCloseButton", "Not now")
        self._close.setParent(self)
        self._close.setCursor(Qt.CursorShape.ArrowCursor)
        self._close.clicked.connect(self.closed)
        plot.installEventFilter(self)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`, at the present size of text."""
        self._theme = theme
        self._close.setStyleSheet(f"QToolButton {{ color: {theme.ink_text}; border: none; }}")
        self._fit()

    def sizeHint(self) -> QSize:
        """As wide as its two lines, with the mark before them and the close button behind."""
        title, keys = QFontMetrics(self._title_face), QFontMetrics(face())
        text = max(title.horizontalAdvance(WATCH), keys.horizontalAdvance(KEYS))
        height = title.height() + keys.height() + px(2 * GAP)
        return QSize(text + px(3 * GAP + MARK + CLOSE), height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay where it is in the plot."""
        if watched is self._plot and event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def event(self, event: QEvent) -> bool:
        return keeps(event, PRESSING) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses it, as Space does."""
        if event.key() in PRESSING:
            self.click()
        else:
            super().keyPressEvent(event)

    @property
    def _title_face(self) -> QFont:
        return face(1.25, bold=True)

    def _fit(self) -> None:
        size, plot = self.sizeHint(), self._plot
        # Left of the middle and low, where the curve of the article's start does not come.
        left = round(0.18 * plot.width())
        width = min(size.width(), plot.width() - left - px(SPACE))
        # In a low plot over its axis, rather than over the data.
        low = plot.height() < LOW * size.height()
        bottom = plot.height() - px(SMALL_SPACE) if low else round(0.84 * plot.height())
        self.setGeometry(left, max(0, bottom - size.height()), width, size.height())
        self._close.setFixedSize(px(CLOSE), px(CLOSE))
        self._close.move(width - px(CLOSE + SMALL_SPACE), px(SMALL_SPACE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        edge = scaled(3 if self.hasFocus() else 1)
        frame = QRectF(self.rect()).adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
        painter.setPen(QPen(QColor(theme.zero if self.hasFocus() else theme.ink), edge))
        painter.setBrush(QColor(theme.ink))
        painter.drawRoundedRect(frame, scaled(RADIUS), scaled(RADIUS))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.ink_text))
        middle, half = self.height() / 2, scaled(MARK) / 2
        left = scaled(GAP)
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(left, middle - half),
                    QPointF(left + 1.8 * half, middle),
                    QPointF(left, middle + half),
                ]
            )
        )
        painter.setPen(QColor(theme.ink_text))
        text = self.rect().adjusted(px(2 * GAP + MARK), px(GAP), -px(SPACE), -px(GAP))
        painter.setFont(self._title_face)
        painter.drawText(text, Qt.AlignmentFlag.AlignTop, WATCH)
        painter.setFont(face())
        painter.drawText(text, Qt.AlignmentFlag.AlignBottom, KEYS)
        painter.end()
