"""The reader of tables: awkward real tables, exact numbers, named rows, and every sentence."""

import contextlib
import csv
import io
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.table import (
    Picked,
    Reason,
    Table,
    TableCancelled,
    TableError,
    guess_columns,
    read_table,
    read_text,
)
from engine.table import cells as table_cells
from engine.table import source as table_source
from engine.table import split as table_split
from engine.table.cells import MAX_BLANK
from engine.table.dialect import Dialect
from engine.table.numbers import Style
from engine.table.source import BLOCK, text_source

FLOAT32_MAX = float(np.finfo(np.float32).max)


def read_bytes(data: bytes, progress: Callable[[float], None] | None = None) -> Table:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speeds.csv"
        path.write_bytes(data)
        return read_table(path, progress)


def picked(table: Table) -> Picked:
    return table.pick(*guess_columns(table))


def numbers(table: Table) -> list[tuple[float, float]]:
    both = picked(table)
    return list(zip(both.x.tolist(), both.y.tolist(), strict=True))


AWKWARD = {
    "plain": ("t,v\n1,2\n3,4\n", ("t", "v"), [(1, 2), (3, 4)]),
    "no end of the last line": ("t,v\n1,2\n3,4", ("t", "v"), [(1, 2), (3, 4)]),
    "CRLF": ("t,v\r\n1,2\r\n3,4\r\n", ("t", "v"), [(1, 2), (3, 4)]),
    "CR alone": ("t,v\r1,2\r3,4\r", ("t", "v"), [(1, 2), (3, 4)]),
    "semicolons and decimal commas": (
        "t;v\n1,5;2\n-0,25;4e3",
        ("t", "v"),
        [(1.5, 2), (-0.25, 4e3)],
    ),
    "semicolons and decimal points": ("t;v\n1.5;2\n3;4", ("t", "v"), [(1.5, 2), (3, 4)]),
    "three decimals after commas": ("1,234;2,5\n3,125;4", None, [(1.234, 2.5), (3.125, 4)]),
    "semicolons, only three decimals": ("1,234;2\n3,125;4", None, [(1.234, 2), (3.125, 4)]),
    "three decimals after points": ("1.234\t2.500\n3.125\t4", None, [(1.234, 2.5), (3.125, 4)]),
    "tabs pasted": ("Time (s)\tSpeed\n1,5\t2\n3\t4\n", ("Time (s)", "Speed"), [(1.5, 2), (3, 4)]),
    "bars": ("t|v\n1|2\n3|4", ("t", "v"), [(1, 2), (3, 4)]),
    "one space": ("t v\n1 2\n3 4", ("t", "v"), [(1, 2), (3, 4)]),
    "runs of spaces": (" t    v\n 1    2 \n13  4\n", ("t", "v"), [(1, 2), (13, 4)]),
    "spaces and decimal commas": ("0,5 0,25\n1,5 2,5\n", None, [(0.5, 0.25), (1.5, 2.5)]),
    "spaces around numbers": ("t , v\n 1 ,\t2\n\u00a03, 4 \n", ("t", "v"), [(1, 2), (3, 4)]),
    "quotes everywhere": ('"t","v"\n"1","2.5"\n"3","4"\n', ("t", "v"), [(1, 2.5), (3, 4)]),
    "quoted decimal commas": ('t,v\n"1,5",2\n"2,5",4\n', ("t", "v"), [(1.5, 2), (2.5, 4)]),
    "quotes doubled": ('"t ""s""",v\n1,2\n3,4', ('t "s"', "v"), [(1, 2), (3, 4)]),
    "quoted newlines": ('"t\nin s",v\n1,2\n3,4', ("t in s", "v"), [(1, 2), (3, 4)]),
    "no header": ("1,2\n3,4", None, [(1, 2), (3, 4)]),
    "no header, first row missing one": (",2\n3,4\n5,6", None, [(3, 4), (5, 6)]),
    "no header, first row n/a": ("n/a,nan\n3,4\n5,6", None, [(3, 4), (5, 6)]),
    "blank lines": ("\n\nt,v\n\n1,2\n\n\n3,4\n\n", ("t", "v"), [(1, 2), (3, 4)]),
    "trailing delimiters": ("t,v,\n1,2,\n3,4,\n", ("t", "v"), [(1, 2), (3, 4)]),
    "trailing delimiters below": ("t,v\n1,2,,\n3,4,,\n", ("t", "v"), [(1, 2), (3, 4)]),
    "quoted trailing cells": ('t,v\n"1","2",""\n"3","4",""\n', ("t", "v"), [(1, 2), (3, 4)]),
    "duplicate names": ("v,v,,v (2)\n1,2,3,4\n5,6,7,8", ("v", "v (3)"), [(1, 2), (5, 6)]),
    "title above": ("Our trip\n\nt,v\n1,2\n3,4", ("t", "v"), [(1, 2), (3, 4)]),
    "comment header": ("# made by us\n# t v\n1e0 2\n3 4", ("t", "v"), [(1, 2), (3, 4)]),
    "comment header without space": ("#t,v\n1,2\n3,4", ("t", "v"), [(1, 2), (3, 4)]),
    "Excel names the delimiter": ("sep=;\nt;v\n1;2,5\n3;4", ("t", "v"), [(1, 2.5), (3, 4)]),
    "R's unnamed row names": ('"t" "v"\n"1" 5 6\n"2" 7 8', ("column 1", "t"), [(1, 5), (2, 7)]),
    "text with the delimiter": ('n;t;v\n"A;B";1;2\nC, D;3;4', ("t", "v"), [(1, 2), (3, 4)]),
    "text with semicolons": ("n,t,v\na;b,1,2\nc;d,3,4", ("t", "v"), [(1, 2), (3, 4)]),
    "dates beside numbers": (
        "d;t;v\n01.02.2024;1,5;2\n02.02.2024;3;4",
        ("t", "v"),
        [(1.5, 2), (3, 4)],
    ),
    "minus sign": ("t,v\n−1,−2e−3\n+3,.5\n4.,-0", ("t", "v"), [(-1, -0.002), (3, 0.5), (4, 0)]),
    "one row above the floats": ("t,v\n1e-400,2\n3,3.4e38", ("t", "v"), [(0, 2), (3, 3.4e38)]),
}


