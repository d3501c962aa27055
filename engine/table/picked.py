"""Two columns of a table as numbers to train on, and which rows are left out and why."""

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import chain

import numpy as np
import numpy.typing as npt

from engine.experiment import Points
from engine.table.dialect import LONGEST_NAME
from engine.table.source import TableError
from engine.text import shortened

# How many rows left out are named, and how many of them a sentence has room for.
KEPT = 20
_TOLD = 3
PIECE = 10_000


class Reason(IntEnum):
    """Why a cell's content cannot be trained on."""

    NONE = 0
    EMPTY = 1
    TEXT = 2
    TOO_LARGE = 3
    ROW_TOO_LONG = 4
    UNCLEAR = 5

    @property
    def words(self) -> str:
        return {
            Reason.NONE: "a number",
            Reason.EMPTY: "empty",
            Reason.TEXT: "not a number",
            Reason.TOO_LARGE: "too large for float32",
            Reason.ROW_TOO_LONG: "too many cells",
            Reason.UNCLEAR: "thousands or a fraction",
        }[self]


@dataclass(frozen=True)
class Cell:
    """A cell without a usable number: its row (from 0), its line (from 1), its text, shortened."""

    row: int
    line: int
    text: str
    reason: Reason


@dataclass(frozen=True, eq=False)
class Column:
    """One column's numbers (rows,), NaN where `reasons` (rows,) is not NONE; read-only arrays.

    `cells` are the first `KEPT` cells without a usable number.
    """

    name: str
    values: npt.NDArray[np.float64]
    reasons: npt.NDArray[np.uint8]
    cells: tuple[Cell, ...]

    @property
    def numbers(self) -> int:
        """How many rows have a usable number in this column."""
        return len(self.reasons) - int(np.count_nonzero(self.reasons))


@dataclass(frozen=True)
class LeftOut:
    """A row that is left out: its line in the file (from 1), and the column and text at fault."""

    line: int
    column: str
    text: str
    reason: Reason

    @property
    def words(self) -> str:
        """What is wrong, to stand within a sentence: "line 17 has no number in “speed” (“n/a”)"."""
        line = f"line {self.line:,}"
        match self.reason:
            case Reason.EMPTY:
                return f"{line} has nothing in “{self.column}”"
            case Reason.TOO_LARGE:
                return f"{line} has a number too large for float32 in “{self.column}” ({self.text})"
            case Reason.ROW_TOO_LONG:
                return f"{line} has {self.text} cells, more than the table has columns"
            case Reason.UNCLEAR:
                digits = re.sub("[.,]", "", self.text)
                point = self.text.replace(",", ".")
                return (
                    f"{line} has {self.text} in “{self.column}”, which may be {digits} or {point}"
                )
            case _:
                return f"{line} has no number in “{self.column}” (“{self.text}”)"


@dataclass(frozen=True, eq=False)
class Picked:
    """The rows with a usable number in both columns, in the table's order, and those left out.

    `x`, `y` (used,) are the numbers; rows = used + left_out. `left_out_rows` names the first
    `KEPT` rows left out, `reasons` counts all of them. `blank` lines are no rows.
    """

    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]
    x_name: str
    y_name: str
    rows: int
    blank: int
    left_out_rows: tuple[LeftOut, ...]
    reasons: dict[Reason, int] = field(default_factory=dict)

    @property
    def used(self) -> int:
        return len(self.x)

    @property
    def left_out(self) -> int:
        return self.rows - self.used

    def points(self, source: str) -> Points:
        """The rows used, as an experiment's data that came from `source`.

        Raises pydantic's ValidationError for fewer than two points or more than a million.
        """
        return Points(
            inputs=_tuple(self.x),
            targets=_tuple(self.y),
            input_name=self.x_name,
            target_name=self.y_name,
            # A file's name may hold bytes that are not text, which cannot be saved.
            source=source.encode("utf-8", "replace").decode(),
        )

    @property
    def sentence(self) -> str:
        """How many rows were read, used and left out and why, for the person."""
        if self.left_out:
            text = f"{self.used:,} of {plural(self.rows, 'row')} used; {self.left_out:,} left out"
            if self.left_out > _TOLD:
                counts = (f"{count:,} {reason.words}" for reason, count in self.reasons.items())
                text += f" ({', '.join(counts)})"
            text += ": " + ", ".join(row.words for row in self.left_out_rows[:_TOLD])
            if self.left_out > _TOLD:
                text += f" and {self.left_out - _TOLD:,} more"
        else:
            text = f"{'All ' if self.rows > 1 else ''}{plural(self.rows, 'row')} used"
        if self.blank:
            text += f"; {plural(self.blank, 'blank line')} passed over"
        return text + "."


def pick(x: Column, y: Column, blank: int) -> Picked:
    """The rows in which both columns have a number. Raises TableError for fewer than two."""
    # One reason for each row: the input's, or else the target's.
    reasons = np.where(x.reasons != Reason.NONE, x.reasons, y.reasons)
    good = reasons == Reason.NONE
    named = {
        cell.row: LeftOut(cell.line, _quoted(column), cell.text, cell.reason)
        for column in (y, x)
        for cell in column.cells
    }
    # The first rows left out are among the first of each column, so none is missed.
    counts = Counter(reasons[~good].tolist())
    picked = Picked(
        x=x.values[good],
        y=y.values[good],
        x_name=x.name,
        y_name=y.name,
        rows=len(reasons),
        blank=blank,
        left_out_rows=tuple(named[row] for row in sorted(named)[:KEPT]),
        reasons={Reason(code): counts[code] for code in sorted(counts)},
    )
    if picked.used < 2:
        raise TableError(
            f"Two rows with a number in both “{_quoted(x)}” and “{_quoted(y)}” are needed: "
            f"{picked.sentence}"
        )
    return picked


def _quoted(column: Column) -> str:
    # A name keeps every character, but a sentence has none that cannot be printed.
    return shortened(column.name, LONGEST_NAME)


def plural(number: int, noun: str) -> str:
    """`1 row`, `2 rows`, `1,000,000 rows`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _tuple(values: npt.NDArray[np.float64]) -> tuple[float, ...]:
    # In one piece this would hold Python's lock, and freeze the window, until it is done.
    parts = (values[first : first + PIECE].tolist() for first in range(0, len(values), PIECE))
    return tuple(chain.from_iterable(parts))
