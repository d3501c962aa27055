"""A spin box for any number, in plain digits or scientific notation; Qt's own rounds numbers."""

import re
from decimal import Decimal

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from engine.numbers import MINUS, rate

# As many decimals as Qt allows, so that it does not round numbers as small as 1e-300.
DECIMALS = 323
LARGEST = 1e300
UNFINISHED = re.compile(r"[-+]?\d*[.,]?\d*(e[-+]?\d*)?", re.IGNORECASE | re.ASCII)


class NumberSpin(QDoubleSpinBox):
    """Shows a number with all its digits; a typed one counts on Return or when the focus leaves.

    The arrows stay between `low` and `high`. Typed numbers may lie outside, so that the experiment
    can say why one is impossible.
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
        """The number in `text`, which `validate` has accepted."""
        return float(self._plain(text))

    def validate(self, text: str, position: int) -> object:
        """Accept only what is a number or the beginning of one."""
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
        """Go up or down by `steps`, calculated in decimals: 0.3 and not 0.30000000000000004."""
        self.interpretText()
        value = Decimal(repr(self.value())) + steps * Decimal(repr(self.singleStep()))
        self.setValue(min(max(float(value), self._low), self._high))
        self.selectAll()

    def _plain(self, text: str) -> str:
        """`text` as Python writes a number, if it is one."""
        return text.removesuffix(self.suffix()).strip().replace(MINUS, "-").replace(",", ".")
