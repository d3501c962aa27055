"""Tables: reads CSV and TSV files and pasted text, however awkward, as two columns of numbers."""

from engine.table.picked import LeftOut, Picked, Reason
from engine.table.source import TableCancelled, TableError
from engine.table.table import Table, guess_columns, read_table, read_text

__all__ = [
    "LeftOut",
    "Picked",
    "Reason",
    "Table",
    "TableCancelled",
    "TableError",
    "guess_columns",
    "read_table",
    "read_text",
]
