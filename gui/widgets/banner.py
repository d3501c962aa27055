"""The banner above the plots: says what went wrong or is worth knowing, and offers remedies.

It never takes the focus, and always has the same height, so that nothing moves when a message
comes; without a message it shows a quiet hint.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from gui.theme import LIGHT, RADIUS, SMALL_SPACE, SPACE, Theme
from gui.widgets.close_button import close_button
from gui.widgets.elided import ElidedLabel
from gui.widgets.unfolded import Unfolded
from gui.zoom import face, scaled, sheet, sized

Kind = Literal["info", "warning", "error"]


class Way(NamedTuple):
    """A button or an entry of the menu: its name, what to do, and what that would change."""

    label: str
    act: Callable[[], None]
    promise: str = ""


class Message(NamedTuple):
    """What the banner shows: a text with its buttons; `offering` says whether they are a menu."""

    kind: Kind
    text: str
    ways: tuple[Way, ...]
    offering: bool


KINDS: dict[Kind, str] = {"info": "Note", "warning": "Warning", "error": "Error"}
MOST_LINES = 2
ICON_SIZE = 20


class Sign(QWidget):
    """The sign in front of a message: a circle, triangle or filled octagon, one for each kind."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.kind: Kind = "info"
        self.colour, self.inside = QColor(), QColor()
        sized(self.setFixedSize, ICON_SIZE, ICON_SIZE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.colour, 1.6, j=Qt.PenJoinStyle.RoundJoin))
        painter.scale(scaled(1), scaled(1))
        place = QRectF(2, 2, ICON_SIZE - 4, ICON_SIZE - 4)
        mark, ink = "i", self.colour
        if self.kind == "info":
            painter.drawEllipse(place)
        elif self.kind == "warning":
            top = QPointF(place.center().x(), place.top())
            painter.drawPolygon(QPolygonF([top, place.bottomRight(), place.bottomLeft()]))
            mark, place = "!", place.adjusted(0, 4, 0, 1)
        else:
            painter.setBrush(self.colour)
            painter.drawPolygon(octagon(place))
            mark, ink = "!", self.inside
        font = self.font()
        font.setBold(True)
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, mark)
        painter.end()