@pytest.mark.parametrize(("text", "names", "expected"), AWKWARD.values(), ids=AWKWARD.keys())
def test_awkward_tables(
    text: str, names: tuple[str, ...] | None, expected: list[tuple[float, float]]
) -> None:
    for table in (read_text(text), read_bytes(text.encode())):
        assert table.has_header == (names is not None)
        assert guess_columns(table) == (names or ("column 1", "column 2"))
        assert numbers(table) == expected


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with BOM"),
        ("utf-16", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_the_encoding_is_found(encoding: str, found: str) -> None:
    table = read_bytes("größe;x\r\n1,5;2\r\n3;4\r\n".encode(encoding))
    assert table.encoding == found
    assert table.names == ("größe", "x")
    assert numbers(table) == [(1.5, 2), (3, 4)]


def test_big_endian_utf_16_is_found_by_its_mark() -> None:
    assert numbers(read_bytes(b"\xfe\xff" + "1\t2\n3\t4".encode("utf-16-be"))) == [(1, 2), (3, 4)]


def test_bytes_that_windows_1252_does_not_have_are_latin_1() -> None:
    table = read_bytes(b"t\x81,v\n1,2\n3,4\n")
    assert (table.encoding, table.names) == ("Latin-1", ("t\x81", "v"))


def test_one_foreign_byte_far_down_loses_nothing() -> None:
    shares: list[float] = []
    table = read_bytes(b"t,v\n" + b"1,2\n" * 90_000 + b"\xe9,2\n", shares.append)
    # Read a second time in the other encoding, but the bar does not fall back.
    assert shares == sorted(shares)
    assert len([share for share in shares if share > 0]) > 2
    assert table.encoding == "Windows-1252"
    assert picked(table).sentence == (
        "90,000 of 90,001 rows used; 1 left out: line 90,002 has no number in “t” (“é”)."
    )


def test_a_decimal_comma_that_comes_late_counts_for_the_whole_table() -> None:
    # Undecided at first: both 1,234 could be thousands.
    text = "t\tv\n" + "1,234\t7\n" * 40_000 + "0,5\t8\n"
    table = read_text(text)
    assert table.decimal == ","
    both = picked(table)
    assert both.used == 40_001
    assert (both.x[0], both.x[-1]) == (1.234, 0.5)


def test_late_commas_in_words_do_not_make_a_decimal_comma() -> None:
    table = read_text("t;v;n\n" + "1;2;x\n" * 600 + "1;2;a, b\n" + "1.5;2;x\n")
    assert table.decimal == "."
    assert picked(table).used == 602


ROWS = """t,v
1,2
2,n/a
3,
4,"5
x"

,6
5,NaN
6,-inf
7,1e400
-3.5e38,8
8,2024-01-02
9,5%
10,$3
11,"1,23"
12,1_000
13,4,5
14
 , 9
15,16,,
16,0x10
"""
LEFT_OUT = [
    (3, "v", "n/a", Reason.TEXT),
    (4, "v", "", Reason.EMPTY),
    (5, "v", "5 x", Reason.TEXT),
    (8, "t", "", Reason.EMPTY),
    (9, "v", "NaN", Reason.TEXT),
    (10, "v", "-inf", Reason.TEXT),
    (11, "v", "1e400", Reason.TOO_LARGE),
    (12, "t", "-3.5e38", Reason.TOO_LARGE),
    (13, "v", "2024-01-02", Reason.TEXT),
    (14, "v", "5%", Reason.TEXT),
    (15, "v", "$3", Reason.TEXT),
    (16, "v", "1,23", Reason.TEXT),
    (17, "v", "1_000", Reason.TEXT),
    (18, "t", "3", Reason.ROW_TOO_LONG),
    (19, "v", "", Reason.EMPTY),
    (20, "t", "", Reason.EMPTY),
    (22, "v", "0x10", Reason.TEXT),
]


def test_every_row_that_is_no_numbers_is_counted_and_named() -> None:
    table = read_text(ROWS)
    both = table.pick("t", "v")
    named = [(row.line, row.column, row.text, row.reason) for row in both.left_out_rows]
    assert named == LEFT_OUT
    assert (table.rows, table.blank) == (19, 1)
    assert (both.rows, both.used, both.left_out, both.blank) == (19, 2, 17, 1)
    assert both.x.tolist() == [1, 15]
    assert both.y.tolist() == [2, 16]
    assert both.reasons == {
        Reason.EMPTY: 4,
        Reason.TEXT: 10,
        Reason.TOO_LARGE: 2,
        Reason.ROW_TOO_LONG: 1,
    }
    assert both.sentence == (
        "2 of 19 rows used; 17 left out (4 empty, 10 not a number, 2 too large for float32, "
        "1 too many cells): line 3 has no number in “v” (“n/a”), line 4 has nothing in “v”, "
        "line 5 has no number in “v” (“5 x”) and 14 more; 1 blank line passed over."
    )
    assert [row.words for row in both.left_out_rows[6:14:7]] == [
        "line 11 has a number too large for float32 in “v” (1e400)",
        "line 18 has 3 cells, more than the table has columns",
    ]


@pytest.mark.parametrize(
    ("above", "line"),
    [("", 1), ("\n\n", 3), ("t,v\n", 2), ('"t\n\n",v\n', 4), ("sep=,\n\n", 3), ("sep=,\nt,v\n", 3)],
)
def test_lines_are_counted_from_the_top_of_the_file(above: str, line: int) -> None:
    both = picked(read_text(f"{above}1,2\n3,x\n4,5"))
    assert (both.rows, both.blank) == (3, 0)
    assert [row.line for row in both.left_out_rows] == [line + 1]


def test_beside_decimal_commas_points_are_no_decimal_points() -> None:
    both = picked(read_text("t;v\n1,5;2,5\n1.23;3\n1.23,5;4\n4,5;5"))
    assert both.x.tolist() == [1.5, 4.5]
    assert [row.text for row in both.left_out_rows] == ["1.23", "1.23,5"]


NARROW, NO_BREAK, THIN = "\u202f", "\u00a0", "\u2009"
# How it is written, the two numbers of each row, and what is told of the numbers.
THOUSANDS = {
    "German, pasted": (
        "1.234,56\t2.345,67\n7\t1.234",
        [(1234.56, 2345.67), (7, 1234)],
        "decimal commas, points between thousands",
    ),
    "German, one cell tells": (
        "1.234;2\n5.678;1.234.567\n",
        [(1234, 2), (5678, 1234567)],
        "decimal commas, points between thousands",
    ),
    "French": (
        "1 234,5;2 345,5\n12,5;1 234 567",
        [(1234.5, 2345.5), (12.5, 1234567)],
        "decimal commas, spaces between thousands",
    ),
    "French, as programs write it": (
        f"t;v\n1{NARROW}234,5;−2{NO_BREAK}345,5\n12,5;1{THIN}234",
        [(1234.5, -2345.5), (12.5, 1234)],
        "decimal commas, spaces between thousands",
    ),
    "French, no decimals": (
        "1 234\t5\n2 345\t6",
        [(1234, 5), (2345, 6)],
        "decimal points, spaces between thousands",
    ),
    "Swiss": (
        "1'234.5\t2\n1’234’567\t3",
        [(1234.5, 2), (1234567, 3)],
        "decimal points, apostrophes between thousands",
    ),
    "US, pasted": (
        "1,234.56\t2\n7\t1,234",
        [(1234.56, 2), (7, 1234)],
        "decimal points, commas between thousands",
    ),
    "US, in a CSV file": (
        '"1,234.56",2\n7,"-1,234,567e2"',
        [(1234.56, 2), (7, -123456700)],
        "decimal points, commas between thousands",
    ),
    "US, two groups tell": (
        "1,234;2\n1,234,567;3",
        [(1234, 2), (1234567, 3)],
        "decimal points, commas between thousands",
    ),
    "another column tells": (
        "0.5\t1,234\n1.5\t2,345",
        [(0.5, 1234), (1.5, 2345)],
        "decimal points, commas between thousands",
    ),
    "none tells, points": (
        "1.234\t2\n2.345\t3",
        [(1.234, 2), (2.345, 3)],
        "decimal points (1.234 is read as little more than 1)",
    ),
    "none tells, commas between semicolons": (
        "1,234;5,678\n2,345;6,789",
        [(1.234, 5.678), (2.345, 6.789)],
        "decimal commas (1,234 is read as little more than 1)",
    ),
    "a zero in front tells": ("0,234\t2\n1,345\t3", [(0.234, 2), (1.345, 3)], "decimal commas"),
}


@pytest.mark.parametrize(("text", "expected", "told"), THOUSANDS.values(), ids=THOUSANDS.keys())
def test_separated_thousands(text: str, expected: list[tuple[float, float]], told: str) -> None:
    for table in (read_text(text), read_bytes(text.encode())):
        assert numbers(table) == expected
        assert f", {told}, " in table.sentence


@pytest.mark.parametrize("late", ["1.234.567;8", "1.234,5;8"])
def test_thousands_that_tell_late_count_for_the_whole_table(late: str) -> None:
    table = read_text("t;v\n" + "1.234;7\n" * 60_000 + late)
    both = picked(table)
    assert (both.used, both.x[0], both.left_out) == (60_001, 1234, 0)
    assert table.sentence.startswith(
        "60,001 rows and 2 columns separated by semicolons, decimal commas, points between"
    )


def test_a_decimal_point_that_comes_late_makes_commas_thousands() -> None:
    both = picked(read_text("t\tv\n" + "1,234\t7\n" * 60_000 + "0.5\t8\n"))
    assert (both.used, both.x[0], both.x[-1]) == (60_001, 1234, 0.5)


def test_hints_that_contradict_each_other_come_to_an_end() -> None:
    words = "1;2;a.b, c\n" * 30_000
    table = read_text(f"t;v;n\n{words}1,234;5;x\n{words}1.234;6;x\n{words}")
    both = table.pick("t", "v")
    assert [row.text for row in both.left_out_rows] == ["1,234"]
    assert (table.decimal, both.used) == (".", 90_001)


def test_a_comma_that_may_be_either_is_left_out_and_named() -> None:
    both = read_text("t\tv\n1,234\t5\n2\t6\n3\t7").pick("t", "v")
    assert both.x.tolist() == [2, 3]
    assert both.sentence == (
        "2 of 3 rows used; 1 left out: line 2 has 1,234 in “t”, which may be 1234 or 1.234."
    )


@pytest.mark.parametrize(
    ("rows", "left_out"),
    [
        # Points are decimal points in the table, but thousands in the column.
        (["0.5\t1.234", "0.5\t2.345.678", "0.5\t8"], ["1.234", "2.345.678"]),
        # Commas would be thousands in the table, but are decimal ones in the column.
        (["0.5\t1,234", "0.5\t2,5", "0.5\t8"], ["1,234", "2,5"]),
    ],
)
@pytest.mark.parametrize("between", [0, 60_000])
def test_where_a_column_contradicts_the_table_nothing_is_guessed(
    rows: list[str], left_out: list[str], between: int
) -> None:
    rows = ["t\tv", *["0.5\t1"] * 9, rows[0], *["0.5\t1"] * between, *rows[1:]]
    both = read_text("\n".join(rows)).pick("t", "v")
    assert both.y[-1] == 8
    assert set(both.y[:-1].tolist()) == {1}
    assert [row.text for row in both.left_out_rows] == left_out
    assert both.left_out_rows[0].reason is Reason.UNCLEAR


@pytest.mark.parametrize("text", ["1,23,456", "12,34", "1.234'567", "1234.567,5", "1 23", "'234"])
def test_what_is_grouped_in_no_known_way_is_no_number(text: str) -> None:
    both = read_text(f"t\tv\n0.5\t1\n1.5\t2\n{text}\t3").pick("t", "v")
    assert both.x.tolist() == [0.5, 1.5]
    assert [row.text for row in both.left_out_rows] == [text]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1,5 kg\t2,5 m\n3,5 kg\t4,5 m", "its first row reads “1,5 kg”, “2,5 m”"),
        ("1.5 kg;2,5 m\n3.5 kg;4,5 m", "its first row reads “1.5 kg”, “2,5 m”"),
        ("a|1,5|2 3\nb|1,5|2 3", "Only one column of the pasted text holds numbers, “column 2”"),
    ],
)
def test_a_weak_delimiter_never_wins_over_a_strong_one_that_splits_evenly(
    text: str, said: str
) -> None:
    with pytest.raises(TableError) as error:
        read_text(text)
    assert said in str(error.value)


