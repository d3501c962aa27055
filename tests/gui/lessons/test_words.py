"""A reply is read as a person would say it, beside what happened."""

import pytest

from engine.lessons import Question
from gui.lessons.how import how_to
from gui.lessons.texts import parted
from gui.lessons.words import in_words, lines, marked


def named(place: int) -> str:
    return f"t = {place / 2}"


@pytest.mark.parametrize(
    ("question", "reply", "words"),
    [
        (Question("?", "direction", "a"), "left", "← left"),
        (Question("?", "direction", "a"), "stays", "it stays"),
        (Question("?", "number"), -103.92021942138672, "−103.92"),
        (Question("?", "number"), 104.0, "104"),
        (Question("?", "number", unit="epochs"), 307_437.44, "307,437 epochs"),
        (Question("?", "number"), 1e30, "1.0000e30"),
        (Question("?", "loss", 2), 57_446.38, "57,446"),
        (Question("?", "epoch", "a"), 1_400, "epoch 1,400"),
        (Question("?", "point"), 3, "t = 1.5"),
        (Question("?", "chip"), "backward", "3 Backward"),
        (Question("?", "card"), "b", "b"),
        (Question("?", "choice", options=("near 618", "left")), "left", "left"),
    ],
)
def test_replies_are_read(question: Question, reply: object, words: str) -> None:
    assert in_words(question, reply, named) == words  # type: ignore[arg-type]


def test_both_are_captioned() -> None:
    question = Question("Which way?", "direction", "a")
    said = [("You said", "← left"), ("It moved", "→ right")]
    assert lines(question, "left", "right", named) == said
    assert marked(question) == "it moved"
    assert marked(Question("?", "point")) == "it is this one"


@pytest.mark.parametrize(
    ("text", "known", "asked"),
    [
        ("Which way?", "", "Which way?"),
        ("a is −0.892. Which way?", "a is −0.892.", "Which way?"),
        ("It is 3.5 s. 20 points. How far?", "It is 3.5 s. 20 points.", "How far?"),
        ("c is 67.5: what now?", "", "c is 67.5: what now?"),
    ],
)
def test_the_last_sentence_is_what_is_asked(text: str, known: str, asked: str) -> None:
    assert parted(text) == (known, asked)


def test_how_names_what_is_asked_about() -> None:
    assert "strip of b" in how_to(Question("?", "epoch", "b"))
    assert "epoch 1,200" in how_to(Question("?", "loss", 1_200))
    assert "Return" in how_to(Question("?", "sign", options=("a", "b")))


def test_in_a_picture_what_happened_has_words_of_its_own() -> None:
    kinds = ("direction", "loss", "epoch", "point", "card", "chip")
    assert [marked(Question("", kind)) for kind in kinds] == [
        "it moved", "it went here", "it is here", *["it is this one"] * 3
    ]  # fmt: skip
