"""Looks on while one update is trained: which operations PyTorch ran, and on which memory."""

import builtins
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from types import FunctionType
from typing import Any, NamedTuple

from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from engine.training.trainer import Trainer


class Operation(NamedTuple):
    """An operation as it ran; tensors are kept as aliases of the memory, outside of any graph."""

    func: Any
    args: Any
    kwargs: Any
    made: Any

    @property
    def name(self) -> str:
        """The operation's name without that of its overload, such as `aten::mul`."""
        return str(self.func._schema.name)


class _Looking(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Keeps every operation that PyTorch runs, and so all of the memory that they use."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.operations: list[Operation] = []

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        """Not: to keep the compiler away, PyTorch would load it first, which takes a second."""
        return False

    def __torch_dispatch__(
        self, func: Any, types: Any, args: Any = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        made = func(*args, **(kwargs or {}))
        if func.namespace != "profiler":
            self.operations.append(Operation(func, *map(_aliased, (args, kwargs or {}, made))))
        return made


@contextmanager
def looking_on(trainer: Trainer) -> Iterator[list[Operation]]:
    """The operations that PyTorch runs for `trainer` in this context."""
    predict: Any = trainer.predict
    model = predict.func
    # PyTorch imports what a dispatch mode needs when it is first used, which a formula cannot: it
    # runs without builtins, and a function keeps those that it was made with.
    names = {**model.__globals__, "__builtins__": builtins}
    trainer.predict = partial(FunctionType(model.__code__, names), *predict.args)
    looking = _Looking()
    try:
        with looking:
            yield looking.operations
    finally:
        trainer.predict = predict


def described(operations: Sequence[Operation], made: Sequence[Tensor]) -> object:
    """All that must be the same in every epoch, with new memory numbered in the order of its use.

    Memory from outside is described by its address.
    """
    numbered: dict[int, int] = {}

    def described(value: Any) -> object:
        if isinstance(value, Tensor):
            place = memory(value)
            place = numbered.get(place, place)
            return (place, value.storage_offset(), value.shape, value.stride(), value.dtype)
        if isinstance(value, dict):
            return [(key, described(each)) for key, each in value.items()]
        if isinstance(value, tuple):
            return [described(each) for each in value]
        # 1 == 1.0 == True, and 0.0 == -0.0, but they are not the same to an operation.
        return (type(value), repr(value))

    lines: list[object] = []
    for func, args, kwargs, result in operations:
        line = [func, described(args), described(kwargs)]
        given = memories((args, kwargs))
        for place in memories(result):
            if place not in given:
                numbered.setdefault(place, -1 - len(numbered))
        lines.append([*line, described(result)])
    return [*lines, described(tuple(made))]


def _aliased(value: Any) -> Any:
    """`value` with aliases of its tensors, which share their memory but not their graph."""
    if isinstance(value, Tensor):
        return value.detach()
    if isinstance(value, dict):
        return {key: _aliased(each) for key, each in value.items()}
    return tuple(map(_aliased, value)) if isinstance(value, tuple | list) else value


def tensors(value: Any) -> Iterator[Tensor]:
    """The tensors in `value`, an operation's arguments or result."""
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, tuple | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from tensors(each)


def memory(tensor: Tensor) -> int:
    """Where the memory that `tensor` is a view of begins: the same for all its views."""
    return tensor.untyped_storage().data_ptr()


def memories(value: Any) -> list[int]:
    """The memory of each of the tensors in `value`."""
    return [memory(each) for each in tensors(value)]