def test_spaces_between_decimal_commas_are_no_thousands() -> None:
    assert numbers(read_text("0,5 250,5\n1,5 350,5\n")) == [(0.5, 250.5), (1.5, 350.5)]
    assert numbers(read_text("0,5 250,25\n1,5 350,25\n")) == [(0.5, 250.25), (1.5, 350.25)]


def test_a_row_with_too_many_cells_has_no_numbers_in_any_column() -> None:
    table = read_text("t,v\n1,2\n3,4\n1,5,2,5\n")
    assert table.numbers == (2, 2)
    assert [np.isnan(column.values).tolist() for column in table.columns] == [
        [False, False, True],
        [False, False, True],
    ]


def test_half_a_surrogate_pair_on_the_clipboard_is_a_question_mark() -> None:
    assert read_text("t\ud83d,v\n1,2\n3,4").names == ("t?", "v")


def test_lines_are_counted_alike_with_and_without_quotes() -> None:
    rows = [line for line in ROWS.split("\n") if '"' not in line and line != "x"]
    plain = read_text("\n".join(rows)).pick("t", "v")
    assert [row.text for row in plain.left_out_rows] == [
        text for _, _, text, _ in LEFT_OUT if text not in ("5 x", "1,23")
    ]
    for row in plain.left_out_rows:
        if row.reason in (Reason.TEXT, Reason.TOO_LARGE):
            assert row.text in rows[row.line - 1]


