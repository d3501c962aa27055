r"""All that is read from awkward tables: how each is written, every cell of it, and every sentence.

A line `1: 0.5 | x! | 3` is a row with a word in its second column; what the marks mean:
`x` is no number, `-` nothing, `^` too large, `+` too many cells, `?` thousands or a fraction.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.table import Picked, Reason, Table, TableError, guess_columns, read_table, read_text
from engine.table.picked import KEPT
from tests.approved import Hold
from tests.engine.table.test_table import AWKWARD, ROWS, THOUSANDS, YEARS

MARKS = {
    Reason.EMPTY: "-", Reason.TEXT: "x", Reason.TOO_LARGE: "^", Reason.ROW_TOO_LONG: "+",
    Reason.UNCLEAR: "?",
}  # fmt: skip
TEN = ",".join(f"c{index}" for index in range(10))
ELEVEN = f"{TEN},c10"

TEXTS = [
    *(text for text, _, _ in AWKWARD.values()), *(text for text, _, _ in THOUSANDS.values()), ROWS,
    # Delimiters, declared and found.
    "sep=,\nt,v\n1,2\n3,4", "sep=|\nt|v\n1|2\n3|4", "sep=\t\nt\tv\n1\t2\n3\t4",
    '"sep=;"\nt;v\n1;2\n3;4',
    "sep= \nt v\n1 2\n3 4", "sep=:\nt:v\n1:2", "sep=,\n1;2\n3;4", "sep=;\n1,2\n3,4", "sep=,\n\n",
    "x\nsep=;\n1;2\n3;4", "a;b,c\n1;2,5\n3;4,5", "1,5;2,5\t3\n4,5;5,5\t6", "a|b;c|d\n1|2;3|4",
    "x;y\n1;a\n2;b\nc;d", "x;y\n1;a\nb;c\nd;e", "1 2;3\n4 5;6\n7 8", "a b,1\nc d,2\ne f,3",
    "k=1;v=2\nk=3;v=4", "t;v\n1;2\n3;4\n5,6\n7,8\n9,10\n11,12", "1;2\n3;4\n5\n6\n7",
    "1;2\n3;4\n5\n6",
    "a,b c\nd,e f", "a b c\nd e f", "1, 2\n3, 4", "1,2 3,4\n5,6 7,8", "t v\n1,5 2\n3 4",
    "t,v w\n1,2 3\n4,5 6", "0,5 250,5 3\n1,5 350,5 4", "1 234 5\n2 345 6", "1 234,5\n2 345,6",
    # Delimiters that are nearly as good as others.
    "a b,c\n1 2,x\ny z,q", "x;y|v\na;b|1\nc;d|w\ne|f\nk;l|2\ng;h",
    "x;y|v\na;b|1\nc;d|w\ne|f\nk;l|2\nm;n|u\ng;h", "1;2,3\n1;2,3\n4,5\n4,5",
    "1;2,3\n1;2,3\n4,5\n6;7;8,9\n1;1;1;1,2", ",,\n1 2\n3 4", ";;\n,,\n| |",
    # Headers.
    "t,v\n1,2", "1,2\nt,v\n3,4", "t,2\n3,4", "2,t\n3,4\n5,6", "t,\n1,2\n3,4", ",v\n1,2\n3,4",
    "n/a,v\n1,2\n3,4", "NaN,null\n1,2\n3,4", "-,–\n1,2\n3,4", "inf,Infinity\n1,2\n3,4",
    "#N/A,.\n1,2\n3,4",
    "1x,v\n1,2\n3,4", "+.5a,v\n1,2\n3,4", "none,None\n1,2\n3,4", "-inf,?\n1,2\n3,4",
    "infinite,v\n1,2\n3,4",
    "#,t,v\n1,2\n3,4", "#t v\n1 2\n3 4", "# t v\n1 2\n3 4", "# t;v\n1;2\n3;4", "#1,2\n3,4\n5,6",
    "#,1,2\n3,4\n5,6",
    "Trip\nt,v\n1,2\n3,4", "Trip, long\nt,v\n1,2\n3,4", "Trip,one,two\nt,v\n1,2\n3,4",
    "Trip\nmore\nt,v\n1,2\n3,4",
    "Trip\n1,2\n3,4", "5\n1,2\n3,4", "t\n1,2\n3,4", "t;v\n1,5;2\n2,5;3", "speed\n1,5\n2,5\n",
    "speed,x\n1,5\n2,5\n",
    '"t" "v"\n"1" 5 6\n"2" 7 8', '"t" "v"\n"1" 5 6', "t v w\n1 2 3 4\n5 6 7 8",
    "t v\n1 2 3 4\n5 6 7 8",
    'x\n"t" "v"\n"1" 5 6\n"2" 7 8', "v,v\n1,2\n3,4", "v,v,v\n1,2,3\n4,5,6",
    "v,v (2),v\n1,2,3\n4,5,6",
    ",,\n1,2,3\n4,5,6", "a,,a\n1,2,3\n4,5,6", "column 2,\n1,2\n3,4", "column 1,,x\n1,2,3\n4,5,6",
    f"{'n' * 80},v\n1,2\n3,4", f"{'n' * 81},v\n1,2\n3,4", f"{'n' * 90},{'n' * 90}\n1,2\n3,4",
    f"a{' ' * 400}b,v\n1,2\n3,4", f"a{' ' * 319}b,v\n1,2\n3,4", f"a{' ' * 318}b,v\n1,2\n3,4",
    '" t  of\n day ",v\n1,2\n3,4',
    f"t,v\n{'w' * 80},2\n{'w' * 81},4\n5,6\n7,8",
    # Years in a header.
    YEARS, "C,1960,1961\nF,46,47\n", "C,1960,1961\nF,1962,1963\n", "C,999,1000\nF,46,48\n",
    "C,1000,1001\nF,46,48\n",
    "C,2998,2999\nF,46,48\n", "C,2999,3000\nF,46,48\n", "C,1960,1960\nF,46,48\n",
    "C,1960,1962\nF,46,48\n",
    "C,1960,1962,1964\nF,46,48,7\n", "C,1960,1962,1965\nF,46,48,7\n",
    "C,1964,1962,1960\nF,46,48,7\n",
    "C,1960,1960,1960\nF,46,48,7\n", "C,1,2,3\nF,46,48,7\n", "C,1,3,5\nF,46,48,7\n",
    "C,1,2\nF,46,48\n",
    "C,3,2,1\nF,46,48,7\n", "C,D,1960,1961\nF,G,46,48\n", "C,5,D,1960,1961\nF,1,G,46,48\n",
    "C,1960,1961,\nF,46,48,\n",
    "C,1960,1961\nF,1990,1991\nG,46,48\n", "Trip\nC,1960,1961\nF,46,48\nG,1,5\n",
    "C,1960,1961,\nF,46,48,x\nG,46,49,y\n", "C,1960,1961,1962,\nF,46,48,7,x\nG,46,49,7,y\n",
    "C,1960,1961\n", "C,1960,1961\nF,46,48\nG,5,6\n", "C,1960,1961\nF,46,48\nG,1990,1991\n",
    ",1960,1961\nF,46,48\n",
    "C,12345,12346\nF,46,48\n", "C,0001,0002,0003\nF,46,48,7\n", "C,1960,x,1962\nF,46,48,7\n",
    "C,1960\nF,46\nG,48\n",
    "1960,1961,C\n46,48,F\n", "C,1960,1961,D\nF,46,48,G\n",
    # Widths, blank lines and what is above.
    "1,2\n3\n4,5", "1,2,3\n4,5\n6,7", "1,2\n3,4,5\n6,7,8", "t,v,,\n1,2,,\n3,4,,\n",
    "t,v,w,\n1,2,,\n3,4,,\n",
    "t,v\n1,2,3\n4,5,6\n", "t,v\n1,2,\n4,5,x\n", "t,v\n1,2\n,,\n3,4\n", "t,v\n1,2\n , \n3,4\n",
    "t,v\n1,2\n\n\n3,4",
    "\n\n1,2\n3,4\n\n", " \n1,2\n3,4", "t,v\n\n1,2\n3,4", "t\tv\n1\t2\n\t\n3\t4",
    "a,b,1,2\nc,d,3,4", "t,v\n1,2\n3,4\n \n",
    "t v\n1 2 \n3 4", "t v\n 1 2\n3 4", " t v\n1 2\n3 4", "t v\n1  2\n3 4", "t v\n1 2 3\n4 5\n6 7",
    "1;2\n3;4;\n5;6;;7", 't,v\n"1","2"\n"3" ,4\n"a""b",5\n6,7', 't,v\n"1,5",2\n3,4',
    't,v\n"x\ny\nz",2\n3,4\n5,6\nw,7',
    't;v\n"1;2";3\n4;5\n6;7', 't,v\n"1",2,"3"\n4,5\n6,7', 't,v\n1,2\n3,"4', 't,v\n1,2"\n3,4',
    '1,2\n"3,4\n5,6',
    # Numbers.
    "1.5,2\n1.5e3,-2\n1E-3,+2\n.5,2.\n-.5,0",
    "1,2\n3.4028234663852886e38,4\n3.4028234663852888e38,5\n6,7",
    "1,2\n1e400,2\n-1e400,3\n4,5", "1,2\ninf,3\n-Infinity,4\nnan,5\n6,7",
    "1,2\n0x10,3\n1_000,4\n1e,5\n--1,6\n7,8",
    "1,2\n٣,3\n½,4\n1e5e5,5\n6,7", "1;2\n1,5;3\n1.5;4", "1;2\n1,5;3\n2,5;3\n1.5;4",
    "t;v\n1.234;5\n1.234;6\n2,5;7",
    "t;v\n1,234;5\n2,345;6", "t\tv\n1,234\t5\n2,345\t6", "t\tv\n1.234\t5\n2.345\t6",
    "t\tv\n1,234\t5\n1.234\t6\n7\t8\n9\t1",
    "t\tv\n1,234\t5\n2\t6\n3\t7", "t\tv\n-1,234\t5\n2\t6\n3\t7", "t;v\n1.234;5\n2;6\n3;7",
    "t;v\n12.345,6;5\n1.234;6",
    "t;v\n1234,5;5\n1.234;6", "t;v\n0,123;5\n1.234;6", "t;v\n,123;5\n1.234;6",
    "t;v\n1,2345;5\n1.234;6",
    "t;v\n1,234e2;5\n1.234;6", "t;v\n1 234;5\n12 345 678;6\n1 23;7\n 2 345 ;8",
    "t;v\n1'234;5\n1’234;6\n1'23;7",
    "t;v\n1'234,5;5\n1.234;6", "t;v\n1 234.5;5\n1,234;6", "t;v\n1'234 567;5\n1;6\n2;7",
    "t;v\n1.234'567;5\n1;6\n2;7",
    "t;v\n0 123;5\n1;6\n2;7", "t;v\n1.234.567;5\n1,5;6", "t;v\n1,234,567;5\n1.5;6",
    "t;v\n1,234.;5\n2;6\n3;7",
    "t;v\n1.234,;5\n2;6", "t;v\n1 234,;5\n2;6", '"1,234","5"\n"2,345","6"',
    '"1,234.5","5"\n"2,345","6"',
    't,v\n"1,234",5\n7.5,6\n8,9', "t\tv\n1\u00a0234\t5\n1\u2009234\t6\n1\u202f234\t7",
    "t;v\n1 234.5;5'678\n2;3",
    "t;v\n1.234,5;5 678\n2;3", "t;v\n1,234 567;5\n2;6\n3;7", "t\tv\n1e3\t2\n1,5e3\t4",
    "t\tv\n5\t1,2\n6\t1.2\n7\t1.2",
    "t\tv\n1,2\t5\n1.2\t6\n1.234\t7\n1,234\t8\n1.3\t9",
    # Too few numbers, and which columns are guessed.
    "t,v\n", "t,v\n1,\n,2", "t,v\n1,x\n2,y", "t,v\nx,1\ny,2", "a,b\nc,d", "a,b\nc,d\ne,f",
    "t,v\n1,2\n3,x", "x\n1\n2", "1\n2",
    "x", "5", "a b", "name,t,v\na,1,2\nb,3,4", "a,b,c\n1,,x\n,2,\n,3,4\n,,5",
    "a,b,c,d\n1,,,2\n,3,4,\n,5,6,\n7,8,9,x",
    "a,b,c\n1,2,\n3,,4\n5,6,\n,,7", f"{TEN}\n" + "1," * 9 + "1", f"{ELEVEN}\n" + "1," * 10 + "1",
    f"{TEN}\n", f"{ELEVEN}\n",
    f"{ELEVEN}\n" + "x," * 10 + "y", f"{TEN}\n" + "x," * 9 + f"{'y' * 41}",
    f"{'n' * 41},v\n1,x\n2,y", f"{'n' * 41},v\n",
    "speed,\n1,\n2,\n", "a,,\n1,,\n2,,\n", "1," * 999 + "1", "1," * 1000 + "1",
    "t,v\n" + "x,1\n" * 3 + "1,2\n2,3",
    "t,v\n" + "x,1\n" * 4 + "1,2\n2,3",
    "t,v\n" + "x,1\n" * (KEPT + 1) + "1,2\n2,3", "t,v\n" + ",1\n" * 1002 + "1,2\n2,3",
    f"t,v\n{'z' * 40},1\n{'z' * 41},1\n1,2\n2,3",
    "\ufefft,v\n1,2\n3,4", "\ufeff\ufefft,v\n1,2\n3,4", "", " \n", "\0", "t\ud83d,v\n1,2\n3,4",
    "\n\n\n1", "\t\n",
]  # fmt: skip

PICKED = [
    ("t,v,w\n1,2,x\ny,z,3\n3,4,5\n6,7,8", "w", "v"),
    ("t,v,w\n1,2,x\ny,z,3\n3,4,5\n6,7,8", "v", "v"),
    ("time,speed\n1,2\n3,4", "time", "sped"), ("time,speed\n1,2\n3,4", "zzz", "speed"),
    ("time,speed\n1,2\n3,4", "x" * 41, "speed"), (f"{TEN}\n" + "1," * 9 + "1", "zzz", "c1"),
    (f"{ELEVEN}\n" + "1," * 10 + "1", "zzz", "c1"), (f"{ELEVEN}\n" + "1," * 10 + "1", "c11", "c1"),
    ("t,v\n1,\n,2\n3,4", "t", "v"), ("t,v,w\n1,,1\n,2,2", "t", "v"),
    ("t,v\nx,y\n1,\n2,3\n4,5", "t", "v"),
]  # fmt: skip

FILES = {
    "utf8.csv": "größe;x\r\n1,5;2\r\n3;4\r\n".encode(),
    "bom.csv": "größe;x\n1,5;2\n3;4".encode("utf-8-sig"),
    "utf16.csv": "größe;x\n1,5;2\n3;4".encode("utf-16"),
    "utf16le.csv": b"\xff\xfe" + "größe;x\n1,5;2\n3;4".encode("utf-16-le"),
    "utf16be.csv": b"\xfe\xff" + "größe;x\n1,5;2\n3;4".encode("utf-16-be"),
    "utf32le.csv": b"\xff\xfe\0\0" + "größe;x\n1,5;2\n3;4".encode("utf-32-le"),
    "utf32be.csv": b"\0\0\xfe\xff" + "größe;x\n1,5;2\n3;4".encode("utf-32-be"),
    "windows.csv": "größe;x\n1,5;2\n3;4".encode("cp1252"),
    "latin.csv": b"t\x81\xe9,v\n1,2\n3,4\n",
    "cr.csv": b"t,v\r1,2\r3,4\r",
    "empty.csv": b"", "blank.csv": b" \n\n", "one.csv": b"speed\n1\n2\n", "names.csv": b"t,v\n",
    "words.csv": b"a,b\nc,d\n", "halves.csv": b"t,v\n1,x\n2,y\n", "nul.csv": b"1,2\n\0,4\n",
    "late_nul.csv": b"t,v\n1,2\n" * 9000 + b"\0,4\n",
    "book.xlsx": b"PK\x03\x04....", "old.xls": b"\xd0\xcf\x11\xe0....", "a.png": b"\x89PNG\r\n",
    "a.jpg": b"\xff\xd8\xff\xe0",
    "a.gif": b"GIF89a", "a.pdf": b"%PDF-1.7", "a.gz": b"\x1f\x8b\x08", "a.parquet": b"PAR1",
    "a.h5": b"\x89HDF\r\n",
    "damaged16.csv": b"\xff\xfe1\0,\0002\0\n", "damaged.csv": b"\xef\xbb\xbft,v\n1,\xff\n",
    "damaged32.csv": b"\xff\xfe\0\0" + "1,2\n3,4".encode("utf-32-le") + b"\1",
    "left_out.csv": b"t,v\n1,2\n3,x\n4,5\n", "quote.csv": b'1,2\n3,4\n5,"6\n7,8\n',
    "wide.csv": b"1," * 1001 + b"1\n",
}  # fmt: skip


def shown(table: Table) -> Iterator[str]:
    yield f"  {table.sentence}"
    yield f"  names {' | '.join(table.names[:12])}"
    yield f"  numbers {table.numbers[:12]} of {table.rows}"
    yield f"  {len(table.preview)} in the preview: {[*map(list, table.preview[:3])]!r}"[:600]
    columns = table.columns[:12]
    for row in range(min(table.rows, 12)):
        cells = []
        for column in columns:
            reason, value = Reason(int(column.reasons[row])), column.values[row]
            cells.append(f"{value:.12g}" if reason is Reason.NONE else MARKS[reason])
            assert np.isfinite(value) == (reason is Reason.NONE)
        yield f"    {row}: {' | '.join(cells)}"
    for column in columns:
        for cell in column.cells[:4]:
            place = f"{column.name}, row {cell.row}, line {cell.line}"
            yield f"    {place}: {cell.text!r}, {cell.reason.words}"
        if len(column.cells) > 4:
            yield f"    {len(column.cells)} in all"


def shown_of(picked: Picked) -> Iterator[str]:
    yield f"  {picked.sentence}"
    yield from (f"    {row.words}" for row in picked.left_out_rows[3:6])
    if len(picked.left_out_rows) > 6:
        yield f"    {len(picked.left_out_rows)} in all"
    points = picked.points("somewhere")
    inputs, targets = [*points.inputs[:6]], [*points.targets[:6]]
    yield f"    {points.input_name}: {inputs}; {points.target_name}: {targets}"


def told(read: Callable[[], Table], x: str = "", y: str = "") -> Iterator[str]:
    """What is said of the table, or why it is none; then of its columns `x` and `y`."""
    try:
        table = read()
        yield from shown(table)
        columns = (x, y) if x else guess_columns(table)
        picked = table.pick(*columns)
        yield from shown_of(picked)
        if doubts := table.doubts(picked):
            yield f"  doubts: {doubts}"
    except TableError as error:
        yield f"  refused: {error}"


def titled(text: str) -> str:
    return f"== {text[:150]!r}{'…' * (len(text) > 150)}"


def test_pasted(hold: Hold) -> None:
    lines: list[str] = []
    for text in TEXTS:
        lines += [titled(text), *told(lambda text=text: read_text(text))]  # type: ignore[misc]
    hold("pasted", lines)


def test_with_names_or_without(hold: Hold) -> None:
    lines: list[str] = []
    for text in [text for text in TEXTS if len(text) < 60 and "\n" in text][::9]:
        for header in (True, False):
            lines.append(f"{titled(text)} {'with' if header else 'without'}")
            lines += told(lambda text=text, header=header: read_text(text, header=header))  # type: ignore[misc]
    hold("with names or without", lines)


def test_columns(hold: Hold) -> None:
    lines: list[str] = []
    for text, x, y in PICKED:
        lines.append(f"{titled(text)} {x[:50]}, {y}")
        lines += told(lambda text=text: read_text(text), x, y)  # type: ignore[misc]
    hold("columns", lines)


def test_files(hold: Hold, tmp_path: Path) -> None:
    lines: list[str] = []
    for name, data in FILES.items():
        path = tmp_path / name
        path.write_bytes(data)
        lines += [f"== {name}", *told(lambda path=path: read_table(path))]  # type: ignore[misc]
    hold("files", lines)


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_its_words(reason: Reason) -> None:
    assert reason.words == {
        Reason.NONE: "a number", Reason.EMPTY: "empty", Reason.TEXT: "not a number",
        Reason.TOO_LARGE: "too large for float32", Reason.ROW_TOO_LONG: "too many cells",
        Reason.UNCLEAR: "thousands or a fraction",
    }[reason]  # fmt: skip
