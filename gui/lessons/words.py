"""A reply in words, beside what happened."""

from collections.abc import Callable

from engine.lessons import Question, Reply
from engine.numbers import count, grouped
from engine.words.stages import TITLES

ARROWS = {"left": "← left", "right": "→ right", "stays": "it stays"}
CHIPS = {stage.name.lower(): f"{stage.value} {title}" for stage, title in TITLES.items()}
SAID = "You said"
HAPPENED = {"direction": "It moved", "loss": "It went to"}
IS = "It is"
MARKED = {"direction": "it moved", "loss": "it went here", "epoch": "it is here"}
# Above, not every whole number is told apart.
MOST_WHOLE = 1e15
IS_THIS = "it is this one"

Named = Callable[[int], str]


def lines(question: Question, reply: Reply, truth: Reply, named: Named) -> list[tuple[str, str]]:
    """What was said, and what happened, each with its caption; a point is `named` by its place."""
    said, happened = (in_words(question, each, named) for each in (reply, truth))
    return [(SAID, said), (HAPPENED.get(question.kind, IS), happened)]


def marked(question: Question) -> str:
    """The words with which what happened is marked in the picture."""
    return MARKED.get(question.kind, IS_THIS)


def in_words(question: Question, reply: Reply, named: Named) -> str:
    """`reply` as it is read."""
    match question.kind, reply:
        case "point", int():
            return named(reply)
        case "epoch", int():
            return f"epoch {count(reply)}"
        case "number" | "loss", int() | float():
            whole = float(reply).is_integer() and abs(reply) < MOST_WHOLE
            said = count(int(reply)) if whole else grouped(float(reply))
            return f"{said} {question.unit}".rstrip()
        case "direction", str():
            return ARROWS.get(reply, reply)
        case "chip", str():
            return CHIPS.get(reply, reply)
    return str(reply)
