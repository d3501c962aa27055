"""The derivative of a formula with respect to one of its parameters, by the chain rule.

Each place where the parameter stands gives one term of a sum: the product of the slopes of all
operations on the way from there to the root of the tree, just as `backward()` multiplies them. At
the kinks the slopes are PyTorch's own. Terms are tidied only so that no value changes: nothing is
cancelled, as 0/0 would have become 1. A computer algebra system would cancel, and writes the slope
of u**v as v*u**v/u, which PyTorch does not divide at u = 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from engine.formula.latex import latex_of
from engine.formula.text import CONSTANTS, INPUTS
from engine.formula.tree import Binary, Call, Name, Node, Number, Sign, tree_of
from engine.formula.write import text_of

if TYPE_CHECKING:
    from engine.formula.compile import Model

# What is longer than this nobody reads; the numbers then come from autograd.
MOST_FACTORS = 120
MOST_TEXT = 300

_NOTES = {
    "sign": "sign(u) is 1 where u > 0, −1 where u < 0, and 0 where u = 0, as PyTorch takes it",
    "step": "step(u) is 1 where u > 0, and 0 elsewhere, also where u = 0, as PyTorch takes it",
    "less": "less(u, v) is 1 where u < v, 0 where u > v, and ½ where both are equal,"
    " as PyTorch takes it",
}


@dataclass(frozen=True, slots=True)
class Derivative:
    """The derivative of a formula with respect to one parameter.

    `text` is written as formulas are, `t**2`, and `latex` is the same for a typesetter. `notes` has
    a sentence for each function in it that a formula cannot have: `sign`, `step` and `less`.
    """

    text: str
    latex: str
    notes: tuple[str, ...]


@lru_cache(maxsize=256)
def derivative(text: str, name: str) -> Derivative | None:
    """The derivative of the checked formula `text` with respect to its parameter `name`.

    None where it would be too long to be read.
    """
    tree = _derived(text, name, _in_books)
    if tree is None:
        return None
    written = text_of(tree)
    if len(written) > MOST_TEXT:
        return None
    used = [function for function in _NOTES if f"{function}(" in written]
    return Derivative(written, latex_of(written, tree), tuple(_NOTES[each] for each in used))


@lru_cache(maxsize=256)
def compiled_derivative(text: str, name: str, names: tuple[str, ...]) -> Model | None:
    """The function ∂f/∂name (t, params) on tensors: see `compile_tree`.

    None where the derivative is too long to be written down.
    """
    # Imported here, so that the window can derive a formula without torch.
    from engine.formula.compile import compile_tree

    tree = _derived(text, name, _in_pytorch) if derivative(text, name) is not None else None
    return None if tree is None else compile_tree(tree, names)


@dataclass(frozen=True, slots=True)
class _Term:
    """`number · above / (under · below)`: a product of pieces of the formula over another."""

    number: Fraction = Fraction(1)
    under: int = 1
    above: tuple[Node, ...] = ()
    below: tuple[Node, ...] = ()

    def times(self, factors: Iterable[Node]) -> _Term:
        """This term times `factors`, with their numbers and signs in front."""
        term = self
        for factor in factors:
            term = term._times(factor)
        return term

    def _times(self, factor: Node) -> _Term:
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

    def over(self, divisor: Node) -> _Term:
        """This term divided by `divisor`."""
        match divisor:
            case Number(value=int(value)) if value > 0:
                return replace(self, under=self.under * value)
            case Sign(symbol="-", operand=operand):
                return replace(self, number=-self.number).over(operand)
            case Binary(symbol="*", left=left, right=right, value=None):
                return self.over(left).over(right)
        return replace(self, below=(*self.below, divisor))

    def gathered(self) -> _Term:
        """This term with each factor once, as a power, in the order in which people write."""
        return replace(self, above=_gathered(self.above), below=_gathered(self.below))

    def kind(self) -> _Term:
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


class _TooLongError(Exception):
    """The derivative would be too long to be read."""


# From the way down to a node, the way down to its operand at a place.
_Step = Callable[[_Term, Node, int], _Term]


def _derived(text: str, name: str, step: _Step) -> Node | None:
    sums: dict[_Term, Fraction] = {}
    factors = 0
    try:
        for term in _terms(tree_of(text), name, _Term(), step):
            factors += 1 + len(term.above) + len(term.below)
            if factors > MOST_FACTORS:
                return None
            kind = term.gathered().kind()
            sums[kind] = sums.get(kind, Fraction(0)) + term.number
        return _sum([replace(kind, number=number) for kind, number in sums.items() if number])
    except (_TooLongError, OverflowError):
        return None


def _terms(node: Node, name: str, so_far: _Term, step: _Step) -> Iterator[_Term]:
    """A term for each place in `node` where `name` stands; `so_far` is the way down to `node`."""
    if len(so_far.above) + len(so_far.below) > MOST_FACTORS:
        raise _TooLongError
    match node:
        case Name(name=own) if own == name:
            yield so_far
        case Sign(symbol=symbol, operand=operand):
            yield from _terms(operand, name, so_far.times([Sign(symbol, _ONE, None)]), step)
        case Binary(symbol="/", left=left, right=right):
            if _holds(left, name):
                yield from _terms(left, name, so_far.over(right), step)
            if _holds(right, name):
                inverse = so_far.times([Sign("-", left, None)]).over(_power(right, 2))
                yield from _terms(right, name, inverse, step)
        case Call(function="sqrt", arguments=(inner,)):
            yield from _terms(inner, name, so_far.over(_TWO).over(node), step)
        case Call(function="log", arguments=(inner,)):
            yield from _terms(inner, name, so_far.over(inner), step)
        case Binary(left=left, right=right):
            yield from _below(node, (left, right), name, so_far, step)
        case Call(arguments=arguments):
            yield from _below(node, arguments, name, so_far, step)


def _below(
    node: Node, operands: tuple[Node, ...], name: str, so_far: _Term, step: _Step
) -> Iterator[_Term]:
    for place, operand in enumerate(operands):
        if _holds(operand, name):
            yield from _terms(operand, name, step(so_far, node, place), step)


def _in_books(so_far: _Term, node: Node, place: int) -> _Term:
    """The way down to the operand of `node` at `place`, with the slopes that stand in books."""
    return so_far.times(_slope(node, place))


def _in_pytorch(so_far: _Term, node: Node, place: int) -> _Term:
    """The same, with PyTorch's slopes where they differ from those in books.

    Where some of its slopes are 0, PyTorch sends back 0 whatever arrives, infinity too.
    """
    match node:
        case Call(function="relu" | "minimum" | "maximum"):
            mask = _slope(node, place)[0]
            return _Term(above=(Call("masked", (mask, so_far.node()), None),))
        case Binary(symbol="**", left=left, right=right) if place == 1:
            return so_far.times([Call("exponent_slope", (left, right), None)])
        case Binary(symbol="**", left=left, right=right) if right.value is None:
            return _Term(above=(Call("back_to_base", (left, right, so_far.node()), None),))
        case Call(function="softplus", arguments=arguments):
            return so_far.times([Call("softplus_slope", arguments, None)])
    return _in_books(so_far, node, place)


def _slope(node: Node, place: int) -> list[Node]:
    """∂node/∂(its operand at `place`), as a product."""
    match node:
        case Binary(symbol="+"):
            return []
        case Binary(symbol="-"):
            return [Sign("-", _ONE, None)] if place else []
        case Binary(symbol="*", left=left, right=right):
            return [left if place else right]
        case Binary(left=left, right=right) if place == 0:
            return [_ZERO] if right.value == 0 else [right, _lowered(left, right)]
        case Binary(left=Name(name="e")):
            return [node]
        case Binary(left=left):
            return [node, Call("log", (left,), None)]
        case Call(function="minimum", arguments=arguments):
            return [Call("less", arguments[::-1] if place else arguments, None)]
        case Call(function="maximum", arguments=arguments):
            return [Call("less", arguments if place else arguments[::-1], None)]
        case Call(function=function, arguments=arguments):
            return _SLOPES[function](node, arguments[0])
    raise AssertionError(node)


_ZERO, _ONE, _TWO = Number("0", 0), Number("1", 1), Number("2", 2)
_SLOPES: dict[str, Callable[[Node, Node], list[Node]]] = {
    "sin": lambda _, inner: [Call("cos", (inner,), None)],
    "cos": lambda _, inner: [Sign("-", Call("sin", (inner,), None), None)],
    "tan": lambda node, _: [Binary("+", _ONE, _power(node, 2), None)],
    "exp": lambda node, _: [node],
    "abs": lambda _, inner: [Call("sign", (inner,), None)],
    "tanh": lambda node, _: [Binary("-", _ONE, _power(node, 2), None)],
    "sigmoid": lambda node, _: [node, Binary("-", _ONE, node, None)],
    "softplus": lambda _, inner: [Call("sigmoid", (inner,), None)],
    "relu": lambda _, inner: [Call("step", (inner,), None)],
}


def _lowered(base: Node, exponent: Node) -> Node:
    """`base ** (exponent − 1)`."""
    match exponent:
        case Number(value=1):
            return _ONE
        case Number(value=2):
            return base
        case Number(text=text):
            # As it was written, less one, without what floats would make of 1.1 − 1.
            return Binary("**", base, _signed(Fraction(text) - 1), None)
        case Sign(symbol="-", operand=Number(text=text)):
            return Binary("**", base, _signed(-Fraction(text) - 1), None)
    return Binary("**", base, Binary("-", exponent, _ONE, None), None)


def _holds(node: Node, name: str) -> bool:
    """Whether `name` stands anywhere in `node`."""
    match node:
        case Name(name=own):
            return own == name
        case Sign(operand=operand):
            return _holds(operand, name)
        case Binary(left=left, right=right):
            return _holds(left, name) or _holds(right, name)
        case Call(arguments=arguments):
            return any(_holds(each, name) for each in arguments)
    return False


def _power(base: Node, exponent: int) -> Node:
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
    return tuple(_power(base, exponent) for base, exponent in ordered)


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


def _signed(value: Fraction) -> Node:
    number = _number(abs(value))
    return Sign("-", number, -number.value) if value < 0 else number


def _product(factors: list[Node]) -> Node:
    result = factors[0]
    for factor in factors[1:]:
        result = Binary("*", result, factor, None)
    return result


def _sum(terms: list[_Term]) -> Node:
    if not terms:
        return Number("0", 0)
    result = terms[0].node()
    for term in terms[1:]:
        result = Binary("-" if term.number < 0 else "+", result, term.size(), None)
    return result
