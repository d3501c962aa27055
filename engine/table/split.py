"""The rows of a table split into cells: blocks of lines become columns of text.

Polars splits blocks in which every quote encloses a whole cell of one line; it is fast and does not
hold Python's lock. Blocks with runs of spaces, or with quotes around line ends, around quotes or
within a cell, go through Python's csv module, which tells where each row begins. Both ways give the
same cells, and every row keeps its line number.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import polars as pl

from engine.table.dialect import Dialect
from engine.table.source import Source, TableError


@dataclass(frozen=True)
class Block:
    """Some rows as text: the table's columns, the lines (rows,) on which the rows begin.

    A missing cell is None, a blank line a row of None. `too_long` has the number of cells of each
    row that has more than the table has columns.
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
    """The block as Polars splits it; None if it needs the csv module."""
    delimiter, quoted = dialect.delimiter, '"' in text
    if delimiter == " " and ("  " in text or " \n" in text or "\n " in text or text[0] == " "):
        return None
    if quoted and not _quotes_enclose_cells(text, delimiter):
        return None
    count = len(dialect.names)
    header = delimiter.join(str(index) for index in range(dialect.width))
    read = partial(
        pl.read_csv,
        f"{header}\n{text}".encode(),
        separator=delimiter,
        quote_char='"' if quoted else None,
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
    for index, column in enumerate(columns[count:], count + 1):
        filled = column.fill_null("").str.strip_chars() != ""
        for row in filled.arg_true():
            too_long[row] = max(index, too_long.get(row, 0))
    first, source.line = source.line, source.line + lines
    return Block(columns[:count], np.arange(first, source.line), too_long)


def _quotes_enclose_cells(text: str, delimiter: str) -> bool:
    """Whether every quote in `text` begins or ends a cell, and each line closes what it opens."""
    cell = f'(?:"[^"]*"|[^"{delimiter}]*)'
    lines = pl.Series([text]).str.split("\n").explode()
    return lines.str.contains(f"^{cell}(?:[{delimiter}]{cell})*$").all()


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
    """Note the number of cells of `row` if any after the first `count` is filled."""
    filled = max((index for index, cell in enumerate(cells, 1) if cell.strip()), default=0)
    if filled > count:
        too_long[row] = filled


def _lines(text: str) -> int:
    return text.count("\n") + (not text.endswith("\n"))
