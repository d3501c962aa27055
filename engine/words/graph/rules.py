"""What a node of the graph says: its local rule, with the numbers of one point in it.

And what PyTorch really did there, such as summing over the points that one parameter serves.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.numbers import MINUS, count
from engine.queries import Graph
from engine.runs import Stage
from engine.words.graph.checked import checked, equals, forward
from engine.words.graph.forms import form_of
from engine.words.graph.leaves import NOT_YET, leaf_lines, no_way_back
from engine.words.graph.operations import symbol, title
from engine.words.graph.texts import (
    at,
    bracketed,
    brief,
    name_of,
    point_text,
    points_text,
    short_name_of,
)
from engine.words.lists import joined

# Letters for the inputs and the output, the first three that the formula does not use itself.
_LETTERS = ("uvy", "pqr", "fgh", "klm")
# What PyTorch does where it does not multiply, by operation and input.
_DONE = {
    ("div", 0): "divide",
    ("log", 0): "divide",
    ("sqrt", 0): "divide",
    ("relu", 0): "let through what is above the kink",
    ("minimum", 0): "let through to the smaller",
    ("minimum", 1): "let through to the smaller",
    ("maximum", 0): "let through to the larger",
    ("maximum", 1): "let through to the larger",
}
NOT_CALCULATED = "Not calculated in this epoch yet."


@dataclass(frozen=True, slots=True)
class Rule:
    """What is said about one node: its `title`, its `piece` of the formula, and sentences."""

    title: str
    piece: str
    lines: tuple[str, ...]


def rule_of(graph: Graph, place: int, point: int, reached: Stage | None) -> Rule:
    """What the node at `place` says once the stages up to `reached` have run.

    The numbers are those of the `point`, counted from 0 among those trained on. No line says more
    than these stages have made: before `backward()` there is no gradient.
    """
    node = graph.nodes[place]
    head = f"{symbol(node)} {title(graph, place)}".strip()
    if node.kind == "operation":
        lines = tuple(_Operation(graph, place, point).lines(reached))
    else:
        lines = tuple(leaf_lines(graph, place, point, reached))
    return Rule(head, node.text, lines)


class _Operation:
    """The sentences of one operation."""

    def __init__(self, graph: Graph, place: int, point: int) -> None:
        self._graph, self._place, self._point = graph, place, point
        self._node = graph.nodes[place]
        self._form = form_of(self._node.name, self._node.exponent, len(graph.inputs))
        self._inputs = [graph.nodes[each] for each in self._node.inputs]
        self._learned = [k for k, each in enumerate(self._inputs) if each.kind != "data"]
        self._letters = _letters(graph)
        values = [at(each.value, point) for each in self._inputs]
        self._values = (*values, *[float("nan")] * (2 - len(values)), at(self._node.value, point))

    def lines(self, reached: Stage | None) -> Iterator[str]:
        if reached is None or reached < self._node.line:
            yield NOT_CALCULATED
            yield self._rule()
            return
        yield self._forward()
        yield self._rule()
        if self._graph.refusal:
            yield no_way_back(self._graph)
        elif reached < Stage.BACKWARD:
            yield NOT_YET
        else:
            yield from self._backward()

    def _where(self) -> str:
        """ "At t = 19", if any number is one of that point; else "Here"."""
        nodes = (self._node, *self._inputs)
        each = any(node.value.ndim for node in nodes)
        return f"At {point_text(self._graph, self._point)}" if each else "Here"

    def _forward(self) -> str:
        of_point = self._node.value.ndim
        intro = f"Forward, at {point_text(self._graph, self._point)}:" if of_point else "Forward:"
        if self._node.name == "mean":
            points = points_text(self._graph)
            _, result, _ = forward((), self._values[2], lambda: self._values[2])
            return f"{intro} the mean over {points} is {result}."
        inputs = len(self._inputs)
        texts, result, sign = forward(self._values[:inputs], self._values[2], self._calculated)
        return f"{intro} {self._form.text.format_map(_filled(self._named(texts)))} {sign} {result}."

    def _calculated(self, *given: float) -> float:
        u, v = (*given, float("nan"))[:2]
        return self._form.compute(u, v, float("nan"))

    def _rule(self) -> str:
        letters = _filled(dict(zip("uvy", self._letters, strict=True)))
        if self._node.name == "mean":
            share = self._form.slopes[0].text
            return f"In a mean, the derivative with respect to each number is {share}."
        slopes = [(k, self._form.slopes[k].text.format_map(letters)) for k in self._learned]
        what = self._form.what.format_map(letters)
        if len(self._form.slopes) == 1:
            return f"The derivative of {what} is {slopes[0][1]}."
        (first, slope), *rest = slopes
        if rest and rest[0][1] == slope:
            return f"In {what}, the derivative with respect to each is {slope}."
        said = f"In {what}, the derivative with respect to {self._letters[first]} is {slope}"
        for k, other in rest:
            said += f", and with respect to {self._letters[k]} it is {other}"
        return f"{said}."

    def _backward(self) -> Iterator[str]:
        if self._place == len(self._graph.nodes) - 1:
            yield "loss.backward() begins here, with 1: how the loss changes with itself."
        unchanged = [k for k in self._learned if self._form.slopes[k].text == "1"]
        if unchanged:
            yield self._unchanged(unchanged)
        for k in self._learned:
            if k not in unchanged:
                yield self._multiplied(k)
        yield self._done()
        for place, each in zip(self._node.inputs, self._inputs, strict=True):
            if each.kind == "data":
                what = "data" if each.value.ndim else "a number"
                name = name_of(self._graph, place)
                yield (
                    f"Nothing goes back to {name}: it is {what}, and nobody asked for its "
                    "derivative."
                )

    def _unchanged(self, inputs: list[int]) -> str:
        """What goes back to `inputs` as it came."""
        assert self._node.gradient is not None
        arrived = brief(at(self._node.gradient, self._point))
        plain = [k for k in inputs if not self._summed(k)]
        sums = [self._goes_to(k) for k in inputs if self._summed(k)]
        names = joined([name_of(self._graph, self._node.inputs[k]) for k in plain]) if plain else ""
        goes = f", and goes back to {names} as it is" if plain else ""
        return " ".join([f"{self._where()}: {arrived} came from above{goes}.", *sums])

    def _multiplied(self, k: int) -> str:
        """The product that goes back to the input `k`."""
        node, slope, local = self._node, self._form.slopes[k], self._node.local[k]
        sent = node.sent[k]
        assert node.gradient is not None
        assert local is not None
        assert sent is not None
        summed = self._summed(k)
        factor, arrived = at(local, self._point), at(node.gradient, self._point)
        product = factor * arrived if summed else at(sent, self._point)
        needed = [each for each in "uvy" if f"{{{each}}}" in _plain(slope.text)]
        numbers = [self._values["uvy".index(each)] for each in needed]

        def compute(*given: float) -> float:
            known = dict(zip(needed, given, strict=True))
            nan = float("nan")
            return slope.compute(known.get("u", nan), known.get("v", nan), known.get("y", nan))

        found = checked(numbers, factor, compute, arrived, product)
        texts = dict(zip(needed, found.values, strict=True))
        given = [self._definition(letter, text) for letter, text in texts.items()]
        if not needed:
            said = ""
        elif slope.case in {f"{{{each}}}" for each in needed}:
            said = f"{', '.join(given)}"
        elif slope.case:
            letters = _filled(dict(zip("uvy", self._letters, strict=True)))
            rule = slope.text.format_map(letters)
            said = f"{', '.join(given)}, so {rule} {equals(found.slope_holds)} {found.slope}"
        else:
            said = f"{', '.join(given)}, so this is {found.slope}"
        times = f"{found.arrived} came from above; times {found.slope}"
        if needed:
            times = f"{said}; times what came from above, {found.arrived},"
        sign = "is" if found.product_holds else "is about"
        return f"{self._where()}: {times} {sign} {found.product}. {self._goes_to(k)}"

    def _definition(self, letter: str, text: str) -> str:
        """ "v = t**2 = 361"."""
        place = dict(zip("uv", self._node.inputs, strict=False)).get(letter, self._place)
        name = short_name_of(self._graph, place)
        named = self._letters["uvy".index(letter)]
        return " = ".join(each for each in (named, name if name != text else "", text) if each)

    def _goes_to(self, k: int) -> str:
        place = self._node.inputs[k]
        name, sent = name_of(self._graph, place), self._node.sent[k]
        assert sent is not None
        if self._summed(k):
            points = count(len(self._graph.inputs))
            return (
                f"One {name} serves all {points} points, so the {points} numbers are added: "
                f"{brief(float(sent))} goes back to {name}."
            )
        return f"It goes back to {name}."

    def _summed(self, k: int) -> bool:
        """Whether one input serves all points, so that what goes back to it is a sum."""
        gradient, sent = self._node.gradient, self._node.sent[k]
        return bool(gradient is not None and sent is not None and gradient.size > sent.size)

    def _done(self) -> str:
        """What PyTorch really did."""
        names = [name_of(self._graph, self._node.inputs[k]) for k in self._learned]
        actions = [self._action(k) for k in self._learned]
        if len({*actions}) == 1:
            did = actions[0]
        else:
            did = "; ".join(
                f"for {name}, {action}" for name, action in zip(names, actions, strict=True)
            )
        return f"PyTorch did: {did} ({self._node.backward.replace(', ', ', then ')})."

    def _action(self, k: int) -> str:
        if self._node.name == "mean":
            return f"divide by {count(len(self._graph.inputs))}, and hand that to every point"
        plain = {"1": "pass it on", f"{MINUS}1": "negate"}.get(self._form.slopes[k].text)
        did = plain or _DONE.get((self._node.name, k), "multiply")
        return f"{did}, then sum over {points_text(self._graph)}" if self._summed(k) else did

    def _named(self, texts: list[str]) -> dict[str, str]:
        return dict(zip("uv", texts, strict=False))


def _letters(graph: Graph) -> str:
    taken = {*graph.names, graph.input_name}
    return next((each for each in _LETTERS if not taken & {*each}), _LETTERS[0])


def _filled(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts as {u}, and in parentheses where negative as {U}."""
    return {**texts, **{key.upper(): bracketed(text) for key, text in texts.items()}}


def _plain(text: str) -> str:
    return text.replace("{U}", "{u}").replace("{V}", "{v}").replace("{Y}", "{y}")
