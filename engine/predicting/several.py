"""Questions about several epochs to come: which sign flips next, and where the loss will go."""

from collections.abc import Iterator

import numpy as np

from engine.lessons import Question
from engine.numbers import count
from engine.predicting import words
from engine.predicting.margins import COURSE_APART, first_flip, rms
from engine.predicting.moment import HANDLES, Moment
from engine.predicting.posed import Posed
from engine.runs import Stage

MOST_NAMES = 8
"""Nobody chooses among more parameters than this."""


def find_several(moment: Moment, hidden: frozenset[str]) -> Iterator[Posed]:
    """The questions about as many epochs as the moment allows, which hide at least `hidden`."""
    if moment.stage is not None or moment.to is not Stage.UPDATE:
        return
    for many in moment.many:
        if many <= len(moment.coming.gradients):
            yield from _flip(moment, many, hidden)
            yield from _course(moment, many, hidden)


def none_of(many: int) -> str:
    """The option that no sign flips."""
    return f"None in the next {count(many)} epochs"


def _heading(many: int) -> str:
    return f"Predict the next {count(many)} epochs"


def _flip(moment: Moment, many: int, hidden: frozenset[str]) -> Iterator[Posed]:
    gradients = moment.coming.gradients[:many]
    if moment.before is not None:
        gradients = np.concatenate([moment.before.gradient[None], gradients])
    found = first_flip(gradients)
    if found is None or len(moment.names) > MOST_NAMES:
        return
    row, column = found
    first = moment.epoch - (moment.before is not None)
    truth = none_of(many) if column < 0 else moment.names[column]
    yield Posed(
        "flip",
        _heading(many),
        Question(
            "Which gradient will be the next to change its sign?",
            "choice",
            options=(*moment.names, none_of(many)),
        ),
        truth,
        words.of_flip(moment, many, first + row, column),
        hidden,
        "signs",
        epochs=many if column < 0 else first + row - moment.epoch + 1,
    )


def _course(moment: Moment, many: int, hidden: frozenset[str]) -> Iterator[Posed]:
    losses = moment.coming.losses[: many + 1].astype(np.float64)
    if not (np.isfinite(losses).all() and (losses > 0).all()):
        return
    places = np.unique(np.round(np.linspace(0, many, HANDLES)).astype(int))
    logs = np.log(losses)
    # What is drawn at the handles must tell the whole course.
    between = np.interp(np.arange(many + 1), places, logs[places])
    least = np.log(COURSE_APART)
    change = rms(logs[places[1:]] - logs[0])
    if change < least or np.abs(logs - between).max() > change / 2:
        return
    yield Posed(
        "loss_curve",
        _heading(many),
        Question(
            "Where will the loss go?",
            "loss_curve",
            tuple((moment.epoch + places).tolist()),
        ),
        tuple(losses[places].tolist()),
        words.of_course(moment, many),
        hidden,
        "loss",
        now=(float(losses[0]),) * len(places),
        epochs=many,
    )
