"""Writes a tree as the text of a formula, with the parentheses that it needs and no others."""

from engine.formula.tree import Binary, Call, Name, Node, Number, Sign

# How tightly a piece of text binds; it is put in parentheses where its neighbour binds tighter.
_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(5)


def text_of(node: Node) -> str:
    """The text of `node`: `a*t**2 + b`. Read as a formula, it has the same value."""
    return _piece(node)[0]


def _piece(node: Node) -> tuple[str, int]:
    match node:
        case Number(text=text):
            return text, _ATOM
        case Name(name=name):
            return name, _ATOM
        case Sign(symbol=symbol, operand=operand):
            # -(a*t) has the value of (-a)*t, to the bit.
            return f"{symbol}{_held(operand, _PRODUCT)}", min(_piece(operand)[1], _SIGN)
        case Binary(symbol="+" | "-" as symbol, left=left, right=right):
            return f"{_held(left, _SUM)} {symbol} {_held(right, _PRODUCT)}", _SUM
        case Binary(symbol="**", left=left, right=right):
            return f"{_held(left, _ATOM)}**{_held(right, _SIGN)}", _POWER
        case Binary(symbol=symbol, left=left, right=right):
            return f"{_held(left, _PRODUCT)}{symbol}{_held(right, _SIGN)}", _PRODUCT
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(text_of, arguments))})", _ATOM


def _held(node: Node, tightness: int) -> str:
    text, own = _piece(node)
    return text if own >= tightness else f"({text})"
