"""The loss around an explained update, computed without a window, and as fields of JSON."""

import re
from typing import Any

from engine.experiment import Experiment
from engine.queries import CurvatureQuery, FactsQuery, parts_at
from engine.runs import Begun, Failure, History, Run, Stage
from engine.training import Problem
from engine.words.ends.notices import of_cause
from engine.words.landscape.around import Around
from engine.words.landscape.axes import valley_axes
from engine.words.remedies import offers, to_try


def landscape(
    experiment: Experiment, problem: Problem, history: History, begun: Begun, loss: float
) -> Around:
    """The loss around the update that began as `begun` with this `loss`.

    `history` ends with that update, or with the one before it if PyTorch refused it.
    """
    facts = FactsQuery(experiment).answer(problem)
    run = Run(1, experiment, facts)
    run.history = history
    if len(history) < begun.number:
        run.failure = Failure("refused", begun.number, "", Stage.BACKWARD)
    elif not history[-1].finite:
        run.failure = Failure("diverged", begun.number)
    cause, notice = of_cause(run)
    question = to_try(run, notice)
    outcomes = question.answer(problem) if question else ()
    curvature, valley = CurvatureQuery(begun).answer(problem), facts.valley
    # Where the loss bends down, the parts of a valley would be false.
    told = valley is not None and not curvature.negative
    return Around(
        curvature=curvature,
        valley=valley,
        parts=parts_at(begun.params, loss, begun.number, valley) if valley and told else None,
        cause=cause,
        why=notice.text if run.failure is None or cause is not None else "",
        offers=offers(run, notice, outcomes),
        experiment=experiment,
    )


def fields_of(around: Around) -> dict[str, Any]:
    """The fields of JSON; `loss_parts` are null where the curvature does not describe the loss."""
    curvature = around.curvature
    return {
        "curvature": {
            "eigenvalues": curvature.eigenvalues.tolist(),
            "eigenvectors": curvature.eigenvectors.tolist(),
            "largest_rate": curvature.largest_rate,
            "exact": curvature.exact,
        },
        "loss_parts": _loss_parts(around),
        "cause": {
            "kind": _kind(around),
            "text": around.why,
            "remedies": [_remedy(around, place) for place in range(len(around.offers))],
        },
    }


def _loss_parts(around: Around) -> dict[str, float] | None:
    parts = around.parts
    if parts is None or not parts.described[0]:
        return None
    sizes = parts.parts[0].tolist()
    told = dict(zip(valley_axes(len(sizes)), sizes, strict=True)) | {"floor": parts.floor}
    return told if parts.exact else told | {"rest": float(parts.rest[0])}


def _kind(around: Around) -> str:
    """The cause's name in words: `steep valley`."""
    if around.cause is None:
        return "refused"
    return re.sub(r"(?<!^)(?=[A-Z])", " ", type(around.cause).__name__).lower()


def _remedy(around: Around, place: int) -> dict[str, Any]:
    offer = around.offers[place]
    changed = around.experiment.changed(**offer.remedy.fields).model_dump(mode="json")
    promise = offer.promise
    return {
        "label": offer.remedy.label,
        "fields": {name: changed[name] for name in offer.remedy.fields},
        "promise": None
        if promise is None
        else {
            "text": promise.text,
            "epochs": promise.epochs,
            "loss": promise.loss,
            "tried": promise.tried,
        },
    }
