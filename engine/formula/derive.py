"""The derivative of a formula with respect to one of its parameters, by the chain rule.

Each place where the parameter stands gives one term of a sum: the product of the slopes of all
operations on the way from there to the root of the tree, just as `backward()` multiplies them. At
the kinks the slopes are PyTorch's own. Terms are tidied only so that no value changes: nothing is
cancelled, as 0/0 would have become 1. A computer algebra system would cancel, and writes the slope
of u**v as v*u**v/u, which PyTorch does not divide at u = 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from engine.formula.latex import latex_of
from engine.formula.terms import Term, power, signed, sum_of
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


# From the way down to a node, the way down to its operand at a place.
_Step = Callable[[Term, Node, int], Term]


def _derived(text: str, name: str, step: _Step) -> Node | None:
    sums: dict[Term, Fraction] = {}
    factors = 0
    try:
        for term in _terms(tree_of(text), name, Term(), step):
            factors += 1 + len(term.above) + len(term.below)
            if factors > MOST_FACTORS:
                return None
            kind = term.gathered().kind()
            sums[kind] = sums.get(kind, Fraction(0)) + term.number
        return sum_of([replace(kind, number=number) for kind, number in sums.items() if number])
    except OverflowError:
        return None


def _terms(node: Node, name: str, so_far: Term, step: _Step) -> Iterator[Term]:
    """A term for each place in `node` where `name` stands; `so_far` is the way down to `node`."""
    match node:
        case Name(name=own) if own == name:
            yield so_far
        case Sign(symbol=symbol, operand=operand):
            yield from _terms(operand, name, so_far.times([Sign(symbol, _ONE, None)]), step)
        case Binary(symbol="/", left=left, right=right):
            if _holds(left, name):
                yield from _terms(left, name, so_far.over(right), step)
            if _holds(right, name):
                inverse = so_far.times([Sign("-", left, None)]).over(power(right, 2))
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
    node: Node, operands: tuple[Node, ...], name: str, so_far: Term, step: _Step
) -> Iterator[Term]:
    for place, operand in enumerate(operands):
        if _holds(operand, name):
            yield from _terms(operand, name, step(so_far, node, place), step)


def _in_books(so_far: Term, node: Node, place: int) -> Term:
    """The way down to the operand of `node` at `place`, with the slopes that stand in books."""
    return so_far.times(_slope(node, place))


def _in_pytorch(so_far: Term, node: Node, place: int) -> Term:
    """The same, with PyTorch's slopes where they differ from those in books.

    Where some of its slopes are 0, PyTorch sends back 0 whatever arrives, infinity too.
    """
    match node:
        case Call(function="relu" | "minimum" | "maximum"):
            mask = _slope(node, place)[0]
            return Term(above=(Call("masked", (mask, so_far.node()), None),))
        case Binary(symbol="**", left=left, right=right) if place == 1:
            return so_far.times([Call("exponent_slope", (left, right), None)])
        case Binary(symbol="**", left=left, right=right) if right.value is None:
            return Term(above=(Call("back_to_base", (left, right, so_far.node()), None),))
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
    "tan": lambda node, _: [Binary("+", _ONE, power(node, 2), None)],
    "exp": lambda node, _: [node],
    "abs": lambda _, inner: [Call("sign", (inner,), None)],
    "tanh": lambda node, _: [Binary("-", _ONE, power(node, 2), None)],
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
            return Binary("**", base, signed(Fraction(text) - 1), None)
        case Sign(symbol="-", operand=Number(text=text)):
            return Binary("**", base, signed(-Fraction(text) - 1), None)
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