def test_a_bad_row_is_named_once_and_only_for_the_columns_picked() -> None:
    table = read_text("t,v,w\n1,2,x\ny,z,3\n3,4,5\n6,7,8")
    assert [row.line for row in table.pick("t", "v").left_out_rows] == [3]
    assert [row.line for row in table.pick("w", "v").left_out_rows] == [2, 3]
    assert table.pick("w", "t").left_out_rows[1].column == "t"
    assert table.numbers == (3, 3, 3)


def test_the_first_twenty_are_kept_and_all_are_counted() -> None:
    rows = [f"x,{row}" if row % 2 else f"{row},y" for row in range(100)]
    table = read_text("\n".join(["t,v", *rows, "1,2", "3,4"]))
    both = table.pick("t", "v")
    assert [row.line for row in both.left_out_rows] == list(range(2, 22))
    assert (both.left_out, both.reasons) == (100, {Reason.TEXT: 100})


def test_a_short_sentence_when_nothing_is_left_out() -> None:
    assert picked(read_text("t,v\n1,2\n3,4\n")).sentence == "All 2 rows used."


def test_long_texts_are_shortened_for_the_person() -> None:
    both = picked(read_text("t,v\n1,2\n3,4\n5," + "x" * 1000))
    assert len(both.left_out_rows[0].text) == 40
    assert both.left_out_rows[0].text.endswith("x…")


def test_what_was_found_is_told() -> None:
    table = read_text("Our trip\nt;v;n\n1,5;2;a\n3;4;b")
    assert table.sentence == (
        "2 rows and 3 columns separated by semicolons, decimal commas, names in the first row; "
        "1 line above the table passed over."
    )
    assert table.source == "the pasted text"
    assert read_bytes(b"1,2\n3,4").source == "speeds.csv"


def test_the_preview_has_a_cell_for_every_column() -> None:
    table = read_text("t,v\n1\n 2 ,n/a\n3,4,5\n6,7" + "\n8,9" * 50)
    assert table.preview[:4] == (("1", ""), ("2", "n/a"), ("3", "4"), ("6", "7"))
    assert len(table.preview) == 20


