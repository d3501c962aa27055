"""What was approved: a line that differs is told, and no file stays that no test holds."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.approved import MOST_TOLD, Hold, nearly

ENGINE = Path(__file__).with_name("engine")
Failed = pytest.fail.Exception


def test_what_was_approved_is_held(tmp_path: Path) -> None:
    Hold(tmp_path, approving=True)("name", ["a", "", "b 0.5"])
    hold = Hold(tmp_path, approving=False)
    hold("name", ["a", "", "b 0.5"])
    hold("name", ["a", "", "b 0.500001"], nearly)
    with pytest.raises(Failed, match=r"name.txt\n@@ -2 \+2,2 @@\n-\n\+c\n\+d$"):
        hold("name", ["a", "c", "d", "b 0.5"])


@pytest.mark.parametrize("lines", [[], ["a"], ["a", "b", "c"], ["b", "a"]])
def test_a_line_more_or_less_or_elsewhere_is_noticed(tmp_path: Path, lines: list[str]) -> None:
    Hold(tmp_path, approving=True)("name", ["a", "b"])
    with pytest.raises(Failed, match=r"[-+][abc]"):
        Hold(tmp_path, approving=False)("name", lines, nearly)


def test_not_too_much_is_told(tmp_path: Path) -> None:
    Hold(tmp_path, approving=True)("name", map(str, range(100)))
    with pytest.raises(Failed) as failed:
        Hold(tmp_path, approving=False)("name", map(str, range(100, 0, -1)))
    assert len(str(failed.value).split("\n")) == MOST_TOLD + 2


def test_what_nobody_has_approved_is_said(tmp_path: Path) -> None:
    with pytest.raises(Failed, match=r"^Nothing is approved yet: --approve writes .*name.txt\.$"):
        Hold(tmp_path, approving=False)("name", [])


@pytest.mark.parametrize(
    ("was", "now", "near"),
    [
        ("a: 0.5", "a: 0.500009", True), ("a: 0.5", "a: 0.50002", False),
        ("a: 12", "a: 13", False), ("a: 123456", "a: 123457", False),
        ("a: 123456.0", "a: 123457.0", True), ("a: 0.5", "b: 0.5", False),
        ("1000.0 0.0012", "1000.0 0.0003", True), ("1000.0 0.0022", "1000.0 0.0003", False),
        ("1e-20", "0.0", True), ("1e-11", "0.0", False), ("0.5", "0.5 0.5", False),
    ],
)  # fmt: skip
def test_numbers_are_nearly_the_same_in_the_digits_in_which_processors_differ(
    was: str, now: str, near: bool
) -> None:
    assert nearly(was, now) is near


@cache
def names_in(test: Path) -> set[str]:
    """The parts, between commas, of every text in a test's file."""
    texts = (
        node.value
        for node in ast.walk(ast.parse(test.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {part for text in texts for part in text.split(", ")}


def test_no_file_is_approved_that_no_test_holds_any_more() -> None:
    files = [*ENGINE.rglob("approved/*/*.txt")]
    assert files
    tests = {file: file.parents[2] / f"test_{file.parent.name}.py" for file in files}
    assert [
        str(file)
        for file, test in tests.items()
        if not test.exists() or not {*file.stem.split(", ")} <= names_in(test)
    ] == []
