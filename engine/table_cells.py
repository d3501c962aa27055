"""The cells of a table: blocks of lines split into columns, and columns turned into numbers.

Polars splits and converts the blocks in which a delimiter always ends a cell, at the speed of
memory and without holding Python's lock. A block with runs of spaces, or with quotes around
delimiters, line ends or quotes, goes through Python's csv module, which says where each row begins.
Both give the same cells, and every row keeps the number of its line.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import polars as pl

from engine.table_dialect import Dialect, short
from engine.table_picked import KEPT, Cell, Column, Reason
from engine.table_source import Source, TableError, starting

MAX_ROWS = 1_000_000
_FLOAT32_MAX = float(np.finfo(np.float32).max)


class Columns:
    """The columns of a table as they grow block by block."""

    def __init__(self, dialect: Dialect, title: str) -> None:
        self.rows = 0
        self.blank = 0
        self._dialect = dialect
        self._title = title
        self._values: list[list[npt.NDArray[np.float64]]] = [[] for _ in dialect.names]
        self._reasons: list[list[npt.NDArray[np.uint8]]] = [[] for _ in dialect.names]
        self._cells: list[list[Cell]] = [[] for _ in dialect.names]

    def add(self, text: str, source: Source, decimal: str) -> None:
        """The rows of a block whose first line is `source.line`; moves that on behind the block.

        Raises TableError for too many rows and for a quote that never closes.
        """
        block = split(text, source, self._dialect)
        numbers = [_numbers(column, decimal) for column in block.columns]
        reasons = np.stack([reason for _, reason in numbers])
        too_long = np.array(list(block.too_long), dtype=np.int64)
        reasons[:, too_long] = Reason.ROW_TOO_LONG
        rows = np.flatnonzero((reasons != Reason.EMPTY).any(axis=0))
        self.blank += len(block.lines) - len(rows)
        for index, (values, _) in enumerate(numbers):
            values[too_long] = np.nan
            self._values[index].append(values[rows])
            self._reasons[index].append(reasons[index, rows])
            kept = self._cells[index]
            for row in np.flatnonzero(reasons[index, rows])[: KEPT - len(kept)]:
                at = int(rows[row])
                told = block.too_long.get(at) or block.columns[index][at] or ""
                kept.append(
                    Cell(
                        row=self.rows + int(row),
                        line=int(block.lines[at]),
                        text=short(str(told), 40),
                        reason=Reason(int(reasons[index, at])),
                    )
                )
        self.rows += len(rows)
        if self.rows > MAX_ROWS:
            raise TableError(
                f"{starting(self._title)} has more than {MAX_ROWS:,} rows: save a part "
                "of it, for example every tenth row."
            )

    def finish(self) -> tuple[Column, ...]:
        """The columns read so far."""
        columns = []
        for index, name in enumerate(self._dialect.names):
            values = np.concatenate([np.empty(0), *self._values[index]])
            reasons = np.concatenate([np.empty(0, np.uint8), *self._reasons[index]])
            values.flags.writeable = reasons.flags.writeable = False
            columns.append(Column(name, values, reasons, tuple(self._cells[index])))
        return tuple(columns)


@dataclass(frozen=True)
class Block:
    """Some rows as text: the table's columns, the lines (rows,) on which the rows begin.

    A missing cell is None, a blank line a row of None. `too_long` says of the rows with more cells
    than the table has columns how many they have.
    """

    columns: list[pl.Series]
    lines: npt.NDArray[np.int64]
    too_long: dict[int, int]


def split(text: str, source: Source, dialect: Dialect) -> Block:
    """The rows of a block whose first line is `source.line`.

    `source.line` moves on by the lines taken, those of a quoted cell that reaches over the end of
    the block included. Raises TableError when a quote never closes.
    """
    return _split_at_once(text, source, dialect) or _split_by_row(text, source, dialect)


def _split_at_once(text: str, source: Source, dialect: Dialect) -> Block | None:
    """The block as Polars splits it at every delimiter; None where that is not enough."""
    delimiter, quoted = dialect.delimiter, '"' in text
    if delimiter == " " and ("  " in text or " \n" in text or "\n " in text or text[0] == " "):
        return None
    count = len(dialect.names)
    header = delimiter.join(str(index) for index in range(dialect.width))
    read = partial(
        pl.read_csv,
        f"{header}\n{text}".encode(),
        separator=delimiter,
        quote_char=None,
        infer_schema=False,
    )
    too_long: dict[int, int] = {}
    try:
        frame = read()
    except pl.exceptions.ComputeError:  # A row has more cells than the header.
        if quoted:
            return None
        frame = read(truncate_ragged_lines=True)
        for row, line in enumerate(text.split("\n")):
            if line.count(delimiter) >= count:
                _note(too_long, row, line.split(delimiter), count)
    lines = _lines(text)
    if frame.height != lines:
        return None
    columns = frame.get_columns()
    if quoted:
        for index, column in enumerate(columns):
            has_quote = column.str.contains('"', literal=True)
            if not has_quote.equals(column.str.contains('^"[^"]*"$')):
                return None
            columns[index] = column.str.strip_chars('"')
    for index, column in enumerate(columns[count:], count + 1):
        filled = column.fill_null("").str.strip_chars() != ""
        for row in filled.arg_true():
            too_long[row] = max(index, too_long.get(row, 0))
    first, source.line = source.line, source.line + lines
    return Block(columns[:count], np.arange(first, source.line), too_long)


def _split_by_row(text: str, source: Source, dialect: Dialect) -> Block:
    first, behind = source.line, source.line + _lines(text)
    count = len(dialect.names)
    starts: list[int] = []
    rows: list[list[str | None]] = []
    too_long: dict[int, int] = {}

    def lines() -> Iterator[str]:
        yield from io.StringIO(text)
        # Asked for only while a quote is open at the end of the block.
        while line := source.next_line():
            yield line
        raise TableError(
            f'The quote (") opened in line {source.line:,} of {source.title} is never closed: '
            "close it or remove it."
        )

    reader = csv.reader(lines(), delimiter=dialect.delimiter, skipinitialspace=True)
    try:
        while source.line < behind:
            row = next(reader)
            if len(row) > count:
                _note(too_long, len(rows), row, count)
            rows.append([*row[:count], *[None] * (count - len(row))])
            starts.append(source.line)
            source.line = first + reader.line_num
    except csv.Error as error:
        raise TableError(
            f"A cell in line {source.line:,} of {source.title} has more than "
            f'{csv.field_size_limit():,} characters: look for a quote (") that is never closed.'
        ) from error
    columns = [pl.Series(column, dtype=pl.String) for column in zip(*rows, strict=True)]
    return Block(columns, np.array(starts, dtype=np.int64), too_long)


def _note(too_long: dict[int, int], row: int, cells: list[str], count: int) -> None:
    """Note how many cells the row has if one behind the first `count` is filled."""
    filled = max((index for index, cell in enumerate(cells, 1) if cell.strip()), default=0)
    if filled > count:
        too_long[row] = filled


def _lines(text: str) -> int:
    return text.count("\n") + (not text.endswith("\n"))


def _numbers(
    cells: pl.Series, decimal: str
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8]]:
    """The numbers (rows,) of a column of text, NaN where there is none, and the reasons (rows,)."""
    if decimal == ",":
        texts = cells
        if texts.str.contains(".", literal=True).any():
            # Beside a decimal comma a point can only separate thousands: not a number we know.
            texts = texts.str.replace_all(".", "?", literal=True)
        values = _cast(texts.str.replace_all(",", ".", literal=True))
    else:
        values = _cast(cells)
    reasons = np.zeros(len(values), dtype=np.uint8)
    bad = np.flatnonzero(~(np.abs(values) <= _FLOAT32_MAX))
    if len(bad):
        texts = cells.gather(bad).fill_null("").str.strip_chars()
        # "inf" and "infinity" are words; 1e400 is a number, but no float holds it.
        large = ~np.isnan(values[bad]) & ~texts.str.contains("(?i)n").to_numpy()
        reasons[bad] = np.where(
            (texts == "").to_numpy(), Reason.EMPTY, np.where(large, Reason.TOO_LARGE, Reason.TEXT)
        )
        values[bad] = np.nan
    return values, reasons


def _cast(cells: pl.Series) -> npt.NDArray[np.float64]:
    """The floats (rows,) nearest to the texts, NaN where a text is none."""
    numbers = cells.cast(pl.Float64, strict=False)
    values = np.array(numbers.to_numpy())
    missed = np.flatnonzero((numbers.is_null() & cells.is_not_null()).to_numpy())
    if len(missed):
        # Spaces around a number and a printed minus sign are as good as none and a hyphen.
        again = cells.gather(missed).str.strip_chars().str.replace_all("−", "-", literal=True)
        values[missed] = again.cast(pl.Float64, strict=False).to_numpy()
    return values
