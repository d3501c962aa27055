"""Where a table's text comes from: a checked file, or pasted text, read in blocks of whole lines.

What can be found wrong without looking at cells is refused here with a sentence: a missing file,
one that is not text, one that is too large. The encoding is found by trying, UTF-8 first.
"""

import io
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Self, TextIO

MAX_BYTES = 512 * 2**20
MAX_LINE = 1_000_000
# Large enough for the parser's start-up cost to vanish, small enough to cancel within a frame.
BLOCK = 2**21
PASTED = "the pasted text"

ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with BOM",
    "utf-16": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
    "latin-1": "Latin-1",
    "": "",
}

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_NOT_TABLES = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"PAR1", "a Parquet file"),
    (b"\x89HDF", "an HDF5 file"),
)


class TableError(ValueError):
    """What is wrong with a table and what to do about it, in one sentence for the person."""


class TableCancelled(Exception):  # noqa: N818  (nothing went wrong: the person asked for it)
    """Reading ended early because its `cancelled` callback asked for that."""


class Source:
    """A stream of text read in blocks of whole lines; `line` is the next line's number, from 1.

    `done` says how much of it has been read, from 0 to 1.
    """

    def __init__(
        self, stream: TextIO, title: str, encoding: str, done: Callable[[], float]
    ) -> None:
        self.title = title
        self.encoding = encoding
        self.done = done
        self.line = 1
        self._stream = stream

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def block(self, size: int = BLOCK) -> str:
        """About `size` characters, up to the end of a line; "" at the end.

        Line ends are all `\\n`. Raises TableError for a line that no table has.
        """
        text = self._stream.read(size)
        if text and not text.endswith("\n"):
            text += self.next_line()
        return text

    def next_line(self) -> str:
        """One more line, with its end; "" at the end of the source."""
        line = self._stream.readline(MAX_LINE)
        if len(line) == MAX_LINE:
            raise TableError(
                f"{starting(self.title)} has a line of more than {MAX_LINE:,} characters, which "
                "no table has: check that it is the right file."
            )
        return line


def checked_file(path: str | os.PathLike[str]) -> tuple[Path, tuple[str, ...]]:
    """The path and the encodings to try, the likeliest first. Raises TableError, OSError."""
    file = Path(path)
    if "\0" in str(file):
        raise TableError("The file's name holds a NUL character: choose another file.")
    status = file.stat()
    if stat.S_ISDIR(status.st_mode):
        raise TableError(f"{file.name or file} is a folder: choose a CSV or TSV file in it.")
    if not stat.S_ISREG(status.st_mode):
        raise TableError(f"{file.name} is a device or a pipe, not a file: choose a CSV file.")
    if status.st_size > MAX_BYTES:
        raise TableError(
            f"{file.name} has {status.st_size / 2**20:,.0f} MB, more than the "
            f"{MAX_BYTES // 2**20} MB that can be read: save fewer rows or columns."
        )
    with file.open("rb") as stream:
        return file, _encodings(stream.read(2**16), file.name)


def file_source(file: Path, encoding: str) -> Source:
    """A source of a file's text, to be closed. Raises OSError; reading, UnicodeDecodeError."""
    stream = file.open("rb")
    size = max(1, os.fstat(stream.fileno()).st_size)
    # Every kind of line end is a line end, within a quoted cell too.
    text = io.TextIOWrapper(stream, encoding=encoding, newline=None)
    return Source(text, file.name, encoding, lambda: stream.tell() / size)


def _encodings(head: bytes, title: str) -> tuple[str, ...]:
    if not head:
        raise TableError(f"{title} is empty: choose a file with rows of numbers.")
    for start, kind in _NOT_TABLES:
        if head.startswith(start):
            raise TableError(f"{title} is {kind}, not text: save the table as CSV and open that.")
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return (encoding,)
    if b"\0" in head:
        raise TableError(
            f"{title} is not a text file (it holds NUL bytes): save the table as CSV in UTF-8."
        )
    # Windows-1252 leaves five bytes undefined, Latin-1 none: the last one always succeeds.
    return ("utf-8", "cp1252", "latin-1")


def os_error(error: OSError, path: str | os.PathLike[str]) -> TableError:
    """The sentence for a file that the operating system does not give."""
    title = Path(path).name or str(path)
    if isinstance(error, FileNotFoundError):
        return TableError(f"There is no file {title}: check its name and folder.")
    if isinstance(error, PermissionError):
        return TableError(f"{title} may not be read: change its permissions or copy it.")
    reason = error.strerror or type(error).__name__
    return TableError(f"{title} cannot be read ({reason}): check the disk or copy the file.")


def text_source(text: str) -> Source:
    """A source of pasted text. Raises TableError when it is empty, too long or not text."""
    if len(text) > MAX_BYTES:
        raise TableError("The pasted text is too long: save it as a CSV file of fewer rows.")
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise TableError("The pasted text is empty: copy the cells with their header, then paste.")
    if "\0" in text:
        raise TableError(
            "The pasted text holds NUL characters, so it is no table: copy the cells again."
        )
    # A clipboard can hold lone surrogates, which the parser's UTF-8 cannot.
    text = text.encode("utf-8", "replace").decode()
    return Source(io.StringIO(text, newline=None), PASTED, "", lambda: 0.0)


def starting(title: str) -> str:
    """A source's title at the start of a sentence; the name of a file is not capitalised."""
    return "The pasted text" if title == PASTED else title
