"""The faults that `tests.mutation` puts into a module, and whether it sees them noticed."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutation import __main__ as mutation
from tests.mutation.faults import faults_in
from tests.mutation.names import functions_in
from tests.mutation.reach import Reach, probed
from tests.mutation.trial import Mutant, chosen

TOY = '''"""A toy."""

import math
from typing import Literal

NAME = "toy"
Kind = Literal["one", "two"]


class Toy:
    """It plays."""

    def __init__(self) -> None:
        super().__init__()
        self.a = 1

    def play(self, x: float, on: bool = True) -> float:
        """Plays."""
        if on and not x < self.a:
            self.count += 1
            self.wind(x, on)
            return -x * math.pi
        self.b = self.a
        self.c.connect(self.d)
        return "é" if x == 2.5 else None
'''
SUMS = """def double(x):
    return x * 2


def third(x):
    return x / 3


def in_a_thread(answers):
    while answers == []:
        answers.append(1)
"""
TESTS_OF_SUMS = """import threading

from toys.sums import double, in_a_thread


def test_double():
    assert double(3) == 6


def test_in_a_thread():
    answers = []
    thread = threading.Thread(target=in_a_thread, args=(answers,))
    thread.start()
    thread.join()
    assert answers == [1]


def test_it_fails():
    assert double(1) == 3
