"""The glossary's table, and how terms are found in texts."""

import re
from typing import get_args

import pytest

from engine.words.glossary import TERMS, Sketch, Term, explain, terms_in

FORMS = [(form, term) for term in TERMS for form in (term.name, *term.forms)]


def names(text: str) -> list[str]:
    return [term.name for term in terms_in(text)]


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.name)
def test_a_term_is_explained_in_at_most_two_whole_sentences(term: Term) -> None:
    # A full stop within a name in code, or within a number, ends no sentence.
    ends = re.findall(r"[.!?…](?=\s|$)", term.words)
    assert 1 <= len(ends) <= 2
    assert term.words.endswith((".", "…."))
    assert term.words[0].isupper() or term.words.startswith("params")
    assert len(term.words) <= 220
    assert term.sketch in get_args(Sketch)


@pytest.mark.parametrize(("form", "term"), FORMS, ids=lambda each: str(each)[:20])
def test_every_form_is_found_in_a_sentence_and_belongs_to_one_term(form: str, term: Term) -> None:
    assert explain(form) is term
    assert explain(f" {form.upper()} ") is term
    assert terms_in(f"There: {form}, here.") == (term,)
    assert len([other for other, _ in FORMS if other.casefold() == form.casefold()]) == 1


def test_terms_stand_in_the_order_of_the_alphabet() -> None:
    listed = [term.name.casefold() for term in TERMS]
    assert listed == sorted(listed)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The learning rate; lr.", ["learning rate"]),
        ("params.data -= params.grad.data*(lr)", ["parameter", "params.grad", "learning rate"]),
        ("loss.backward()", ["backward"]),
        ("Loss, loss, LOSSES", ["loss"]),
        ("glossy designs", []),
        ("The loss. Then the gradient.", ["loss", "gradient"]),
        ("this_loss loss_there my.loss", []),
        ("a=0.5 and b", []),
        ("valley floor, valley, floor", ["valley floor", "valley"]),
        ("", []),
    ],
)
def test_finds_whole_words_and_the_longest_form(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_what_is_no_term_is_not_explained() -> None:
    assert explain("banana") is None
    assert explain("") is None
