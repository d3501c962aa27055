"""Texts that try to reach Python, to hang it or to exhaust it: each gets a sentence."""

import warnings

import pytest

from engine.formula import FormulaError, parse
from engine.formula.tree import tree_of
from tests.attacks import ATTACKS


@pytest.mark.parametrize("text", ATTACKS, ids=range(len(ATTACKS)))
def test_an_attack_is_refused_with_a_sentence(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(FormulaError) as caught:
            parse(text)
    assert 10 < len(str(caught.value)) < 250
    assert str(caught.value).isprintable()
    assert 0 <= caught.value.position < len(text)


def test_there_are_enough_attacks() -> None:
    assert len(set(ATTACKS)) == len(ATTACKS) >= 60


PAST_THE_TOKENS = [
    "a.b",
    "a[0]",
    "lambda: a",
    "a if b else c",
    "[a]",
    "(a, b)",
    "{a}",
    "{a: b}",
    "'a'",
    "f'{a}'",
    "b'a'",
    "a < b",
    "a and b",
    "not a",
    "~a",
    "a @ b",
    "a // b",
    "a % b",
    "a | b",
    "a << b",
    "sin(a, x=b)",
    "sin(x=a)",
    "sin(*a)",
    "sin(**a)",
    "(yield a)",
    "(await a)",
    "True",
    "None",
    "...",
    "1j",
    "(a := b)",
    "[a for a in b]",
    "sin",
    "sin + a",
    "eval(a)",
    "sin(a)(b)",
    "a(b)",
    "a.sin(b)",
    "a b",
    "a +",
    ")(",
    "\0",
    "(" * 5000,
    "-" * 900 + "a",
]


@pytest.mark.parametrize("text", PAST_THE_TOKENS, ids=range(len(PAST_THE_TOKENS)))
def test_the_last_door_holds_by_itself(text: str) -> None:
    """Whatever the tokens' check may let slip, only arithmetic becomes a tree."""
    with pytest.raises(FormulaError):
        tree_of(text)
