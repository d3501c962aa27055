"""How much a table may hold, and what is told while it is read: at each limit, and beside it."""

from pathlib import Path

import pytest

from engine.experiment import MAX_POINTS
from engine.table import Table, TableCancelled, TableError, cells, read_table, read_text, source
from engine.table.source import MAX_LINE, text_source

TEXT = "t,v\n1,2\n3,4\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "speeds.csv"
    path.write_bytes(TEXT.encode())
    return path


def refused(text: str) -> str:
    with pytest.raises(TableError) as error:
        read_text(text)
    return str(error.value)


def test_as_many_rows_are_read_as_an_experiment_may_have_points() -> None:
    assert cells.MAX_ROWS == MAX_POINTS == 1_000_000
    # Twice as many lines, where each line end was doubled on the way.
    assert cells.MAX_BLANK == 2_000_000


@pytest.mark.parametrize("line", ["\n", " \n", ",\n"])
def test_as_many_blank_lines(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setattr(cells, "MAX_BLANK", 3)
    assert read_text(f"{TEXT}{line * 3}5,6\n").blank == 3
    assert refused(f"{TEXT}{line * 4}5,6\n") == (
        "The pasted text has more than 3 blank lines, which no table has: remove them, or check "
        "that it is the right file."
    )


def test_as_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MAX_ROWS", 3)
    assert read_text(f"{TEXT}5,6\n").rows == 3
    assert refused(f"{TEXT}5,6\n7,8\n") == (
        "The pasted text has more than 3 rows: save a part of it, for example every tenth row."
    )


def test_as_long_a_line() -> None:
    assert MAX_LINE == 1_000_000
    within = text_source("x" * (MAX_LINE - 2) + "\n")
    assert len(within.next_line()) == MAX_LINE - 1
    assert within.next_line() == ""
    with pytest.raises(TableError, match=r"^The pasted text has a line of more than 1,000,000 cha"):
        text_source("x" * (MAX_LINE - 1) + "\n").next_line()


def test_as_long_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_BYTES", len(TEXT))
    assert read_text(TEXT).rows == 2
    monkeypatch.setattr(source, "MAX_BYTES", len(TEXT) - 1)
    assert refused(TEXT) == "The pasted text is too long: save it as a CSV file of fewer rows."


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (512 * 2**20, "is not a text file (it holds NUL bytes): save the table as CSV in UTF-8."),
        (512 * 2**20 + 1, "has 512 MB, more than the 512 MB that can be read: save fewer rows or "
         "columns."),
        (2000 * 2**20, "has 2,000 MB, more than the 512 MB that can be read: save fewer rows or "
         "columns."),
    ],
)  # fmt: skip
def test_as_large_a_file(path: Path, size: int, said: str) -> None:
    with path.open("wb") as stream:
        stream.truncate(size)
    with pytest.raises(TableError) as error:
        read_table(path)
    assert str(error.value) == f"speeds.csv {said}"


def test_what_is_told_while_a_file_is_read(path: Path) -> None:
    shares: list[float] = []
    assert read_table(path, shares.append).rows == 2
    assert shares == [0.0, 1.0, 1.0]


@pytest.mark.parametrize("last", [1, 2, 3])
def test_it_can_be_left_at_each_of_these(path: Path, last: int) -> None:
    for read in (lambda cancelled: read_table(path, cancelled=cancelled),
                 lambda cancelled: read_text(TEXT, cancelled)):  # fmt: skip
        asked: list[int] = []

        def cancelled(asked: list[int] = asked) -> bool:
            asked.append(1)
            return len(asked) == last

        with pytest.raises(TableCancelled):
            read(cancelled)
        assert len(asked) == last


def test_what_is_not_left_is_read(path: Path) -> None:
    assert read_table(path, cancelled=lambda: False).rows == 2
    assert read_text(TEXT, lambda: False).rows == 2


def test_a_table_is_itself_alone() -> None:
    """A million numbers are neither compared nor written out."""
    table, other = read_text(TEXT), read_text(TEXT)
    assert table != other
    assert len({table, other, *table.columns}) == 4
    assert "columns=" not in repr(table)
    picked = table.pick("t", "v")
    assert picked != other.pick("t", "v")


@pytest.mark.parametrize(
    ("name", "said"), [("/", f"{Path('/')} is a folder: choose a CSV or TSV file in it."),
                       ("", ". is a folder: choose a CSV or TSV file in it."),
                       ("a\0b", "The file's name holds a NUL character: choose another file.")]
)  # fmt: skip
def test_names_that_are_no_file_s(name: str, said: str) -> None:
    with pytest.raises(TableError) as error:
        read_table(name)
    assert str(error.value) == said


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (FileNotFoundError(2, "No such file"), "There is no file {}: check its name and folder."),
        (PermissionError(13, "Denied"), "{} may not be read: change its permissions or copy it."),
        (OSError(5, "Input/output error"), "{} cannot be read (Input/output error): check the disk "
         "or copy the file."),
        (OSError(), "{} cannot be read (OSError): check the disk or copy the file."),
        (TimeoutError(), "{} cannot be read (TimeoutError): check the disk or copy the file."),
    ],
)  # fmt: skip
def test_why_a_file_cannot_be_read(
    path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, said: str
) -> None:
    def refuse(*_: object, **__: object) -> Table:
        raise error

    monkeypatch.setattr(Path, "stat", refuse)
    for name, shown in ((path, "speeds.csv"), ("/", str(Path("/")))):
        with pytest.raises(TableError) as caught:
            read_table(name)
        assert str(caught.value) == said.format(shown)


def test_a_source_s_name_that_is_no_text_can_be_saved_all_the_same() -> None:
    points = read_text(TEXT).pick("t", "v").points("speeds\udcff.csv")
    assert points.source == "speeds?.csv"
