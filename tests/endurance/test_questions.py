"""A few hundred questions; `python -m tests.endurance questions` makes ten thousand."""

from collections import Counter
from dataclasses import replace
from random import Random

from engine.predicting import SORTS, Posed, find
from tests.endurance.questions import Drawn, faults, moments, questions


def test_torch_confirms_every_answer_and_no_two_are_right() -> None:
    said: list[str] = []
    assert questions(500, 3, said.append) == []
    assert said[0].startswith("5")


def some_of_each(seed: int) -> list[tuple[Drawn, Posed]]:
    found: list[tuple[Drawn, Posed]] = []
    many: Counter[str] = Counter()
    chance = Random(seed)
    while len(many) < len(SORTS):
        for drawn in moments(chance):
            for posed in find(drawn.moment):
                many[posed.sort] += 1
                if many[posed.sort] <= 3:
                    found.append((drawn, posed))
    return found


def test_a_wrong_answer_is_noticed_whatever_is_asked() -> None:
    for drawn, posed in some_of_each(2):
        assert faults(drawn, posed) == []
        assert faults(drawn, replace(posed, truth=another(drawn, posed)))


def another(drawn: Drawn, posed: Posed) -> object:
    """Another answer than the true one, but of the same kind."""
    match posed.sort:
        case "direction":
            return {"left": "right", "right": "left"}[str(posed.truth)]
        case "loss_way" | "flip":
            return next(each for each in posed.question.options if each != posed.truth)
        case "largest":
            return next(each for each in drawn.problem.names if each != posed.truth)
        case "point":
            return (int(posed.truth) + 1) % len(drawn.problem.targets)  # type: ignore[arg-type]
        case "loss_size":
            return float(posed.truth) * (1 + 1e-6)  # type: ignore[arg-type]
    assert isinstance(posed.truth, tuple)
    return (*posed.truth[:-1], posed.truth[-1] * (1 + 1e-6))
