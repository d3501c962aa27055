"""A formula that a person typed, such as `a*(t**2) + b*(t) + c`, as a model to be trained.

Every name that is not the input (`t` or `x`), a function or a constant is a parameter of the
model. `parse` checks a text in three steps, in `text`, `order` and `tree`, and names the character
at which it fails. What is compiled is built from the checked tree alone, so that no typed text is
ever run as Python. Torch is loaded only when a formula is compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from engine.formula.latex import latex_of
from engine.formula.linear import is_linear
from engine.formula.order import check_order
from engine.formula.text import INPUTS, FormulaError, Token, tokens_of
from engine.formula.tree import Node, tree_of

if TYPE_CHECKING:
    from torch import Tensor

MAX_PARAMETERS = 100


@dataclass(frozen=True)
class Formula:
    """A checked formula.

    `text` is what was typed; `input` is "t" or "x" ("t" where neither occurs); `names` are
    the parameters in order of appearance; `latex` is the formula for a typesetter. `linear` says
    that it is linear in its parameters.
    """

    text: str
    input: str
    names: tuple[str, ...]
    latex: str
    linear: bool

    def compiled(self) -> Callable[[Tensor, Iterable[Tensor]], Tensor]:
        """The function f(t, params), compiled once: see `compile_tree`.

        t has shape (n,) and params one tensor for each name; the result has the shape they
        broadcast to, and the operations run in exactly the order written.
        """
        return _compiled(self.text)


@lru_cache(maxsize=256)
def parse(text: str) -> Formula:
    """The formula written in `text`. Raises FormulaError, which points at the wrong character."""
    tokens = tokens_of(text)
    check_order(tokens)
    source = _input(tokens)
    names = _parameters(tokens)
    tree = tree_of(text)
    latex = latex_of(text, tree)
    if not names:
        raise FormulaError(
            f"the formula has no parameter to learn: add a name, such as a*{source}", 0, len(text)
        )
    return Formula(text, source, names, latex, is_linear(tree))


def same(one: str, other: str) -> bool:
    """Whether both texts mean the same formula: the same operations in the same order.

    Spaces and needless parentheses make no difference. Raises FormulaError where one of the texts
    is not a formula.
    """
    return one == other or _checked(one) == _checked(other)


@lru_cache(maxsize=256)
def _checked(text: str) -> Node:
    check_order(tokens_of(text))
    return tree_of(text)


@lru_cache(maxsize=256)
def _compiled(text: str) -> Callable[[Tensor, Iterable[Tensor]], Tensor]:
    # Imported here, so that the window can check a formula before torch is loaded.
    from engine.formula.compile import compile_tree

    # Checked once more: a Formula can also be made without `parse`.
    names = parse(text).names
    return compile_tree(tree_of(text), names)


def _input(tokens: tuple[Token, ...]) -> str:
    mentioned = [token for token in tokens if token.text in INPUTS]
    for token in mentioned:
        if token.text != mentioned[0].text:
            raise token.error("the input is either t or x, not both: choose one of them")
    return mentioned[0].text if mentioned else INPUTS[0]


def _parameters(tokens: tuple[Token, ...]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for token in tokens:
        if token.is_parameter:
            names[token.text] = None
            if len(names) > MAX_PARAMETERS:
                raise token.error(
                    f"the formula has more than {MAX_PARAMETERS} parameters: use fewer"
                )
    return tuple(names)
