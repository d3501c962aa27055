"""Arranges the memory of a tape so that the gradient's entries need not be stacked at the end.

Each entry is made in its place in the gradient. Where all of them are sums over the points, what
they sum is laid out as the rows of one matrix: PyTorch sums each row as it sums a vector, and one
call costs less than many.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

import torch
from torch import Tensor

from engine.training.looking import Operation, memories, memory, tensors

# Longer rows are summed one by one: there a call's own cost does not count.
MOST_IN_ROW = 4096


def arranged(operations: Sequence[Operation], read_later: Collection[int]) -> list[Operation]:
    """Operations that give the same as `operations`, with what they stack made in its place.

    The memory `read_later`, after all of them, stays where it is.
    """
    arranging = _Arranging(operations, read_later)
    for operation in operations:
        if operation.name == "aten::stack" and not operation.kwargs and len(operation.args) == 1:
            arranging.spread(operation)
    return arranging.result()


class _Arranging:
    def __init__(self, operations: Sequence[Operation], read_later: Collection[int]) -> None:
        self._operations = operations
        self._read_later = read_later
        self._uses = Counter(place for each in operations for place in set(memories(each[1:])))
        self._makers = {
            memory(each.made): each for each in operations if not each.func._schema.is_mutable
        }
        self._ways: dict[int, set[object]] = {}
        for each in tensors(tuple(operation[1:] for operation in operations)):
            way = each.storage_offset(), each.shape, each.stride(), each.dtype
            self._ways.setdefault(memory(each), set()).add(way)
        # Tensors that are used instead of those in a memory, and operations instead of others.
        self._homes: dict[int, Tensor] = {}
        self._instead: dict[int, list[Operation]] = {}

    def spread(self, stack: Operation) -> None:
        """Make the numbers that `stack` joins in their places, if nothing else would change."""
        entries = stack.args[0]
        places = [memory(entry) for entry in entries]
        if len(set(places)) < len(places) or not all(map(self._movable, places)):
            return
        if any(entry.ndim for entry in entries):
            return
        sums = [self._makers[place] for place in places]
        vectors = [each.args[0] for each in sums if _sums_a_vector(each)]
        alone = all(self._uses[place] == 2 for place in places)
        same = len({len(vector) for vector in vectors}) == 1
        if alone and same and len(vectors) == len(entries) > 1:
            for each in sums:
                self._instead[id(each)] = []
            self._instead[id(stack)] = self._summed_as_rows(vectors, stack.made)
        else:
            self._instead[id(stack)] = []
            self._homes.update(zip(places, stack.made, strict=True))

    def _summed_as_rows(self, vectors: Sequence[Tensor], made: Tensor) -> list[Operation]:
        rows = torch.empty(len(vectors), len(vectors[0]))
        copies = []
        for vector, row in zip(vectors, rows, strict=True):
            if self._movable(memory(vector)):
                self._homes[memory(vector)] = row
            else:
                copies.append(Operation(torch.ops.aten.clone.default, (vector,), {}, row))
        return [*copies, Operation(torch.ops.aten.sum.dim_IntList, (rows, [1]), {}, made)]

    def _movable(self, place: int) -> bool:
        """Whether this memory is made here, seen in one way only, and not needed where it is."""
        return (
            place in self._makers
            and place not in self._homes
            and place not in self._read_later
            and len(self._ways[place]) == 1
        )

    def result(self) -> list[Operation]:
        kept = [
            each
            for operation in self._operations
            for each in self._instead.get(id(operation), [operation])
        ]
        return [Operation(each.func, *map(self._moved, each[1:])) for each in kept]

    def _moved(self, value: Any) -> Any:
        if isinstance(value, Tensor):
            return self._homes.get(memory(value), value)
        if isinstance(value, dict):
            return {key: self._moved(each) for key, each in value.items()}
        return tuple(map(self._moved, value)) if isinstance(value, tuple) else value


def _sums_a_vector(operation: Operation) -> bool:
    if operation.name != "aten::sum" or len(operation.args) != 1 or operation.kwargs:
        return False
    (vector,) = operation.args
    whole = vector.ndim == 1 and vector.is_contiguous() and vector.dtype is torch.float32
    return whole and len(vector) <= MOST_IN_ROW