def test_the_guess_passes_over_words_and_mostly_empty_columns() -> None:
    table = read_text("name,note,t,v\na,,1,2\nb,9,3,4\nc,,5,6")
    assert guess_columns(table) == ("t", "v")
    assert guess_columns(read_text("a,b,c\nx,1,\nx,,\nx,,2")) == ("b", "c")


def test_the_arrays_are_the_callers_own() -> None:
    table = read_text("t,v\n1,2\n3,4")
    picked(table).x[0] = 99
    assert numbers(table) == [(1, 2), (3, 4)]
    with pytest.raises(ValueError, match="read-only"):
        table.columns[0].values[0] = 99


# Sentences


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "speeds.csv is empty: choose a file with rows of numbers."),
        (b" \n\n", "speeds.csv holds nothing but blank lines: choose one with rows of numbers."),
        (
            b"speed\n1\n2\n",
            "speeds.csv has only one column, “speed”: a second column is needed, for example the "
            "time of each value.",
        ),
        (
            b"speed\n1,5\n2,5\n",
            "speeds.csv has only one column, “speed”: a second column is needed, for example the "
            "time of each value.",
        ),
        (
            b"1\n2\n",
            "speeds.csv has only one column: a second column is needed, for example the time of "
            "each value.",
        ),
        (
            b"speed,\n1,\n2,\n",
            "speeds.csv has only one column, “speed”: a second column is needed, for example the "
            "time of each value.",
        ),
        (b"t,v\n", "speeds.csv has the column names “t”, “v” but no rows: add rows of numbers."),
        (
            b"t;v\n;\n\n",
            "speeds.csv has the column names “t”, “v” but no rows: add rows of numbers.",
        ),
        (
            b"1,234\t2,345\n",
            "No column of speeds.csv holds numbers (its first row reads “1,234”, “2,345”): write "
            "them like 1234.5 or 1234,5, without units and without separators of thousands.",
        ),
        (
            b"date,v\n2024-01-02,1\n2024-01-03,2\n",
            "Only one column of speeds.csv holds numbers, “v”: a second one is needed, for example "
            "the time of each value.",
        ),
        (
            b'1,2\n3,4\n5,"6\n7,8\n',
            'The quote (") opened in line 3 of speeds.csv is never closed: close it or remove it.',
        ),
        (
            b'1,2\n3,4\n5,"6\n' + b"7,8\n" * 40_000,
            'A cell in line 3 of speeds.csv has more than 131,072 characters: look for a quote (") '
            "that is never closed.",
        ),
        (
            b"1,2\n" * 70_000 + b"x" * 5_000_000,
            "speeds.csv has a line of more than 1,000,000 characters, which no table has: check "
            "that it is the right file.",
        ),
        (
            b"1," * 1001 + b"1\n",
            "speeds.csv has 1,002 columns, more than 1,000: save only the ones needed.",
        ),
        (
            b"PK\x03\x04....",
            "speeds.csv is an Excel workbook or a zip archive, not text: save the table as CSV and "
            "open that.",
        ),
        (
            b"\x89PNG\r\n\x1a\n",
            "speeds.csv is a picture, not text: save the table as CSV and open that.",
        ),
        (
            b"1,2\n\0\0,4\n",
            "speeds.csv is not a text file (it holds NUL bytes): save the table as CSV in UTF-8.",
        ),
        (
            b"\xff\xfe1\0,\0002\0\n",
            "speeds.csv begins as UTF-16 but is damaged further on: save it again as CSV in UTF-8.",
        ),
        (
            b"\xef\xbb\xbft,v\n1,\xff\n",
            "speeds.csv begins as UTF-8 with BOM but is damaged further on: save it again as CSV "
            "in UTF-8.",
        ),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value[:30],
)
def test_files_that_are_no_table(data: bytes, sentence: str) -> None:
    with pytest.raises(TableError) as error:
        read_bytes(data)
    assert str(error.value) == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The pasted text is empty: copy the cells with their header, then paste."),
        ("\ufeff \n", "The pasted text is empty: copy the cells with their header, then paste."),
        ("1\0", "The pasted text holds NUL characters, so it is no table: copy the cells again."),
        (
            "x\n1\n2",
            "The pasted text has only one column, “x”: a second column is needed, for example the "
            "time of each value.",
        ),
        (
            'a,b\n"1,2\n',
            'The quote (") opened in line 2 of the pasted text is never closed: close it or '
            "remove it.",
        ),
    ],
)
def test_pasted_text_that_is_no_table(text: str, sentence: str) -> None:
    with pytest.raises(TableError) as error:
        read_text(text)
    assert str(error.value) == sentence


