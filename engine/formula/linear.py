"""Tells whether a formula is linear in its parameters, so that the loss is a quadratic of them.

It is where it is a sum of parts that each hold one parameter, times or divided by something
without parameters, or none. Then the squared error has a single valley with the same curvature
everywhere.
"""

from engine.formula.text import INPUTS
from engine.formula.tree import Binary, Call, Name, Node, Number, Sign

# The degrees: no parameter, linear in them, and everything else.
_NONE, _LINEAR, _OTHER = range(3)


def is_linear(tree: Node) -> bool:
    """Whether the formula of `tree` is linear in its parameters, a constant part included."""
    return _degree(tree) <= _LINEAR


def _degree(node: Node) -> int:
    if node.value is not None:
        return _NONE
    match node:
        case Number():
            return _NONE
        case Name(name=name):
            return _NONE if name in INPUTS else _LINEAR
        case Sign(operand=operand):
            return _degree(operand)
        case Call(arguments=arguments):
            return _OTHER if any(map(_degree, arguments)) else _NONE
        case Binary(symbol=symbol, left=left, right=right):
            return _of_two(symbol, left, right)


def _of_two(symbol: str, left: Node, right: Node) -> int:
    first, second = _degree(left), _degree(right)
    if symbol in "+-":
        return max(first, second)
    if symbol == "*":
        return min(first + second, _OTHER)
    if symbol == "/":
        return _OTHER if second else first
    return _OTHER if second or (first and right.value != 1) else first
