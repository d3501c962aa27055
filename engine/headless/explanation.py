"""One update explained without a window: every operation, the gradient by hand, and the moves."""

from typing import Any, TextIO

from numpy.typing import NDArray

from engine.experiment import Experiment
from engine.experiment.held_out import trained_on
from engine.headless.epochs import HeadlessError, batches
from engine.headless.json_line import json_line
from engine.headless.landscape import fields_of, landscape
from engine.numbers import count, grouped
from engine.queries import ByHand, ByHandQuery, GraphQuery, Node
from engine.runs import History
from engine.training import Recorder
from engine.words.explained import Explained, explained
from engine.words.graph.texts import at
from engine.words.landscape.around import around_in_words
from engine.words.steps.moves import Move


def explain(
    experiment: Experiment, number: int, point: int | None, output: TextIO, as_json: bool
) -> None:
    """Train `experiment` up to update `number`, and write to `output` what happens in that one.

    The numbers are those of one `point` that is trained on, counted from 0 in the order of the
    data; None is the last. Raises HeadlessError where the run ends before this update, and, after
    writing, where PyTorch refuses it or its numbers are no longer finite.
    """
    recorder = Recorder(experiment)
    history = History(len(experiment.names))
    _train_until(recorder, experiment, number, history)
    begun, problem = recorder.begun, recorder.problem
    trained = trained_on(experiment.data.size, experiment.held_out, experiment.seed).tolist()
    updated, ended = None, None
    try:
        for updates in batches(recorder, experiment, 1):
            updated = updates[0].updated_params
            history.append(updates)
    except HeadlessError as error:
        ended = error
    told = Explained(
        experiment=experiment,
        graph=GraphQuery(begun).answer(problem),
        by_hand=tuple(ByHandQuery(begun, k).answer(problem) for k in range(len(problem.names))),
        points=tuple(trained),
        place=len(trained) - 1 if point is None else trained.index(point),
        updated_params=updated,
    )
    around = landscape(experiment, problem, history, begun, float(told.graph.nodes[-1].value))
    if as_json:
        output.write(json_line({**_fields(told), **fields_of(around)}))
    else:
        output.write(f"{explained(told)}\n{around_in_words(around, told.graph.names)}")
    if ended is not None:
        raise ended


def _train_until(recorder: Recorder, experiment: Experiment, number: int, history: History) -> None:
    """Train all updates before update `number`, and record them in `history`."""
    none = f"There is no epoch {count(number)} to explain."
    last = None
    try:
        for updates in batches(recorder, experiment, number - 1):
            last = updates[-1]
            history.append(updates)
    except HeadlessError as error:
        raise HeadlessError(f"{none} {error}") from error
    if last is not None and experiment.has_reached(last.loss):
        raise HeadlessError(
            f"{none} The run ends with epoch {count(last.number)}, whose loss of "
            f"{grouped(last.loss)} is the first that is not above the loss to stop at."
        )


def _fields(told: Explained) -> dict[str, Any]:
    graph = told.graph
    return {
        "number": graph.number,
        "names": list(graph.names),
        "params": graph.params.tolist(),
        "loss": float(graph.nodes[-1].value),
        "point": told.point,
        "operations": [_operation(node, told.place) for node in told.operations],
        "by_hand": {each.name: _by_hand(each) for each in told.by_hand},
        "moves": {move.name: _move(move) for move in told.moves},
    }


def _operation(node: Node, place: int) -> dict[str, Any]:
    """An operation; in a tree all that arrives at one is the derivative of the loss by it."""
    arrived = None if node.gradient is None else at(node.gradient, place)
    return {
        "operation": node.name if node.kind == "operation" else node.kind,
        "text": node.text,
        "value": at(node.value, place),
        "gradient": arrived,
        "arrived": arrived,
    }


def _by_hand(told: ByHand) -> dict[str, Any]:
    columns: dict[str, NDArray[Any]] = {
        "input": told.inputs,
        "target": told.targets,
        "prediction": told.predictions,
        "residual": told.residuals,
        "local": told.local,
        "part": told.parts,
    }
    rows = zip(*(column.tolist() for column in columns.values()), strict=True)
    return {
        "derivative": None if told.derivative is None else told.derivative.text,
        "rows": [dict(zip(columns, row, strict=True)) for row in rows],
        "mean": told.mean,
        "autograd": told.autograd,
    }


def _move(move: Move) -> dict[str, Any]:
    return {
        "before": move.before,
        "gradient": move.gradient,
        "learning_rate": move.learning_rate,
        "after": move.after,
    }
