"""The nodes of the graph that `loss.backward()` walks, made of what was overheard.

What only keeps the books (unbind, expand, AccumulateGrad) is left out, parts made of data alone are
one leaf, and a parameter has a leaf beside each of its uses, so that the graph is a tree.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from engine.formula.text import INPUTS, spaced
from engine.formula.tree import Binary, Name, Number, Sign, tree_of
from engine.formula.tree import Call as Function
from engine.formula.tree import Node as Piece
from engine.queries.captured import Call, Captured, Numbers
from engine.queries.local import local_derivatives
from engine.queries.query import Problem
from engine.runs import Stage

# What these return is the same numbers once more; they only keep the books.
_HIDDEN = {"expand", "clone", "new_full"}
_OPERATIONS = {"+": "add", "-": "sub", "*": "mul", "/": "div", "**": "pow"}
_LOSS_TEXTS = {"sub": "{} - {}", "pow": "({})**{}", "mean": "mean({})"}


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One card of the graph: a parameter, data, or an operation and what it made.

    `name` is the parameter's name, the data's (`t`, `t**2`, `speed`), or PyTorch's name of the
    operation ("mul", "add", "sub", "pow", "sin", "mean", …); `text` the piece of the formula that
    it is, such as `a*(t**2)`. `line` is the stage whose line of code it belongs to. `inputs` are
    the places in `Graph.nodes` of what it was made of, in the order of the operation.

    A power with a number as its exponent has that as `exponent`, and only the base among `inputs`.

    `value` is what came out; `gradient` the derivative of the loss with respect to it, as PyTorch
    had it, None for data and where PyTorch refused. `local` holds, for each input, the derivative
    of this node's value with respect to it, and `sent` what PyTorch sent there, in the shape of
    that input's value; both None for data. `order` counts the operations in the order in which
    PyTorch walked back through them, from 1; None for leaves. `backward` is PyTorch's own name of
    the step, such as "MulBackward0", or of the two steps, as in "MulBackward0, ReciprocalBackward0"
    for `1/a`; "" for leaves and where PyTorch refused. `param` is the place of the parameter that a
    leaf is, None for other nodes.
    """

    kind: Literal["parameter", "data", "operation"]
    name: str
    text: str
    line: Stage
    inputs: tuple[int, ...]
    value: Numbers
    gradient: Numbers | None
    local: tuple[Numbers | None, ...]
    sent: tuple[Numbers | None, ...]
    order: int | None
    backward: str
    param: int | None = None
    exponent: float | None = None


