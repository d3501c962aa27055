"""Makes a tape of the operations that were seen: a list of calls that runs them again.

The calls take no arguments: the same kernels, on the memory that they ran on when they were seen,
with views and what does not depend on the parameters left out. Additions, subtractions, products,
quotients, negations, copies and squares of float32 numbers are done by NumPy, whose results are the
same to the last bit and whose calls cost a tenth; sums, roots and all other functions, whose last
bits may differ, are left to PyTorch.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor

from engine.training.arranged import arranged
from engine.training.looking import Operation, memories, memory, tensors

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


def tape(
    operations: Sequence[Operation], lasting: Sequence[Tensor], results: Sequence[Tensor]
) -> list[Call]:
    """The calls that run `operations` again, but views and what does not depend on `lasting`.

    `lasting` is the memory that outlives an update; `results` is what is read after one.
    Raises UnknownError where that may not give the same numbers.
    """
    live = set(map(memory, lasting))
    needed: list[Operation] = []
    for operation in operations:
        func, args, kwargs, made = operation
        written, read = memories(made), memories((args, kwargs))
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
    read_later = set(map(memory, results))
    return [call for each in arranged(needed, read_later) for call in _calls(each)]


def _calls(operation: Operation) -> Iterator[Call]:
    """The calls that run `operation` again and leave its result where it was."""
    func, args, kwargs, made = operation
    single = all(each.dtype is torch.float32 for each in tensors((args, made)))
    ufunc = UFUNCS.get(operation.name)
    out: Any = made.numpy()
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
        # NumPy divides vectors of one number quicker than numbers.
        total = out.reshape(1)
        yield partial(np.divide, total, np.full(1, args[0].numel(), np.float32), total)
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
