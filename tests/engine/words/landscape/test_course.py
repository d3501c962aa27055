"""What the picture of the loss's parts says."""

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.queries import course_of
from engine.words.landscape.course import axes_in_few, cut_in_words, half_in_words, left_in_words
from tests.engine.words.ends.situations import run


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (None, ""),
        (np.nan, ""),
        (0.0, "0%"),
        (1e-9, "0%"),
        (5e-4, "<0.1%"),
        (0.0012, "0.1%"),
        (0.9379, "93.8%"),
        (0.99896, "99.9%"),
        (0.9997, "99.97%"),
        (0.999999, ">99.9%"),
        (1.0, "100%"),
        (1.5, "150.0%"),
        (2345.0, "234,500%"),
    ],
)
def test_a_share_is_never_written_as_all_or_nothing_that_it_is_not(
    share: float | None, text: str
) -> None:
    assert left_in_words(share) == text


def test_the_article() -> None:
    made = run(Experiment(), 200)
    assert made.facts is not None
    assert made.facts.valley is not None
    found = course_of(made.history, made.facts, made.facts.valley, 1e-5, 200)
    assert [half_in_words(found, k) for k in (2, 1, 0)] == [
        "half gone within 1 epoch",
        "half gone after 2,170",
        "half gone after 134,000",
    ]
    assert half_in_words(found, 0, brief=True) == "½ after 134,000"
    assert cut_in_words(found) == "cut off: 49 times higher than this picture"
    axes = axes_in_few(made.facts.valley)
    assert [(axis.name, axis.curvature) for axis in axes] == [
        ("along", "λ = 0.2586"),
        ("on the slant", "λ = 15.98"),
        ("across", "λ = 56,499"),
    ]


def test_the_axes_between_are_counted() -> None:
    many = " + ".join(f"p{k}*t**{k}/1e{2 * k}" for k in range(6))
    made = run(Experiment(formula=many, learning_rate=1e-2), 5)
    assert made.facts is not None
    assert made.facts.valley is not None
    middle = axes_in_few(made.facts.valley)[1]
    assert middle.curvature.startswith("4 axes, λ ")


def test_what_grows_is_not_called_half_gone() -> None:
    made = run(Experiment(learning_rate=3.6e-5), 20)
    assert made.facts is not None
    assert made.facts.valley is not None
    found = course_of(made.history, made.facts, made.facts.valley, 3.6e-5, 200)
    assert half_in_words(found, 2) == "grows"
