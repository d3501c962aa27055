"""Products of pieces of a formula, which a derivative is the sum of, tidied as people write them.

Numbers and signs come first, factors are gathered as powers, and terms of one kind are added up.
Nothing is cancelled, so that no value changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from engine.formula.text import CONSTANTS, INPUTS
from engine.formula.tree import Binary, Name, Node, Number, Sign


@dataclass(frozen=True, slots=True)
class Term:
    """`number · above / (under · below)`: a product of pieces of the formula over another."""

    number: Fraction = Fraction(1)
    under: int = 1
    above: tuple[Node, ...] = ()
    below: tuple[Node, ...] = ()

    def times(self, factors: Iterable[Node]) -> Term:
        """This term times `factors`, with their numbers and signs in front."""
        term = self
        for factor in factors:
            term = term._times(factor)
        return term

    def _times(self, factor: Node) -> Term:
        match factor:
            case Number(text=text):
                return replace(self, number=self.number * Fraction(text))
            case Sign(symbol=symbol, operand=operand):
                sign = -1 if symbol == "-" else 1
                return replace(self, number=sign * self.number)._times(operand)
            case Binary(symbol="*", left=left, right=right, value=None):
                return self._times(left)._times(right)
            case Binary(symbol="/", left=left, right=right, value=None):
                return self._times(left).over(right)
        return replace(self, above=(*self.above, factor))

    def over(self, divisor: Node) -> Term:
        """This term divided by `divisor`."""
        match divisor:
            case Number(value=int(value)) if value > 0:
                return replace(self, under=self.under * value)
            case Sign(symbol="-", operand=operand):
                return replace(self, number=-self.number).over(operand)
            case Binary(symbol="*", left=left, right=right, value=None):
                return self.over(left).over(right)
        return replace(self, below=(*self.below, divisor))

    def gathered(self) -> Term:
        """This term with each factor once, as a power, in the order in which people write."""
        return replace(self, above=_gathered(self.above), below=_gathered(self.below))

    def kind(self) -> Term:
        """This term without its number. Terms of one kind are added up.

        Those of different sign are not where they can be infinite, since ∞ − ∞ is not 0.
        """
        finite = not self.below and all(_finite(factor) for factor in self.above)
        return replace(self, number=Fraction(-1 if self.number < 0 and not finite else 1))

    def node(self) -> Node:
        """This term as a piece of a formula."""
        return Sign("-", self.size(), None) if self.number < 0 else self.size()

    def size(self) -> Node:
        """This term without its sign."""
        numerator, number = [*self.above], abs(self.number)
        if number != 1 or not numerator:
            numerator.insert(0, _number(number))
        denominator = [*([_number(Fraction(self.under))] if self.under > 1 else []), *self.below]
        top = _product(numerator)
        return Binary("/", top, _product(denominator), None) if denominator else top


def power(base: Node, exponent: int) -> Node:
    """`base ** exponent`."""
    return Binary("**", base, Number(str(exponent), exponent), None) if exponent > 1 else base


def _gathered(factors: tuple[Node, ...]) -> tuple[Node, ...]:
    powers: Counter[Node] = Counter()
    for factor in factors:
        match factor:
            case Binary(symbol="**", left=base, right=Number(value=int(value))) if value > 0:
                powers[base] += value
            case _:
                powers[factor] += 1
    ordered = sorted(powers.items(), key=lambda power: _rank(power[0]))
    return tuple(power(base, exponent) for base, exponent in ordered)


def _rank(node: Node) -> tuple[int, str]:
    """Constants, parameters, the input, then all else in the order in which it came."""
    match node:
        case Name(name=name):
            return (0 if name in CONSTANTS else 2 if name in INPUTS else 1), name
    return (0 if node.value is not None else 3), ""


def _finite(factor: Node) -> bool:
    """Whether `factor` is finite wherever the parameters and the input are."""
    match factor:
        case Binary(symbol="**", left=base, right=Number(value=int())):
            return _finite(base)
    return isinstance(factor, Name | Number)


def _number(value: Fraction) -> Number:
    if value.denominator == 1:
        return Number(str(value.numerator), value.numerator)
    return Number(repr(float(value)), float(value))


def signed(value: Fraction) -> Node:
    """The number `value`, with its sign."""
    number = _number(abs(value))
    return Sign("-", number, -number.value) if value < 0 else number


def _product(factors: list[Node]) -> Node:
    result = factors[0]
    for factor in factors[1:]:
        result = Binary("*", result, factor, None)
    return result


def sum_of(terms: list[Term]) -> Node:
    """The sum of `terms`; 0 where there are none."""
    if not terms:
        return Number("0", 0)
    result = terms[0].node()
    for term in terms[1:]:
        result = Binary("-" if term.number < 0 else "+", result, term.size(), None)
    return result