"""


def becomes(kind: str, source: str = TOY) -> set[str]:
    """What the lines become by the faults of a kind."""
    text = source.encode()
    return {fault.shown(text)[1] for fault in faults_in(text) if fault.kind == kind}


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("condition", {
            "if not (on and not x < self.a):",
            "if on or not x < self.a:",
            "if on and not not (x < self.a):",
        }),
        ("comparison", {
            "if on and not x <= self.a:", 'return "é" if x != 2.5 else None',
        }),
        ("sign", {"if on and (x < self.a):", "return (x) * math.pi"}),
        ("sum", {"self.count -= 1", "return -x / math.pi"}),
        ("constant", {
            "self.a = 2",
            "def play(self, x: float, on: bool = False) -> float:",
            "self.count += 2",
            'return "é" if x == 5.0 else None',
        }),
        ("text", {'NAME = "XXtoy"', 'return "XXé" if x == 2.5 else None'}),
        ("forgotten", {"pass"}),
        ("nothing", {"return None"}),
        ("swapped", {"self.wind(on, x)"}),
        ("sibling", {
            "if on and not x < self.d:", "self.b = self.d", "self.c.connect(self.c)",
            "self.d.connect(self.d)", "self.c.connect(self.a)",
            "if on and not x < self.c:", "self.b = self.c", "self.a.connect(self.d)",
        }),
    ],
)  # fmt: skip
def test_each_kind_of_fault(kind: str, lines: set[str]) -> None:
    found = becomes(kind)
    assert found == lines if kind != "sibling" else found <= lines and len(found) == 4


def test_a_length_is_not_made_one_pixel_longer_and_nothing_else_of_it_is_spared() -> None:
    for spared in (
        "px(5)", "scaled(1)", "scaled(0.5)", "scaled(-2)", "px(SPACE - 1)", "px(2 + 3 + wide)",
        "self.a.setSpacing(0)", "it.setContentsMargins(1, 2, 3, 4)", "sized(it.setSpacing, 1)",
        "zoom.px(7)",
    ):  # fmt: skip
        assert becomes("constant", spared) == set(), spared
    for line, faults in {
        "scaled(1.5)": {"scaled(3.0)"},
        "px(1000)": {"px(2000)"},
        "px(2 * wide)": {"px(3 * wide)"},
        "px(half(2))": {"px(half(3))"},
        "px(4 if on > 1 else 2)": {
            "px(5 if on > 1 else 2)", "px(4 if on > 2 else 2)", "px(4 if on > 1 else 3)",
        },
        "px(row[0])": {"px(row[1])"},
        "round(5)": {"round(6)"},
        "it.setValue(1)": {"it.setValue(2)"},
        "it.setSpacing(px(4)).show(3)": {"it.setSpacing(px(4)).show(4)"},
        "it.setVisible(True)": {"it.setVisible(False)"},
        "px(5) + 1": {"px(5) + 2"},
    }.items():  # fmt: skip
        assert becomes("constant", line) == faults, line
    whole = becomes("forgotten", "sized(it.setSpacing, 1)\n"), becomes("sum", "px(SPACE - 1)")
    assert whole == ({"pass"}, {"px(SPACE + 1)"})
    assert becomes("swapped", "it.setFixedSize(1, 2)") == {"it.setFixedSize(2, 1)"}
    assert becomes("text", 'px("5")') == {'px("XX5")'}


def test_what_is_forgotten() -> None:
    text = TOY.encode()
    forgotten = [fault.shown(text)[0] for fault in faults_in(text) if fault.kind == "forgotten"]
    assert forgotten == [
        "self.count += 1", "self.wind(x, on)", "self.b = self.a", "self.c.connect(self.d)",
    ]  # fmt: skip


def test_a_fault_leaves_python_behind_and_a_change() -> None:
    source = (mutation.ROOT / "tests" / "mutation" / "faults.py").read_bytes()
    plain = ast.dump(ast.parse(source))
    faults = faults_in(source)
    assert len(faults) > 200
    for fault in faults[::9]:
        assert ast.dump(ast.parse(fault.put_into(source))) != plain, fault


def test_a_fault_knows_the_function_it_is_in() -> None:
    functions = {fault.function for fault in faults_in(TOY.encode())}
    assert functions == {"", "Toy.__init__", "Toy.play"}
    nested = ast.parse(
        "def a():\n    if 1:\n        def b(): pass\nclass C:\n    def d(self): pass"
    )
    assert [name for _, name in functions_in(nested)] == ["a", "a.<locals>.b", "C.d"]


def test_a_probed_function_says_that_it_is_entered_and_stays_the_same() -> None:
    entered: list[str] = []
    space = {"entered": entered.append, "__name__": "toy"}
    exec(compile(probed(TOY.encode(), "toy.py"), "toy.py", "exec"), space)
    toy = space["Toy"]()  # type: ignore[operator]
    assert entered == ["toy.py:Toy.__init__"]
    assert toy.play.__doc__ == "Plays."


def test_a_module_s_own_tests_come_first_then_near_ones_then_looks_then_those_that_speak_of_it(
    tmp_path: Path,
) -> None:
    fault = next(fault for fault in faults_in(TOY.encode()) if b"count" in fault_line(fault.line))
    assert fault.words == {"self", "count"}
    at = frozenset({"some/toy.py:Toy.play"})
    tests = [
        Reach("tests/test_slow.py::a", 9.0, at),
        Reach("tests/test_other.py::b", 2.0, at),
        Reach("tests/test_other.py::c", 1.0, at),
        Reach("tests/test_other.py::d", 0.1, frozenset({"some/toy.py:Toy.__init__"})),
        Reach("tests/other/test_toy_more.py::e", 99.0, frozenset()),
        Reach("tests/other/test_toy.py::f", 99.0, at),
        Reach("tests/some/test_near.py::g", 3.0, at),
        Reach("tests/test_speaks.py::h", 2.5, at),
        Reach("tests/gui/approved/test_approved.py::i", 50.0, at),
    ]
    (tmp_path / "tests" / "some").mkdir(parents=True)
    for name in ("test_slow", "test_other", "test_speaks", "some/test_near"):
        file = tmp_path / "tests" / f"{name}.py"
        file.write_text("assert toy.count == 1" if name == "test_speaks" else "assert toy")
    for budget, names in (
        (4.0, "feihc"), (6.0, "fegih"), (11.0, "fegcihb"), (14.0, "fegcbih"), (30.0, "fegcbhia"),
    ):  # fmt: skip
        found = chosen(Mutant("some/toy.py", fault), tests, budget, tmp_path)
        assert "".join(each.test.partition("::")[2] for each in found) == names


def test_a_module_without_functions_has_the_tests_of_its_folder(tmp_path: Path) -> None:
    (fault,) = faults_in(b"WORDS = 'red'")
    tests = [
        Reach("tests/some/words/test_all.py::a", 1.0, frozenset()),
        Reach("tests/some/test_some.py::b", 1.0, frozenset()),
        Reach("tests/gui/approved/test_approved.py::c", 9.0, frozenset()),
    ]
    for test in tests:
        file = tmp_path / test.test.partition("::")[0]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")
    found = chosen(Mutant("some/words/red.py", fault), tests, 30.0, tmp_path)
    assert "".join(each.test[-1] for each in found) == "ac"


def fault_line(line: int) -> bytes:
    return TOY.encode().splitlines()[line - 1]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="it runs in forks")
def test_what_no_test_notices_is_said(tmp_path: Path) -> None:
    (tmp_path / "toys").mkdir()
    (tmp_path / "toys" / "sums.py").write_text(SUMS)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_sums.py").write_text(TESTS_OF_SUMS)
    shutil.copy(mutation.ROOT / "pyproject.toml", tmp_path)
    start = (
        "import pathlib; from tests.mutation import __main__ as it;"
        "it.forks.HEAVY = ('PySide6.QtWidgets', 'PySide6.QtTest');"
        f"it.ROOT = pathlib.Path({str(tmp_path)!r}); raise SystemExit(it.main(['toys']))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", start],
        cwd=mutation.ROOT, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert "does not pass here: tests/test_sums.py::test_it_fails" in ended.stderr
    *lines, _, folder, total = ended.stdout.splitlines()
    assert sorted(lines) == [
        "toys/sums.py:6: return x / 3  →  return None",
        "toys/sums.py:6: return x / 3  →  return x * 3",
        "toys/sums.py:6: return x / 3  →  return x / 4",
    ]
    assert folder.split() == ["toys", "6", "of", "9", "noticed,", "66.7%"]
    assert total.split()[1:] == folder.split()[1:]
    assert ended.returncode == 1
    assert (tmp_path / "toys" / "sums.py").read_text() == SUMS
