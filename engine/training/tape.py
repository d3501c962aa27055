"""Looks on while one update is trained, and makes of what PyTorch did a tape that does it again.

A tape is a list of calls without arguments: the same kernels, on the memory that they ran on when
they were seen, with views and what does not depend on the parameters left out. Additions,
subtractions, products, quotients, negations, copies and squares of float32 numbers are done by
NumPy, whose results are the same to the last bit and whose calls cost a tenth; sums, roots and
all other functions, whose last bits may differ, are left to PyTorch.
"""

import builtins
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from engine.training.trainer import Trainer

UFUNCS: dict[str, np.ufunc] = {
    "aten::add": np.add,
    "aten::sub": np.subtract,
    "aten::mul": np.multiply,
    "aten::div": np.divide,
    "aten::neg": np.negative,
    "aten::clone": np.positive,
    "aten::add_": np.add,
    "aten::sub_": np.subtract,
}
# What these make depends on the shape of what they are given, and not on its numbers.
OF_THE_SHAPE = frozenset(
    f"aten::{name}" for name in ("ones_like", "zeros_like", "full_like", "new_zeros", "new_full")
)
# Called by these names, PyTorch's functions are quicker than through its table of operations.
NAMED = frozenset(
    ("sin", "cos", "tan", "exp", "log", "sqrt", "abs", "tanh", "sigmoid", "sign", "sgn",
     "reciprocal", "pow", "mean", "stack")
)  # fmt: skip

Call = Callable[[], object]


class UnknownError(Exception):
    """What was seen cannot be replayed; `str()` says why."""


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
            place = _memory(value)
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
        given = _memories((args, kwargs))
        for place in _memories(result):
            if place not in given:
                numbered.setdefault(place, -1 - len(numbered))
        lines.append([*line, described(result)])
    return [*lines, described(tuple(made))]


def tape(operations: Sequence[Operation], lasting: Sequence[Tensor]) -> list[Call]:
    """The calls that run `operations` again, but views and what does not depend on `lasting`.

    Raises UnknownError where that may not give the same numbers.
    """
    live = set(map(_memory, lasting))
    needed: list[Operation] = []
    for operation in operations:
        func, args, kwargs, made = operation
        written, read = _memories(made), _memories((args, kwargs))
        if func.namespace != "aten" or torch.Tag.nondeterministic_seeded in func.tags:
            raise UnknownError(f"{func} cannot be replayed")
        mutable = func._schema.is_mutable
        if mutable and not set(written) <= live:
            raise UnknownError(f"{func} overwrites what it did not make")
        if not live.intersection(read) or operation.name in OF_THE_SHAPE:
            continue
        if mutable:
            needed.append(operation)
        elif not written or 0 in written:
            raise UnknownError(f"{func} makes no tensor")
        elif not set(written) <= set(read):
            if not isinstance(made, Tensor) or written[0] in read:
                raise UnknownError(f"{func} makes several tensors")
            live.update(written)
            needed.append(operation)
    cells = _cells(needed, operations)
    return [call for operation in needed for call in _calls(_moved(operation, cells))]


def _cells(needed: Sequence[Operation], operations: Sequence[Operation]) -> dict[int, Tensor]:
    """For numbers that are only made to be stacked, their place in the stack instead.

    Such are the sums that are the gradient's entries: written there, they need not be copied.
    """
    made = {_memory(each.made) for each in needed if not each.func._schema.is_mutable}
    stacks = [
        each for each in needed
        if each.name == "aten::stack" and not each.kwargs and len(each.args) == 1
    ]  # fmt: skip
    cells: dict[int, Tensor] = {}
    for stack in stacks:
        for number, cell in zip(stack.args[0], stack.made, strict=True):
            if number.ndim or _memory(number) not in made or _memory(number) in cells:
                return {}
            cells[_memory(number)] = cell
    every = [tensor for each in operations for tensor in _tensors(each[1:])]
    return {} if any(each.ndim for each in every if _memory(each) in cells) else cells


def _moved(operation: Operation, cells: dict[int, Tensor]) -> Operation:
    def moved(value: Any) -> Any:
        if isinstance(value, Tensor):
            return cells.get(_memory(value), value)
        if isinstance(value, dict):
            return {key: moved(each) for key, each in value.items()}
        return tuple(map(moved, value)) if isinstance(value, tuple) else value

    return Operation(operation.func, *map(moved, operation[1:]))


def _calls(operation: Operation) -> Iterator[Call]:
    """The calls that run `operation` again and leave its result where it was."""
    func, args, kwargs, made = operation
    single = all(each.dtype is torch.float32 for each in _tensors((args, made)))
    ufunc = UFUNCS.get(operation.name)
    out: Any = made.numpy()
    if operation.name == "aten::stack" and _memory(args[0][0]) == _memory(made):
        return
    if operation.name == "aten::pow" and single and args[1:] == (2,):
        yield partial(np.multiply, args[0].numpy(), args[0].numpy(), out)
    elif operation.name == "aten::pow" and single and args[1:] == (1,):
        yield partial(np.positive, args[0].numpy(), out)
    elif ufunc and single and len(args) == ufunc.nin and not kwargs.keys() - {"memory_format"}:
        yield partial(ufunc, *map(_operand, args), out)
    elif operation.name == "aten::sum" and len(args) == 1 and not kwargs:
        yield partial(torch.sum, args[0], tuple(range(args[0].ndim)), out=made)
    elif operation.name == "aten::mean" and len(args) == 1 and not kwargs and single:
        # PyTorch's mean is its sum, divided by how many there are.
        yield partial(torch.sum, args[0], tuple(range(args[0].ndim)), out=made)
        yield partial(np.divide, out, np.array(args[0].numel(), np.float32), out)
    elif func._schema.is_mutable:
        yield partial(func, *args, **kwargs)
    else:
        yield _with_out(func, args, kwargs, made)


def _operand(value: Any) -> Any:
    """What a ufunc takes for an argument: numbers as PyTorch takes them, in float32."""
    return value.numpy() if isinstance(value, Tensor) else np.array(value, np.float32)


def _with_out(func: Any, args: Any, kwargs: Any, made: Tensor) -> Call:
    """A call of the form of `func` that writes its result to `made`, if it has one."""
    packet = func.overloadpacket
    wanted = [(each.name, str(each.type)) for each in func._schema.arguments]
    for name in packet.overloads():
        overload = getattr(packet, name)
        arguments = overload._schema.arguments
        outs = [each.name for each in arguments if each.is_out]
        rest = [(each.name, str(each.type)) for each in arguments if not each.is_out]
        if len(outs) == 1 and rest == wanted:
            if packet.__name__ in NAMED and not kwargs:
                return partial(getattr(torch, packet.__name__), *args, out=made)
            if packet.__name__ == "sum" and not kwargs:
                return partial(torch.sum, *args, out=made)
            return partial(overload, *args, **kwargs, **{outs[0]: made})
    return lambda: made.copy_(func(*args, **kwargs))


def _aliased(value: Any) -> Any:
    """`value` with aliases of its tensors, which share their memory but not their graph."""
    if isinstance(value, Tensor):
        return value.detach()
    if isinstance(value, dict):
        return {key: _aliased(each) for key, each in value.items()}
    return tuple(map(_aliased, value)) if isinstance(value, tuple | list) else value


def _tensors(value: Any) -> Iterator[Tensor]:
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, tuple | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _tensors(each)


def _memory(tensor: Tensor) -> int:
    return tensor.untyped_storage().data_ptr()


def _memories(value: Any) -> list[int]:
    return [_memory(each) for each in _tensors(value)]
