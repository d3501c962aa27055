"""Who may stand on whom: main on gui, gui on engine; nothing points up, or round in a circle.

Imports are tried in a fresh interpreter in which the forbidden packages cannot be imported, so
that one hidden behind a chain of modules, or in a branch, is found too.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
QT = ("PySide6", "shiboken6", "pyqtgraph", "superqt")
TORCH = ("torch",)
PATHS = sorted([ROOT / "main.py", *(ROOT / "engine").rglob("*.py"), *(ROOT / "gui").rglob("*.py")])
FOLDERS = sorted({path.parent for path in PATHS if path.parent != ROOT})
# What is computed with torch, or trains with it; everything else in the engine does without.
OF_TORCH = ("engine.training", "engine.formula.compile", "engine.headless")
WORKER = "gui.run.worker"


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in PATHS}
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in MODULES.items()}
ENGINE = [name for name in MODULES if name.startswith("engine")]
GUI = [name for name in MODULES if name.startswith("gui")]


def is_in(module: str, rooms: tuple[str, ...]) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


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


def imported(nodes: Iterator[ast.AST]) -> Iterator[str]:
    """The full names of all modules that the statements among `nodes` import."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "an import is relative"
            assert node.module
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            # A module of a folder is imported, or something out of a module.
            yield from (name if name in MODULES else node.module for name in whole)


def when_loaded(tree: ast.AST) -> Iterator[ast.AST]:
    """All of a module but its functions, which import later; what only types need included."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield node
            yield from when_loaded(node)


def circle(imports: dict[str, set[str]]) -> list[str]:
    """The modules of a circle, or nothing."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_a_forbidden_import_is_found() -> None:
    assert "ModuleNotFoundError" in fresh_import(["engine.training"], without=TORCH)
    assert "import of torch halted" in fresh_import(["engine.training"], without=TORCH)


def test_the_engine_does_without_qt() -> None:
    assert fresh_import(ENGINE, without=QT) == ""


def test_what_travels_and_explains_does_without_torch() -> None:
    """The experiment, formulas, tables, runs, words, and the queries with their answers."""
    modules = [module for module in ENGINE if not is_in(module, OF_TORCH)]
    known = {"engine.words.steps.moves", "engine.queries.snapshot", "engine.runs.history"}
    assert known <= {*modules}
    assert fresh_import(modules, without=(*TORCH, *QT)) == ""


def test_the_window_does_without_torch() -> None:
    assert fresh_import([name for name in GUI if name != WORKER], without=TORCH) == ""


@pytest.mark.parametrize("module", MODULES)
def test_nothing_points_up(module: str) -> None:
    above = {"main", "tests"} if is_in(module, ("gui", "main")) else {"gui", "main", "tests", *QT}
    assert not above & {name.partition(".")[0] for name in imported(ast.walk(TREES[module]))}


@pytest.mark.parametrize("module", [name for name in GUI if name != WORKER])
def test_the_window_leaves_torch_to_the_worker(module: str) -> None:
    forbidden = (*TORCH, *OF_TORCH)
    assert [name for name in imported(ast.walk(TREES[module])) if is_in(name, forbidden)] == []


def test_a_circle_is_found() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": set()}) == []
    assert {*circle({"a": {"b"}, "b": {"c"}, "c": {"a"}})} == {"a", "b", "c"}


def test_no_two_modules_import_each_other() -> None:
    """Also by way of others, and for types alone."""
    imports = {name: {*imported(when_loaded(tree))} - {name} for name, tree in TREES.items()}
    assert "gui.window.bars" in imports["gui.window.window"]
    assert circle(imports) == []


def test_no_two_rooms_import_each_other() -> None:
    imports: dict[str, set[str]] = {}
    for name, tree in TREES.items():
        room, *rooms = (
            ".".join(each.split(".")[:2])
            for each in (name, *imported(when_loaded(tree)))
            if each in MODULES
        )
        imports.setdefault(room, set()).update({*rooms} - {room})
    assert "engine.experiment" in imports["engine.table"]
    assert circle(imports) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_a_room_says_in_a_sentence_what_it_is_for(folder: Path) -> None:
    said = ast.get_docstring(TREES[module_name(folder / "__init__.py")])
    assert said
    assert said.partition("\n")[0].endswith(".")


@pytest.mark.parametrize("module", MODULES)
def test_a_room_is_entered_by_its_door(module: str) -> None:
    """What a folder's `__init__` hands on is not fetched from further inside."""
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.ImportFrom) and node.module in MODULES:
            room = node.module.rpartition(".")[0]
            if room and not is_in(module, (room,)):
                names = {alias.name for alias in node.names}
                door = [each for each in ast.walk(TREES[room]) if isinstance(each, ast.ImportFrom)]
                assert not names & {alias.name for each in door for alias in each.names}
