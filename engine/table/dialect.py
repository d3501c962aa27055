"""Finds from its first lines how a table is written: delimiter, decimal sign, header, columns.

Every delimiter is tried with Python's csv module on the first rows; the one that gives columns of
numbers is taken. Commas and spaces, which are often part of a number or a text, are not
considered where a tab, a semicolon or a bar splits every row alike.
"""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from engine.table.numbers import Style, find_style, is_number
from engine.table.source import TableError, starting
from engine.text import cut, one_line, shortened

MAX_COLUMNS = 1_000
PREVIEW_ROWS = 20
LONGEST_NAME = 80
_SAMPLE_ROWS = 500
# These seldom stand inside a cell; commas and spaces often do.
_STRONG = ("\t", ";", "|")
_WEAK = (",", " ")

_WHOLE = re.compile(r"\d{1,4}", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1000, 2999
_NO_NAME = re.compile(r"[+\-−]?[.,]?\d.*|[-−–?.]*|nan|#?n/?a|null|none|[+\-−]?inf(inity)?", re.I)

Record = tuple[int, int, list[str]]


@dataclass(frozen=True)
class Dialect:
    """How the table is written.

    `width` is the number of cells in a row, with the empty ones at its end; `names` has the columns
    only. `style` is that of the numbers in the first rows. The body begins at line `first_line`;
    `above` is the number of rows with text above the table. `preview` has the first rows, each
    with a cell for every column.
    """

    delimiter: str
    style: Style
    width: int
    names: tuple[str, ...]
    has_header: bool
    first_line: int
    above: int
    preview: tuple[tuple[str, ...], ...]


def find_dialect(head: str, title: str, header: bool | None = None) -> Dialect:
    """The dialect of a table that begins with `head`, whole lines. Raises TableError.

    `header` is the person's word on whether the first row has the names; None: find out.
    """
    skipped = 0
    declared = re.match(r'"?sep=([,;|\t ])"?\n', head)  # Excel's own way to name the delimiter.
    if declared:
        head, skipped = head[declared.end() :], 1
    records = {d: _records(head, d) for d in ((declared[1],) if declared else _STRONG + _WEAK)}
    if not any(records.values()):
        raise TableError(
            f"{starting(title)} holds nothing but blank lines: choose one with rows of numbers."
        )
    delimiter = _best_delimiter(records)
    if delimiter is None:
        _, _, (name, *_) = next(rows for rows in records.values() if rows)[0]
        raise _one_column(title, name)
    rows = records[delimiter]
    cells = [row for _, _, row in rows]
    width = _width(cells)
    if width > MAX_COLUMNS:
        raise TableError(
            f"{starting(title)} has {width:,} columns, more than {MAX_COLUMNS:,}: save only "
            "the ones needed."
        )
    columns = width
    # There is a filled cell in every row, so this ends.
    while not any(len(row) >= columns and row[columns - 1] for row in cells):
        columns -= 1
    if columns == 1:
        raise _one_column(title, cells[0][0])

    top, names = _header(cells, columns)
    if header is not None and header is not (names is not None):
        names = [*cells[top], *[""] * columns][:columns] if header else None
    if delimiter == "," and columns == 2 and names and len(cells[top]) == 1:
        # "speed", "1,5", "2,5": one column with decimal commas, not two columns.
        raise _one_column(title, cells[top][0])
    line, end, _ = rows[top]
    return Dialect(
        delimiter=delimiter,
        style=find_style((cell for row in cells for cell in row), delimiter),
        width=width,
        names=_unique(names or [""] * columns),
        has_header=names is not None,
        first_line=(end + 1 if names is not None else line) + skipped,
        above=top,
        preview=tuple(
            tuple(shortened(cell, 80) for cell in [*row, *[""] * columns][:columns])
            for row in cells[top + (names is not None) :][:PREVIEW_ROWS]
        ),
    )


def _records(head: str, delimiter: str) -> list[Record]:
    """The first rows that hold anything: (first line, last line, stripped cells)."""
    reader = csv.reader(io.StringIO(head), delimiter=delimiter, skipinitialspace=True)
    records: list[Record] = []
    line = 1
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                records.append((line, reader.line_num, cells))
            line = reader.line_num + 1
            if len(records) == _SAMPLE_ROWS:
                break
    except csv.Error:
        # A quote that never closes; reading the whole table reports it with its line.
        pass
    return records


def _best_delimiter(records: dict[str, list[Record]]) -> str | None:
    """The delimiter that gives columns of numbers; else one that gives columns; else None.

    A comma or a space is never taken where a stronger delimiter splits every row alike.
    """
    scores: dict[str, float] = {}
    wide: list[str] = []
    even: list[str] = []
    for delimiter, rows in records.items():
        if not rows:
            continue
        cells = [row for _, _, row in rows]
        width = _width(cells)
        alike = [row for row in cells if len(row) == width]
        if width < 2:
            continue
        wide.append(delimiter)
        strong = delimiter in _STRONG
        if strong and len(alike) == len(cells):
            even.append(delimiter)
        body = alike[1:] or alike
        # "0,5 250,5" must not become a row of three numbers, one of them "5 250".
        numbers = [
            sum(is_number(cell, spaces=strong) for cell in column)
            for column in zip(*body, strict=True)
        ]
        if max(numbers) * 2 < len(body):
            continue
        if strong and len(alike) * 2 >= len(cells):
            return delimiter
        filled = sum(cell != "" for row in body for cell in row)
        scores[delimiter] = len(alike) / len(cells) * sum(numbers) / filled
    if even:
        return even[0]
    if scores:
        return max(scores, key=lambda delimiter: scores[delimiter])
    return wide[0] if wide else None


def _width(rows: list[list[str]]) -> int:
    """How many cells most of the rows have, of which there is at least one."""
    [(width, _)] = Counter(map(len, rows)).most_common(1)
    return width


def _header(rows: list[list[str]], columns: int) -> tuple[int, list[str] | None]:
    """The index of the table's first row and, when it is a header, the names in it."""
    cells = [row if any(row[columns:]) else row[:columns] for row in rows]
    cells = [_without_hash(row, columns) if any(map(_is_name, row)) else row for row in cells]
    # A row of words with another width is a title above the table; one of numbers belongs to it.
    top = next(
        index
        for index, row in enumerate(cells)
        if len(row) == columns or not any(map(_is_name, row))
    )
    if _is_header(cells[top]) or _has_years(cells[top], cells[top + 1 :]):
        return top, cells[top]
    if top == 1 and _is_header(cells[0]) and len(cells[0]) == columns - 1:
        # R leaves the column of row names without a name.
        return 0, ["", *cells[0]]
    return top, None


def _without_hash(row: list[str], columns: int) -> list[str]:
    """A header that numpy.savetxt and many instruments write behind a `#`."""
    if row[0] == "#" and len(row) == columns + 1:
        return row[1:]
    return [row[0].removeprefix("#").strip(), *row[1:]]


def _is_header(cells: list[str]) -> bool:
    return any(map(_is_name, cells)) and not any(map(is_number, cells))


def _has_years(cells: list[str], below: list[list[str]]) -> bool:
    """Whether `cells` are a header like `Country,1960,1961`: words, then years in equal steps.

    If a row `below` goes up in equal steps too, which is rare for data, `cells` are no header.
    """
    words = next((k for k, cell in enumerate(cells) if _WHOLE.fullmatch(cell)), 0)
    return (
        any(map(_is_name, cells[:words]))
        and not any(map(is_number, cells[:words]))
        and _goes_up(cells[words:])
        and bool(below)
        and not any(_goes_up(row[words:]) for row in below)
    )


def _goes_up(cells: list[str]) -> bool:
    """Whether these are years in equal steps, or whole numbers that count up by one."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    if len(cells) < 2 or not all(map(_WHOLE.fullmatch, cells)):
        return False
    whole = [int(cell) for cell in cells]
    steps = {later - earlier for earlier, later in pairwise(whole)}
    years = all(_FIRST_YEAR <= number <= _LAST_YEAR for number in whole)
    if years and len(whole) > 2:
        return len(steps) == 1 and min(steps) > 0
    return steps == {1} and (years or len(whole) > 2)


def _is_name(cell: str) -> bool:
    return _NO_NAME.fullmatch(cell) is None


def _unique(names: list[str]) -> tuple[str, ...]:
    """Unique names for all columns: given ones on a single line, "column 3" for an empty one."""
    # Columns are asked for by name, so a name keeps every character.
    given = [
        cut(one_line(name[: 4 * LONGEST_NAME]), LONGEST_NAME) or f"column {index}"
        for index, name in enumerate(names, 1)
    ]
    seen: set[str] = set()
    for index, name in enumerate(given):
        unique, number = name, 2
        while unique in seen or (unique != name and unique in given):
            unique, number = f"{name} ({number})", number + 1
        given[index] = unique
        seen.add(unique)
    return tuple(given)


def _one_column(title: str, name: str) -> TableError:
    found = f", “{shortened(name, 40)}”" if _is_name(name) else ""
    return TableError(
        f"{starting(title)} has only one column{found}: a second column is needed, for "
        "example the time of each value."
    )
