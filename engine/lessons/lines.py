"""Finds the line of each key of a TOML text, which `tomllib` does not tell.

The text has been read by `tomllib` before, so that it is known to be TOML: this only keeps track of
where the keys are.
"""

import re
from collections.abc import Iterable
from typing import Any

Path = tuple[str | int, ...]

_GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|[A-Za-z0-9_-]+")
_STRING = re.compile(
    r"\"{3}(?:[^\"\\]|\\.|\"(?!\"\"))*\"{3,5}|'{3}(?:[^']|'(?!''))*'{3,5}"
    r"|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}\n#]*")


def lines_of(text: str) -> dict[Path, int]:
    """The line, from 1, of each key and each member of a list in a TOML `text`."""
    return _Lines(text).found


class _Lines:
    def __init__(self, text: str) -> None:
        self._text = text
        self._place = self._counted = 0
        self._line = 1
        self.found: dict[Path, int] = {}
        # How many tables there are so far of each list of them.
        self._tables: dict[Path, int] = {}
        self._read()

    def _read(self) -> None:
        table: Path = ()
        self._skip()
        while self._place < len(self._text):
            if self._takes("[["):
                table = self._resolved(self._dotted())
                self._note(table)
                number = self._tables.get(table, 0)
                self._tables[table] = number + 1
                table = (*table, number)
                self._note(table)
                self._takes("]]")
            elif self._takes("["):
                table = self._resolved(self._dotted())
                self._note(table)
                self._takes("]")
            else:
                self._pair(table)
            self._skip()

    def _pair(self, table: Path) -> None:
        path = table
        for key in self._dotted():
            path = (*path, key)
            self._note(path)
        self._takes("=")
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip()
        if self._takes("["):
            number = 0
            while not self._takes("]"):
                self._note((*path, number))
                self._value((*path, number))
                self._takes(",")
                number += 1
        elif self._takes("{"):
            while not self._takes("}"):
                self._pair(path)
                self._takes(",")
        else:
            value = _STRING.match(self._text, self._place) or _PLAIN.match(self._text, self._place)
            assert value is not None
            self._place = value.end()

    def _dotted(self) -> list[str]:
        keys = []
        while True:
            self._skip()
            key = _KEY.match(self._text, self._place)
            assert key is not None
            self._place = key.end()
            keys.append(key[0].strip("\"'"))
            if not self._takes("."):
                return keys

    def _resolved(self, keys: Iterable[str]) -> Path:
        """The path of a table's header: of a list of tables, the last one is meant."""
        path: Path = ()
        for key in keys:
            if path in self._tables:
                path = (*path, self._tables[path] - 1)
            path = (*path, key)
        return path

    def _skip(self) -> None:
        gap = _GAP.match(self._text, self._place)
        assert gap is not None
        self._place = gap.end()

    def _takes(self, sign: str) -> bool:
        """Go past `sign`, if it comes next."""
        self._skip()
        if not self._text.startswith(sign, self._place):
            return False
        self._place += len(sign)
        return True

    def _note(self, path: Path) -> None:
        self._line += self._text.count("\n", self._counted, self._place)
        self._counted = self._place
        self.found.setdefault(path, self._line)


def nearest(lines: dict[Path, int], place: Iterable[Any]) -> tuple[int, Path]:
    """The line and the path of what `place` is about: as much of it as the text has.

    `place` is pydantic's, which names kinds of models, too; what the text does not have is
    skipped.
    """
    path: Path = ()
    line = 1
    for part in place:
        if (*path, part) in lines:
            path = (*path, part)
            line = lines[path]
    return line, path
