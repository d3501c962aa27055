"""How subtracting the gradient moves one parameter, in numbers and in words.

The rule is the article's `params.data -= params.grad.data*(lr)`, for one parameter at a time.
"""

import math
from dataclasses import dataclass

from engine.numbers import in_brackets, number, rate
from engine.words.steps.arithmetic import Line, line


@dataclass(frozen=True, slots=True)
class Move:
    """One parameter's step in one epoch.

    `before`, `gradient` and `after` are the run's own float32 numbers; `change` is
    `after − before`, rounding included. `own_gradient` is this epoch's part of the gradient; the
    rest was left over from the epochs before it.
    """

    name: str
    before: float
    gradient: float
    learning_rate: float
    after: float
    own_gradient: float | None = None

    @property
    def slope(self) -> float:
        """The derivative of the loss with respect to the parameter, without what was left over."""
        return self.gradient if self.own_gradient is None else self.own_gradient

    @property
    def change(self) -> float:
        """What the step added to the parameter."""
        return self.after - self.before

    @property
    def sign(self) -> int:
        """The gradient's sign: −1, 0 or +1, and 0 for NaN."""
        return (self.gradient > 0) - (self.gradient < 0)

    @property
    def finite(self) -> bool:
        """Whether the gradient and the value after the step are finite."""
        return math.isfinite(self.gradient) and math.isfinite(self.after)

    @property
    def direction(self) -> str:
        """`left`, `right`, `stays`, or `lost` where a number is not finite."""
        if not self.finite:
            return "lost"
        if self.change == 0:
            return "stays"
        return "left" if self.change < 0 else "right"

    @property
    def gradient_in_words(self) -> str:
        """The gradient's sign in words: `negative`, `zero`, `positive` or `not finite`."""
        if not math.isfinite(self.gradient):
            return "not finite"
        return ("negative", "zero", "positive")[self.sign + 1]

    @property
    def line(self) -> Line | None:
        """The printed numbers of the step; None where a number is not finite."""
        if not (self.finite and math.isfinite(self.before)):
            return None
        return line(self.before, self.learning_rate, self.gradient, self.after)

    @property
    def arithmetic(self) -> str:
        """The update with its numbers, which holds as it is printed."""
        printed = self.line
        if printed is not None:
            return printed.text(self.name)
        return (
            f"{self.name} ← {number(self.before)} − {rate(self.learning_rate)}"
            f" × {in_brackets(self.gradient)} = {number(self.after)}"
        )

    @property
    def sentence(self) -> str:
        """What happened and why, in one sentence."""
        name = self.name
        if not math.isfinite(self.gradient):
            return (
                f"The gradient of {name} is {number(self.gradient)}: the numbers have grown past "
                f"what float32 can hold, so {name} is lost."
            )
        if not math.isfinite(self.after):
            return (
                f"lr × gradient is more than float32 can hold, so {name} is lost. "
                "A smaller learning rate keeps it."
            )
        printed = self.line
        size = number(abs(self.change)) if printed is None else printed.change
        if self.slope_sign != self.sign and math.isfinite(self.slope):
            return self._sentence_of_the_leftover(size)
        if self.sign == 0:
            return f"The loss is flat here: {name} stays."
        if self.change == 0:
            return (
                f"{self.slope_in_words}, but lr × gradient is too small for float32 to notice: "
                f"{name} stays."
            )
        subtracting = (
            f"subtracting a negative gradient adds {size}"
            if self.sign < 0
            else f"subtracting a positive gradient takes away {size}"
        )
        return f"{self.slope_in_words}, so {subtracting}: {name} moves {self.direction}."

    @property
    def slope_sign(self) -> int:
        """The sign of `slope`: −1, 0 or +1."""
        return (self.slope > 0) - (self.slope < 0)

    @property
    def slope_in_words(self) -> str:
        """What the loss does as the parameter grows."""
        if self.slope_sign == 0:
            return "The loss is flat here"
        return f"The loss {'rises' if self.slope_sign > 0 else 'falls'} as {self.name} grows"

    def _sentence_of_the_leftover(self, size: str) -> str:
        """The sentence for a step against this epoch's own slope, caused by what was left over."""
        slope, name = self.slope_in_words, self.name
        if self.sign == 0:
            return f"{slope}, but what was left over cancels this epoch's gradient: {name} stays."
        if self.change == 0:
            return f"{slope}, and lr × gradient is too small for float32 to notice: {name} stays."
        if self.slope_sign == 0:
            return f"{slope}, but what was left over moves {name} {self.direction} by {size}."
        return (
            f"{slope}, but what was left over outweighs that: {name} moves {self.direction}, "
            f"uphill, by {size}."
        )
