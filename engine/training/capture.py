"""Listens while the trainer runs one update: what PyTorch calls, and what it sends back.

Nothing is computed here: the trainer's own stages run on a copy of the parameters, every call of
the forward pass is overheard, and so is every step of `loss.backward()`. What is heard is copied at
once, since the memory of a parameter changes with the next update.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.autograd.graph import Node
from torch.overrides import TorchFunctionMode

from engine.queries import Call, Captured, Numbers
from engine.runs import Begun, Stage, Vector
from engine.training.problem import Problem
from engine.training.trainer import Trainer

# A tensor's place in PyTorch's graph: the step that leads back from it, and which output of it.
Edge = tuple[Node | None, int]


def capture(problem: Problem, begun: Begun) -> Captured:
    """The update that began as `begun`, from its predictions to its gradient."""
    trainer = Trainer(problem, begun.settings)
    trainer.params = torch.from_numpy(begun.params.copy())
    if begun.leftover.any():
        trainer.params.grad = torch.from_numpy(begun.leftover.copy())
    stages = trainer.stages()
    forward = _Forward()
    with forward:
        for stage in (Stage.PREDICT, Stage.LOSS):
            forward.line = stage
            next(stages)
    back = _Backward(trainer.loss.grad_fn)
    refusal = ""
    with back.listening():
        try:
            next(stages)
        except RuntimeError as error:
            refusal = str(error)
    if not refusal:
        next(stages)
    return Captured(
        calls=tuple(forward.calls if refusal else back.heard(forward)),
        values=tuple(forward.values),
        params=forward.params,
        predictions=forward.place_of(trainer.preds),
        loss=forward.place_of(trainer.loss),
        own_gradient=None if refusal else back.own_gradient,
        gradient=None if refusal else _copied(trainer.gradient),
        refusal=refusal,
        walked=tuple(_name_of(step) for step in back.walked),
    )


class _Forward(TorchFunctionMode):
    """Writes down every call that makes a tensor, and the tensors' numbers."""

    line = Stage.PREDICT

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Call] = []
        self.values: list[Numbers] = []
        self.params: tuple[int, ...] = ()
        self.edges: list[Edge] = []
        self._places: dict[int, int] = {}
        # As long as a tensor is held, its id is given to no other.
        self._held: list[Tensor] = []

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Iterable[type],
        args: Sequence[Any] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        made = func(*args, **(kwargs or {}))
        name = func.__name__
        if name == "unbind":
            self.params = tuple(self.place_of(each) for each in made)
        elif name == "positive":
            # `+a` is `a`.
            self._places[id(made)] = self.place_of(args[0])
            self._held.append(made)
        elif isinstance(made, Tensor) and name != "requires_grad_":
            inputs = [each for each in args if isinstance(each, Tensor | int | float)]
            tensors = [self.place_of(e) if isinstance(e, Tensor) else None for e in inputs]
            numbers = [None if isinstance(e, Tensor) else float(e) for e in inputs]
            place = self.place_of(made)
            self.calls.append(Call(name, self.line, tuple(tensors), tuple(numbers), place))
        return made

    def place_of(self, tensor: Tensor) -> int:
        """The place of `tensor` in `values`, a new one if it is met for the first time."""
        place = self._places.get(id(tensor))
        if place is None:
            place = self._places[id(tensor)] = len(self.values)
            self.values.append(_copied(tensor))
            self.edges.append((tensor.grad_fn, tensor.output_nr))
            self._held.append(tensor)
        return place


class _Backward:
    """Writes down every step of `loss.backward()`, from the step `root` of the loss on.

    `walked` are the steps in PyTorch's order; `arrived` is what came to each of them, a derivative
    for each of its outputs, and `sent` what it passed on, one for each of its inputs.
    """

    def __init__(self, root: Node | None) -> None:
        self.walked: list[Node] = []
        self.arrived: dict[Node, tuple[Numbers | None, ...]] = {}
        self.sent: dict[Node, tuple[Numbers | None, ...]] = {}
        self._steps: dict[Node, None] = {}
        waiting = [root]
        while waiting:
            step = waiting.pop()
            if step is not None and step not in self._steps:
                self._steps[step] = None
                waiting.extend(following for following, _ in step.next_functions)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen to all steps until the end of the `with` block."""
        handles = []
        try:
            for step in self._steps:
                handles.append(step.register_prehook(partial(self._arrives, step)))
                handles.append(step.register_hook(partial(self._leaves, step)))
            yield
        finally:
            for handle in handles:
                handle.remove()

    def _arrives(self, step: Node, gradients: Sequence[Tensor | None]) -> None:
        self.walked.append(step)
        self.arrived[step] = _all_copied(gradients)

    def _leaves(self, step: Node, gradients: Sequence[Tensor | None], arrived: object) -> None:
        self.sent[step] = _all_copied(gradients)

    @property
    def own_gradient(self) -> Vector:
        """What was added to `params.grad`, which is the last step."""
        gradient = self.arrived[self.walked[-1]][0]
        assert gradient is not None
        return gradient

    def heard(self, forward: _Forward) -> Iterator[Call]:
        """The calls of the forward pass, with what went back through each of them."""
        turns = {step: turn for turn, step in enumerate(self.walked)}
        for call in forward.calls:
            step, output = forward.edges[call.output]
            if step is None:
                yield call
                continue
            wanted = [None if e is None else forward.edges[e] for e in call.inputs]
            sent: list[Numbers | None] = [None] * len(wanted)
            steps: list[Node] = []
            self._follow(step, wanted, sent, steps)
            yield replace(
                call,
                steps=tuple(_name_of(each) for each in steps),
                turn=turns[step],
                arrived=self.arrived[step][output],
                sent=tuple(sent),
            )

    def _follow(
        self,
        step: Node,
        wanted: list[Edge | None],
        sent: list[Numbers | None],
        steps: list[Node],
    ) -> None:
        """Follow `step` to the edges `wanted`, and take down what was sent along each of them.

        PyTorch makes two steps of one operation such as `1/a`. A tensor that is used twice, as in
        `a*a`, has the same edge twice, in the order of the inputs.
        """
        steps.append(step)
        for edge, gradient in zip(step.next_functions, self.sent[step], strict=True):
            if edge in wanted:
                place = wanted.index(edge)
                wanted[place], sent[place] = None, gradient
            elif edge[0] is not None:
                self._follow(edge[0], wanted, sent, steps)


def _name_of(step: Node) -> str:
    return step.name().rpartition("::")[2]


def _copied(tensor: Tensor) -> Numbers:
    return np.array(tensor.detach().numpy())


def _all_copied(tensors: Sequence[Tensor | None]) -> tuple[Numbers | None, ...]:
    return tuple(None if each is None else _copied(each) for each in tensors)
