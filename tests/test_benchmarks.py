"""What a benchmark says of a figure; the figures themselves are the benchmarks' own affair."""

import json
import re
import sys
from collections.abc import Callable

import pytest

from tests.benchmarks import __main__ as benchmarks
from tests.benchmarks.rows import Row, in_turn, ratio


def row(figure: float, bound: float | None, at_least: bool = False) -> Row:
    return Row("a thing / another", figure, bound, "in detail", at_least)


@pytest.mark.parametrize(
    ("figure", "at_least", "holds"),
    [
        (0.9, True, True), (1.0, True, True), (0.8, True, False),
        (0.8, False, True), (0.9, False, True), (1.0, False, False),
        (float("nan"), True, False), (float("nan"), False, False),
    ],
)  # fmt: skip
def test_a_figure_is_held_against_its_bound(figure: float, at_least: bool, holds: bool) -> None:
    assert row(figure, 0.9, at_least).holds is holds


def test_without_a_bound_there_is_nothing_to_hold() -> None:
    assert row(3.0, None).holds is None


def test_a_ratio_is_the_median_of_the_rounds() -> None:
    assert ratio([2.0, 9.0, 40.0], [1.0, 3.0, 10.0]) == 3.0
    assert ratio([1.0, 3.0], [2.0, 2.0]) == 1.0


def test_one_slow_round_does_not_move_a_ratio() -> None:
    assert ratio([2.0, 2.0, 2_000.0], [1.0, 1.0, 1.0]) == 2.0


def test_a_ratio_needs_as_many_rounds_of_both() -> None:
    with pytest.raises(ValueError, match="zip"):
        ratio([1.0, 2.0], [1.0])


def test_works_are_measured_in_turn() -> None:
    order: list[str] = []

    def work(name: str) -> float:
        order.append(name)
        return float(len(order))

    figures = in_turn([lambda: work("a"), lambda: work("b")], 3)
    assert order == ["a", "b", "a", "b", "a", "b"]
    assert figures == [[1.0, 3.0, 5.0], [2.0, 4.0, 6.0]]


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (row(0.95, 0.9, at_least=True), "a thing / another 0.95 × ≥ 0.9 holds in detail"),
        (row(0.85, 0.9, at_least=True), "a thing / another 0.85 × ≥ 0.9 MISSED in detail"),
        (row(1.234, 2.0), "a thing / another 1.23 × ≤ 2 holds in detail"),
        (row(2.5, 2.0), "a thing / another 2.50 × ≤ 2 MISSED in detail"),
        (row(2.5, None), "a thing / another 2.50 × in detail"),
    ],
)
def test_a_row_in_a_line(made: Row, said: str) -> None:
    assert re.sub(" +", " ", benchmarks.as_line(made)) == said


def test_lines_stand_below_each_other() -> None:
    rows = (row(0.95, 0.9, at_least=True), row(12_345.6, 2.0), row(2.5, None))
    assert len({benchmarks.as_line(each).index("in detail") for each in rows}) == 1


class Part:
    """A part of the benchmarks that measures nothing."""

    def __init__(self, *rows: Row) -> None:
        self.made = rows
        self.quick: list[bool] = []

    def rows(self, quick: bool) -> tuple[Row, ...]:
        self.quick.append(quick)
        return self.made


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> tuple[Part, ...]:
    # What the program puts in place of the hook is gone with the test.
    monkeypatch.setattr("sys.excepthook", lambda *_error: None)
    parts = Part(row(0.8, 0.9)), Part(row(1.0, 0.9), row(5.0, None)), Part()
    monkeypatch.setattr(benchmarks, "PARTS", parts)
    return parts


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the benchmarks with options; the exit code, and what was printed."""

    def run(*options: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["benchmarks", *options])
        return benchmarks.main(), capsys.readouterr().out

    return run


def test_as_json(parts: tuple[Part, ...], run: Run) -> None:
    code, printed = run("--json", "--quick")
    assert code == 0
    read = json.loads(printed)
    assert [(each["figure"], each["bound"], each["holds"]) for each in read] == [
        (0.8, 0.9, True), (1.0, 0.9, False), (5.0, None, None)
    ]  # fmt: skip
    assert [part.quick for part in parts] == [[True]] * 3


def test_as_a_table(parts: tuple[Part, ...], run: Run) -> None:
    code, printed = run()
    assert code == 0
    assert printed.splitlines() == [
        benchmarks.as_line(each) for part in parts for each in part.made
    ]
    assert [part.quick for part in parts] == [[False]] * 3


@pytest.mark.parametrize("options", [["--judge"], ["--judge", "--json"]])
def test_a_missed_bound_is_a_failure_where_it_is_judged(
    parts: tuple[Part, ...], run: Run, options: list[str]
) -> None:
    assert run(*options)[0] == 1
    # Everything is measured and told nevertheless.
    assert [part.quick for part in parts] == [[False]] * 3


@pytest.mark.usefixtures("parts")
def test_bounds_that_hold_are_judged_well(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setattr(benchmarks, "PARTS", [Part(row(0.8, 0.9), row(5.0, None))])
    assert run("--judge")[0] == 0


@pytest.mark.usefixtures("parts")
def test_an_error_that_escapes_a_slot_is_a_failure_without_a_judge(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Broken(Part):
        def rows(self, quick: bool) -> tuple[Row, ...]:
            error = ZeroDivisionError("in a slot")
            sys.excepthook(type(error), error, None)
            return super().rows(quick)

    monkeypatch.setattr(benchmarks, "PARTS", [Broken(row(0.8, 0.9))])
    monkeypatch.setattr("sys.argv", ["benchmarks"])
    assert benchmarks.main() == 1
    assert "ZeroDivisionError: in a slot" in capsys.readouterr().err
