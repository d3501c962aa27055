"""A spin box for whole numbers of any size; Qt's own ends at 2,147,483,647."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QWidget


class WholeSpin(QAbstractSpinBox):
    """Whole numbers from `low` to `high`; a typed one counts on Return or when the focus leaves."""

    valueChanged = Signal(object)

    def __init__(self, low: int, high: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._low, self._high = low, high
        self._value = low
        self._show()
        self.editingFinished.connect(self._commit)

    def value(self) -> int:
        """The number that is in force."""
        return self._value

    def setValue(self, value: int) -> None:
        """Use `value`, or the nearest number that is allowed."""
        value = max(self._low, min(int(value), self._high))
        changed = value != self._value
        self._value = value
        self._show()
        if changed:
            self.valueChanged.emit(value)

    def stepBy(self, steps: int) -> None:
        """Go up or down by `steps`, from what has been typed."""
        self._commit()
        self.setValue(self._value + steps)
        self.selectAll()

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Up below the highest, down above the lowest."""
        enabled = QAbstractSpinBox.StepEnabledFlag.StepNone
        if self._value < self._high:
            enabled |= QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
        if self._value > self._low:
            enabled |= QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        return enabled

    def validate(self, text: str, position: int) -> object:
        """Accept only digits, and no more than the highest number has."""
        digits = text.strip()
        if not digits:
            return QValidator.State.Intermediate, text, position
        fits = len(digits.lstrip("0")) <= len(str(self._high))
        if digits.isdecimal() and digits.isascii() and fits and int(digits) <= self._high:
            return QValidator.State.Acceptable, text, position
        return QValidator.State.Invalid, text, position

    def fixup(self, _text: str) -> str:
        """An empty field returns to the number in force."""
        return str(self._value)

    def _commit(self) -> None:
        text = self.lineEdit().text().strip()
        self.setValue(int(text) if text else self._value)

    def _show(self) -> None:
        self.lineEdit().setText(str(self._value))
        # At its ends one of the arrows is grey.
        self.update()
