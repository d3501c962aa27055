"""What is in a module: its functions, and what is asked of the objects in them."""

import ast
from collections.abc import Iterator

Function = ast.FunctionDef | ast.AsyncFunctionDef
# What stands before a dot, and with how many arguments what stands behind it is called, if it is.
Asked = tuple[str, int | None]


def attributes(scope: ast.AST, modules: set[str]) -> dict[Asked, list[str]]:
    """What is asked of each object within `scope`; of modules nothing, for they have no slips."""
    found: dict[Asked, list[str]] = {}
    given = calls(scope)
    for node in ast.walk(scope):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            if isinstance(node.value, ast.Name) and node.value.id in modules:
                continue
            names = found.setdefault(asked(node, given), [])
            if node.attr not in names:
                names.append(node.attr)
    return found


def calls(scope: ast.AST) -> dict[int, int]:
    """How many arguments each function is given that is called within `scope`, by its `id`."""
    return {
        id(node.func): len(node.args) + len(node.keywords)
        for node in ast.walk(scope)
        if isinstance(node, ast.Call)
    }


def asked(node: ast.Attribute, given: dict[int, int]) -> Asked:
    return ast.dump(node.value), given.get(id(node))


def functions_in(node: ast.AST, around: str = "") -> Iterator[tuple[Function, str]]:
    """Every function within `node`, with its qualified name."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            yield child, around + child.name
            yield from functions_in(child, f"{around}{child.name}.<locals>.")
        elif isinstance(child, ast.ClassDef):
            yield from functions_in(child, f"{around}{child.name}.")
        else:
            yield from functions_in(child, around)
