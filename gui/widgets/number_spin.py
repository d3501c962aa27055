"""A spin box for any number, in plain digits or in scientific notation; Qt's own rounds."""

import re
from decimal import Decimal

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from engine.numbers import MINUS, rate

# As many decimals as Qt has: numbers down to 1e-300 are not rounded on their way through it.
DECIMALS = 323
LARGEST = 1e300
UNFINISHED = re.compile(r"[-+]?\d*[.,]?\d*(e[-+]?\d*)?", re.IGNORECASE | re.ASCII)


class NumberSpin(QDoubleSpinBox):
    """Shows a number with every digit it has; typing counts when Return or the focus goes.

    The arrows stay between `low` and `high`. What is typed does not, so that whoever knows why a
    number is impossible can say so.
    """

    def __init__(self, low: float, high: float, step: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._low, self._high = low, high
        self.setDecimals(DECIMALS)
        self.setRange(-LARGEST, LARGEST)
        self.setSingleStep(step)
        self.setKeyboardTracking(False)

    def textFromValue(self, value: float) -> str:
        """`value` as people write it; it reads back as the same number."""
        return rate(value)

    def valueFromText(self, text: str) -> float:
        """The number that an acceptable `text` holds."""
        return float(self._plain(text))

    def validate(self, text: str, position: int) -> object:
        """Only what is a number, or may become one, can be typed."""
        plain = self._plain(text)
        try:
            float(plain)
        except ValueError:
            pass
        else:
            if UNFINISHED.fullmatch(plain):
                return QValidator.State.Acceptable, text, position
        unfinished = UNFINISHED.fullmatch(plain) is not None
        state = QValidator.State.Intermediate if unfinished else QValidator.State.Invalid
        return state, text, position

    def stepBy(self, steps: int) -> None:
        """Up or down by `steps`, in decimals: 0.3 and not 0.30000000000000004."""
        self.interpretText()
        value = Decimal(repr(self.value())) + steps * Decimal(repr(self.singleStep()))
        self.setValue(min(max(float(value), self._low), self._high))
        self.selectAll()

    def _plain(self, text: str) -> str:
        """`text` as Python writes a number, if it is one."""
        return text.removesuffix(self.suffix()).strip().replace(MINUS, "-").replace(",", ".")
