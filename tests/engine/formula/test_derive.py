"""Written derivatives against autograd: known ones, at the kinks, and of random formulas."""

import math

import pytest
import torch
from hypothesis import HealthCheck, assume, given, settings
from torch import Tensor

from engine.formula import compiled_derivative, derivative, parse
from tests.engine.formula.expressions import EXPRESSIONS
from tests.engine.formula.test_random import formula_or_none

INPUTS = torch.linspace(-2, 3, 11, dtype=torch.float64)
PARAMS = [0.75, -1.25, 2.0, 0.5]


def by_autograd(text: str, name: str, inputs: Tensor, params: list[float]) -> Tensor:
    """∂f/∂name at every input, each parameter being a column of its own."""
    formula = parse(text)
    columns = [torch.full_like(inputs, value).requires_grad_() for value in params]
    formula.compiled()(inputs, columns).sum().backward()  # type: ignore[no-untyped-call]
    slope = columns[formula.names.index(name)].grad
    assert slope is not None
    return slope


def written(text: str, name: str, inputs: Tensor, params: list[float]) -> Tensor:
    model = compiled_derivative(text, name, parse(text).names)
    assert model is not None
    return model(inputs, torch.tensor(params, dtype=torch.float64))


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("a*(t**2) + b*(t) + c", "a", "t**2"),
        ("a*(t**2) + b*(t) + c", "b", "t"),
        ("a*(t**2) + b*(t) + c", "c", "1"),
        ("a*exp(-b*t)", "b", "-a*t*exp(-b*t)"),
        ("a*sin(b*t + c)", "b", "a*t*cos(b*t + c)"),
        ("a*cos(b*t)", "b", "-a*t*sin(b*t)"),
        ("tan(a*t)", "a", "t*(1 + tan(a*t)**2)"),
        ("a*tanh(b*t + c)", "b", "a*t*(1 - tanh(b*t + c)**2)"),
        ("sigmoid(a*t)", "a", "t*sigmoid(a*t)*(1 - sigmoid(a*t))"),
        ("softplus(a*t)", "a", "t*sigmoid(a*t)"),
        ("relu(a*t + b)", "a", "t*step(a*t + b)"),
        ("abs(a*t)", "a", "t*sign(a*t)"),
        ("minimum(a*t, b)", "b", "less(b, a*t)"),
        ("maximum(a*t, b)", "b", "less(a*t, b)"),
        ("sqrt(a*t)", "a", "t/(2*sqrt(a*t))"),
        ("log(a*t)/3", "a", "t/(3*a*t)"),
        ("a/(b*t + 1)", "b", "-a*t/(b*t + 1)**2"),
        ("t**a", "a", "t**a*log(t)"),
        ("e**(a*t)", "a", "t*e**(a*t)"),
        ("a**-2*t", "a", "-2*t*a**-3"),
        ("a**1.1", "a", "1.1*a**0.1"),
        ("a*a*t", "a", "2*a*t"),
        ("a*t - t*a", "a", "0"),
        ("t - a", "a", "-1"),
    ],
)
def test_it_reads_as_in_a_book(text: str, name: str, expected: str) -> None:
    found = derivative(text, name)
    assert found is not None
    assert found.text == expected


def test_it_is_typeset() -> None:
    found = derivative("a*t/(1 + relu(b*t))", "a")
    assert found is not None
    assert found.latex == r"\frac{t}{1 + \operatorname{ReLU}(b\,t)}"


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("relu(a*t)", "step(u) is 1 where u > 0, and 0 elsewhere"),
        ("abs(a*t)", "sign(u) is 1 where u > 0"),
        ("maximum(a*t, 1)", "less(u, v) is 1 where u < v"),
    ],
)
def test_a_function_that_no_formula_has_is_explained(text: str, note: str) -> None:
    found = derivative(text, "a")
    assert found is not None
    assert [each.startswith(note) for each in found.notes] == [True]


def test_a_parameter_called_like_one_of_them_is_no_function() -> None:
    found = derivative("a*t*step", "a")
    assert found is not None
    assert (found.text, found.notes) == ("step*t", ())


@pytest.mark.parametrize(
    ("text", "slopes"),
    [
        ("relu(a*t)", [0.0, 0.0, 1.0]),
        ("abs(a*t)", [1.0, 0.0, 1.0]),
        ("minimum(a*t, b*t)", [-0.5, 0.0, 0.5]),
        ("maximum(a*t, b*t)", [-0.5, 0.0, 0.5]),
        ("minimum(a, 1)", [0.5, 0.5, 0.5]),
        ("maximum(1, a)", [0.5, 0.5, 0.5]),
        ("t**a", [math.nan, 0.0, 0.0]),
        ("(a - 1)**b", [0.0, 0.0, 0.0]),
        ("(a - 1)**0", [0.0, 0.0, 0.0]),
        ("(a - 1)**-0", [0.0, 0.0, 0.0]),
        ("(a - 1)**(a - 1)", [math.nan, math.nan, math.nan]),
        ("0**a", [0.0, 0.0, 0.0]),
        ("sqrt(a*t)", [math.nan, math.nan, 0.5]),
        ("softplus(30*a*t)", [-30 / (1 + math.exp(30)), 0.0, 30.0]),
        ("(a - a)/(a - a)", [math.nan, math.nan, math.nan]),
    ],
)
def test_at_the_kinks_it_is_pytorchs_slope(text: str, slopes: list[float]) -> None:
    inputs = torch.tensor([-1.0, 0.0, 1.0], dtype=torch.float64)
    params = [1.0, 1.0] if "b" in text.replace("abs", "") else [1.0]
    params[1:] = [2.0] if text == "(a - 1)**b" else params[1:]
    torch_says = by_autograd(text, "a", inputs, params)
    found = written(text, "a", inputs, params)
    assert torch.equal(found.isnan(), torch_says.isnan())
    assert found.nan_to_num().tolist() == pytest.approx(torch_says.nan_to_num().tolist(), rel=1e-12)
    if text != "(a - 1)**(a - 1)":
        assert found.tolist() == pytest.approx(slopes, rel=1e-9, nan_ok=True)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EXPRESSIONS)
def test_it_is_what_autograd_calculates(text: str) -> None:
    formula = formula_or_none(text)
    assume(formula is not None)
    assert formula is not None
    params = PARAMS[: len(formula.names)]
    for name in formula.names:
        if derivative(text, name) is None:
            continue
        torch_says = by_autograd(text, name, INPUTS, params)
        found = written(text, name, INPUTS, params)
        torch.testing.assert_close(found, torch_says, rtol=1e-12, atol=1e-12, equal_nan=True)


@pytest.mark.parametrize(
    "text",
    [
        "+".join(["sin(a*t)*a"] * 60),
        "*".join(["a"] * 150),
        "a" + "**a" * 100,
        "sin(" * 25 + "a*t" + ")" * 25,
        "a*t" + "+b" * 190,
        "/".join(["(a+t)"] * 90),
    ],
)
def test_one_that_nobody_would_read_is_refused(text: str) -> None:
    found = derivative(text, "a")
    assert found is None or len(found.text) <= 300
    assert (compiled_derivative(text, "a", parse(text).names) is None) == (found is None)


@pytest.mark.parametrize(
    ("text", "slope"), [("a*pi", math.pi), ("e*a + t", math.e), ("+pi*a", math.pi)]
)
def test_one_that_is_a_constant_alone_has_its_value_at_every_point(text: str, slope: float) -> None:
    assert written(text, "a", INPUTS, [2.0]).tolist() == [slope] * 11
