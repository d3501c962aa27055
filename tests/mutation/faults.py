"""The small faults that can be put into a module: each a span of its text and what replaces it.

The text is changed where the fault is and nowhere else, so that a fault reads like a slip of
somebody's hand. What the program does not depend on is left alone: annotations, documentation,
decorators and what only a type checker reads.

Left alone, too, is a length that would become at most one pixel longer: a number that is written
out as an argument of one of the calls in `LENGTHS`, by itself, with a sign, or as a term of a sum.
Nobody would call such a pixel a fault, and a test that noticed it would notice each new look of the
program as well. Nothing else about such a call is spared: that it is made, on what, in which order
its arguments stand, the signs between them, a factor, a condition, a name, a number within another
call, nor a longer step than one pixel.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tests.mutation.names import Asked, Function, asked, attributes, calls

COMPARISONS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
}
SUMS: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
    ast.Pow: ("**", "*"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
}
WORD = re.compile(r"[a-z]{4,}")
# From here on a whole number becomes twice as large instead of one larger.
GREAT = 1000
# Calls that are given nothing but lengths in pixels.
LENGTHS = {
    "px", "scaled", "sized",
    "setSpacing", "setHorizontalSpacing", "setVerticalSpacing", "addSpacing",
    "setContentsMargins", "setMargin",
    "setFixedWidth", "setFixedHeight", "setFixedSize",
    "setMinimumWidth", "setMinimumHeight", "setMinimumSize",
}  # fmt: skip
# Calls that give the same whichever way round their arguments stand.
SYMMETRIC = {"min", "max", "isclose", "array_equal", "hypot"}


@dataclass(frozen=True)
class Fault:
    """Bytes `start` to `end` of a source become `after`; `function` is the qualified name around.

    `function` is empty where the fault is outside all functions.
    """

    kind: str
    line: int
    start: int
    end: int
    after: bytes
    function: str
    # Those of the line that the fault is in.
    words: frozenset[str] = frozenset()

    def put_into(self, source: bytes) -> bytes:
        return source[: self.start] + self.after + source[self.end :]

    def shown(self, source: bytes) -> tuple[str, str]:
        """The line with the fault as it is, and as it becomes."""
        begin = source.rfind(b"\n", 0, self.start) + 1
        finish = source.find(b"\n", self.end)
        finish = len(source) if finish < 0 else finish
        after = source[begin : self.start] + self.after + source[self.end : finish]
        before, after_ = (" ".join(text.decode().split()) for text in (source[begin:finish], after))
        return before, after_


def faults_in(source: bytes) -> list[Fault]:
    """Every fault that can be put into the module `source`, in the order of its text."""
    finder = _Finder(source)
    finder.visit(ast.parse(source))
    found = {(fault.start, fault.end, fault.after): fault for fault in finder.faults}
    return sorted(found.values(), key=lambda fault: (fault.start, fault.end))


class _Finder(ast.NodeVisitor):
    """Walks through a module and keeps the faults it finds."""

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.faults: list[Fault] = []
        self._names: list[str] = []
        self._inside = ""
        # The attributes asked of each object in the function around.
        self._siblings: dict[Asked, list[str]] = {}
        self._calls: dict[int, int] = {}
        # The numbers that are lengths in pixels, by their `id`.
        self._lengths: set[int] = set()
        self._modules: set[str] = set()
        lengths = [len(line) for line in source.splitlines(keepends=True)]
        self._begins = [sum(lengths[:k]) for k in range(len(lengths) + 1)]

    # Places

    def _span(self, node: ast.expr | ast.stmt | ast.keyword) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self._begins[node.lineno - 1] + node.col_offset,
            self._begins[node.end_lineno - 1] + node.end_col_offset,
        )

    def _text(self, node: ast.expr | ast.stmt) -> bytes:
        start, end = self._span(node)
        return self.source[start:end]

    def _add(self, kind: str, span: tuple[int, int], after: bytes) -> None:
        line = self.source.count(b"\n", 0, span[0]) + 1
        begin, finish = self._begins[line - 1 : line + 1]
        words = frozenset(WORD.findall(self.source[begin:finish].decode().lower()))
        self.faults.append(Fault(kind, line, *span, after, self._inside, words))

    def _replace(self, kind: str, node: ast.expr | ast.stmt, after: bytes) -> None:
        self._add(kind, self._span(node), after)

    def _between(self, kind: str, left: ast.expr, right: ast.expr, old: str, new: str) -> None:
        """Replace the operator that stands between two operands."""
        start, end = self._span(left)[1], self._span(right)[0]
        gap = self.source[start:end].decode()
        pattern = old.replace(" ", r"\s+") if old.isalpha() or " " in old else re.escape(old)
        self._add(kind, (start, end), re.sub(pattern, lambda _: new, gap, count=1).encode())

    # What is left alone

    def _visit_all(self, nodes: list[ast.stmt]) -> None:
        for node in nodes:
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                continue  # documentation
            self.visit(node)

    def visit_Module(self, node: ast.Module) -> None:
        self._calls = calls(node)
        self._modules = {
            alias.asname or alias.name.partition(".")[0]
            for each in ast.walk(node)
            if isinstance(each, ast.Import)
            for alias in each.names
        }
        self._siblings = attributes(node, self._modules)
        self._visit_all(node.body)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._names.append(node.name)
        self._visit_all(node.body)
        self._names.pop()

    def visit_Import(self, node: ast.Import) -> None: ...

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None: ...

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value:
            self.visit(node.value)
        self._forgotten(node, node.target)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if not (isinstance(node.value, ast.Name) and node.value.id == "Literal"):
            self.generic_visit(node)

    # Functions

    def _visit_function(self, node: Function) -> None:
        around = self._inside, self._siblings, list(self._names)
        self._names.append(node.name)
        self._inside = ".".join(self._names)
        self._names.append("<locals>")
        self._siblings = attributes(node, self._modules)
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default:
                self.visit(default)
        self._visit_all(node.body)
        self._inside, self._siblings, self._names = around

    visit_FunctionDef = _visit_function
    visit_AsyncFunctionDef = _visit_function

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self.visit(node.body)

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is None:
            self._replace("forgotten", node, b"pass")
        elif isinstance(node.value, ast.Constant) and node.value.value in (None, False):
            # None says no as False does.
            self.visit(node.value)
        else:
            self._replace("nothing", node.value, b"None")
            self.visit(node.value)

    # Statements that are forgotten

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call) and b"super().__init__" not in self._text(node):
            self._replace("forgotten", node, b"pass")
        self.visit(node.value)

    def _forgotten(self, node: ast.stmt, *targets: ast.expr) -> None:
        making = self._inside.endswith("__init__") or not self._inside
        if not making and all(isinstance(each, ast.Attribute) for each in targets):
            self._replace("forgotten", node, b"pass")

    def visit_Assign(self, node: ast.Assign) -> None:
        if isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__":
            return
        self._forgotten(node, *node.targets)
        self.visit(node.value)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._forgotten(node, node.target)
        if pair := SUMS.get(type(node.op)):
            self._between("sum", node.target, node.value, f"{pair[0]}=", f"{pair[1]}=")
        self.visit(node.value)

    # Conditions

    def _negate(self, test: ast.expr) -> None:
        if isinstance(test, ast.UnaryOp | ast.Compare):
            return  # their own fault says the same
        self._replace("condition", test, b"not (" + self._text(test) + b")")

    def visit_If(self, node: ast.If) -> None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return
        self._negate(node.test)
        self.generic_visit(node)

    def visit_While(self, node: ast.While) -> None:
        self._negate(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._negate(node.test)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self._negate(test)
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        operands = [node.left, *node.comparators]
        for (left, right), op in zip(pairwise(operands), node.ops, strict=True):
            self._between("comparison", left, right, *COMPARISONS[type(op)])
        if isinstance(node.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE):
            self._replace("condition", node, b"not (" + self._text(node) + b")")
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        words = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in pairwise(node.values):
            self._between("condition", left, right, *words)
        self.generic_visit(node)

    # Numbers and texts

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if pair := SUMS.get(type(node.op)):
            self._between("sum", node.left, node.right, *pair)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.USub | ast.Not):
            self._replace("sign", node, b" (" + self._text(node.operand) + b")")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        match node.value:
            case bool():
                self._replace("constant", node, repr(not node.value).encode())
            case int():
                # One more than a great number is nothing that anybody would see.
                self._change(node, node.value + 1 if node.value < GREAT else node.value * 2)
            case float():
                self._change(node, node.value * 2 or 1.0)
            case str() if node.value.strip():
                self._change_text(node)

    def _change(self, node: ast.Constant, after: float) -> None:
        if id(node) not in self._lengths or after - node.value > 1:
            self._replace("constant", node, repr(after).encode())

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        # The places of what is inside are wrong before Python 3.12.
        self._change_text(node)

    def _change_text(self, node: ast.expr) -> None:
        text = self._text(node)
        if quote := re.match(rb"[a-zA-Z]*(\"\"\"|'''|\"|')", text):
            self._replace("text", node, quote[0] + b"XX" + text[quote.end() :])

    # Mixed up

    def visit_Call(self, node: ast.Call) -> None:
        name = self._text(node.func).decode().rpartition(".")[2]
        values = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg)]
        if name in LENGTHS:
            self._lengths |= {id(term) for value in values for term in _terms(value)}
        if name not in SYMMETRIC:
            for left, right in pairwise(values):
                self._swap(left, right)
        self.generic_visit(node)

    def _swap(self, left: ast.expr, right: ast.expr) -> None:
        first, second = self._text(left), self._text(right)
        if first == second or isinstance(left, ast.Starred) or isinstance(right, ast.Starred):
            return
        (start, end), (begin, finish) = self._span(left), self._span(right)
        self._add("swapped", (start, finish), second + self.source[end:begin] + first)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        siblings = self._siblings.get(asked(node, self._calls), [])
        if isinstance(node.ctx, ast.Load) and node.attr in siblings and len(siblings) > 1:
            other = siblings[siblings.index(node.attr) - 1]
            end = self._span(node)[1]
            self._add("sibling", (end - len(node.attr.encode()), end), other.encode())
        self.generic_visit(node)


def _terms(value: ast.expr) -> Iterator[ast.expr]:
    """What is added up to `value`, whatever the signs."""
    match value:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            yield from _terms(left)
            yield from _terms(right)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield from _terms(operand)
        case _:
            yield value
