"""The third check of a formula: turns Python's syntax tree into a tree of our own five nodes.

Every node of Python's tree is checked and none is kept, so the function and the LaTeX that are
made from the new tree can hold nothing but arithmetic. Parts with neither a parameter nor the
input are calculated here once, in floats, so that no power of constants can hang or overflow later.
"""

import ast
import math
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.formula.text import CONSTANTS, FUNCTIONS, FormulaError, spaced

MAX_DEPTH = 200
MAX_NODES = 600
MAX_EXPONENT = 100
# Inside float32, whose range ends near 1e38 and 1e-38, with room to calculate.
LARGEST = 1e30
SMALLEST = 1e-30
# Up to here a float holds every whole number exactly.
LARGEST_WHOLE = 2**53

Value = int | float | None


@dataclass(frozen=True, slots=True)
class _Piece:
    """Where a node stands in the text, from `span[0]` to before `span[1]`.

    Parentheses around all of it are left out; a node that was not read from a text has no place. It
    makes no difference to what the node means.
    """

    span: tuple[int, int] = field(default=(0, 0), kw_only=True, compare=False)


@dataclass(frozen=True, slots=True)
class Number(_Piece):
    """A number, with the text it was written as."""

    text: str
    value: int | float


@dataclass(frozen=True, slots=True)
class Name(_Piece):
    """The input, a parameter, or a constant; only a constant has a value."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class Sign(_Piece):
    """`+operand` or `-operand`."""

    symbol: str
    operand: "Node"
    value: Value


@dataclass(frozen=True, slots=True)
class Binary(_Piece):
    """`left symbol right`, the symbol being one of `+ - * / **`."""

    symbol: str
    left: "Node"
    right: "Node"
    value: Value


@dataclass(frozen=True, slots=True)
class Call(_Piece):
    """A function of one or two values."""

    function: str
    arguments: tuple["Node", ...]
    value: Value


Node = Number | Name | Sign | Binary | Call

_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
}
_SIGNS: dict[type[ast.unaryop], str] = {ast.UAdd: "+", ast.USub: "-"}

_CALCULATE: dict[str, Callable[[float, float], float]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
    "**": math.pow,
    "minimum": min,
    "maximum": max,
}
# sigmoid and softplus in the forms that cannot overflow.
_CALCULATE_ONE: dict[str, Callable[[float], float]] = {
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
    "abs": abs,
    "tanh": math.tanh,
    "sigmoid": lambda value: 0.5 * (1.0 + math.tanh(0.5 * value)),
    "relu": lambda value: max(value, 0.0),
    "softplus": lambda value: max(value, 0.0) + math.log1p(math.exp(-abs(value))),
}


def tree_of(text: str) -> Node:
    """The checked tree of `text`, whose tokens have passed `engine.formula.order.check_order`.

    Raises FormulaError for anything that a formula may not hold.
    """
    # In parentheses, white space in front cannot be mistaken for an indentation.
    source = f"({spaced(text)})"
    try:
        root = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        message = "this is not a formula: write one such as a*t + b"
        raise FormulaError(message, 0, len(text)) from error
    return _Builder(source).build(root)


class _Builder:
    """Builds our nodes from Python's, counting them on the way."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._bytes = source.encode()
        self._nodes = 0

    def error(self, node: ast.expr, message: str) -> FormulaError:
        """An error that points at `node`."""
        start, end = self._span(node)
        return FormulaError(message, start, end - start)

    def _span(self, node: ast.expr) -> tuple[int, int]:
        """Where `node` starts and ends in the text. Python counts bytes, a person characters."""
        start = len(self._bytes[: node.col_offset].decode())
        end = len(self._bytes[: node.end_col_offset].decode())
        # Without the parenthesis that was put in front.
        return start - 1, end - 1

    def build(self, node: ast.expr, depth: int = 1) -> Node:
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            raise self.error(node, "the formula has too many parts: simplify it")
        match node:
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                return self._number(node, value)
            case ast.Name(id=name) if name not in FUNCTIONS:
                return Name(name, CONSTANTS.get(name), span=self._span(node))
            case ast.UnaryOp(op=op, operand=operand) if type(op) in _SIGNS:
                return self._sign(node, _SIGNS[type(op)], self.build(operand, depth + 1))
            case ast.BinOp(op=op) if type(op) in _BINARY:
                return self._binary(node, _BINARY[type(op)], depth)
            case ast.Call(func=ast.Name(id=name), keywords=[]) if name in FUNCTIONS:
                return self._call(node, name, depth)
        raise self.error(
            node, "only numbers, names, + - * / **, parentheses and functions make a formula"
        )

    def _number(self, node: ast.Constant, value: int | float) -> Number:
        if isinstance(value, int) and LARGEST_WHOLE < abs(value) <= LARGEST:
            raise self.error(
                node, "this whole number has too many digits: write it with an exponent, as 1.5e20"
            )
        text = ast.get_source_segment(self._source, node) or repr(value)
        vanished = value == 0 and text.lower().partition("e")[0].strip("0.") != ""
        self._check_size(node, value, vanished)
        return Number(text, value, span=self._span(node))

    def _sign(self, node: ast.UnaryOp, symbol: str, operand: Node) -> Sign:
        value = operand.value
        value = -value if value is not None and symbol == "-" else value
        return Sign(symbol, operand, value, span=self._span(node))

    def _binary(self, node: ast.BinOp, symbol: str, depth: int) -> Binary:
        left, right = self.build(node.left, depth + 1), self.build(node.right, depth + 1)
        if symbol == "/" and right.value == 0:
            raise self.error(node.right, "nothing can be divided by zero: write another number")
        if left.value is not None and right.value is not None:
            if symbol == "**":
                self._check_power(node, float(left.value), float(right.value))
            operation = _CALCULATE[symbol]
            value = self._calculated(node, operation, float(left.value), float(right.value))
            return Binary(symbol, left, right, value, span=self._span(node))
        if symbol == "**" and right.value is not None and abs(right.value) > MAX_EXPONENT:
            raise self.error(
                node.right, f"this exponent is too large: write one up to {MAX_EXPONENT}"
            )
        return Binary(symbol, left, right, None, span=self._span(node))

    def _call(self, node: ast.Call, name: str, depth: int) -> Call:
        wanted, given = FUNCTIONS[name], len(node.args)
        if given != wanted:
            raise self.error(
                node, f"`{name}` takes {_values(wanted)}, but is given {_values(given)}"
            )
        arguments = tuple(self.build(argument, depth + 1) for argument in node.args)
        values = [float(item.value) for item in arguments if item.value is not None]
        if len(values) < wanted:
            return Call(name, arguments, None, span=self._span(node))
        if name == "log" and values[0] <= 0:
            raise self.error(node, "`log` needs a number above zero")
        if name == "sqrt" and values[0] < 0:
            raise self.error(node, "`sqrt` needs a number that is not negative")
        operation = _CALCULATE_ONE[name] if wanted == 1 else _CALCULATE[name]
        value = self._calculated(node, operation, *values)
        return Call(name, arguments, value, span=self._span(node))

    def _check_power(self, node: ast.BinOp, base: float, exponent: float) -> None:
        if base == 0 and exponent < 0:
            raise self.error(node, "zero has no negative power, for that divides by zero")
        if base < 0 and not exponent.is_integer():
            raise self.error(node, "a negative number has only whole powers, such as (-8)**3")

    def _calculated(self, node: ast.expr, operation: Callable[..., float], *values: float) -> float:
        try:
            value = operation(*values)
        except OverflowError:
            value = math.inf
        vanished = value == 0 and values[0] != 0 and operation in (math.pow, math.exp)
        self._check_size(node, value, vanished)
        return value

    def _check_size(self, node: ast.expr, value: int | float, vanished: bool) -> None:
        if abs(value) > LARGEST:
            raise self.error(node, "this is too large a number: at most 1e30 is allowed")
        if vanished or 0 < abs(value) < SMALLEST:
            raise self.error(node, "this is too small a number: write 0, or at least 1e-30")


def _values(count: int) -> str:
    return {0: "none", 1: "one value", 2: "two values"}.get(count, f"{count} values")
