"""Formulas against Python and torch themselves: random expressions, and random garbage."""

import math
import re
import warnings
from collections.abc import Callable

import pytest
import torch
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from torch import Tensor

from engine.formula import FUNCTIONS, Formula, FormulaError, parse
from tests.engine.formula.expressions import EXPRESSIONS

Value = Tensor | float

_NUMBERS: dict[str, Callable[..., float]] = {
    "sigmoid": lambda value: 0.5 * (1 + math.tanh(0.5 * value)),
    "relu": lambda value: max(value, 0.0),
    "softplus": lambda value: max(value, 0.0) + math.log1p(math.exp(-abs(value))),
    "abs": abs,
    "minimum": min,
    "maximum": max,
}


def _either(name: str) -> Callable[..., Value]:
    """torch's function for tensors, the same in floats for numbers."""

    def apply(*values: Value) -> Value:
        tensors = [value for value in values if isinstance(value, Tensor)]
        if not tensors:
            number = _NUMBERS.get(name) or getattr(math, name)
            return number(*map(float, values))
        arguments = [torch.as_tensor(value, dtype=tensors[0].dtype) for value in values]
        module = torch.nn.functional if name == "softplus" else torch
        tensor: Tensor = getattr(module, name)(*arguments)
        return tensor

    return apply


_PYTHON = {name: _either(name) for name in FUNCTIONS} | {"pi": math.pi, "e": math.e}


def _bits(tensor: Tensor) -> list[int]:
    return tensor.detach().contiguous().view(torch.int32).flatten().tolist()


def _values_and_gradient(
    formula: Formula, model: Callable[[Tensor, Tensor], Tensor]
) -> tuple[list[int], list[int]]:
    time = torch.linspace(-2, 3, 11)
    params = torch.tensor([0.75, -1.25, 2.0, 0.5][: len(formula.names)], requires_grad=True)
    result = model(time, params)
    result.sum().backward()  # type: ignore[no-untyped-call]
    assert params.grad is not None
    assert result.shape == time.shape
    return _bits(result), _bits(params.grad)


def formula_or_none(text: str) -> Formula | None:
    try:
        return parse(text)
    except FormulaError as error:
        # Numbers alone can come out impossible; nothing else is wrong with these texts.
        if re.search("zero|negative|large|small|no parameter", str(error)):
            return None
        raise


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EXPRESSIONS)
def test_a_formula_computes_what_python_would_to_the_last_bit(text: str) -> None:
    formula = formula_or_none(text)
    assume(formula is not None)
    assert formula is not None

    def python(time: Tensor, params: Tensor) -> Tensor:
        names = dict(zip(formula.names, params, strict=True))
        value: Tensor = eval(text, {"__builtins__": {}}, {**_PYTHON, **names, "t": time})
        return torch.broadcast_tensors(value, time)[0]  # type: ignore[no-any-return, no-untyped-call]

    assert _values_and_gradient(formula, formula.compiled()) == _values_and_gradient(
        formula, python
    )


def _read(text: str) -> None:
    """Reads a text as a formula: that or a FormulaError within it, and never a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            formula = parse(text)
        except FormulaError as error:
            caught = error
        else:
            assert formula.text == text
            assert formula.names
            formula.compiled()
            return
    assert 0 <= caught.position <= max(0, len(text) - 1)
    assert caught.length >= min(1, len(text))
    assert caught.position + caught.length <= len(text)
    assert 10 < len(str(caught)) < 250
    assert str(caught).isprintable()


_PIECES = st.sampled_from(
    [
        *"abtxe0123456789+-*/().,_ ^=<>'\"[]{}:;@!%&|~#\\\n\t\0απ\u2212\u00b5\ud800",
        *("**", "//", "__", "1e", "0x", "sin(", "minimum(", "pi", "lambda ", " if ", " or "),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_garbage_of_any_characters(text: str) -> None:
    _read(text)


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=25).map("".join))
def test_garbage_that_looks_like_a_formula(text: str) -> None:
    _read(text)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from([*"at12.+-*/(),", "**", "sin(", "minimum("]), max_size=14))
def test_garbage_of_nothing_but_what_is_allowed(pieces: list[str]) -> None:
    _read("".join(pieces))


@settings(max_examples=300, deadline=None)
@given(EXPRESSIONS, st.integers(0, 200), st.integers(0, 3), _PIECES)
def test_formulas_with_a_slip(text: str, where: int, removed: int, inserted: str) -> None:
    where %= len(text) + 1
    _read(text[:where] + inserted + text[where + removed :])


@settings(max_examples=50, deadline=None)
@given(_PIECES, st.integers(1, 1100))
def test_the_same_again_and_again(piece: str, times: int) -> None:
    _read(piece * times)
    _read("a" + piece * times)


@pytest.mark.parametrize("size", [999, 1000, 1001, 100_000])
@pytest.mark.parametrize("piece", ["(", "-", "a**", "sin(", "9", "a+", "((a)+", "1.", "9**", "a("])
def test_long_texts(piece: str, size: int) -> None:
    _read((piece * size)[:size])
