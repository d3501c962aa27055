"""The panel of a lesson or a prediction: asks, takes a reply or says how to give it, and tells.

It knows no run: whoever shows it decides what is asked, and what is said to the reply.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.lessons import Question, Verdict
from gui.lessons.contents import Chapter, Contents
from gui.lessons.marks import Marks, Place
from gui.lessons.option import WrappedButton
from gui.lessons.replies import Replies
from gui.lessons.texts import QuestionText
from gui.theme import SMALL_SPACE, SPACE, Theme
from gui.widgets.elided import ElidedLabel
from gui.widgets.fields import text_label
from gui.zoom import sized, typeface

RETURN = ("Return", "Enter")


class LessonsPanel(QFrame):
    """Asks one question after another; `replied` carries the reply to one that is asked in it.

    `next_asked`, `back_asked`, `again_asked` and `leave_asked` say which button was pressed,
    `tried` which of those that were offered after the reply, and `chosen` the number of the lesson
    that was chosen in the list. While the reply is told, Return is the next and R is again.
    """

    replied = Signal(object)
    next_asked = Signal()
    back_asked = Signal()
    again_asked = Signal()
    leave_asked = Signal()
    tried = Signal(int)
    chosen = Signal(int)

    def __init__(
        self, leave: str = "Leave the lesson", kept: str = "", *, can_repeat: bool = True
    ) -> None:
        super().__init__()
        self._can_repeat = can_repeat
        self.setProperty("panel", True)
        self.setAccessibleName("Lesson")
        self._tries: list[QPushButton] = []
        self._contents = Contents()
        self._contents.chosen.connect(self._on_chosen)
        self._pages = QStackedWidget()
        rows = QVBoxLayout(self)
        sized(rows.setContentsMargins, 2 * SPACE, SPACE, 2 * SPACE, SPACE)
        sized(rows.setSpacing, SPACE)
        self._build_top(rows)
        self._pages.addWidget(self._build_page())
        self._pages.addWidget(self._contents)
        rows.addWidget(self._pages, 1)
        self._build_bottom(rows, leave, kept)
        self._keys = [
            *(self._key(key, self._on_return) for key in RETURN),
            self._key("R", self._again.click),
        ]
        self.set_place(None)

    # --- building

    def _build_top(self, rows: QVBoxLayout) -> None:
        self._place, self._list = ElidedLabel(), QPushButton("All lessons")
        self._place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._place.setProperty("faint", True)
        self._place.setObjectName("lessonPlace")
        self._list.setObjectName("lessonListButton")
        self._list.setAutoDefault(False)
        self._list.setCheckable(True)
        self._list.setToolTip("The list of lessons, to go to any of them")
        self._list.toggled.connect(self._show_list)
        self._marks = Marks()
        top = QHBoxLayout()
        top.addWidget(self._place, 1)
        top.addWidget(self._list)
        rows.addLayout(top)
        rows.addWidget(self._marks)

    def _build_page(self) -> QScrollArea:
        self._heading, self._said, self._because = text_label(), text_label(), text_label()
        typeface(self._heading, 1.25, bold=True)
        self._question = QuestionText()
        self._question.setObjectName("lessonQuestion")
        self._said.setObjectName("lessonVerdict")
        self._because.setObjectName("lessonBecause")
        for label in (self._question, self._said, self._because):
            typeface(label, 1.05)
        self._replies = Replies()
        self._replies.replied.connect(self.replied)
        self._offers = QGridLayout()
        sized(self._offers.setSpacing, SMALL_SPACE)
        inside = QWidget()
        column = QVBoxLayout(inside)
        sized(column.setContentsMargins, 0, 0, SMALL_SPACE, 0)
        sized(column.setSpacing, SPACE)
        for widget in (self._heading, self._question, self._replies, self._said, self._because):
            column.addWidget(widget)
        column.addLayout(self._offers)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        self._page = scroll
        return scroll

    def _build_bottom(self, rows: QVBoxLayout, leave: str, kept: str) -> None:
        self._next = WrappedButton(filled=True)
        self._next.setObjectName("lessonNextButton")
        self._next.setToolTip("Go on (Return)")
        self._next.clicked.connect(self.next_asked)
        self._back = self._button(
            "Back", "lessonBackButton", "Go back to the lesson before", self.back_asked
        )
        self._again = self._button(
            "Again", "lessonAgainButton", "Predict once more (R)", self.again_asked
        )
        self._leave = self._button(
            "Leave", "lessonLeaveButton", f"{leave} (Escape)", self.leave_asked
        )
        bottom = QHBoxLayout()
        sized(bottom.setSpacing, SMALL_SPACE)
        for button in (self._back, self._again, self._leave):
            bottom.addWidget(button, 1)
        rows.addWidget(self._next)
        rows.addLayout(bottom)
        self._note = text_label("faint")
        self._note.setObjectName("lessonNote")
        rows.addWidget(self._note)
        self.set_note(kept)

    def _button(self, text: str, name: str, tip: str, pressed: SignalInstance) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        button.setAccessibleDescription(tip)
        button.clicked.connect(pressed)
        return button

    def _key(self, key: str, act: object) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.setEnabled(False)
        shortcut.activated.connect(act)
        return shortcut

    # --- what it shows

    def set_place(self, place: Place | None) -> None:
        """Show where in a set of lessons one is; None where there is no such set."""
        self._marks.set_place(place)
        self._place.setText(f"{place} · {place.chapter}" if place else "")
        self._place.setToolTip(f"Lesson {place}: {place.chapter}" if place else "")
        for widget in (self._marks, self._place, self._list):
            widget.setVisible(place is not None)
        self._back.setVisible(place is not None)
        self._back.setEnabled(place is not None and place.number > 1)

    def set_lessons(self, chapters: Sequence[Chapter], here: int, done: frozenset[int]) -> None:
        """List the lessons of `chapters`, of which one is at number `here`."""
        self._contents.set_lessons(chapters, here, done)

    def set_next(self, text: str) -> None:
        """Call the button that goes on `text`."""
        self._next.say(text)

    def set_leave(self, text: str) -> None:
        """Call the button that leaves `text`."""
        self._leave.setText(text)
        self._leave.setToolTip(f"{text} (Escape)")

    def set_note(self, text: str) -> None:
        """Show `text` at the bottom."""
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def ask(self, heading: str, question: Question) -> None:
        """Ask `question`, and say how it is answered."""
        self._turn(asking=True)
        self._heading.setText(heading)
        self._question.setText(question.text)
        self._replies.ask(question)
        self._announce(f"{heading}. {question.text} {self._replies.how}")

    def tell(self, verdict: Verdict, because: str, lines: Sequence[tuple[str, str]] = ()) -> None:
        """Say what there is to say to the reply, and why it is so.

        `lines` are what was said beside what happened, each with its caption.
        """
        self._turn(asking=False)
        self._question.shorten()
        self._replies.tell(lines)
        self._said.setText(verdict.say)
        self._said.setVisible(bool(verdict.say))
        self._because.setText(because)
        self._next.setFocus(Qt.FocusReason.OtherFocusReason)
        told = [f"{caption} {said}." for caption, said in lines]
        self._announce(" ".join([*told, verdict.say, because]))

    def offer(self, labels: Sequence[str]) -> None:
        """Offer, after the reply, a button for each of `labels`; `tried` tells which is pressed."""
        for place, label in enumerate(labels):
            button = QPushButton(label.replace("&", "&&"))
            button.setObjectName(f"lessonTry{place}")
            button.setAutoDefault(False)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setToolTip(f"Try it: {label}")
            button.clicked.connect(lambda _on=False, place=place: self.tried.emit(place))
            self._offers.addWidget(button, *divmod(place, 2))
            self._tries.append(button)

    def show_list(self) -> None:
        """List all lessons."""
        self._list.setChecked(True)

    def escape(self) -> None:
        """Close the list of lessons, or ask to leave."""
        if self._list.isChecked():
            self._list.setChecked(False)
        else:
            self.leave_asked.emit()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        for widget in (self._marks, self._contents, self._replies, self._next):
            widget.set_theme(theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses the button with the focus."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._pressed():
            return
        super().keyPressEvent(event)

    # --- what happens

    def _turn(self, *, asking: bool) -> None:
        """Show what belongs to a question, or to its answer."""
        self._list.setChecked(False)
        for button in self._tries:
            self._offers.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._tries = []
        # Where there is an answer, there is less room.
        self._note.setVisible(asking and bool(self._note.text()))
        for widget in (self._said, self._because, self._next):
            widget.setVisible(not asking)
        self._again.setVisible(not asking and self._can_repeat)
        for key in self._keys:
            key.setEnabled(not asking)
        self._page.verticalScrollBar().setValue(0)

    def _on_return(self) -> None:
        if not self._pressed():
            self._next.click()

    def _pressed(self) -> bool:
        """Press the button of the panel that has the focus, if one has."""
        focus = QApplication.focusWidget()
        if not isinstance(focus, QAbstractButton) or not self.isAncestorOf(focus):
            return False
        focus.click()
        return True

    def _show_list(self, on: bool) -> None:
        self._pages.setCurrentIndex(int(on))
        if on:
            self._contents.focus_here()

    def _on_chosen(self, number: int) -> None:
        self._list.setChecked(False)
        self.chosen.emit(number)

    def _announce(self, said: str) -> None:
        self.setAccessibleDescription(said)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))
