"""What was predicted beside what happened, in the words of the panel and of the picture."""

from types import SimpleNamespace
from typing import Any

import pytest

from engine.lessons import Question
from gui.predicting.words import MARKED, lines, said_beside

WAY = ("rises", "falls")


def posed(sort: str, question: Question, truth: object) -> Any:
    return SimpleNamespace(sort=sort, question=question, truth=truth)


def named(place: int) -> str:
    return f"t = {place}"


@pytest.mark.parametrize(
    ("case", "reply", "told"),
    [
        (
            posed("direction", Question("Which way?", "direction", "a"), "right"), "left",
            [("You said", "← left"), ("It moved", "→ right")],
        ),
        (
            posed("loss_way", Question("What will it do?", "choice", options=WAY), "falls"),
            "rises", [("You said", "rises"), ("It did", "falls")],
        ),
        (
            posed("flip", Question("Does it flip?", "choice", options=("yes", "no")), "no"),
            "yes", [("You said", "yes"), ("It was", "no")],
        ),
        (
            posed("largest", Question("Which moves most?", "card"), "c"), "a",
            [("You said", "a"), ("It is", "c")],
        ),
        (
            posed("point", Question("Which adds most?", "point"), 11), 3,
            [("You said", "t = 3"), ("It is", "t = 11")],
        ),
        (
            posed("loss_size", Question("How large?", "loss", 2), 617.25), 617.4567,
            [("You said", "617"), ("It went to", "617.25")],
        ),
        (posed("curve", Question("Draw it.", "curve", (0.0, 1.0)), (1.0, 2.0)), (0.0, 1.0), []),
        (posed("loss_curve", Question("Draw it.", "loss_curve", (0, 8)), (1.0, 2.0)), (0.0,), []),
    ],
    ids=lambda case: getattr(case, "sort", ""),
)  # fmt: skip
def test_both_are_told_with_their_captions(
    case: Any, reply: Any, told: list[tuple[str, str]]
) -> None:
    assert lines(case, reply, named) == told
    drawn = case.sort in ("curve", "loss_curve")
    assert said_beside(case) == ("you drew" if drawn else "you said")


def test_in_a_picture_what_happened_has_words_of_its_own() -> None:
    assert MARKED == {
        "direction": "it moved", "largest": "moves most", "point": "adds most",
        "loss_size": "it went here", "curve": "it became this", "loss_curve": "it went this way",
    }  # fmt: skip
