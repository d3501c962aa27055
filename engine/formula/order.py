"""The second check of a formula: whether its tokens stand in an order that makes sense.

Operands and operators alternate, every parenthesis closes, and commas separate the values of a
function. This is checked before Python's parser, because here the exact character and its
neighbours are known; a text that passes makes that parser neither fail nor warn.
"""

import difflib

from engine.formula.text import FUNCTIONS, FormulaError, Token

MAX_NESTING = 30

_OTHER_NAMES = {
    "ln": "log",
    "min": "minimum",
    "max": "maximum",
    "tg": "tan",
    "sen": "sin",
    "cosine": "cos",
    "cosinus": "cos",
    "logistic": "sigmoid",
    "absolute": "abs",
    "root": "sqrt",
}


def check_order(tokens: tuple[Token, ...]) -> None:
    """Raises FormulaError at the first token that cannot stand where it stands."""
    # The parentheses open so far, each with whether it belongs to a function.
    opened: list[tuple[Token, bool]] = []
    previous: Token | None = None
    for token in tokens:
        if previous is not None and previous.is_function and token.text != "(":
            raise _bare_function(previous)
        if previous is not None and previous.ends_operand:
            _check_after_operand(previous, token, opened)
        else:
            _check_operand_begins(previous, token, opened)
        if token.text == "(":
            opened.append((token, previous is not None and previous.is_function))
            if len(opened) > MAX_NESTING:
                raise token.error(
                    f"more than {MAX_NESTING} parentheses are nested here: simplify the formula"
                )
        elif token.text == ")":
            opened.pop()
        previous = token
    if previous is None:
        return
    if previous.is_function:
        raise _bare_function(previous)
    if opened and (previous.ends_operand or previous.text == "("):
        raise opened[-1][0].error("this parenthesis is never closed: a ) is missing")
    if not previous.ends_operand:
        raise previous.error(f"a number or a name is missing after {previous.quoted}")


def _check_after_operand(previous: Token, token: Token, opened: list[tuple[Token, bool]]) -> None:
    if token.kind == "operator" or (token.text == "(" and previous.is_function):
        return
    if token.text == ")":
        if not opened:
            raise token.error("this parenthesis was never opened: a ( is missing before it")
    elif token.text == ",":
        if not opened or not opened[-1][1]:
            message = "a comma only separates the values of a function"
            if previous.kind == "number":
                message += f"; a decimal number has a point, such as {previous.text[:30]}.5"
            raise token.error(message)
    elif token.text == "(" and previous.kind == "name":
        raise _unknown_function(previous)
    else:
        raise token.error(
            f"an operator is missing before {token.quoted}:"
            f" write {previous.text[:30]}*{token.text[:30]} to multiply"
        )


def _check_operand_begins(
    previous: Token | None, token: Token, opened: list[tuple[Token, bool]]
) -> None:
    if token.kind in ("number", "name") or token.text in ("(", "+", "-"):
        return
    if previous is None:
        raise token.error(f"a number or a name is missing before {token.quoted}")
    if previous.text == "(" and token.text == ")":
        if opened[-1][1]:
            # A function without values: its own message needs the function's name.
            return
        raise token.error("nothing stands between these parentheses")
    if previous.text == token.text == "*":
        raise token.error("write ** without a space for a power")
    if previous.text == token.text == "/":
        raise token.error("write a single / to divide")
    raise token.error(f"a number or a name is missing between {previous.quoted} and {token.quoted}")


def _bare_function(token: Token) -> FormulaError:
    values = ", ".join(("t", "0")[: FUNCTIONS[token.text]])
    return token.error(
        f"{token.quoted} is a function: write what it is of in parentheses, {token.text}({values})"
    )


def _unknown_function(token: Token) -> FormulaError:
    lower = token.text.lower()
    if lower in ("pow", "power"):
        return token.error(f"unknown function {token.quoted}: write ** for a power")
    if len(lower) == 1 or not token.is_parameter:
        return token.error(f"{token.quoted} is not a function: write {token.text}*( to multiply")
    close = difflib.get_close_matches(lower, FUNCTIONS, n=1)
    suggestion = _OTHER_NAMES.get(lower) or (close[0] if close else None)
    if suggestion is not None:
        return token.error(f"unknown function {token.quoted}: did you mean `{suggestion}`?")
    return token.error(
        f"unknown function {token.quoted}: write one of {', '.join(FUNCTIONS)},"
        f" or {token.text}*( to multiply"
    )
