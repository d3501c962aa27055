"""The first check of a formula: cuts typed text into tokens and refuses every other character.

A text that passes holds nothing but names, numbers, `+ - * / **`, commas and parentheses. For
characters that people often type instead, the error says what to write.
"""

import keyword
import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

MAX_LENGTH = 1000
MAX_NAME_LENGTH = 30

INPUTS = ("t", "x")
CONSTANTS: Mapping[str, float] = MappingProxyType({"pi": math.pi, "e": math.e})
# Each function with the number of values it takes.
FUNCTIONS: Mapping[str, int] = MappingProxyType(
    {
        "sin": 1,
        "cos": 1,
        "tan": 1,
        "exp": 1,
        "log": 1,
        "sqrt": 1,
        "abs": 1,
        "tanh": 1,
        "sigmoid": 1,
        "relu": 1,
        "softplus": 1,
        "minimum": 2,
        "maximum": 2,
    }
)
# Without π, which would be taken for the constant, and without letters that look like Latin
# ones (omicron, capital alpha, …).
GREEK = "αβγδεζηθικλμνξρςστυφχψωΓΔΘΛΞΣΦΨΩ"


class FormulaError(ValueError):
    """A text that is not a formula: one sentence that says what is wrong and what to write.

    `position` is the 0-based index of the offending character in the text as typed, and
    `length` how many characters are meant (0 only where the text is empty).
    """

    def __init__(self, message: str, position: int = 0, length: int = 1) -> None:
        super().__init__(message)
        self.position = position
        self.length = length


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text. `kind` is "number", "name", "operator" or "bracket" (and comma)."""

    kind: str
    text: str
    position: int

    @property
    def quoted(self) -> str:
        return f"`{self.text}`" if len(self.text) <= 30 else f"`{self.text[:30]}…`"

    @property
    def ends_operand(self) -> bool:
        return self.kind in ("number", "name") or self.text == ")"

    @property
    def is_function(self) -> bool:
        return self.kind == "name" and self.text in FUNCTIONS

    @property
    def is_parameter(self) -> bool:
        known = self.text in FUNCTIONS or self.text in CONSTANTS or self.text in INPUTS
        return self.kind == "name" and not known

    def error(self, message: str) -> FormulaError:
        return FormulaError(message, self.position, len(self.text))


_HINTS: dict[str, str] = {
    character: hint
    for characters, hint in (
        ("^", "write ** for a power"),
        ("²³¹⁰⁴⁵⁶⁷⁸⁹", "write ** for a power, such as t**2"),
        # Written as escapes where a character looks like another one.
        (
            "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d",
            "write the minus sign of the keyboard, -",
        ),
        ("\u00d7\u2217\u2715\u2716\u2a2f·∙⋅•", "write * to multiply"),
        ("÷\u2044\u2215", "write / to divide"),
        ("=≈", "write only the right-hand side, what stands after the ="),
        ("√", "write sqrt(…) for a square root"),
        ("π", "write pi for π"),
        ("[]{}", "write parentheses ( ) instead of other brackets"),
        ("<>≤≥!≠", "a formula cannot compare: write only what is to be calculated"),
        ("'\"`“”\u2018\u2019", "a formula has no quotes: write names and numbers as they are"),
        ("%", "a formula has no %: write / 100 for a percentage"),
        (";", "a formula is one expression: write it without ;"),
        (":", "a formula is one expression: write only what is to be calculated"),
        ("|", "write abs(…) for an absolute value"),
        ("\0", "an invisible character (NUL) stands here: delete it"),
    )
    for character in characters
}
_ALLOWED = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-*/()., " + GREEK
)
_TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    rf"|(?P<name>[A-Za-z{GREEK}][A-Za-z0-9_{GREEK}]*)"
    r"|(?P<operator>\*\*|[-+*/])"
    r"|(?P<bracket>[(),])"
)


def spaced(text: str) -> str:
    """`text` with all white space, line ends too, as plain spaces; the length stays the same."""
    return "".join(" " if character.isspace() else character for character in text)


def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of `text`, at least one, in their order but with that order unchecked.

    Raises FormulaError at the first character, name or number that a formula cannot have.
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError(
            f"the formula has {len(text)} characters: at most {MAX_LENGTH} are allowed",
            MAX_LENGTH,
            len(text) - MAX_LENGTH,
        )
    source = spaced(text)
    if not source.strip():
        raise FormulaError("the formula is empty: write one such as a*t + b", 0, len(text))
    _check_characters(source)
    return _split(source)


def _check_characters(source: str) -> None:
    for position, character in enumerate(source):
        if character in _ALLOWED:
            continue
        if character == "=" and source[position + 1 : position + 2] == "=":
            raise FormulaError(_HINTS["<"], position, 2)
        raise FormulaError(_hint(character), position)


def _hint(character: str) -> str:
    if character in _HINTS:
        return _HINTS[character]
    plain = unicodedata.normalize("NFKC", character)
    if len(plain) == 1 and plain in _ALLOWED:
        return f"`{character}` is not the plain `{plain}` it looks like: write `{plain}`"
    if character.isalpha():
        return f"a name cannot have the letter `{character}`: use a to z or Greek letters"
    if character.isprintable():
        return f"the character `{character}` has no meaning in a formula: delete it"
    name = unicodedata.name(character, f"U+{ord(character):04X}")
    return f"an invisible character ({name}) stands here: delete it"


def _split(source: str) -> tuple[Token, ...]:
    tokens: list[Token] = []
    position = 0
    while position < len(source):
        if source[position] == " ":
            position += 1
            continue
        match = _TOKEN.match(source, position)
        if match is None:
            raise FormulaError(_stray(source, position), position)
        token = Token(str(match.lastgroup), match.group(), position)
        if token.kind == "name":
            _check_name(token)
        elif token.kind == "number":
            _check_number(token)
        tokens.append(token)
        position = match.end()
    return tuple(tokens)


def _stray(source: str, position: int) -> str:
    if source[position] == "_":
        return "a name begins with a letter, not with _"
    if source[:position].rstrip()[-1:].isalpha():
        return "a name has no dot: write sin, not torch.sin"
    return "a dot belongs inside a number, such as 0.5"


def _check_name(token: Token) -> None:
    if len(token.text) > MAX_NAME_LENGTH:
        raise token.error(
            f"the name {token.quoted} is too long: at most {MAX_NAME_LENGTH} characters"
        )
    if "__" in token.text:
        raise token.error(f"the name {token.quoted} has two _ in a row: write one")
    if keyword.iskeyword(token.text):
        raise token.error(f"{token.quoted} is a word of Python: choose another name")


def _check_number(token: Token) -> None:
    # Python refuses 007, once an octal number, so it has to be refused here with our own sentence.
    if token.text.isdigit() and token.text[0] == "0" and token.text.strip("0"):
        raise token.error(f"write {token.quoted} without the zeros in front")