class Banner(QFrame):
    """One message with its remedies, or the hint while there is none."""

    # Carries the message that was taken away, with none in its place.
    cleared = Signal(str)

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._theme = theme
        self._kind: Kind = "info"
        self._text = self._hint = self._look = ""
        self._covered = False
        self._ways: tuple[Way, ...] = ()
        self._buttons: list[QPushButton] = []
        self._menu: QMenu | None = None
        self._sign = Sign(self)
        self._label = ElidedLabel(parent=self, most_lines=MOST_LINES)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._label.resized.connect(self._offer_whole)
        self._whole = Unfolded(self)
        self._read = QToolButton(self)
        self._read.setText("Read all")
        self._read.setToolTip("Show all that is said here")
        self._read.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._read.clicked.connect(lambda: self._whole.open(self._label.text()))
        tip = "Dismiss (Escape, while the focus is here)"
        self._close = close_button("bannerCloseButton", tip, self)
        self._close.clicked.connect(self.clear)

        self._layout = QHBoxLayout(self)
        sized(self._layout.setContentsMargins, SPACE, SMALL_SPACE, SMALL_SPACE, SMALL_SPACE)
        sized(self._layout.setSpacing, SPACE)
        self._layout.addWidget(self._sign)
        self._layout.addWidget(self._label, 1)
        self._layout.addWidget(self._read)
        self._layout.addWidget(self._close)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._keep_height()
        self._write()

    @property
    def text(self) -> str:
        """The whole message; empty where there is none."""
        return self._text

    @property
    def kind(self) -> Kind:
        """What kind of message it is, or was last."""
        return self._kind

    @property
    def message(self) -> Message:
        """What it shows, for `show_message` to show again if it is no menu."""
        return Message(self._kind, self._text, self._ways, self.offering)

    def show_message(self, kind: Kind, text: str, ways: Sequence[Way] = ()) -> None:
        """Show `text` in place of what was shown, with a button for each of `ways`.

        A way takes the message away before it is gone.
        """
        changed = (kind, text) != (self._kind, self._text)
        self._kind = kind
        self._text = text
        self._ways = tuple(ways)
        self._set_buttons([self._button(*way) for way in ways])
        self._write()
        if changed and not self._covered:
            self._announce()

    def offer(self, title: str, tip: str, ways: Sequence[Way], said: str = "") -> None:
        """Beside the message, have a button called `title` with a menu of `ways`.

        `said` stands below them. Called again, it changes the menu, and nothing moves.
        """
        if self._menu is None:
            button = QPushButton(title, self)
            button.setAutoDefault(False)
            button.setToolTip(tip)
            button.setAccessibleDescription(tip)
            self._menu = QMenu(button)
            self._menu.setToolTipsVisible(True)
            button.setMenu(self._menu)
            self._set_buttons([button])
        self._menu.clear()
        for way in ways:
            action = self._menu.addAction(way.label.replace("&", "&&"))
            action.setFont(face(bold=True))
            action.setToolTip(way.promise)
            action.triggered.connect(self._carrying_out(way.act))
            # In one line with it they would be wider than a screen.
            for line in way.promise.split("; "):
                self._menu.addAction(line.replace("&", "&&")).setEnabled(False)
            self._menu.addSeparator()
        if said:
            self._menu.addAction(said).setEnabled(False)
        self._write()

    @property
    def offering(self) -> bool:
        """Whether there is a menu of ways."""
        return self._menu is not None

    def set_hint(self, text: str) -> None:
        """Show `text` while there is no message; it is not announced to screen readers."""
        if text != self._hint:
            self._hint = text
            if not self._text:
                self._write()

    def set_covered(self, covered: bool) -> None:
        """Show nothing at all, or what there is to show."""
        if covered != self._covered:
            self._covered = covered
            self._write()

    def clear(self) -> None:
        """Take the message away."""
        if self._text:
            text, self._text = self._text, ""
            self._set_buttons([])
            self._write()
            self.cleared.emit(text)

    def _write(self) -> None:
        message = "" if self._covered else self._text
        shown = "" if self._covered else self._text or self._hint
        self._label.setText(shown)
        self._label.setToolTip(shown)
        self.setAccessibleName(f"{KINDS[self._kind]}: {shown}" if message else shown)
        for widget in (self._sign, self._close):
            widget.setVisible(bool(message))
        for button in self._buttons:
            button.setVisible(bool(message))
        self._whole.close()
        self._offer_whole()
        # Restyling takes time, and there is a new hint after each step.
        look = self._kind if message else "hint"
        if look != self._look:
            self._look = look
            self.set_theme(self._theme)

    def _offer_whole(self) -> None:
        """Have a button that shows the whole message if it is cut off where there is none."""
        button, room = self._read, self._label.width()
        if not button.isHidden():
            room += button.width() + self._layout.spacing()
        button.setVisible(not self._label.fits(room))

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        ground, ink, edge = {
            "info": (theme.panel, theme.text, theme.ink),
            "warning": (theme.warning, theme.warning_text, theme.warning_text),
            "error": (theme.warning, theme.warning_text, theme.prediction),
            "hint": (theme.window, theme.faint_text, theme.border),
        }[self._look]
        width = 2 if self._look == "error" else 1
        self.setStyleSheet(
            sheet(
                f"#banner {{ background: {ground}; border: {width}px solid {edge};"
                f" border-radius: {RADIUS}px; }}"
                f"#banner QLabel, #banner QToolButton {{ color: {ink}; }}"
                f"QMenu {{ background: {theme.panel}; border: 1px solid {theme.border};"
                " padding: 4px 0px; }"
                "QMenu::item { padding: 2px 16px; }"
                f"QMenu::item:selected {{ background: {theme.ink}; color: {theme.ink_text}; }}"
                f"QMenu::item:disabled {{ color: {theme.faint_text}; background: transparent; }}"
                f"QMenu::separator {{ height: 1px; background: {theme.border}; margin: 4px 0px; }}"
            )
        )
        self._whole.set_theme(theme, ground, ink)
        self._sign.kind = self._kind
        self._sign.colour = QColor(edge)
        self._sign.inside = QColor(ground)
        self._sign.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._keep_height()

    def _keep_height(self) -> None:
        """Keep the height of two lines or a button, whatever is shown."""
        lines = MOST_LINES * self.fontMetrics().height() + 1
        highest = max(lines, QPushButton("Reset").sizeHint().height())
        self.setFixedHeight(highest + 2 * SMALL_SPACE + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
        else:
            event.ignore()

    def _set_buttons(self, buttons: list[QPushButton]) -> None:
        if not any(button.menu() for button in buttons):
            self._menu = None
        for button in self._buttons:
            self._layout.removeWidget(button)
            button.hide()
            # Deleted later, because this may be the button being clicked.
            button.deleteLater()
        self._buttons = buttons
        for position, button in enumerate(self._buttons):
            self._layout.insertWidget(3 + position, button)
        for before, after in pairwise([self._read, *self._buttons, self._close]):
            self.setTabOrder(before, after)

    def _button(self, label: str, act: Callable[[], None], promise: str = "") -> QPushButton:
        button = QPushButton(label, self)
        button.setAutoDefault(False)
        button.setToolTip(promise or label)
        button.setAccessibleDescription(promise)
        button.clicked.connect(self._carrying_out(act))
        return button

    def _carrying_out(self, act: Callable[[], None]) -> Callable[[], None]:
        def carry_out() -> None:
            self.clear()
            act()

        return carry_out

    def _announce(self) -> None:
        spoken = QAccessibleAnnouncementEvent(self, self.accessibleName())
        if self._kind != "info":
            spoken.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(spoken)


def octagon(place: QRectF) -> QPolygonF:
    """The octagon of a stop sign that fills `place`."""
    cut = place.width() * 0.29
    left, right, top, bottom = place.left(), place.right(), place.top(), place.bottom()
    return QPolygonF(
        [
            QPointF(left + cut, top),
            QPointF(right - cut, top),
            QPointF(right, top + cut),
            QPointF(right, bottom - cut),
            QPointF(right - cut, bottom),
            QPointF(left + cut, bottom),
            QPointF(left, bottom - cut),
            QPointF(left, top + cut),
        ]
    )
