"""How a table writes its numbers: the decimal sign, and what separates thousands.

`1.234,56`, `1 234,56`, `1'234.56` and `1,234.56` each show their decimal sign. `1,234` and `1.234`
do not: the other numbers of the table decide. If none of them shows it either, a point is taken
for a decimal point, and a comma for a decimal comma only if semicolons separate the cells.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# The plain space, the no-break ones that word processors and French locales write, the thin one.
SPACES = " \u00a0\u2009\u202f"
APOSTROPHES = "'’"
OTHER = {".": ",", ",": "."}

# These patterns work in Python's regular expressions and in those of Polars.
SIGN = r"[+\-−]?"
EXPONENT = r"(?:[eE][+\-−]?\d+)?"
_FIRST = rf"{SIGN}[1-9]\d{{0,2}}"
_NEUTRAL = rf"(?:(?:[{SPACES}]\d{{3}})+|(?:[{APOSTROPHES}]\d{{3}})+)"
_ESCAPED = {".": r"\.", ",": ","}


def _groups(sign: str, times: str = "+") -> str:
    return rf"(?:{_ESCAPED[sign]}\d{{3}}){times}"


def _proof(decimal: str) -> str:
    """The pattern of what can only be read with `decimal` as the decimal sign."""
    point, others = _ESCAPED[decimal], _groups(OTHER[decimal])
    ways = (
        rf"{SIGN}(?:0\d*|\d{{4,}})?{point}\d+{EXPONENT}",
        rf"{SIGN}\d+{point}(?:\d{{1,2}}|\d{{4,}}){EXPONENT}",
        rf"{SIGN}\d+{point}\d+[eE][+\-−]?\d+",
        rf"{_FIRST}(?:{others}|{_NEUTRAL}){point}\d*{EXPONENT}",
        rf"{_FIRST}{_groups(OTHER[decimal], '{2,}')}{EXPONENT}",
    )
    return rf"^(?:{'|'.join(ways)})$"


def _grouped(decimal: str, groups: str) -> str:
    return rf"^{_FIRST}(?:{groups})(?:{_ESCAPED[decimal]}\d*)?{EXPONENT}$"


PROOF = {sign: _proof(sign) for sign in OTHER}
# One group of three digits behind the sign: thousands, or a fraction.
UNCLEAR = {sign: rf"^{_FIRST}{_groups(sign, '')}$" for sign in OTHER}
# Numbers with separated thousands: by a sign that is never decimal, or by the other decimal sign.
NEUTRAL_GROUPS = {sign: _grouped(sign, _NEUTRAL) for sign in OTHER}
ALL_GROUPS = {sign: _grouped(sign, f"{_NEUTRAL}|{_groups(OTHER[sign])}") for sign in OTHER}
SEPARATORS = {".": ".", ",": ",", "'": APOSTROPHES, " ": SPACES}

_PLAIN = rf"{SIGN}(?:\d+(?:[.,]\d*)?|[.,]\d+){EXPONENT}"
_WAYS = "|".join([f"^{_PLAIN}$", *ALL_GROUPS.values()])
_NUMBER = re.compile(_WAYS)
_SPACED = re.compile(f"[{SPACES}]")


@dataclass(frozen=True)
class Style:
    """The `decimal` sign, "." or ",".

    `sure` says that a number has shown it; otherwise it is the likelier one, and `guessed` says
    that some numbers could be read either way. In the `doubtful` columns some numbers show the
    other sign, so that the unclear ones cannot be read.
    """

    decimal: str = "."
    sure: bool = False
    guessed: bool = False
    doubtful: frozenset[int] = frozenset()


@dataclass
class Evidence:
    """How many numbers show each decimal sign, and how many could be read either way."""

    proofs: dict[str, int]
    hints: dict[str, int]

    def style(self, delimiter: str) -> Style:
        """What follows from it in a table with `delimiter` between its cells."""
        comma, point = self.proofs[","], self.proofs["."]
        if comma or point:
            return Style("," if comma > point else ".", sure=True)
        # Programs separate cells by semicolons where the comma is the decimal sign.
        if self.hints[","] and not self.hints["."] and delimiter == ";":
            return Style(",", guessed=True)
        return Style(".", guessed=self.hints["."] > 0)


def no_evidence() -> Evidence:
    """Nothing seen yet."""
    return Evidence(dict.fromkeys(OTHER, 0), dict.fromkeys(OTHER, 0))


def find_style(cells: Iterable[str], delimiter: str) -> Style:
    """How the numbers in `cells` are written."""
    evidence = no_evidence()
    proofs, unclear = _compiled(PROOF), _compiled(UNCLEAR)
    for cell in cells:
        text = cell.strip()
        for sign in OTHER:
            if sign in text or sign == ".":
                evidence.proofs[sign] += proofs[sign](text) is not None
                evidence.hints[sign] += unclear[sign](text) is not None
    return evidence.style(delimiter)


def is_number(text: str, spaces: bool = True) -> bool:
    """Whether `text` is a number in any known style; `spaces` allows spaces between thousands."""
    return _NUMBER.match(text) is not None and (spaces or not _SPACED.search(text))


def _compiled(patterns: dict[str, str]) -> dict[str, Callable[[str], object]]:
    return {sign: re.compile(pattern).match for sign, pattern in patterns.items()}
