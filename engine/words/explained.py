"""One update in words: its operations, the gradient of each parameter by hand, and the moves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine.experiment import Experiment
from engine.experiment.names import names_of_data
from engine.numbers import count, grouped, number
from engine.queries import ByHand, Graph, Node, Numbers
from engine.runs import Stage, Vector
from engine.words.graph import rule_of
from engine.words.graph.texts import at, brief, point_text
from engine.words.steps.moves import Move

# A longer table shows only its ends and the picked point.
MOST_ROWS = 40
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True, eq=False)
class Explained:
    """An update, seen at one point: the one at `place` among those trained on.

    `points` are the numbers that these have in the order of the data, from 0. `updated_params` (p,)
    are None where PyTorch refused the update.
    """

    experiment: Experiment
    graph: Graph
    by_hand: tuple[ByHand, ...]
    points: tuple[int, ...]
    place: int
    updated_params: Vector | None

    @property
    def point(self) -> int:
        """The number of the point in the order of the data."""
        return self.points[self.place]

    @property
    def operations(self) -> tuple[Node, ...]:
        """All operations in PyTorch's order, and at last those of data alone.

        Where PyTorch refused to walk back, in the order in which it would have begun.
        """
        nodes = self.graph.nodes
        walked = [node for node in reversed(nodes) if node.kind == "operation"]
        walked.sort(key=lambda node: node.order or 0)
        return (*walked, *(node for node in nodes if self._is_calculated_data(node)))

    def _is_calculated_data(self, node: Node) -> bool:
        of_formula = node.kind == "data" and node.line is Stage.PREDICT
        return of_formula and bool(node.value.ndim) and node.text != self.graph.input_name

    @property
    def moves(self) -> tuple[Move, ...]:
        """The step of each parameter; none where PyTorch refused the update."""
        graph, updated = self.graph, self.updated_params
        if updated is None or graph.gradient is None:
            return ()
        steps = zip(
            graph.names,
            graph.params.tolist(),
            graph.gradient.tolist(),
            updated.tolist(),
            strict=True,
        )
        rate = graph.settings.learning_rate
        return tuple(Move(name, before, slope, rate, after) for name, before, slope, after in steps)


def explained(told: Explained) -> str:
    """The whole explanation as plain text."""
    parts = [_head(told), _operations(told), *_by_hand(told), _moves(told)]
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _head(told: Explained) -> list[str]:
    graph, experiment = told.graph, told.experiment
    inputs, targets = names_of_data(experiment)
    params = ", ".join(
        f"{name} = {brief(value)}"
        for name, value in zip(graph.names, graph.params.tolist(), strict=True)
    )
    target = brief(float(told.by_hand[0].targets[told.place]))
    return [
        f"Epoch {count(graph.number)}, explained at point {count(told.point)}: "
        f"{point_text(graph, told.place)}; {targets} = {target}",
        "",
        f"f({graph.input_name}, params) = {experiment.formula}",
        f"params: {params}",
        f"preds = f({inputs}, params)",
        f"loss = mse({targets}, preds) = {grouped(float(graph.nodes[-1].value))}",
    ]


def _operations(told: Explained) -> list[str]:
    graph = told.graph
    lines = ["loss.backward() walks back through the operations, the last one first:"]
    if graph.refusal:
        lines = [
            "loss.backward() is refused, because requires_grad is off and no operation was noted.",
            f"PyTorch says: {graph.refusal}",
        ]
    for place, node in enumerate(told.operations, 1):
        lines += ["", *_operation(told, place, node)]
    return lines


def _operation(told: Explained, number_: int, node: Node) -> Iterator[str]:
    graph = told.graph
    place = next(k for k, each in enumerate(graph.nodes) if each is node)
    rule = rule_of(graph, place, told.place, Stage.GRADIENT)
    title = "data" if node.kind == "data" else rule.title
    yield f"{count(number_)}. {title}: {rule.piece}"
    yield f"   value {_at_and_over(node.value, told.place)}"
    gradient = "none" if node.gradient is None else _at_and_over(node.gradient, told.place)
    yield f"   gradient {gradient}"
    # Where PyTorch refused, that has been said above once for all.
    lines = rule.lines[:2] if graph.refusal else rule.lines
    yield from (f"   {line}" for line in lines)


def _at_and_over(numbers: Numbers, place: int) -> str:
    """The number of the point, and from where to where all are."""
    here = brief(at(numbers, place))
    if not numbers.ndim or np.isnan(numbers).all():
        return here
    low, high = float(np.nanmin(numbers)), float(np.nanmax(numbers))
    if low == high:
        return f"{here}, the same at every point"
    return f"{here}, over all points {brief(low)} to {brief(high)}"


def _by_hand(told: Explained) -> Iterator[list[str]]:
    for param, each in enumerate(told.by_hand):
        yield [*_table(told, each), "", *_sums(told, param, each)]


def _table(told: Explained, each: ByHand) -> Iterator[str]:
    slope = "too long to be written" if each.derivative is None else each.derivative.text
    yield f"By hand, the gradient of {each.name}: ∂f/∂{each.name} = {slope}"
    if each.derivative is not None:
        yield from each.derivative.notes
    if told.graph.standardised:
        yield f"{told.graph.input_name} is standardised: the table has the numbers trained on."
    targets = names_of_data(told.experiment)[1]
    heads = [
        "point", told.graph.input_name, targets, "prediction", "residual", f"∂f/∂{each.name}",
        "2 × residual × (−1) × ∂f/∂" + each.name,
    ]  # fmt: skip
    columns = (each.inputs, each.targets, each.predictions, each.residuals, each.local, each.parts)
    shown = _rows(len(each.inputs), told.place)
    rows = [[str(told.points[k]), *(brief(float(column[k])) for column in columns)] for k in shown]
    widths = [max(len(row[k]) for row in (heads, *rows)) for k in range(len(heads))]
    for row in (heads, *rows):
        yield "  ".join(text.rjust(width) for text, width in zip(row, widths, strict=True))
    if len(shown) < len(each.inputs):
        yield f"{count(len(each.inputs) - len(shown))} more points are not shown; --json has all."


def _rows(points: int, place: int) -> Sequence[int]:
    """The rows of the table: all, or the first, the last, and the picked one."""
    if points <= MOST_ROWS:
        return range(points)
    half = MOST_ROWS // 2
    return sorted({*range(half), place, *range(points - half, points)})


def _sums(told: Explained, param: int, each: ByHand) -> Iterator[str]:
    graph = told.graph
    yield f"The mean of the last column is {number(each.mean, MOST_DIGITS)}."
    if each.autograd is not None:
        apart = abs(each.mean - each.autograd)
        differ = f"they differ by {number(apart, 2)}" if apart > 0 else "the same"
        yield (
            f"Autograd says {number(each.autograd, MOST_DIGITS)}, in float32, which has about "
            f"seven digits: {differ}."
        )
    if graph.refusal:
        return
    for place in graph.uses[param]:
        yield from rule_of(graph, place, told.place, Stage.GRADIENT).lines[1:]


def _moves(told: Explained) -> list[str]:
    moves = told.moves
    if not moves:
        return ["No parameter moves."]
    return ["params.data -= params.grad.data*(lr)", *(move.arithmetic for move in moves)]
