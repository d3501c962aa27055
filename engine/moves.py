"""How subtracting the gradient moves one parameter, in numbers and in words.

The rule is the article's `params.data -= params.grad.data*(lr)`, told for one parameter at a time.
Pure functions without PyTorch: the window only draws what stands here.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from engine.numbers import in_brackets, number, rate


@dataclass(frozen=True, slots=True)
class Move:
    """One parameter's step in one epoch.

    `before`, `gradient` and `after` are the run's own float32 numbers; `change` is
    `after − before`, what the step really added, rounding included.
    """

    name: str
    before: float
    gradient: float
    learning_rate: float
    after: float

    @property
    def change(self) -> float:
        """What the step added to the parameter."""
        return self.after - self.before

    @property
    def sign(self) -> int:
        """The gradient's sign: −1, 0 or +1; 0 where it is not a number."""
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
        if self.sign == 0:
            return "stays"
        return "left" if self.sign > 0 else "right"

    @property
    def gradient_in_words(self) -> str:
        """The gradient's sign in words: `negative`, `zero`, `positive` or `not finite`."""
        if not math.isfinite(self.gradient):
            return "not finite"
        return ("negative", "zero", "positive")[self.sign + 1]

    @property
    def arithmetic(self) -> str:
        """The update with the numbers in it."""
        return (
            f"{self.name} ← {self.name} − lr × grad = {number(self.before)}"
            f" − {rate(self.learning_rate)} × {in_brackets(self.gradient)} = {number(self.after)}"
        )

    @property
    def sentence(self) -> str:
        """What happened and why, in one sentence for the person who watches."""
        name = self.name
        if not math.isfinite(self.gradient):
            return (
                f"The gradient of {name} is {number(self.gradient)}: the numbers have grown past "
                f"what float32 can hold, so {name} is lost. A smaller learning rate keeps it."
            )
        if not math.isfinite(self.after):
            return (
                f"lr × gradient is more than float32 can hold, so {name} is lost. "
                "A smaller learning rate keeps it."
            )
        if self.sign == 0:
            return f"The loss is flat here: {name} stays."
        if self.change == 0:
            return (
                f"The loss {'rises' if self.sign > 0 else 'falls'} as {name} grows, but lr × "
                f"gradient is too small for float32 to notice: {name} stays."
            )
        size = number(abs(self.change))
        if self.sign < 0:
            return (
                f"The loss falls as {name} grows, so subtracting a negative gradient adds {size}: "
                f"{name} moves right."
            )
        return (
            f"The loss rises as {name} grows, so subtracting a positive gradient takes away "
            f"{size}: {name} moves left."
        )


def moves(
    names: Sequence[str],
    params: Sequence[float],
    gradient: Sequence[float],
    learning_rate: float,
    updated_params: Sequence[float],
) -> tuple[Move, ...]:
    """One `Move` for each parameter; all sequences have the same length p."""
    return tuple(
        Move(name, float(before), float(slope), float(learning_rate), float(after))
        for name, before, slope, after in zip(names, params, gradient, updated_params, strict=True)
    )
