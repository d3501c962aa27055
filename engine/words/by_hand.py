"""The words around the gradient by hand: what the columns are called, and why the sums differ."""

import math
import re

import numpy as np

from engine.experiment import Experiment
from engine.formula import latex_of_name, parse
from engine.numbers import MINUS, count, number
from engine.queries import ByHand
from engine.runs import Facts
from engine.text import shortened

# As many digits as it takes to see where float32 rounds.
DIGITS = 9
LONGEST_NAME = 14
# float32 has 24 bits, some seven digits; a sum of rounded parts is hardly worse.
ROUNDED = 1e-6
CANCELLED = 1e-5
NO_GRADIENT = "no gradient yet"
REFUSED = "none: requires_grad is off, so loss.backward() is refused"


def plain(value: float) -> str:
    """`value` with five significant digits, a whole number without decimals.

    >>> plain(19.0), plain(-63466.4), plain(0.5)
    ('19', '−63466', '0.50000')
    """
    if abs(value) < 1e7 and float(value).is_integer():
        return f"{value:.0f}".replace("-", MINUS) if value else "0"
    return number(value)


def input_title(experiment: Experiment, facts: Facts) -> str:
    """The input as the formula calls it, with the data's own name for it where that is another."""
    symbol = parse(experiment.formula).input
    label = facts.input_label
    told = symbol if re.search(rf"\b{symbol}\b", label) else f"{symbol}\n{named(label)}"
    return f"{told}\nstandardised" if facts.standardised else told


def named(label: str) -> str:
    """A name that others wrote, as it fits above a column."""
    return shortened(label, LONGEST_NAME)


def law(facts: Facts, name: str) -> tuple[str, str]:
    """The derivative of the loss with respect to the parameter `name`: LaTeX, and plain text."""
    target, parameter, n = named(facts.target_label), latex_of_name(name), len(facts.targets)
    latex = (
        rf"\frac{{\partial \mathrm{{loss}}}}{{\partial {parameter}}} = \frac{{1}}{{{n}}}"
        rf"\sum 2 \cdot (\text{{{_escaped(target)}}} - \text{{prediction}}) \cdot ({{-}}1) \cdot"
        rf" \frac{{\partial f}}{{\partial {parameter}}}"
    )
    return latex, (
        f"∂loss/∂{name} = the mean over {count(n)} points of"
        f" 2 × ({target} {MINUS} prediction) × ({MINUS}1) × ∂f/∂{name}"
    )


def derivative(by_hand: ByHand) -> tuple[str, str] | None:
    """∂f/∂p as LaTeX and as plain text; None where it is too long to be written down."""
    if by_hand.derivative is None:
        return None
    name, found = by_hand.name, by_hand.derivative
    latex = rf"\frac{{\partial f}}{{\partial {latex_of_name(name)}}} = {found.latex}"
    return latex, f"∂f/∂{name} = {found.text}"


def _escaped(text: str) -> str:
    return "".join(letter if letter.isalnum() or letter in " .,-" else " " for letter in text)


def mean(by_hand: ByHand) -> str:
    """The mean of the parts."""
    return number(by_hand.mean, DIGITS)


def autograd(by_hand: ByHand) -> str:
    """What autograd says, or why it says nothing."""
    return REFUSED if by_hand.autograd is None else number(by_hand.autograd, DIGITS)


def difference(by_hand: ByHand) -> str:
    """How far autograd is from the mean by hand, and why; '' where autograd says nothing."""
    found, by = by_hand.mean, by_hand.autograd
    if by is None:
        return ""
    if not (math.isfinite(found) and math.isfinite(by)):
        if math.isfinite(found):
            return f"float32 ends at 3.4e38; by hand in float64 it goes on to {number(found)}"
        return "the numbers have grown past what can be held"
    apart = abs(found - by)
    if apart == 0:
        return "0"
    size = float(np.abs(by_hand.parts).mean())
    if apart <= ROUNDED * abs(found):
        why = "float32 rounds at the seventh digit"
    elif apart <= CANCELLED * size:
        why = "the parts nearly cancel, and float32 rounds each at the seventh digit"
    else:
        why = "float32 rounds every operation on the way"
    return f"{number(apart, 2)} ({why})"


def leftover(by_hand: ByHand) -> str:
    """What `params.grad` holds from earlier epochs, where that is anything; '' otherwise."""
    left = float(by_hand.leftover[by_hand.param])
    if not left or by_hand.autograd is None:
        return ""
    held = float(np.float32(by_hand.autograd) + np.float32(left))
    return (
        f"params.grad holds {number(held)}: this epoch’s {number(by_hand.autograd)}, and"
        f" {number(left)} left over, because zero_grad is off."
    )


def notes(by_hand: ByHand, facts: Facts) -> list[str]:
    """What else is to be known of the table, in sentences."""
    told = [left] if (left := leftover(by_hand)) else []
    held_out = len(facts.held_out_targets)
    if held_out:
        points, take = ("point", "takes") if held_out == 1 else ("points", "take")
        told.append(f"{count(held_out)} held-out {points} {take} no part.")
    if facts.standardised:
        told.append("The inputs are standardised, as they are trained on.")
    if by_hand.derivative is None:
        told.append(
            f"∂f/∂{by_hand.name} is too long to be written down; its values are autograd’s."
        )
    else:
        told += [f"{note}." for note in by_hand.derivative.notes]
    return told


def in_words(by_hand: ByHand, facts: Facts, *, reached: bool) -> str:
    """The table in a few sentences, for screen readers; `reached` says whether backward has run."""
    name, n = by_hand.name, len(by_hand.parts)
    about = f"By hand, epoch {count(by_hand.epoch)}, parameter {name}, {count(n)} points"
    if not reached:
        return f"{about}: {NO_GRADIENT}."
    told = derivative(by_hand)
    parts = np.where(np.isfinite(by_hand.parts), np.abs(by_hand.parts), np.inf)
    most = int(parts.argmax())
    sentences = [
        f"{about}: the mean of their parts is {number(by_hand.mean)}.",
        f"{told[1]}." if told else "",
        f"The largest part, {plain(float(by_hand.parts[most]))}, is that of the point with "
        f"{shortened(facts.input_label)} = {plain(float(facts.inputs[most]))}.",
        f"Autograd: {autograd(by_hand)}.",
        *notes(by_hand, facts),
    ]
    return " ".join(filter(None, sentences))
