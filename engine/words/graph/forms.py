"""The rules of differentiation as book mathematics, each beside a way to recalculate it.

A form is filled in with letters, to say the rule, or with numbers, to say one case of it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.numbers import MINUS

Compute = Callable[[float, float, float], float]
"""From the inputs u and v, v being NaN where there is but one, and the output y."""

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Slope:
    """The derivative with respect to one input: `text` for the rule, `case` for one point.

    {u}, {v} and {y} stand for the inputs and the output; {U}, {V} and {Y} for the same in
    parentheses where they are negative. An empty `case` cannot be written as arithmetic.
    """

    text: str
    case: str
    compute: Compute


@dataclass(frozen=True, slots=True)
class Form:
    """An operation: `what` it is, the arithmetic that it is, and its derivatives, one an input."""

    what: str
    text: str
    compute: Compute
    slopes: tuple[Slope, ...]


def form_of(name: str, exponent: float | None, points: int) -> Form:
    """The form of the operation `name`, a power with a fixed `exponent`, or a mean of `points`."""
    if name == "mean":
        text = f"1 ÷ {points:,}"
        return _one("a mean", "", lambda u, v, y: y, text, lambda u, v, y: 1 / points)
    return _FORMS[name] if exponent is None else _power(exponent)


def _slope(text: str, compute: Compute) -> Slope:
    return Slope(text, text, compute)


def _one(what: str, text: str, compute: Compute, slope: str, derivative: Compute) -> Form:
    return Form(what, text, compute, (_slope(slope, derivative),))


def _by_case(what: str, text: str, compute: Compute, slope: str, derivative: Compute) -> Form:
    return Form(what, text, compute, (Slope(slope, "", derivative),))


def _power(exponent: float) -> Form:
    """The form of a power with a fixed exponent."""
    base = "{U}"
    what = "a square" if exponent == 2 else "a power"
    less = exponent - 1
    slope = _written(exponent)
    if exponent == 0:
        slope = "0"
    elif less:
        slope = f"{slope} × {_raised(base, less)}"
    return _one(
        f"{what} {_raised('{u}', exponent)}",
        _raised(base, exponent),
        lambda u, v, y: u**exponent,
        slope,
        lambda u, v, y: exponent * u**less if exponent else 0.0,
    )


def _raised(base: str, exponent: float) -> str:
    if exponent == 1:
        return base
    if exponent.is_integer():
        return base + f"{exponent:.0f}".translate(_RAISED)
    return f"{base}^{_written(exponent)}"


def _written(value: float) -> str:
    return f"{value:g}".replace("-", MINUS)


def _chosen(one: float, other: float) -> float:
    return 0.5 if one == other else float(one > other)


def _sigmoid(u: float) -> float:
    return float(0.5 * (1 + np.tanh(0.5 * u)))


def _extreme(name: str, word: str, compute: Compute, sign: int) -> Form:
    """The form of `minimum` or `maximum`, which pass everything on to the one they chose."""
    rule = f"1 where {{}} is the {word}, 0 where {{}} is, and ½ where both are equal"
    return Form(
        f"the {word} of {{u}} and {{v}}",
        f"{name}({{u}}, {{v}})",
        compute,
        (
            Slope(rule.format("{u}", "{v}"), "", lambda u, v, y: _chosen(sign * u, sign * v)),
            Slope(rule.format("{v}", "{u}"), "", lambda u, v, y: _chosen(sign * v, sign * u)),
        ),
    )


_FORMS = {
    "add": Form(
        "a sum {u} + {v}",
        "{u} + {V}",
        lambda u, v, y: u + v,
        (_slope("1", lambda u, v, y: 1), _slope("1", lambda u, v, y: 1)),
    ),
    "sub": Form(
        f"a difference {{u}} {MINUS} {{v}}",
        f"{{u}} {MINUS} {{V}}",
        lambda u, v, y: u - v,
        (_slope("1", lambda u, v, y: 1), _slope(f"{MINUS}1", lambda u, v, y: -1)),
    ),
    "mul": Form(
        "a product {u} × {v}",
        "{u} × {V}",
        lambda u, v, y: u * v,
        (_slope("{v}", lambda u, v, y: v), _slope("{u}", lambda u, v, y: u)),
    ),
    "div": Form(
        "a quotient {u} ÷ {v}",
        "{u} ÷ {V}",
        lambda u, v, y: u / v,
        (
            _slope("1 ÷ {V}", lambda u, v, y: 1 / v),
            _slope(f"{MINUS}{{U}} ÷ {{V}}²", lambda u, v, y: -u / v**2),
        ),
    ),
    "pow": Form(
        "a power {y} = {u}^{v}",
        "{U}^{V}",
        lambda u, v, y: u**v,
        (
            _slope(f"{{v}} × {{U}}^({{v}} {MINUS} 1)", lambda u, v, y: v * u ** (v - 1)),
            _slope("{y} × log {U}", lambda u, v, y: float(y * np.log(u))),
        ),
    ),
    "minimum": _extreme("minimum", "smaller", lambda u, v, y: min(u, v), -1),
    "maximum": _extreme("maximum", "larger", lambda u, v, y: max(u, v), 1),
    "neg": _one(
        f"the negative {MINUS}{{u}}",
        f"{MINUS}{{U}}",
        lambda u, v, y: -u,
        f"{MINUS}1",
        lambda u, v, y: -1,
    ),
    "sin": _one(
        "sin({u})",
        "sin({u})",
        lambda u, v, y: float(np.sin(u)),
        "cos({u})",
        lambda u, v, y: float(np.cos(u)),
    ),
    "cos": _one(
        "cos({u})",
        "cos({u})",
        lambda u, v, y: float(np.cos(u)),
        f"{MINUS}sin({{u}})",
        lambda u, v, y: float(-np.sin(u)),
    ),
    "tan": _one(
        "{y} = tan({u})",
        "tan({u})",
        lambda u, v, y: float(np.tan(u)),
        "1 + {Y}²",
        lambda u, v, y: 1 + y * y,
    ),
    "exp": _one(
        "{y} = exp({u})",
        "exp({u})",
        lambda u, v, y: float(np.exp(u)),
        "{y}",
        lambda u, v, y: y,
    ),
    "log": _one(
        "log({u})",
        "log({u})",
        lambda u, v, y: float(np.log(u)),
        "1 ÷ {U}",
        lambda u, v, y: 1 / u,
    ),
    "sqrt": _one(
        "a square root {y} = √{u}",
        "√{U}",
        lambda u, v, y: float(np.sqrt(u)),
        "1 ÷ (2 × {y})",
        lambda u, v, y: 1 / (2 * y),
    ),
    "abs": _by_case(
        "an absolute value |{u}|",
        "|{u}|",
        lambda u, v, y: abs(u),
        f"1 where {{u}} is above 0, {MINUS}1 where it is below, and 0 at the kink itself",
        lambda u, v, y: float(np.sign(u)),
    ),
    "tanh": _one(
        "{y} = tanh({u})",
        "tanh({u})",
        lambda u, v, y: float(np.tanh(u)),
        f"1 {MINUS} {{Y}}²",
        lambda u, v, y: 1 - y * y,
    ),
    "sigmoid": _one(
        "{y} = sigmoid({u})",
        "sigmoid({u})",
        lambda u, v, y: _sigmoid(u),
        f"{{y}} × (1 {MINUS} {{y}})",
        lambda u, v, y: y * (1 - y),
    ),
    "relu": _by_case(
        "relu({u})",
        "relu({u})",
        lambda u, v, y: max(u, 0.0),
        "1 where {u} is above 0, and 0 below and at the kink itself",
        lambda u, v, y: float(u > 0),
    ),
    "softplus": _one(
        "softplus({u})",
        "softplus({u})",
        lambda u, v, y: float(np.logaddexp(0, u)),
        "sigmoid({u})",
        lambda u, v, y: _sigmoid(u),
    ),
}
