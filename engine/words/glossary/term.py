"""What a term of the glossary is: its name, the forms it takes on screen, and what it means."""

from dataclasses import dataclass
from typing import Literal

Sketch = Literal[
    "", "tangent", "steps", "valley", "residual", "loss", "epoch", "operations", "diverge", "stack",
    "logarithmic", "flip",
]  # fmt: skip
"""The name of a small picture, for those who draw; "" where none would help."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the field or of the program.

    `forms` are the other ways in which it is written, such as the plural, an abbreviation or its
    name in code. `words` are at most two sentences, true of every run.
    """

    name: str
    words: str
    forms: tuple[str, ...] = ()
    sketch: Sketch = ""
