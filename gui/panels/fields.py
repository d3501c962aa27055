"""What the fields of the Experiment column share: numbers in full, errors right below them.

The column scrolls: a field takes the mouse wheel only while it has the focus, for otherwise
scrolling past it would change the experiment.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QSpinBox, QWidget

from engine.numbers import rate

# So many decimals that no float is ever rounded on its way through Qt.
_DECIMALS = 323
_LARGEST = 1e300
_LARGEST_WHOLE = 2**31 - 1
_UNFINISHED = re.compile(r"[-+]?\d*[.,]?\d*(e[-+]?\d*)?", re.IGNORECASE)


class NumberSpin(QDoubleSpinBox):
    """A spin box for any float, shown with every digit it has, also in scientific notation.

    Its arrows stay between `low` and `high`; what is typed does not, so that whoever knows why a
    number is impossible can say so.
    """

    def __init__(self, low: float, high: float, step: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._low, self._high = low, high
        self.setDecimals(_DECIMALS)
        self.setRange(-_LARGEST, _LARGEST)
        self.setSingleStep(step)
        _prepare(self)

    def textFromValue(self, value: float) -> str:
        """`value` as people write it, reading back as the same number."""
        return rate(value)

    def valueFromText(self, text: str) -> float:
        """The number a text holds; 0 where it holds none."""
        number = self._number(text)
        return 0.0 if number is None else number

    # Qt's virtual function gives back the text and the cursor too.
    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:  # type: ignore[override]
        """Whether `text` is a number, or may become one."""
        state = QValidator.State.Acceptable
        if self._number(text) is None:
            unfinished = _UNFINISHED.fullmatch(self._plain(text)) is not None
            state = QValidator.State.Intermediate if unfinished else QValidator.State.Invalid
        return state, text, position

    def stepBy(self, steps: int) -> None:
        """Some steps up or down, in decimal arithmetic: 0.1 and 0.2 are 0.3."""
        self.interpretText()
        value = Decimal(repr(self.value())) + steps * Decimal(repr(self.singleStep()))
        self.setValue(min(max(float(value), self._low), self._high))
        self.selectAll()

    def _number(self, text: str) -> float | None:
        try:
            return float(self._plain(text).replace(",", "."))
        except ValueError:
            return None

    def _plain(self, text: str) -> str:
        return text.removesuffix(self.suffix()).strip().replace("\u2212", "-")


class WholeSpin(QSpinBox):
    """A spin box for a whole number whose arrows, but not what is typed, stay within limits."""

    def __init__(self, low: int, high: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._low, self._high = low, high
        self.setRange(0, _LARGEST_WHOLE)
        _prepare(self)

    def stepBy(self, steps: int) -> None:
        """Some steps up or down."""
        self.interpretText()
        self.setValue(min(max(self.value() + steps * self.singleStep(), self._low), self._high))
        self.selectAll()


class _WheelLeftAlone(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.Wheel
            and isinstance(watched, QWidget)
            and not watched.hasFocus()
        ):
            # The column takes it instead.
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def leave_wheel(field: QWidget) -> None:
    """Let the mouse wheel scroll what `field` stands in, unless the field has the focus."""
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.installEventFilter(_WheelLeftAlone(field))


def faint(text: str) -> QLabel:
    """A sentence that explains a field."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("faint", True)
    label.setWordWrap(True)
    return label


def error_label() -> QLabel:
    """The place for what is wrong with a field; hidden until something is."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("wrong", True)
    label.setWordWrap(True)
    label.hide()
    return label


def say_wrong(label: QLabel, said: str, editors: Iterable[QWidget]) -> None:
    """Say in `label` what is wrong with `editors`; an empty `said` takes that back."""
    label.setText(said)
    label.setVisible(bool(said))
    for editor in editors:
        editor.setAccessibleDescription(said)
        if bool(editor.property("wrong")) != bool(said):
            editor.setProperty("wrong", bool(said))
            editor.style().unpolish(editor)
            editor.style().polish(editor)


def _prepare(spin: QSpinBox | QDoubleSpinBox) -> None:
    spin.setKeyboardTracking(False)
    spin.setMinimumWidth(60)
    leave_wheel(spin)
