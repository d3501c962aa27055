"""Reads a table from a CSV or TSV file, or from text pasted from a spreadsheet.

Delimiter, decimal sign, encoding and header are found, never asked for. Nothing is dropped
silently: every row is counted, and a row that cannot be used is named by its line, its column and
its text. Reading is meant for a worker thread: it reports its progress and can be cancelled.
"""

import difflib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from engine.table.dialect import find_dialect
from engine.table.numbers import Evidence, Style, no_evidence
from engine.table.picked import Column, Picked, pick, plural
from engine.table.source import (
    ENCODING_NAMES,
    Source,
    TableCancelled,
    TableError,
    checked_file,
    file_source,
    os_error,
    starting,
    text_source,
)
from engine.text import shortened

# How many columns a sentence names.
NAMED = 10
_HEAD = 2**18


@dataclass(frozen=True, eq=False)
class Table:
    """A table that was read: its columns by name, how it is written, and its first rows as text.

    `rows` counts the rows with anything in them, without header; `above` the written lines above
    the header, `blank` the blank lines among the rows. `preview` has a cell for every column,
    shortened. `thousands` has the signs that separate thousands in its numbers; `guessed` says that
    no number shows which sign is the decimal one.
    """

    source: str
    names: tuple[str, ...]
    rows: int
    preview: tuple[tuple[str, ...], ...]
    delimiter: str
    decimal: str
    thousands: str
    guessed: bool
    encoding: str
    has_header: bool
    above: int
    blank: int
    columns: tuple[Column, ...] = field(repr=False)

    @property
    def numbers(self) -> tuple[int, ...]:
        """How many rows have a usable number, for each column."""
        return tuple(column.numbers for column in self.columns)

    @property
    def sentence(self) -> str:
        """What was found, for the person to check at a glance."""
        delimiter = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas", " ": "spaces"}
        decimal = "decimal commas" if self.decimal == "," else "decimal points"
        if self.guessed:
            decimal += f" (1{self.decimal}234 is read as little more than 1)"
        if self.thousands:
            signs = {".": "points", ",": "commas", "'": "apostrophes", " ": "spaces"}
            decimal += f", {' and '.join(signs[sign] for sign in self.thousands)} between thousands"
        header = "names in the first row" if self.has_header else "no names in the first row"
        text = (
            f"{plural(self.rows, 'row')} and {plural(len(self.names), 'column')} separated by "
            f"{delimiter[self.delimiter]}, {decimal}, {header}"
        )
        # A pasted text has none.
        if self.encoding:
            text += f", {self.encoding}"
        if self.above:
            text += f"; {plural(self.above, 'line')} above the table passed over"
        return text + "."

    def pick(self, x: str, y: str) -> Picked:
        """The rows with a number in both columns `x` and `y`.

        Raises TableError for a column that is not there and when fewer than two rows are left.
        """
        return pick(self._column(x), self._column(y), self.blank)

    def doubts(self, picked: Picked) -> str:
        """What to check before trusting the `picked` rows: which were left out, what was guessed.

        Empty if there is nothing to check.
        """
        if not picked.left_out and not self.guessed:
            return ""
        return f"{picked.sentence} Read as {self.sentence}"

    def _column(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        close = difflib.get_close_matches(name, self.names, n=1)
        names = ", ".join(f"“{shortened(name, 40)}”" for name in self.names[:NAMED])
        more = f" and {len(self.names) - NAMED:,} more" if len(self.names) > NAMED else ""
        raise TableError(
            f"There is no column “{shortened(name, 40)}” in {self.source}: "
            + (f"did you mean “{shortened(close[0], 40)}”? " if close else "")
            + f"The columns are {names}{more}."
        )


def read_table(
    path: str | os.PathLike[str],
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    header: bool | None = None,
) -> Table:
    """The table in a CSV or TSV file.

    `header` says whether its first row has the columns' names; None: find out. After every block of
    about two million characters `progress` gets the share read so far, from 0 to 1, never falling,
    and `cancelled` is asked whether to stop. Raises TableError, with a sentence for the person, if
    the file is missing, unreadable or not a table, and TableCancelled if `cancelled` said so.
    """
    reported = 0.0

    def tick(share: float) -> None:
        nonlocal reported
        if cancelled is not None and cancelled():
            raise TableCancelled
        reported = max(reported, min(share, 1.0))
        if progress is not None:
            progress(reported)

    try:
        file, encodings = checked_file(path)
        for encoding in encodings:
            try:
                return _read(partial(file_source, file, encoding), tick, header)
            except UnicodeDecodeError:
                # A byte that this encoding does not have: try the next one.
                continue
    except OSError as error:
        raise os_error(error, path) from error
    raise TableError(
        f"{file.name} begins as {ENCODING_NAMES[encodings[0]]} but is damaged further on: save it "
        "again as CSV in UTF-8."
    )


def read_text(
    text: str,
    cancelled: Callable[[], bool] | None = None,
    header: bool | None = None,
) -> Table:
    """The table in text copied from a spreadsheet or an editor.

    `header` says whether its first row has the columns' names; None: find out. `cancelled` is asked
    after every block whether to stop. Raises TableError, and TableCancelled if `cancelled` said so.
    """

    def tick(_share: float) -> None:
        if cancelled is not None and cancelled():
            raise TableCancelled

    return _read(partial(text_source, text), tick, header)


def guess_columns(table: Table) -> tuple[str, str]:
    """The names of the likeliest two columns: the first two that are mostly numbers.

    If there are no such two, those with the most numbers, in the table's order.
    """
    mostly = [column for column in table.columns if column.numbers * 2 >= table.rows]
    if len(mostly) < 2:
        most = sorted(table.columns, key=lambda column: -column.numbers)[:2]
        mostly = [column for column in table.columns if column in most]
    return mostly[0].name, mostly[1].name


def _read(
    open_source: Callable[[], Source], tick: Callable[[float], None], header: bool | None
) -> Table:
    # Polars takes a fifth of a second to load, so it is loaded only when a table is read.
    from engine.table.cells import ReadAgain

    style: Style | None = None
    evidence = no_evidence()
    while True:
        try:
            with open_source() as source:
                return _read_as(source, tick, header, style, evidence)
        except ReadAgain as again:
            # The evidence only grows, so this ends.
            style, evidence = again.style, again.evidence


def _read_as(
    source: Source,
    tick: Callable[[float], None],
    header: bool | None,
    style: Style | None,
    evidence: Evidence,
) -> Table:
    from engine.table.cells import Columns

    tick(0.0)
    head = source.block(_HEAD)
    dialect = find_dialect(head, source.title, header)
    source.line = dialect.first_line
    text = "\n".join(head.split("\n")[dialect.first_line - 1 :]) or source.block()
    columns = Columns(dialect, source.title, style or dialect.style, evidence)
    while text:
        columns.add(text, source)
        tick(source.done())
        text = source.block()
    finished = columns.finish()
    table = Table(
        source=source.title,
        names=dialect.names,
        rows=columns.rows,
        preview=dialect.preview,
        delimiter=dialect.delimiter,
        decimal=columns.style.decimal,
        thousands="".join(sorted(columns.thousands)),
        guessed=columns.style.guessed,
        encoding=ENCODING_NAMES[source.encoding],
        has_header=dialect.has_header,
        above=dialect.above,
        blank=columns.blank,
        columns=finished,
    )
    _check(table)
    tick(1.0)
    return table


def _check(table: Table) -> None:
    """Raises TableError for a table without two columns of numbers."""
    names = ", ".join(f"“{shortened(name, 40)}”" for name in table.names[:NAMED])
    if not table.rows:
        raise TableError(
            f"{starting(table.source)} has the column names {names} but no rows: "
            "add rows of numbers."
        )
    numeric = [column.name for column in table.columns if column.numbers]
    if not numeric:
        cells = ", ".join(f"“{shortened(cell, 40)}”" for cell in table.preview[0][:NAMED])
        raise TableError(
            f"No column of {table.source} holds numbers (its first row reads {cells}): write them "
            "like 1234.5 or 1234,5, without units and without separators of thousands."
        )
    if len(numeric) == 1:
        raise TableError(
            f"Only one column of {table.source} holds numbers, “{shortened(numeric[0], 40)}”: a "
            "second one is needed, for example the time of each value."
        )