def test_a_pasted_text_that_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_source, "MAX_BYTES", 5)
    with pytest.raises(TableError, match=r"^The pasted text is too long: save it as a CSV file"):
        read_text("1,2\n3,4")


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TableError, match=r"^There is no file none\.csv: check its name and folder"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(TableError, match=rf"^{tmp_path.name} is a folder: choose a CSV or TSV"):
        read_table(tmp_path)
    with pytest.raises(TableError, match=r"^The file's name holds a NUL character"):
        read_table("a\0b")

    path = tmp_path / "mine.csv"
    path.write_bytes(b"1,2\n")

    def refuse(error: OSError) -> None:
        def refused(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr(Path, "open", refused)

    refuse(PermissionError(13, "Permission denied"))
    with pytest.raises(TableError, match=r"^mine\.csv may not be read: change its permissions"):
        read_table(path)
    refuse(OSError(5, "Input/output error"))
    with pytest.raises(
        TableError, match=r"^mine\.csv cannot be read \(Input/output error\): check"
    ):
        read_table(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(TableError, match=r"^pipe\.csv is a device or a pipe, not a file"):
        read_table(tmp_path / "pipe.csv")


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as stream:
        stream.truncate(600 * 2**20)
    with pytest.raises(TableError, match=r"^huge\.csv has 600 MB, more than the 512 MB that can"):
        read_table(path)


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_cells, "MAX_ROWS", 3)
    assert read_text("t,v\n" + "1,2\n" * 3 + "\n\n").rows == 3
    with pytest.raises(
        TableError,
        match=r"^The pasted text has more than 3 rows: save a part of it, for example every tenth",
    ):
        read_text("t,v\n" + "1,2\n" * 4)


def test_a_column_that_is_not_there() -> None:
    table = read_text("time,speed\n1,2\n3,4")
    with pytest.raises(TableError) as error:
        table.pick("time", "sped")
    assert str(error.value) == (
        "There is no column “sped” in the pasted text: did you mean “speed”? The columns are "
        "“time”, “speed”."
    )
    many = read_text(",".join(f"c{index}" for index in range(12)) + "\n" + "1," * 11 + "1\n")
    with pytest.raises(
        TableError, match=r"in the pasted text: The columns are “c0”, .* and 2 more"
    ):
        many.pick("zzz", "c1")


def test_columns_whose_numbers_never_meet() -> None:
    table = read_text("t,v\n1,\n,2\n3,4")
    with pytest.raises(TableError) as error:
        table.pick("t", "v")
    assert str(error.value) == (
        "Two rows with a number in both “t” and “v” are needed: 1 of 3 rows used; 2 left out: "
        "line 2 has nothing in “v”, line 3 has nothing in “t”."
    )


# Blocks, progress, cancelling


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """50,000 rows in several blocks; some rows bad, some blank, one cell over many lines."""
    path = tmp_path_factory.mktemp("tables") / "large.csv"
    with path.open("w", newline="") as stream:
        stream.write("t,v,note\r\n")
        for row in range(50_000):
            value = "n/a" if row in (40_000, 49_999) else f"{row * 0.37!r}"
            note = '"' + "y,\n" * 300 + '"' if row == 30_000 else "z" * 100
            stream.write(f"{row},{value},{note}\r\n" + "\r\n" * (row == 20_000))
    return path


def test_progress_rises_to_one_and_lines_are_right_across_blocks(large: Path) -> None:
    shares: list[float] = []
    table = read_table(large, shares.append)
    assert len(shares) >= 5
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert any(0.1 < share < 0.9 for share in shares)

    both = table.pick("t", "v")
    assert (table.rows, table.blank, both.used) == (50_000, 1, 49_998)
    # Header, one blank line and 300 lines more within the note.
    assert [row.line for row in both.left_out_rows] == [40_303, 50_302]
    lines = large.read_bytes().split(b"\n")
    assert all(b",n/a," in lines[row.line - 1] for row in both.left_out_rows)
    rows = both.x.astype(int)
    assert both.y.tolist() == [row * 0.37 for row in rows.tolist()]


def test_a_quoted_cell_may_reach_over_the_end_of_a_block() -> None:
    head = "t,v\n" + "1,2\n" * 65_000
    cell = '"' + "q\n" * 3_000 + '"'
    assert len(head) < 2**18 < len(head + cell)
    both = picked(read_text(f"{head}3,{cell}\n4,5\n6,bad\n"))
    assert [(row.line, row.text[:3]) for row in both.left_out_rows] == [
        (65_002, "q q"),
        (68_004, "bad"),
    ]
    assert (both.used, both.y[-1]) == (65_001, 5)


def test_cancelling_stops_between_blocks(large: Path) -> None:
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked == 3

    shares: list[float] = []
    with pytest.raises(TableCancelled):
        read_table(large, shares.append, cancelled)
    assert asked == 3
    assert 0 < shares[-1] < 0.9


def test_reading_in_another_thread(large: Path) -> None:
    tables: list[Table] = []
    thread = threading.Thread(target=lambda: tables.append(read_table(large)))
    thread.start()
    thread.join()
    assert tables[0].rows == 50_000


def test_the_reader_loads_neither_torch_nor_qt_nor_polars_before_it_reads() -> None:
    code = (
        "import sys, engine.table.table as table\n"
        "loaded = {'torch', 'PySide6', 'polars'} & set(sys.modules)\n"
        "table.read_text('1,2')\n"
        "print(loaded, {'torch', 'PySide6', 'polars'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    assert run.stdout == "set() {'polars'}\n"


# Properties

FINITE = st.floats(min_value=-FLOAT32_MAX, max_value=FLOAT32_MAX)


@st.composite
def written(draw: st.DrawFn) -> tuple[list[list[float]], bytes]:
    """A table of floats and the same written as some program would."""
    width = draw(st.integers(2, 4))
    # A first row that tells decimal signs from thousands.
    rows = [[0.5] * width, *draw(st.lists(st.lists(FINITE, min_size=width, max_size=width)))]
    rows += [[0.25] * width]
    delimiter = draw(st.sampled_from(",;\t| "))
    decimal = draw(st.sampled_from(".,"))
    quote_all = draw(st.booleans())
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    out = io.StringIO(newline="")
    writer = csv.writer(
        out,
        delimiter=delimiter,
        quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL,
        lineterminator=end,
    )
    if draw(st.booleans()):
        writer.writerow([f"größe {index}" for index in range(width)])
    trailing = [""] if delimiter != " " and draw(st.booleans()) else []
    form = draw(st.sampled_from([repr, "{:.17g}".format, "{:.20e}".format]))
    minus = draw(st.sampled_from("-−"))
    for row in rows:
        cells = [form(value).replace("-", minus).replace(".", decimal) for value in row]
        writer.writerow(cells + trailing)
        if draw(st.integers(0, 9)) == 0:
            out.write(end)
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    return rows, out.getvalue().encode(encoding)


@given(written())
@settings(max_examples=150, deadline=None)
def test_floats_come_back_exactly_from_every_dialect(case: tuple[list[list[float]], bytes]) -> None:
    rows, data = case
    table = read_bytes(data)
    assert (table.rows, len(table.columns)) == (len(rows), len(rows[0]))
    both = table.pick(table.names[0], table.names[-1])
    assert both.left_out == 0
    assert both.x.tolist() == [row[0] for row in rows]
    assert both.y.tolist() == [row[-1] for row in rows]


# What separates thousands and decimals: German, French in two ways, Swiss, US.
LOCALES = [".,", "\u202f,", " ,", "’.", ",."]


@given(
    st.lists(
        st.tuples(*[st.tuples(st.integers(-(10**11), 10**11), st.booleans())] * 2), min_size=1
    ),
    st.sampled_from(LOCALES),
    st.sampled_from("\t;|,"),
    st.booleans(),
)
@settings(max_examples=50, deadline=None)
def test_separated_thousands_come_back_exactly_from_every_locale(
    rows: list[tuple[tuple[int, bool], tuple[int, bool]]], signs: str, delimiter: str, header: bool
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerows([("t", "v")] * header)
    # Some fraction tells the decimal sign.
    rows = [((123_456_50, False), (50, False)), *rows]
    values = []
    for row in rows:
        # Hundredths, of which whole numbers show none.
        numbers_ = [hundredths // 100 if whole else hundredths / 100 for hundredths, whole in row]
        values.append(tuple(map(float, numbers_)))
        writer.writerow(
            format(number, ",d" if whole else ",.2f").translate(str.maketrans(",.", signs))
            for number, (_, whole) in zip(numbers_, row, strict=True)
        )
    assert numbers(read_text(out.getvalue())) == values


CELLS = st.one_of(
    FINITE.map(repr),
    st.floats().map(repr),
    st.sampled_from(["", " ", "n/a", "1e400", "−3", " 4 ", "1_0", "x\ny", 'a "b"', "1,5", "∞"]),
    st.text("0123456789+-.eE, ", max_size=8),
)


@given(st.lists(st.tuples(CELLS, CELLS, st.integers(0, 3)), max_size=30))
@settings(max_examples=200, deadline=None)
def test_every_row_is_used_or_named_with_its_line(rows: list[tuple[str, str, int]]) -> None:
    # Some decimals decide for points, whatever else the rows hold.
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([("time", "speed"), *[(0.5, 0.5)] * 40])
    expected, bad = [], []
    for first, second, extra in rows:
        line = out.getvalue().count("\n") + 1
        writer.writerow([first, second, *["9"] * (extra == 3)])
        values = [plain_float(first), plain_float(second)]
        if extra != 3 and not (first.strip() or second.strip()):
            continue
        if extra == 3 or None in values:
            bad.append(line)
        else:
            expected.append(tuple(values))
    both = read_text(out.getvalue()).pick("time", "speed")
    assert list(zip(both.x[40:].tolist(), both.y[40:].tolist(), strict=True)) == expected
    assert [row.line for row in both.left_out_rows] == bad[:20]
    assert (both.left_out, sum(both.reasons.values())) == (len(bad), len(bad))


def plain_float(cell: str) -> float | None:
    """What Python's own float makes of a cell, within what float32 holds."""
    text = cell.strip()
    # Beside decimal points, a comma can only separate thousands; a space as well.
    if re.fullmatch(r"[-+−]?[1-9]\d{0,2}((,\d{3})+|( \d{3})+)(\.\d*)?([eE][+-]?\d+)?", text):
        text = text.replace(",", "").replace(" ", "")
    try:
        value = float(text.replace("−", "-").replace("_", "?"))
    except ValueError:
        return None
    return value if abs(value) <= FLOAT32_MAX else None


@given(
    st.sampled_from(",; "),
    st.lists(
        st.lists(
            st.sampled_from(["1", "", "x", ".5", '"1"', '""', "a,b", "; c", '"d,e"', '"; f "']),
            max_size=4,
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["", '"', '"2', '2"', '"2"3', ' "2"', '"2,3"', '"2\n3"', '"2""3"']),
    st.integers(2, 3),
    st.integers(0, 1),
    st.sampled_from(["", "\n"]),
)
@settings(max_examples=300, deadline=None)
def test_both_ways_to_split_give_the_same_cells(
    delimiter: str, rows: list[list[str]], odd: str, count: int, surplus: int, end: str
) -> None:
    text = "\n".join(delimiter.join(row) for row in [*rows, [odd, "7"]]) + end
    dialect = dialect_of(delimiter, count, surplus)
    fast_source, slow_source = text_source("x"), text_source("x")
    fast = table_split._split_at_once(text, fast_source, dialect)
    if fast is None:
        assert '"' in text or delimiter == " "
        return
    slow = table_split._split_by_row(text, slow_source, dialect)
    assert cells_of(fast) == cells_of(slow)
    assert fast.lines.tolist() == slow.lines.tolist()
    assert fast.too_long == slow.too_long
    assert fast_source.line == slow_source.line


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", " "])
def test_a_delimiter_in_a_quoted_cell_is_no_reason_to_go_row_by_row(delimiter: str) -> None:
    text = delimiter.join(["1", f'"a{delimiter}b"', '"2"']) + "\n"
    block = table_split._split_at_once(text, text_source("x"), dialect_of(delimiter, 3))
    assert block is not None
    assert cells_of(block) == [["1"], [f"a{delimiter}b"], ["2"]]


def test_a_sentence_quotes_names_without_control_characters() -> None:
    table = read_text("Ze\x90it,Spe\x1bed\n1,2\nx,3\n")
    assert table.names == ("Ze\x90it", "Spe\x1bed")
    with pytest.raises(TableError) as refused:
        table.pick(*table.names)
    assert str(refused.value) == (
        "Two rows with a number in both “Ze�it” and “Spe�ed” are needed: "
        "1 of 2 rows used; 1 left out: line 3 has no number in “Ze�it” (“x”)."
    )
    with pytest.raises(TableError, match="“Ze�it”, “Spe�ed”"):
        table.pick("Zeit", "Spe\x1bed")


def dialect_of(delimiter: str, count: int, surplus: int = 0) -> Dialect:
    return Dialect(
        delimiter=delimiter,
        style=Style(),
        width=count + surplus,
        names=("a", "b", "c")[:count],
        has_header=False,
        first_line=1,
        above=0,
        preview=(),
    )


def cells_of(block: table_split.Block) -> list[list[str]]:
    return [[(cell or "").strip() for cell in column] for column in block.columns]


@example("#\t:")
@example('\t"')
@given(st.one_of(st.text(), st.text('01.,;\t|" \r\nab#', max_size=60)))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_table_or_a_sentence(text: str) -> None:
    try:
        table = read_text(text)
    except TableError:
        return
    assert len(set(table.names)) == len(table.names) >= 2
    assert all(len(row) == len(table.names) for row in table.preview)
    for column in table.columns:
        assert len(column.values) == table.rows
        assert (np.isnan(column.values) == (column.reasons != Reason.NONE)).all()


@given(st.binary(max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_a_table_or_a_sentence(data: bytes) -> None:
    with contextlib.suppress(TableError):
        assert read_bytes(data).rows > 0


YEARS = "Country,1960,1961\nFrance,46.6,47.2\nPeru,10.2,10.5\n"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (YEARS, ("Country", "1960", "1961")),
        (
            "Name;Code;1990;1995;2000;\na;x;3;4;6;\nb;y;3;5;9;\n",
            ("Name", "Code", "1990", "1995", "2000"),
        ),
        ("city,1,2,3\nRome,8.5,9,12\nOslo,-4,-3,0\n", ("city", "1", "2", "3")),
        # Rows: the numbers below go up like these, or these do not go up, or are no years.
        ("a,1960,1961\nb,1962,1963\n", None),
        ("a,1,2,3\nb,4,5,6\n", None),
        ("a,1961,1960\nb,3,4.5\n", None),
        ("a,3,4\nb,5,7\n", None),
        ("a,1960,1970\nb,5,7\n", None),
        ("1959,1960,1961\n3,4,5.5\n", None),
        ("1960,1961\n3,4.5\n", None),
    ],
)
def test_a_header_may_be_made_of_years(text: str, names: tuple[str, ...] | None) -> None:
    table = read_text(text)
    assert table.has_header is (names is not None)
    assert table.names == (names or table.names)
    assert table.rows == text.count("\n") - (names is not None)
    assert ("no names in the first row" in table.sentence) is (names is None)


def test_whether_the_first_row_has_names_can_be_said() -> None:
    row = read_text(YEARS, header=False)
    assert (row.rows, row.names) == (3, ("column 1", "column 2", "column 3"))
    assert row.pick("column 2", "column 3").x.tolist() == [1960, 46.6, 10.2]
    names = read_text("3,4\n5,6\n7,8\n", header=True)
    assert (names.rows, names.names) == (2, ("3", "4"))
    for text in (YEARS, "time,speed\n1,2\n3,4\n"):
        assert read_text(text, header=True).names == read_text(text).names


class TestBlankLines:
    """A file of line ends is refused with a sentence before it fills the memory."""

    HEAD = "time,speed\n0,1.5\n1,2.5\n"

    @pytest.mark.parametrize("blank", ["\n", " \n", ",\n"])
    def test_more_of_them_than_any_table_has_are_refused(self, blank: str) -> None:
        text = self.HEAD + blank * (MAX_BLANK + 1)
        with pytest.raises(TableError, match=f"more than {MAX_BLANK:,} blank lines"):
            read_text(text)

    def test_a_block_of_them_is_passed_over_and_lines_keep_their_numbers(self) -> None:
        blank = 2 * BLOCK
        text = f"{self.HEAD}{' ' * 40}\n{(' ' * 39 + chr(10)) * (blank // 40)}2,none\n3,4.5\n"
        table = read_text(text)
        assert table.rows == 4
        assert table.blank == blank // 40 + 1
        picked = table.pick("time", "speed")
        assert picked.left_out_rows[0].line == 3 + table.blank + 1

    def test_the_file_is_not_read_to_its_end(self, tmp_path: Path) -> None:
        file = tmp_path / "blank.csv"
        file.write_text(self.HEAD + "\n" * 8 * MAX_BLANK)
        shares: list[float] = []
        with pytest.raises(TableError, match="blank lines"):
            read_table(file, shares.append)
        assert max(shares) < 0.5

    def test_reading_a_pasted_text_can_be_left(self) -> None:
        asked: list[int] = []

        def after_two_blocks() -> bool:
            asked.append(1)
            return len(asked) > 2

        with pytest.raises(TableCancelled):
            read_text(self.HEAD + "2,3\n" * BLOCK, after_two_blocks)
        assert len(asked) == 3
