"""Finds the questions that have one right answer at a moment, among all that could be asked."""

from collections.abc import Iterator

import numpy as np

from engine.lessons import Question
from engine.numbers import grouped
from engine.predicting import words
from engine.predicting.margins import (
    CURVE_APART,
    LOSS_APART,
    MOVES_APART,
    SHARES_APART,
    changes,
    rms,
    winner,
)
from engine.predicting.moment import Moment, moved
from engine.predicting.posed import Posed
from engine.predicting.several import find_several
from engine.runs import Stage

AHEAD = frozenset({"ahead", "banner"})
ARROWS = frozenset({"card.arrow", "card.sentence"})
GRADIENTS = frozenset({"card.gradient", "chip.gradient"})
FALLS, RISES = "fall", "rise"


def find(moment: Moment) -> list[Posed]:
    """The questions that can be asked at `moment`; none where a number is not finite."""
    if not moment.coming.finite:
        return []
    return [*_of_sizes(moment), *_of_the_update(moment), *find_several(moment, AHEAD)]


def _of_sizes(moment: Moment) -> Iterator[Posed]:
    """What the stages before the update make: which point, and which parameter, counts most."""
    stage, to = moment.stage or 0, moment.to
    if stage < Stage.LOSS <= to:
        yield from _point(moment)
    if stage < Stage.GRADIENT <= to or to is Stage.UPDATE:
        yield from _largest(moment)


def _of_the_update(moment: Moment) -> Iterator[Posed]:
    """What the update itself does."""
    if moment.to is Stage.UPDATE:
        yield from _directions(moment)
        yield from _loss(moment)
        yield from _curve(moment)


def _hidden(moment: Moment) -> frozenset[str]:
    """What gives away what the update does: at stage 4 the cards point to it."""
    return AHEAD | ARROWS if moment.stage is Stage.GRADIENT else AHEAD


def _directions(moment: Moment) -> Iterator[Posed]:
    before = None if moment.before is None else moved(moment.before)
    for k, name in enumerate(moment.names):
        way = float(moment.moved[k])
        if way == 0 or not np.isfinite(way) or np.sign(way) == np.sign(moment.update.gradient[k]):
            continue
        yield Posed(
            "direction",
            moment.heading,
            Question(
                f"Which way will the update move {name}?",
                "direction",
                name,
            ),
            "left" if way < 0 else "right",
            moment.move(k).sentence,
            _hidden(moment),
            f"card:{name}",
            expected=before is not None and bool(np.sign(before[k]) == np.sign(way)),
        )


def _largest(moment: Moment) -> Iterator[Posed]:
    sizes = np.abs(moment.moved)
    k = winner(sizes, MOVES_APART)
    if k is None or k != winner(np.abs(moment.update.gradient.astype(np.float64)), MOVES_APART):
        return
    before = None if moment.before is None else np.abs(moved(moment.before))
    hidden = _hidden(moment)
    shown = moment.stage in (Stage.BACKWARD, Stage.GRADIENT)
    yield Posed(
        "largest",
        moment.heading,
        Question("Which parameter will the update move most?", "card"),
        moment.names[k],
        words.of_moves(moment, k),
        hidden | GRADIENTS if shown else hidden,
        "moves",
        expected=before is not None and int(np.argmax(before)) == k,
    )


def _point(moment: Moment) -> Iterator[Posed]:
    k = winner(moment.shares, SHARES_APART)
    if k is not None and k in moment.drawn:
        yield Posed(
            "point",
            moment.heading,
            Question("Which point adds most to the loss?", "point"),
            k,
            words.of_shares(moment, k),
            AHEAD | {"largest"},
            "fit",
        )


def _loss(moment: Moment) -> Iterator[Posed]:
    now, then = (float(loss) for loss in moment.coming.losses[:2])
    epoch = moment.epoch
    if not changes(now, then, moment.coming.change):
        return
    fell = None if moment.before is None else now < moment.before.loss
    hidden = _hidden(moment)
    yield Posed(
        "loss_way",
        moment.heading,
        Question(
            f"The loss is {grouped(now)}. Will the update make it fall or rise?",
            "choice",
            options=(FALLS, RISES),
        ),
        FALLS if then < now else RISES,
        words.of_loss(moment),
        hidden,
        "moves" if moment.before is None else "loss",
        expected=fell == (then < now) if fell is not None else then < now,
    )
    if now > 0 and then > 0 and max(now / then, then / now) >= LOSS_APART:
        yield Posed(
            "loss_size",
            moment.heading,
            Question(
                f"The loss is {grouped(now)}. About where will it be after the update?",
                "loss",
                epoch + 1,
            ),
            then,
            words.of_loss(moment),
            hidden,
            "loss",
            now=(now,),
        )


def _curve(moment: Moment) -> Iterator[Posed]:
    coming = moment.coming
    now, then = coming.curve, coming.updated_curve
    bottom, top = moment.heights
    inside = ((then >= bottom) & (then <= top)).all()
    if not inside or rms(then - now) < CURVE_APART * (top - bottom):
        return
    yield Posed(
        "curve",
        moment.heading,
        Question(
            "What will the curve look like after the update?",
            "curve",
            tuple(coming.inputs.tolist()),
        ),
        tuple(then.tolist()),
        words.of_curve(moment),
        _hidden(moment),
        "fit",
        now=tuple(now.tolist()),
    )
