"""Judges a reply by what the engine computed, and finds what the lesson says to it."""

from dataclasses import dataclass

from engine.lessons.lesson import Answer, Lesson
from engine.lessons.question import Reply, Verdict
from engine.lessons.replies import replies_meant
from engine.numbers import count, grouped

Right = float | int | str
"""What the engine computes a right reply to be."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a lesson's question is answered with: the `right` reply, as the engine computes it.

    Where it cannot be asked, `fault` is a sentence that says why; "" otherwise.
    """

    right: Right
    fault: str = ""


def judge(lesson: Lesson, asked: Asked, reply: Reply) -> Verdict:
    """Whether `reply` to `lesson` is right, as `asked` has it, and what to say to it."""
    answer = lesson.answer
    if is_near(answer, asked.right, reply):
        return Verdict(True, _yes(answer, asked.right, reply))
    if answer.accept is not None and replies_meant(answer.accept, answer.kind).include(reply):
        return Verdict(True, f"Yes, that way. {_truth(answer, asked.right)}")
    for wrong in lesson.wrong:
        if replies_meant(wrong.when, answer.kind).include(reply):
            return Verdict(False, wrong.say)
    return Verdict(False, _truth(answer, asked.right))


def is_near(answer: Answer, right: Right, reply: Reply) -> bool:
    """Whether `reply` is as near to `right` as `answer` wants it."""
    if not isinstance(right, int | float) or not isinstance(reply, int | float):
        return right == reply
    if answer.factor is not None:
        # Of the other sign, or zero, it is no factor away.
        ratio = reply / right if right else float(reply == right)
        return 1 / answer.factor <= ratio <= answer.factor
    return abs(reply - right) <= (answer.tolerance or 0)


def _yes(answer: Answer, right: Right, reply: Reply) -> str:
    truth = _truth(answer, right)
    return "Yes." if _truth(answer, reply) == truth else f"Yes, near enough. {truth}"


def _truth(answer: Answer, right: Reply) -> str:
    match answer.kind, right:
        case "number" | "loss", int() | float():
            unit = f" {answer.unit}" if answer.unit else ""
            return f"It is {grouped(right)}{unit}."
        case "epoch", int():
            return f"It is epoch {count(right)}."
    return "See what happened."
