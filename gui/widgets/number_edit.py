"""A line to type a number into, in plain digits or in scientific notation."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from engine.numbers import MINUS, rate, read_number
from engine.text import shortened

LONGEST = "−1.1372e−5"
# The margins at both sides of the text, together.
EDGES = 14


class NumberEdit(QLineEdit):
    """A line for a number, also in scientific notation; Escape takes back what was typed.

    `example` shows, in the error for a text that is not a number, how to write one. If it may be
    left `empty`, it then emits `emptied`.
    """

    committed = Signal(float)
    emptied = Signal()
    wrong = Signal(str)

    def __init__(
        self,
        parent: QWidget | None = None,
        example: str = "0.00001 or 1e-5",
        empty: bool = False,
    ) -> None:
        super().__init__(parent)
        self._empty = empty
        self._example = example
        self._value = 0.0
        self._shown = ""
        self.editingFinished.connect(self._commit)

    def value(self) -> float:
        """The number that is in force."""
        return self._value

    def set_value(self, value: float, shown: str | None = None) -> None:
        """Show `value` as the one in force, written as `shown` where that is given."""
        self._value = value
        self._shown = rate(value) if shown is None else shown
        self.setText(self._shown)

    def minimumSizeHint(self) -> QSize:
        """As wide as the longest number with five digits."""
        wide = self.fontMetrics().horizontalAdvance(LONGEST) + EDGES
        return QSize(wide, super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape brings back the number that is in force."""
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._shown)
            self.wrong.emit("")
        else:
            super().keyPressEvent(event)

    def _commit(self) -> None:
        text = self.text().strip().replace(MINUS, "-")
        if text == self._shown.replace(MINUS, "-"):
            self.wrong.emit("")
            return
        if self._empty and not text:
            self.emptied.emit()
            return
        try:
            value = read_number(text.replace(",", ".", 1) if text.count(",") == 1 else text)
        except ValueError:
            said = f"“{shortened(text)}” is not a number" if text else "A number is missing"
            self.wrong.emit(f"{said}; write for example {self._example}.")
            return
        self.committed.emit(value)
