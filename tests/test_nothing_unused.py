"""Nothing exists that only tests call: the program or the command line uses every name there is.

A name of a module counts as used where its own module reads it outside its definition, or another
one that imports it does. A member of a class counts as used where the program reads an attribute of
that name, of whichever object: a namesake elsewhere hides one that is not. A signal is used where
somebody listens, not where it is emitted or handed on to.

Left out by rule: what a base class that is not ours calls (Qt's, Python's), and pydantic's fields
and validators.
"""

import ast
import importlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType

import pytest
from pydantic import BaseModel

ROOT = Path(__file__).parents[1]
OWN = ("engine", "gui", "main")


@dataclass(frozen=True)
class Source:
    """One module. A door only hands on what others define."""

    name: str
    is_door: bool
    tree: ast.Module

    def imports(self) -> Iterator[tuple[str, str, str]]:
        """(the module, the name in it, the name here) for each name that is imported."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    yield node.module, alias.name, alias.asname or alias.name

    def reads(self, name: str, outside: ast.stmt | None = None) -> bool:
        """Whether a variable called `name` is read, `outside` its definition."""
        return any(not within(node, outside) for node in self._read.get(name, ()))

    @cached_property
    def _read(self) -> dict[str, list[ast.Name]]:
        found: dict[str, list[ast.Name]] = {}
        for node in read_in(self.tree):
            found.setdefault(node.id, []).append(node)
        return found


def source(path: Path) -> Source:
    parts = path.relative_to(ROOT).with_suffix("").parts
    is_door = parts[-1] == "__init__"
    name = ".".join(parts[:-1] if is_door else parts)
    return Source(name, is_door, ast.parse(path.read_text("utf-8")))


def defined_by(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.Assign(targets=targets):
            for target in targets:
                yield from (node.id for node in ast.walk(target) if isinstance(node, ast.Name))


def read_in(tree: ast.AST) -> Iterator[ast.Name]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node


def within(node: ast.expr | ast.pattern, statement: ast.stmt | None) -> bool:
    return statement is not None and statement.lineno <= node.lineno <= (statement.end_lineno or 0)


def is_signal(statement: ast.stmt) -> bool:
    match statement:
        case ast.Assign(value=ast.Call(func=ast.Name(id="Signal"))):
            return True
    return False


def is_pydantics(statement: ast.stmt, kind: type) -> bool:
    decorators = getattr(statement, "decorator_list", ())
    return issubclass(kind, BaseModel) and (
        isinstance(statement, ast.AnnAssign)
        or any("validator" in ast.unparse(each) for each in decorators)
    )


def called_by_a_base(kind: type, name: str) -> bool:
    """Whether a base class that is not ours has a member called `name`, or may call it."""
    bases = [base for base in kind.__mro__ if not base.__module__.startswith(OWN)]
    return any(name in vars(base) for base in bases) or (
        issubclass(kind, ast.NodeVisitor) and name.startswith("visit_")
    )


class Program:
    """All modules, and what they read of each other."""

    def __init__(self, sources: list[Source]) -> None:
        self.sources = {each.name: each for each in sources}

    def unused_names(self) -> list[str]:
        """The names of modules that nothing uses."""
        return [
            f"{source.name}.{name}"
            for source in self.sources.values()
            for statement in source.tree.body
            for name in defined_by(statement)
            if not name.startswith("__")
            and not source.reads(name, outside=statement)
            and (source.name, name) not in self._used_elsewhere
        ]

    def unused_members(self) -> list[str]:
        """The members of classes that nothing uses."""
        return [
            f"{source.name}.{node.name}.{name}"
            for source in self.sources.values()
            for node in source.tree.body
            if isinstance(node, ast.ClassDef)
            for name in self._unused_in(source, node)
        ]

    def _unused_in(self, source: Source, node: ast.ClassDef) -> Iterator[str]:
        kind = getattr(importlib.import_module(source.name), node.name)
        for statement in node.body:
            if is_pydantics(statement, kind):
                continue
            for name in defined_by(statement):
                if name.startswith("__") or called_by_a_base(kind, name):
                    continue
                reads = [
                    place
                    for module, place in self._attributes.get(name, [])
                    if not (module == source.name and within(place, statement))
                    and not (is_signal(statement) and place in self._only_emitted)
                ]
                if not reads and not any(each.id == name for each in read_in(node)):
                    yield name

    @cached_property
    def _used_elsewhere(self) -> set[tuple[str, str]]:
        """(module, name) of all that a module reads of another."""
        used = {("main", "main")}
        for source in self.sources.values():
            if source.is_door:
                continue
            for module, name, here in source.imports():
                if f"{module}.{name}" in self.sources:
                    # A whole module: what is read are its attributes.
                    used |= {
                        self._origin(f"{module}.{name}", node.attr)
                        for node in ast.walk(source.tree)
                        if isinstance(node, ast.Attribute)
                        and isinstance(node.value, ast.Name)
                        and node.value.id == here
                    }
                elif source.reads(here):
                    used.add(self._origin(module, name))
        return used

    def _origin(self, module: str, name: str) -> tuple[str, str]:
        """Where a name that can be imported from `module` is defined."""
        door = self.sources.get(module)
        if door is not None and door.is_door:
            for other, imported, here in door.imports():
                if here == name:
                    return self._origin(other, imported)
        return module, name

    @cached_property
    def _attributes(self) -> dict[str, list[tuple[str, ast.expr | ast.pattern]]]:
        """Where an attribute of each name is read: the module and the place."""
        found: dict[str, list[tuple[str, ast.expr | ast.pattern]]] = {}
        for source in self.sources.values():
            for node in ast.walk(source.tree):
                if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Store):
                    found.setdefault(node.attr, []).append((source.name, node))
                elif isinstance(node, ast.MatchClass):
                    for name in self._matched(source, node):
                        found.setdefault(name, []).append((source.name, node))
        return found

    def _matched(self, source: Source, pattern: ast.MatchClass) -> list[str]:
        """The attributes that `case Kind(…)` reads."""
        kind = getattr(importlib.import_module(source.name), ast.unparse(pattern.cls), None)
        by_place = getattr(kind, "__match_args__", ())[: len(pattern.patterns)]
        return [*by_place, *pattern.kwd_attrs]

    @cached_property
    def _only_emitted(self) -> set[ast.expr | ast.pattern]:
        """The attributes that are signals being emitted: `x.emit(…)`, or `other.connect(x)`."""
        found: set[ast.expr | ast.pattern] = set()
        for source in self.sources.values():
            for node in ast.walk(source.tree):
                match node:
                    case ast.Attribute(attr="emit", value=ast.Attribute() as emitted):
                        found.add(emitted)
                    case ast.Call(func=ast.Attribute(attr="connect"), args=[handed_to]):
                        found.add(handed_to)
        return found


@pytest.fixture(scope="module")
def program() -> Program:
    paths = [*(ROOT / "engine").rglob("*.py"), *(ROOT / "gui").rglob("*.py"), ROOT / "main.py"]
    return Program([source(path) for path in paths])


def test_every_name_of_a_module_is_used(program: Program) -> None:
    assert program.unused_names() == []


def test_every_member_of_a_class_is_used(program: Program) -> None:
    assert program.unused_members() == []


MADE = """
from PySide6.QtCore import QObject, Signal

USED, UNUSED = 1, 2


def calls_itself():
    calls_itself()


class Made(QObject):
    heard = Signal()
    unheard = Signal()
    told = Signal()

    def __init__(self):
        self.heard.connect(self.called)
        self.heard.connect(self.told)

    def called(self):
        self.unheard.emit()
        return USED

    def event(self, event):
        return True

    def calls_itself_too(self):
        self.calls_itself_too()


__all__ = [Made]
"""


def test_what_nothing_uses_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("gui.made")
    monkeypatch.setitem(sys.modules, "gui.made", module)
    exec(MADE, module.__dict__)
    made = Program([Source("gui.made", False, ast.parse(MADE))])
    assert made.unused_names() == ["gui.made.UNUSED", "gui.made.calls_itself"]
    kind = "gui.made.Made"
    assert made.unused_members() == [f"{kind}.unheard", f"{kind}.told", f"{kind}.calls_itself_too"]
