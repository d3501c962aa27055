"""What the operations of the graph are called."""

from engine.numbers import MINUS
from engine.queries import Graph, Node

_TITLES = {
    "add": ("+", "plus"),
    "sub": (MINUS, "minus"),
    "mul": ("×", "times"),
    "div": ("÷", "divided by"),
    "neg": (MINUS, "negated"),
    "sin": ("", "sine"),
    "cos": ("", "cosine"),
    "tan": ("", "tangent"),
    "exp": ("", "exponential"),
    "log": ("", "logarithm"),
    "sqrt": ("√", "square root"),
    "abs": ("", "absolute value"),
    "tanh": ("", "tanh"),
    "sigmoid": ("", "sigmoid"),
    "relu": ("", "ReLU"),
    "softplus": ("", "softplus"),
    "minimum": ("", "the smaller"),
    "maximum": ("", "the larger"),
    "mean": ("", "mean"),
}
_POWERS = {2.0: "squared", 3.0: "cubed"}


def symbol(node: Node) -> str:
    """The sign of an operation, such as ×; empty where it has none."""
    return _TITLES.get(node.name, ("", ""))[0] if node.kind == "operation" else ""


def title(graph: Graph, place: int) -> str:
    """What to call a node in a word or two: "times", "squared", "mean = loss", "a"."""
    node = graph.nodes[place]
    if node.kind != "operation":
        return node.name
    if node.name == "pow":
        plain = "to a power" if node.exponent is None else _power(node.exponent)
    else:
        plain = _TITLES[node.name][1]
    return f"{plain} = loss" if place == len(graph.nodes) - 1 else plain


def _power(exponent: float) -> str:
    return _POWERS.get(exponent, f"to the power {exponent:g}".replace("-", MINUS))
