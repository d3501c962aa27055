"""Who may stand on whom: main on gui, gui on engine, and nothing the other way round.

Imports are tried in a fresh interpreter in which the forbidden packages cannot be imported, so
that one hidden behind a chain of modules, or in a branch, is found too.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
QT = ("PySide6", "shiboken6", "pyqtgraph", "superqt")
TORCH = ("torch",)
ENGINE = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in (ROOT / "engine").rglob("[!_]*.py")
)
GUI = sorted((ROOT / "gui").rglob("*.py"))

WITHOUT_TORCH = [
    "engine.experiment.experiment",
    "engine.formula.formula",
    "engine.words.moves",
    "engine.numbers",
    "engine.experiment.presets",
    "engine.queries",
    "engine.runs",
    "engine.words.notices",
    "engine.words.stages",
    "engine.words.status",
    "engine.table.table",
]
WITH_TORCH = {
    "engine.formula.compile",
    "engine.training",
    "engine.training.draw",
    "engine.training.losses",
    "engine.training.problem",
    "engine.training.recorder",
    "engine.training.trainer",
}


def fresh_import(modules: list[str], without: tuple[str, ...]) -> str:
    """What a fresh interpreter says against importing `modules` where `without` are missing."""
    program = (
        "import importlib, sys\n"
        f"sys.modules.update(dict.fromkeys({without!r}))\n"
        f"for module in {modules!r}:\n"
        "    importlib.import_module(module)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stderr


def imported(path: Path) -> Iterator[str]:
    """The full names of all modules that a file imports anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            assert node.module
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def floors(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imported(path)}


def test_a_forbidden_import_is_found() -> None:
    assert "ModuleNotFoundError" in fresh_import(["engine.training"], without=TORCH)
    assert "import of torch halted" in fresh_import(["engine.training"], without=TORCH)


def test_the_engine_does_without_qt() -> None:
    assert fresh_import(ENGINE, without=QT) == ""


def test_what_travels_and_explains_does_without_torch() -> None:
    assert fresh_import(WITHOUT_TORCH, without=(*TORCH, *QT)) == ""


def test_the_window_does_without_torch() -> None:
    assert fresh_import(["gui.window.window"], without=TORCH) == ""


@pytest.mark.parametrize("module", ENGINE)
def test_nothing_in_the_engine_points_up(module: str) -> None:
    path = ROOT / f"{module.replace('.', '/')}.py"
    assert not floors(path) & {"gui", "main", "tests", *QT}


@pytest.mark.parametrize("path", GUI, ids=lambda path: str(path.relative_to(ROOT)))
class TestGui:
    def test_does_not_point_up(self, path: Path) -> None:
        assert not floors(path) & {"main", "tests"}

    def test_leaves_torch_to_the_worker(self, path: Path) -> None:
        if path != ROOT / "gui" / "run" / "worker.py":
            assert not set(imported(path)) & {*TORCH, *WITH_TORCH}
