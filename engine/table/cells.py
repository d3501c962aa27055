"""The columns of a table turned into numbers, block by block, at the speed of memory.

Polars converts a whole column at once, without holding Python's lock. Only the cells that it does
not take for numbers are looked at again: they may separate thousands, or show that the table's
decimal sign is another one than was assumed.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl

from engine.table.dialect import Dialect
from engine.table.numbers import (
    ALL_GROUPS,
    NEUTRAL_GROUPS,
    OTHER,
    PROOF,
    SEPARATORS,
    UNCLEAR,
    Evidence,
    Style,
)
from engine.table.picked import KEPT, Cell, Column, Reason
from engine.table.source import Source, TableError, starting
from engine.table.split import split
from engine.text import shortened

MAX_ROWS = 1_000_000
# Line ends that were doubled on the way make a blank line of every second one.
MAX_BLANK = 2 * MAX_ROWS
_FLOAT32_MAX = float(np.finfo(np.float32).max)


class ReadAgain(Exception):  # noqa: N818  (nothing went wrong: more is known)
    """The table must be read again: all `evidence` shows another style than was assumed."""

    def __init__(self, style: Style, evidence: Evidence) -> None:
        super().__init__()
        self.style = style
        self.evidence = evidence


class Columns:
    """The columns of a table as they grow block by block, their numbers read in `style`.

    `thousands` are the signs that were found to separate thousands. `evidence` is what was seen
    when the table was read before.
    """

    def __init__(self, dialect: Dialect, title: str, style: Style, evidence: Evidence) -> None:
        self.rows = 0
        self.blank = 0
        self.style = style
        self.thousands: set[str] = set()
        self._evidence = evidence
        self._unclear = False
        self._contradicted: set[int] = set()
        self._dialect = dialect
        self._title = title
        self._values: list[list[npt.NDArray[np.float64]]] = [[] for _ in dialect.names]
        self._reasons: list[list[npt.NDArray[np.uint8]]] = [[] for _ in dialect.names]
        self._cells: list[list[Cell]] = [[] for _ in dialect.names]

    def add(self, text: str, source: Source) -> None:
        """Add the rows of a block whose first line is `source.line`, and move that past the block.

        Raises TableError for too many rows or a quote that never closes, ReadAgain if the rows
        show another style.
        """
        if text.isspace():
            # Nothing to split, and a block of line ends has more lines than fit into memory well.
            lines = text.count("\n") + (not text.endswith("\n"))
            source.line += lines
            self._pass_over(lines)
            return
        block = split(text, source, self._dialect)
        if not self.style.sure and self._may_tell(text):
            self._learn(block.columns)
        numbers = [self._numbers(index, column) for index, column in enumerate(block.columns)]
        reasons = np.stack([reason for _, reason in numbers])
        too_long = np.array(list(block.too_long), dtype=np.int64)
        reasons[:, too_long] = Reason.ROW_TOO_LONG
        rows = np.flatnonzero((reasons != Reason.EMPTY).any(axis=0))
        self._pass_over(len(block.lines) - len(rows))
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
                        text=shortened(str(told), 40),
                        reason=Reason(int(reasons[index, at])),
                    )
                )
        self.rows += len(rows)
        if self.rows > MAX_ROWS:
            raise TableError(
                f"{starting(self._title)} has more than {MAX_ROWS:,} rows: save a part "
                "of it, for example every tenth row."
            )

    def _pass_over(self, blank: int) -> None:
        self.blank += blank
        if self.blank > MAX_BLANK:
            raise TableError(
                f"{starting(self._title)} has more than {MAX_BLANK:,} blank lines, which no table "
                "has: remove them, or check that it is the right file."
            )

    def finish(self) -> tuple[Column, ...]:
        """The columns read so far.

        Raises ReadAgain if a column has numbers in both styles, so that the unclear ones among its
        numbers cannot be trusted.
        """
        doubtful = {
            index
            for index in self._contradicted - self.style.doubtful
            if any((reasons == Reason.NONE).any() for reasons in self._reasons[index])
        }
        if doubtful:
            raise ReadAgain(
                replace(self.style, doubtful=self.style.doubtful | doubtful), self._evidence
            )
        columns = []
        for index, name in enumerate(self._dialect.names):
            values = np.concatenate([np.empty(0), *self._values[index]])
            reasons = np.concatenate([np.empty(0, np.uint8), *self._reasons[index]])
            values.flags.writeable = reasons.flags.writeable = False
            columns.append(Column(name, values, reasons, tuple(self._cells[index])))
        return tuple(columns)

    def _may_tell(self, text: str) -> bool:
        commas = '"' in text if self._dialect.delimiter == "," else "," in text
        return commas or "." in text

    def _learn(self, columns: list[pl.Series]) -> None:
        """See what style the cells show. Raises ReadAgain if rows were read in another one."""
        for column in columns:
            _weigh(column, self._evidence)
        told = self._evidence.style(self._dialect.delimiter)
        style = replace(told, doubtful=self.style.doubtful)
        if style.decimal != self.style.decimal or (style.sure and self._unclear):
            raise ReadAgain(style, self._evidence)
        self.style = style

    def _numbers(
        self, index: int, cells: pl.Series
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8]]:
        """A column's numbers (rows,), NaN where a cell has none, and the reasons (rows,)."""
        decimal, doubtful = self.style.decimal, index in self.style.doubtful
        values = _cast(cells, decimal)
        reasons = np.zeros(len(values), dtype=np.uint8)
        if doubtful:
            unclear = _matching(cells.str.strip_chars(), UNCLEAR[decimal])
            values[unclear], reasons[unclear] = np.nan, Reason.UNCLEAR
        bad = np.flatnonzero(~(np.abs(values) <= _FLOAT32_MAX) & (reasons == Reason.NONE))
        if not len(bad):
            return values, reasons
        # Spaces around a number do not count, and a true minus sign is read like a hyphen.
        texts = cells.gather(bad).fill_null("").str.strip_chars()
        texts = texts.str.replace_all("−", "-", literal=True)
        trusted = self.style.sure and not doubtful
        grouped = texts.str.contains((ALL_GROUPS if trusted else NEUTRAL_GROUPS)[decimal])
        if grouped.any():
            values[bad[grouped.to_numpy()]] = self._without_groups(texts.filter(grouped))
            # What Polars reads is a number, unless it is too large.
            keep = ~grouped | pl.Series(~(np.abs(values[bad]) <= _FLOAT32_MAX))
            bad, texts = bad[keep.to_numpy()], texts.filter(keep)
        again = values[bad] = np.where(np.isnan(values[bad]), _cast(texts, decimal), values[bad])
        # "inf" and "infinity" count as words; 1e400 is a number too large for a float.
        large = ~np.isnan(again) & ~texts.str.contains("(?i)n").to_numpy()
        why = np.where(
            (texts == "").to_numpy(), Reason.EMPTY, np.where(large, Reason.TOO_LARGE, Reason.TEXT)
        )
        why[np.abs(again) <= _FLOAT32_MAX] = Reason.NONE
        if not trusted:
            unclear = _matching(texts, UNCLEAR[OTHER[decimal]])
            why[unclear] = Reason.UNCLEAR
            self._unclear |= len(unclear) > 0
        if len(_matching(texts, PROOF[OTHER[decimal]])):
            self._contradicted.add(index)
        reasons[bad] = why
        values[bad[why != Reason.NONE]] = np.nan
        return values, reasons

    def _without_groups(self, texts: pl.Series) -> npt.NDArray[np.float64]:
        """The numbers (rows,) in texts that all separate thousands."""
        for name, separators in SEPARATORS.items():
            if name == self.style.decimal:
                continue
            for separator in separators:
                if texts.str.contains(separator, literal=True).any():
                    self.thousands.add(name)
                    texts = texts.str.replace_all(separator, "", literal=True)
        return _cast(texts, self.style.decimal)


def _weigh(cells: pl.Series, evidence: Evidence) -> None:
    """Add to `evidence` what a column's cells show about its decimal sign."""
    texts = cells.str.strip_chars()
    for sign in OTHER:
        # A sign that separates thousands is not the decimal sign.
        if texts.str.contains("[.,]").any():
            evidence.proofs[sign] += len(_matching(texts, PROOF[sign]))
            evidence.hints[sign] += len(_matching(texts, UNCLEAR[sign]))


def _matching(texts: pl.Series, pattern: str) -> npt.NDArray[np.int64]:
    """The places of the texts that match `pattern`."""
    return np.asarray(texts.str.contains(pattern).fill_null(False).arg_true().to_numpy(), np.int64)


def _cast(cells: pl.Series, decimal: str) -> npt.NDArray[np.float64]:
    """The floats (rows,) nearest to texts without separated thousands, NaN where a text is none."""
    if decimal == ",":
        if cells.str.contains(".", literal=True).any():
            # Where the comma is the decimal sign, a point does not make a number.
            cells = cells.str.replace_all(".", "?", literal=True)
        cells = cells.str.replace_all(",", ".", literal=True)
    return np.array(cells.cast(pl.Float64, strict=False).to_numpy())
