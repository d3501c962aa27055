"""How the graph's sentences write numbers, points and pieces of the formula."""

import numpy as np

from engine.numbers import MINUS, count, number
from engine.queries import Graph, Numbers

DIGITS = 5
# A longer piece of the formula is shortened in the middle, and hides a number beside it.
LONGEST_NAME = 40
LONGEST_PIECE = 24


def brief(value: float, digits: int = DIGITS) -> str:
    """A float32 number in full where that is short, as 361 or 0.05, else with `digits` digits."""
    short = f"{value or 0.0:.{digits}g}"
    in_full = np.isfinite(value) and np.float32(short) == np.float32(value)
    if not in_full or "e" in short:
        return number(value, digits)
    return short.replace("-", MINUS)


def bracketed(text: str) -> str:
    """A number's text, in parentheses if it is negative."""
    return f"({text})" if text.startswith(MINUS) else text


def at(numbers: Numbers, point: int) -> float:
    """The number of one point, or the one that serves all."""
    return float(numbers[point] if numbers.ndim else numbers)


def point_text(graph: Graph, point: int) -> str:
    """The point, by its input: "t = 19", or "t = 19, standardised 1.6059"."""
    text = f"{graph.input_name} = {brief(float(graph.inputs[point]))}"
    if graph.standardised:
        text += f", standardised {brief(float(graph.trained_inputs[point]))}"
    return text


def points_text(graph: Graph) -> str:
    """How many points there are: "the 20 points"."""
    points = len(graph.inputs)
    return f"the {count(points)} points" if points > 1 else "the one point"


def name_of(graph: Graph, place: int) -> str:
    """A node's name in a sentence: its piece of the formula, or what it is called in the code."""
    if place == graph.preds and graph.nodes[place].kind == "operation":
        return "preds"
    text = graph.nodes[place].text
    if len(text) <= LONGEST_NAME:
        return text
    half = (LONGEST_NAME - 1) // 2
    return f"{text[:half].rstrip()}…{text[-half:].lstrip()}"


def short_name_of(graph: Graph, place: int) -> str:
    """The same, but empty where it is too long to stand before a number."""
    name = name_of(graph, place)
    return name if len(name) <= LONGEST_PIECE else ""