class NodeBuilder:
    """Makes the nodes of what was overheard.

    The formula's operations run in the order in which its tree is read, inputs first, so that each
    call of the forward pass belongs to the next operation of the tree.
    """

    def __init__(self, problem: Problem, captured: Captured) -> None:
        self._problem, self._captured = problem, captured
        self._text = spaced(problem.formula)
        calls = captured.calls
        self._calls = iter([call for call in calls if call.function not in _HIDDEN])
        self._passed_on = {call.output: call for call in calls if call.function in _HIDDEN}
        self._nodes: list[Node] = []
        # Where PyTorch came by on its way back: the turn of each operation, and of each leaf's user
        # with the place among the user's inputs.
        self._turns: dict[int, int] = {}
        self._used_by: dict[int, tuple[int, int]] = {}
        self.preds = 0

    def build(self) -> None:
        """Build all nodes."""
        self.preds = self._formula(tree_of(self._problem.formula))
        # In the loss's line of code the predictions are called by their name.
        places = {self._captured.predictions: (self.preds, "preds")}
        for call in self._calls:
            self._loss(call, places)

    def numbered(self) -> tuple[Node, ...]:
        """The nodes, with their order on the way back."""
        order = sorted(self._turns, key=self._turns.__getitem__)
        for number, place in enumerate(order, 1):
            self._nodes[place] = replace(self._nodes[place], order=number)
        return tuple(self._nodes)

    def uses(self) -> tuple[tuple[int, ...], ...]:
        """The places of each parameter's leaves, in the order in which their parts were added."""
        leaves: list[list[int]] = [[] for _ in self._problem.names]
        for place, node in enumerate(self._nodes):
            if node.param is not None:
                leaves[node.param].append(place)
        return tuple(
            tuple(sorted(each, key=lambda place: self._used_by.get(place, (0, place))))
            for each in leaves
        )

    def _formula(self, piece: Piece) -> int:
        """Build the nodes of a piece of the formula; returns the place of its last one."""
        if isinstance(piece, Sign) and piece.symbol == "+":
            return self._formula(piece.operand)
        text = self._text[slice(*piece.span)]
        if isinstance(piece, Name) and piece.name in self._problem.names:
            return self._param(self._problem.names.index(piece.name), text)
        if not _learned(piece):
            return self._data(text, self._calculated(piece), Stage.PREDICT)
        operands = _operands(piece)
        exponent = None
        if _is_power(piece) and operands[1].value is not None:
            exponent = float(operands[1].value)
            operands = operands[:1]
        inputs = tuple(self._formula(operand) for operand in operands)
        call = next(self._calls)
        if operands[0].value is not None and call.inputs[-1] is None:
            # Python lets the tensor calculate `2 - a`, and tells it that the number comes first.
            call = replace(call, inputs=call.inputs[::-1], sent=call.sent[::-1])
        return self._operation(_name(piece), text, inputs, call, exponent)

    def _calculated(self, piece: Piece) -> Numbers:
        """The numbers of a piece without parameters, whose calls are used up."""
        if piece.value is not None:
            return np.array(piece.value, np.float32)
        if isinstance(piece, Name):
            return self._problem.inputs
        for operand in _operands(piece):
            numbers = self._calculated(operand)
        if isinstance(piece, Sign) and piece.symbol == "+":
            return numbers
        return self._captured.values[next(self._calls).output]

    def _loss(self, call: Call, places: dict[int, tuple[int, str]]) -> None:
        """Build the node of one call of the loss; `places` has the nodes that there are, and texts.

        A tensor that no call made is the targets.
        """
        name, target = call.function, self._problem.target_name
        exponent = call.constants[1] if name == "pow" else None
        tensors = [each for each in call.inputs if each is not None]
        for tensor in tensors:
            if tensor not in places:
                leaf = self._data(target, self._captured.values[tensor], call.line)
                places[tensor] = leaf, target
        texts = [places[tensor][1] for tensor in tensors]
        if exponent is not None:
            texts.append(f"{exponent:g}")
        text = _LOSS_TEXTS[name].format(*texts)
        inputs = tuple(places[tensor][0] for tensor in tensors)
        places[call.output] = self._operation(name, text, inputs, call, exponent), text

    def _param(self, param: int, text: str) -> int:
        value = self._captured.values[self._captured.params[param]]
        return self._leaf("parameter", text, value, Stage.PREDICT, param)

    def _data(self, text: str, value: Numbers, line: Stage) -> int:
        return self._leaf("data", text, value, line)

    def _leaf(
        self,
        kind: Literal["parameter", "data"],
        text: str,
        value: Numbers,
        line: Stage,
        param: int | None = None,
    ) -> int:
        self._nodes.append(
            Node(
                kind=kind,
                name=text,
                text=text,
                line=line,
                inputs=(),
                value=value,
                gradient=None,
                local=(),
                sent=(),
                order=None,
                backward="",
                param=param,
            )
        )
        return len(self._nodes) - 1

    def _operation(
        self, name: str, text: str, inputs: tuple[int, ...], call: Call, exponent: float | None
    ) -> int:
        nodes = [self._nodes[place] for place in inputs]
        values = [node.value for node in nodes]
        if exponent is not None:
            values.append(np.array(exponent, np.float32))
        output = self._captured.values[call.output]
        local = local_derivatives(name, tuple(values), output)
        sent = [self._sent(call, k) for k in range(len(inputs))]
        place = len(self._nodes)
        for k, (node, leaf) in enumerate(zip(nodes, inputs, strict=True)):
            if node.kind == "parameter" and call.turn is not None:
                self._nodes[leaf] = replace(node, gradient=sent[k])
                self._used_by[leaf] = call.turn, k
        if call.turn is not None:
            self._turns[place] = call.turn
        self._nodes.append(
            Node(
                kind="operation",
                name=name,
                text=text,
                line=call.line,
                inputs=inputs,
                value=output,
                gradient=call.arrived,
                local=tuple(
                    None if node.kind == "data" else slope
                    for node, slope in zip(nodes, local, strict=False)
                ),
                sent=tuple(sent),
                order=None,
                backward=", ".join(call.steps),
                exponent=exponent,
            )
        )
        return place

    def _sent(self, call: Call, k: int) -> Numbers | None:
        """What `call` sent to its input `k`, through the calls that only keep the books."""
        if not call.sent:
            return None
        place, sent = call.inputs[k], call.sent[k]
        while place in self._passed_on:
            hidden = self._passed_on[place]
            if not hidden.sent:
                return None
            place, sent = hidden.inputs[0], hidden.sent[0]
        return sent


def _name(piece: Piece) -> str:
    match piece:
        case Binary(symbol=symbol):
            return _OPERATIONS[symbol]
        case Function(function=function):
            return function
    return "neg"


def _operands(piece: Piece) -> tuple[Piece, ...]:
    match piece:
        case Sign(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return left, right
        case Function(arguments=arguments):
            return arguments
    return ()


def _is_power(piece: Piece) -> bool:
    return isinstance(piece, Binary) and piece.symbol == "**"


def _learned(piece: Piece) -> bool:
    """Whether a parameter occurs in `piece`."""
    if piece.value is not None or isinstance(piece, Number):
        return False
    if isinstance(piece, Name):
        return piece.name not in INPUTS
    return any(_learned(operand) for operand in _operands(piece))
