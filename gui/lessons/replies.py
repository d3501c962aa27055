"""How a question is replied to in the panel, and what was said beside what happened."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.lessons import Question, typed_number
from gui.lessons.how import how_to
from gui.lessons.option import OptionButton
from gui.theme import LIGHT, SMALL_SPACE, SPACE, Theme
from gui.widgets.fields import Wrong, text_label
from gui.widgets.marks import mark
from gui.zoom import sized, typeface


class NumberReply(QWidget):
    """A field for a number, with its unit; `replied` carries what was typed."""

    replied = Signal(object)

    def __init__(self, unit: str, name: str) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setObjectName("lessonNumberEdit")
        self.field.setAccessibleName("Your answer")
        self.field.setAccessibleDescription(name)
        self.field.returnPressed.connect(self._reply)
        button = QPushButton("Answer")
        button.setObjectName("lessonReplyButton")
        button.setAutoDefault(False)
        button.setToolTip("Answer with this number (Return)")
        button.clicked.connect(self._reply)
        self._wrong = Wrong()
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        if unit:
            said = QLabel(unit)
            said.setTextFormat(Qt.TextFormat.PlainText)
            row.addWidget(said)
        row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        sized(column.setSpacing, SMALL_SPACE)
        column.addLayout(row)
        column.addWidget(self._wrong)

    def _reply(self) -> None:
        try:
            value = typed_number(self.field.text())
        except ValueError as error:
            self._wrong.say(str(error))
            # Return then leaves the focus here.
            mark(self.field, "wrong", True)
            self.field.selectAll()
        else:
            self._wrong.say("")
            mark(self.field, "wrong", False)
            self.replied.emit(value)


class ChoiceReply(QWidget):
    """A button for each of `options`; `replied` carries the one that was chosen."""

    replied = Signal(object)

    def __init__(self, options: Sequence[str], theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        sized(column.setSpacing, SMALL_SPACE + 2)
        self.buttons = [OptionButton(theme, self) for _ in options]
        for place, (button, option) in enumerate(zip(self.buttons, options, strict=True)):
            button.say(option)
            button.setObjectName(f"lessonOption{place}")
            button.setToolTip(f"Answer: {option}")
            button.clicked.connect(partial(self.replied.emit, option))
            column.addWidget(button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the option above or below, or choose the one with the focus."""
        place = next((k for k, each in enumerate(self.buttons) if each.hasFocus()), None)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if place is None:
            event.ignore()
        elif step is not None:
            self.buttons[max(0, min(place + step, len(self.buttons) - 1))].setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.buttons[place].click()
        else:
            event.ignore()


class Replies(QWidget):
    """Where the reply is given; afterwards, what was said beside what happened."""

    replied = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lessonAnswer")
        self._theme = LIGHT
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        sized(self._column.setSpacing, SPACE)
        self._how = text_label("faint")
        self._how.setObjectName("lessonHow")
        self._column.addWidget(self._how)
        self._inside: QWidget | None = None

    @property
    def how(self) -> str:
        """How the question that stands is answered."""
        return self._how.text()

    def ask(self, question: Question) -> None:
        """Say how `question` is answered, and take the reply if it is not given in a picture."""
        self._how.setText(how_to(question))
        self._how.show()
        if question.options:
            choice = ChoiceReply(question.options, self._theme)
            choice.replied.connect(self.replied)
            self._show(choice)
            choice.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        elif question.kind == "number":
            number = NumberReply(question.unit, question.text)
            number.replied.connect(self.replied)
            self._show(number)
            number.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._show(None)

    def tell(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show `lines`, each a caption and what it is of."""
        self._how.hide()
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        sized(grid.setHorizontalSpacing, SPACE)
        sized(grid.setVerticalSpacing, SMALL_SPACE)
        for row, (caption, said) in enumerate(lines):
            what, words = text_label("faint"), text_label()
            what.setWordWrap(False)
            what.setText(caption)
            words.setText(said)
            typeface(words, 1.1, bold=True)
            grid.addWidget(what, row, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(words, row, 1)
        grid.setColumnStretch(1, 1)
        self._show(inside)
        self.setAccessibleName(". ".join(" ".join(line) for line in lines))

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        for button in self.findChildren(OptionButton):
            button.set_theme(theme)

    def _show(self, inside: QWidget | None) -> None:
        if self._inside is not None:
            self._column.removeWidget(self._inside)
            # Deleted later, because its button may be the one that is being clicked.
            self._inside.hide()
            self._inside.setParent(None)
            self._inside.deleteLater()
        self._inside = inside
        self.setAccessibleName("")
        if inside is not None:
            self._column.addWidget(inside)
            # At once, or it could not be given the focus.
            inside.show()
