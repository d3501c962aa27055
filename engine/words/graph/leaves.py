"""What a leaf of the graph says: a parameter, or data."""

from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from engine.numbers import MINUS, count
from engine.queries import Graph
from engine.runs import Stage
from engine.words.graph.texts import at, bracketed, brief, name_of, point_text
from engine.words.steps.arithmetic import added, held_sum

NOT_YET = "No gradient yet: it comes with loss.backward(), stage 3."
# More parts than these make a sum that nobody reads.
MOST_PARTS = 6


def leaf_lines(graph: Graph, place: int, point: int, reached: Stage | None) -> Iterator[str]:
    """The sentences of the leaf at `place`."""
    if graph.nodes[place].kind == "data":
        yield from _data(graph, place, point)
        return
    yield from _param(graph, place)
    if graph.refusal:
        yield no_way_back(graph)
    elif reached is None or reached < Stage.BACKWARD:
        yield NOT_YET
    else:
        yield from _gradient(graph, place)


def no_way_back(graph: Graph) -> str:
    """Why there is no gradient, in PyTorch's own words."""
    return (
        "No way leads back from here: requires_grad is off, so PyTorch noted none of the "
        f"operations. It says: “{graph.refusal}”"
    )


def _param(graph: Graph, place: int) -> Iterator[str]:
    node = graph.nodes[place]
    assert node.param is not None
    points = len(graph.inputs)
    serves = f"all {count(points)} points" if points > 1 else "the one point"
    yield (
        f"{node.name} is a parameter: one number, {brief(float(node.value))}, that serves {serves} "
        "and that training changes."
    )


def _gradient(graph: Graph, place: int) -> Iterator[str]:
    node = graph.nodes[place]
    assert node.param is not None
    assert node.gradient is not None
    name, uses = node.name, graph.uses[node.param]
    part = brief(float(node.gradient))
    used_in = next(k for k, each in enumerate(graph.nodes) if place in each.inputs)
    if len(uses) == 1:
        yield f"Its gradient, {part}, comes from {name_of(graph, used_in)}, where it is used."
    else:
        yield (
            f"From {name_of(graph, used_in)} comes {part}: the part of this use. {name} is used "
            f"{count(len(uses))} times, and PyTorch adds the parts{_sum(graph, node.param)}."
        )
    yield from _held(graph, node.param)


def _sum(graph: Graph, param: int) -> str:
    """The parts of a gradient and their sum, with a colon before it."""
    assert graph.own_gradient is not None
    total = float(graph.own_gradient[param])
    parts = [at_leaf(graph, place) for place in graph.uses[param]]
    if not np.isfinite([*parts, total]).all():
        return f": {brief(total)}"
    texts, whole, sign = added([Decimal(each) for each in parts], total)
    if len(texts) > MOST_PARTS:
        return f": {whole}"
    first, *rest = texts
    sum_ = " + ".join([first, *map(bracketed, rest)])
    return f": {sum_} {sign} {whole}"


def at_leaf(graph: Graph, place: int) -> float:
    gradient = graph.nodes[place].gradient
    assert gradient is not None
    return float(gradient)


def _held(graph: Graph, param: int) -> Iterator[str]:
    """What params.grad held before, where it was not nothing."""
    assert graph.own_gradient is not None
    assert graph.gradient is not None
    own, left, held = (
        float(each[param]) for each in (graph.own_gradient, graph.leftover, graph.gradient)
    )
    if not graph.leftover.any():
        return
    if np.isfinite([own, left, held]).all():
        yield f"params.grad was not empty: {held_sum(own, left, held)}."
    else:
        yield f"params.grad was not empty: with this epoch's {brief(own)} it holds {brief(held)}."


def _data(graph: Graph, place: int, point: int) -> Iterator[str]:
    node = graph.nodes[place]
    number = brief(at(node.value, point))
    if not node.value.ndim:
        written = "" if number == node.text.replace("-", MINUS) else f": {number}"
        yield f"{node.text} is a number in the formula{written}."
    else:
        where = point_text(graph, point)
        if node.line is Stage.LOSS:
            yield f"{node.text} holds the targets. At {where}, the target is {number}."
        elif node.text != graph.input_name:
            yield f"{node.text} holds no parameter, so it is data. At {where}, it is {number}."
        else:
            yield f"{node.text} is the input. At this point {where}."
    yield "Nothing goes back to it: nobody asked for its derivative."
