"""Writes a checked formula as LaTeX, as in a book: with fractions, powers and subscripts.

Only basic LaTeX is used, which small typesetters know. Parentheses stand where the typeset
formula needs them, not where the text had them; the order of a sum stays as written.
"""

import re

from engine.formula.text import GREEK, spaced
from engine.formula.tree import Binary, Call, Name, Node, Number, Sign

# How tightly a piece of LaTeX binds; it is put in parentheses where its neighbour binds tighter.
_SUM, _PRODUCT, _POWER, _ATOM = range(4)

MAX_WEIGHT = 500

_LETTERS = dict(
    zip(
        GREEK,
        [
            "alpha",
            "beta",
            "gamma",
            "delta",
            "varepsilon",
            "zeta",
            "eta",
            "theta",
            "iota",
            "kappa",
            "lambda",
            "mu",
            "nu",
            "xi",
            "rho",
            "varsigma",
            "sigma",
            "tau",
            "upsilon",
            "varphi",
            "chi",
            "psi",
            "omega",
            "Gamma",
            "Delta",
            "Theta",
            "Lambda",
            "Xi",
            "Sigma",
            "Phi",
            "Psi",
            "Omega",
        ],
        strict=True,
    )
)
_GREEK_WORDS = {word: word for word in _LETTERS.values()} | {
    "epsilon": "varepsilon",
    "phi": "varphi",
}
_FUNCTIONS = {
    "sin": r"\sin",
    "cos": r"\cos",
    "tan": r"\tan",
    "log": r"\ln",
    "tanh": r"\tanh",
    "sigmoid": r"\operatorname{sigmoid}",
    "relu": r"\operatorname{ReLU}",
    "softplus": r"\operatorname{softplus}",
    "minimum": r"\min",
    "maximum": r"\max",
    # Only in derivatives.
    "sign": r"\operatorname{sign}",
    "step": r"\operatorname{step}",
    "less": r"\operatorname{less}",
}
_MARK = re.compile(r"\\[a-zA-Z]+|\S")
_SUBSCRIPTED = re.compile(r"([^\W\d_]+)_?([0-9]+)|([^\W\d_]+)_([^\W_]+)")


def latex_of(text: str, tree: Node) -> str:
    """The LaTeX of a formula, in math mode, without dollar signs.

    A formula too deeply nested to be set in reasonable time is set as it was typed.
    """
    latex = _piece(tree)[0]
    if _weight(latex) <= MAX_WEIGHT:
        return latex
    return f"\\text{{{spaced(text).strip()}}}"


def _weight(latex: str) -> int:
    """The cost of typesetting `latex`: every nested level doubles the time."""
    weight = depth = 0
    for mark in _MARK.findall(latex):
        if mark in ("{", r"\left"):
            depth += 1
        elif mark in ("}", r"\right"):
            depth -= 1
        else:
            weight += 1 << depth
    return weight


def latex_of_name(name: str) -> str:
    """The LaTeX of a name: `a1` and `w_2` with a subscript, `alpha` as a Greek letter."""
    match = _SUBSCRIPTED.fullmatch(name)
    if match is None:
        return _word(name)
    base, subscript = match[1] or match[3], match[2] or match[4]
    return f"{_word(base)}_{{{_word(subscript)}}}"


def _word(word: str) -> str:
    if word in _LETTERS:
        return f"\\{_LETTERS[word]}"
    if word in _GREEK_WORDS:
        return f"\\{_GREEK_WORDS[word]}"
    if len(word) == 1 or word.isdigit():
        return word
    escaped = "".join(_in_roman(character) for character in word)
    return f"\\mathrm{{{escaped}}}"


def _in_roman(character: str) -> str:
    if character == "_":
        return r"\_"
    return f"\\{_LETTERS[character]} " if character in _LETTERS else character


def _piece(node: Node) -> tuple[str, int]:
    """The LaTeX of a node, and how tightly it holds together."""
    match node:
        case Number(text=text):
            return _number(text)
        case Name(name="pi"):
            return r"\pi", _ATOM
        case Name(name="e"):
            return r"\mathrm{e}", _ATOM
        case Name(name=name):
            return latex_of_name(name), _ATOM
        case Sign(symbol=symbol, operand=operand):
            # In braces it is set as a sign, close to its operand, instead of as a difference.
            return f"{{{symbol}}}{_held(operand, _PRODUCT)}", _SUM
        case Binary(symbol="+" | "-" as symbol, left=left, right=right):
            return f"{_held(left, _SUM)} {symbol} {_held(right, _PRODUCT)}", _SUM
        case Binary(symbol="*", left=left, right=right):
            return _product(left, right), _PRODUCT
        case Binary(symbol="/", left=left, right=right):
            return f"\\frac{{{_inside(left)}}}{{{_inside(right)}}}", _PRODUCT
        case Binary(left=left, right=right):
            return f"{_held(left, _ATOM)}^{{{_inside(right)}}}", _POWER
        case Call(function=function, arguments=arguments):
            return _call(function, [_inside(argument) for argument in arguments])


def _call(function: str, arguments: list[str]) -> tuple[str, int]:
    match function:
        case "exp":
            return f"\\mathrm{{e}}^{{{arguments[0]}}}", _POWER
        case "sqrt":
            return f"\\sqrt{{{arguments[0]}}}", _ATOM
        case "abs":
            return f"\\left|{arguments[0]}\\right|", _ATOM
    return _FUNCTIONS[function] + _fenced(", ".join(arguments)), _POWER


def _inside(node: Node) -> str:
    return _piece(node)[0]


def _held(node: Node, tightness: int) -> str:
    latex, own = _piece(node)
    return latex if own >= tightness else _fenced(latex)


def _fenced(latex: str) -> str:
    # Growing parentheses cost one more level, so they are used only around tall pieces.
    tall = r"\frac" in latex or r"\sqrt" in latex
    return f"\\left({latex}\\right)" if tall else f"({latex})"


def _product(left: Node, right: Node) -> str:
    # A sign in front of a product reads the same with or without parentheses.
    first = _inside(left) if isinstance(left, Sign) else _held(left, _PRODUCT)
    second = _held(right, _PRODUCT)
    # Without a dot, 2*3 would read as 23, a*(t + b) as a function a of t + b, and 2*(1/3) as
    # two and a third.
    dot = second[0].isdigit() or second.startswith(("(", r"\left("))
    dot = dot or (first[-1].isdigit() and second.startswith(r"\frac"))
    return f"{first} \\cdot {second}" if dot else f"{first}\\,{second}"


def _number(text: str) -> tuple[str, int]:
    mantissa, _, exponent = text.lower().partition("e")
    if not exponent:
        return text, _ATOM
    power = f"10^{{{int(exponent)}}}"
    return (power, _POWER) if mantissa == "1" else (f"{mantissa} \\cdot {power}", _PRODUCT)
