"""Finds terms: all of them, the one that is written in some form, and those in a text."""

import re
from functools import lru_cache

from engine.words.glossary.learning import LEARNING
from engine.words.glossary.program import PROGRAM
from engine.words.glossary.term import Term

TERMS = tuple(sorted((*LEARNING, *PROGRAM), key=lambda term: term.name.casefold()))
"""Every term, in the order of the alphabet."""

_BY_FORM = {form.casefold(): term for term in TERMS for form in (term.name, *term.forms)}
# Longer forms first, so that “learning rate” is not taken for another word in it. A form must not
# be a piece of a longer word or of a dotted name; a full stop after it is the sentence's.
_FORMS = re.compile(
    r"(?<![\w.])(?:"
    + "|".join(re.escape(form) for form in sorted(_BY_FORM, key=len, reverse=True))
    + r")(?!\w|\.\w)",
    re.IGNORECASE,
)


def explain(form: str) -> Term | None:
    """The term that is written as `form`, in any case; None if the glossary lacks it."""
    return _BY_FORM.get(form.strip().casefold())


def terms_in(text: str) -> tuple[Term, ...]:
    """The terms in `text`, each once, in the order in which they first stand in it."""
    return tuple(dict.fromkeys(term for _, _, term in found(text)))


@lru_cache(maxsize=512)
def found(text: str) -> tuple[tuple[int, int, Term], ...]:
    """Where in `text` terms stand: the first character, the one behind the last, and the term."""
    return tuple(
        (match.start(), match.end(), _BY_FORM[match[0].casefold()])
        for match in _FORMS.finditer(text)
    )
