"""Formulas: what is a parameter, what they compute, and where an error points."""

import pickle
import re
import subprocess
import sys

import pytest
import torch
from torch import Tensor

from engine.experiment.presets import PRESETS
from engine.formula import FUNCTIONS, MAX_PARAMETERS, Formula, FormulaError, parse
from engine.formula.text import GREEK, MAX_LENGTH

ARTICLE = "a*(t**2) + b*(t) + c"


def article(time: Tensor, params: Tensor) -> Tensor:
    a, b, c = params
    predictions: Tensor = a * (time**2) + b * (time) + c
    return predictions


# What a formula is made of


@pytest.mark.parametrize(
    ("text", "source", "names"),
    [
        (ARTICLE, "t", ("a", "b", "c")),
        ("c + b*x + a*x**2", "x", ("c", "b", "a")),
        ("w2*tanh(w1*t) + w2", "t", ("w2", "w1")),
        ("a", "t", ("a",)),
        ("pi*e*rate_1*sin(t)", "t", ("rate_1",)),
        ("αβ*t + Δ", "t", ("αβ", "Δ")),
        ("T*t + X", "t", ("T", "X")),
        ("a\t*\r\n t\u00a0+ b\n", "t", ("a", "b")),
    ],
)
def test_input_and_names_in_order_of_appearance(
    text: str, source: str, names: tuple[str, ...]
) -> None:
    formula = parse(text)
    assert (formula.text, formula.input, formula.names) == (text, source, names)


def test_a_hundred_parameters_are_allowed() -> None:
    formula = parse("+".join(f"a{index}*t" for index in range(MAX_PARAMETERS)))
    assert len(formula.names) == MAX_PARAMETERS
    result = formula.compiled()(torch.arange(3.0), torch.ones(MAX_PARAMETERS))
    assert result.tolist() == [0.0, 100.0, 200.0]


def test_parsing_and_compiling_happen_once() -> None:
    assert parse(ARTICLE) is parse(ARTICLE)
    assert parse(ARTICLE).compiled() is parse(ARTICLE).compiled()


def test_a_formula_survives_pickling() -> None:
    formula = pickle.loads(pickle.dumps(parse(ARTICLE)))
    assert formula == parse(ARTICLE)
    assert formula.compiled() is parse(ARTICLE).compiled()


def test_parsing_does_not_load_torch() -> None:
    code = (
        "import sys; from engine.formula.formula import parse; import engine.experiment.presets;"
        f"parse({ARTICLE!r}); sys.exit('torch' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_greek_letter_stays_itself_in_python() -> None:
    for letter in GREEK:
        assert parse(f"{letter}*t").compiled()(torch.ones(1), torch.ones(1)).item() == 1.0


# What a formula computes


@pytest.mark.parametrize("seed", range(20))
def test_the_articles_formula_is_the_articles_to_the_last_bit(seed: int) -> None:
    ours, theirs = parse(ARTICLE).compiled(), article
    generator = torch.Generator().manual_seed(seed)
    time = torch.arange(0, 20).float()
    speed = torch.randn(20, generator=generator) + 0.75 * (time - 9.5) ** 2 + 1
    start = torch.randn(3, generator=generator)
    runs: list[list[tuple[list[float], list[float], float]]] = []
    for model in (ours, theirs):
        params = start.clone().requires_grad_()
        epochs = []
        for _ in range(5):
            predictions = model(time, params)
            loss = ((speed - predictions) ** 2).mean()
            loss.backward()  # type: ignore[no-untyped-call]
            assert params.grad is not None
            epochs.append((predictions.tolist(), params.grad.tolist(), loss.item()))
            params.data -= params.grad.data * 1e-5
            params.grad = None
        runs.append(epochs)
    assert runs[0] == runs[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-a**2", -9.0),
        ("(-a)**2", 9.0),
        ("a**2**-1", 3.0**0.5),
        ("2**a", 8.0),
        ("a-2-1", 0.0),
        ("a/2/2", 0.75),
        ("+a - -a", 6.0),
        ("a*minimum(2, 5)", 6.0),
        ("a*maximum(2, 5)", 15.0),
        ("minimum(a, 2)", 2.0),
        ("maximum(5.5, a)", 5.5),
        ("maximum(a, t)", 3.0),
        ("relu(-a)", 0.0),
        ("abs(-a)", 3.0),
        ("a*log(e)", 3.0),
        ("a + sin(0) + cos(0)", 4.0),
        ("a*sqrt(4)*exp(0)", 6.0),
        ("a + relu(-2) + relu(2) + abs(-1)", 6.0),
        ("a + sigmoid(-1000) + sigmoid(0) + softplus(-1000)", 3.5),
        ("a*softplus(800)", 2400.0),
        ("a*1e-5*1e5", 3.0),
        ("a*.5 + 2.", 3.5),
        ("a*00.0e5 + 0**2", 0.0),
    ],
)
def test_values_by_hand(text: str, expected: float) -> None:
    result = parse(text).compiled()(torch.zeros(2), torch.tensor([3.0]))
    torch.testing.assert_close(result, torch.full((2,), expected))


@pytest.mark.parametrize("name", [name for name, count in FUNCTIONS.items() if count == 1])
def test_functions_are_torchs_on_tensors_and_agree_on_numbers(name: str) -> None:
    inputs, one = torch.linspace(0.1, 0.9, 9), torch.ones(1)
    expected = getattr(torch.nn.functional if name == "softplus" else torch, name)(inputs)
    assert torch.equal(parse(f"a*{name}(t)").compiled()(inputs, one), expected)
    number = parse(f"a*{name}(0.3) + 0*t").compiled()(inputs, one)
    torch.testing.assert_close(number, expected[2].expand(9))


def test_ties_of_a_maximum_share_the_gradient_as_in_torch() -> None:
    params = torch.zeros(1, requires_grad=True)
    parse("maximum(a, 0)").compiled()(torch.zeros(1), params).sum().backward()  # type: ignore[no-untyped-call]
    assert params.grad is not None
    assert params.grad.tolist() == [0.5]


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("text", ["a", "a*t + b", "minimum(a, 2)*t", "maximum(0.1, a) + pi"])
def test_the_type_of_the_parameters_is_kept(text: str, dtype: torch.dtype) -> None:
    formula = parse(text)
    params = torch.ones(len(formula.names), dtype=dtype)
    assert formula.compiled()(torch.ones(4, dtype=dtype), params).dtype == dtype


@pytest.mark.parametrize(
    "text", [preset.formula for preset in PRESETS] + ["c", "a + 0*b", "minimum(a, 2) + b"]
)
def test_one_parameter_can_take_many_values_at_once(text: str) -> None:
    formula = parse(text)
    model, time = formula.compiled(), torch.linspace(-1, 1, 7)
    params = torch.linspace(0.5, 1.5, len(formula.names))
    values = torch.linspace(-2, 2, 5)
    for index in range(len(params)):
        entries: list[Tensor] = list(params)
        entries[index] = values[:, None]
        slices = model(time, entries)
        assert slices.shape == (5, 7)
        for value, row in zip(values, slices, strict=True):
            moved = params.clone()
            moved[index] = value
            torch.testing.assert_close(row, model(time, moved))


@pytest.mark.parametrize("text", ["c", "a*b", "-sin(a)"])
def test_without_the_input_there_is_still_a_prediction_for_each_point(text: str) -> None:
    formula = parse(text)
    params = torch.ones(len(formula.names), requires_grad=True)
    result = formula.compiled()(torch.zeros(6), params)
    assert result.shape == (6,)
    result.sum().backward()  # type: ignore[no-untyped-call]
    assert params.grad is not None
    assert params.grad.abs().min() > 0


# Where an error points, and what it says


@pytest.mark.parametrize(
    ("text", "marked", "says"),
    [
        ("[[sen]](t)*a", "", "unknown function `sen`: did you mean `sin`?"),
        ("a*[[Sin]](t)", "", "did you mean `sin`?"),
        ("a*[[ln]](t)", "", "did you mean `log`?"),
        ("a*[[max]](t, 0)", "", "did you mean `maximum`?"),
        ("[[pow]](a, 2)", "", "write ** for a power"),
        ("[[wobble]](t)*a", "", "write one of sin, cos, tan, exp, log, sqrt, abs, tanh"),
        ("[[a]](t)", "", "write a*( to multiply"),
        ("a*[[pi]](t)", "", "write pi*( to multiply"),
        ("a*t[[^]]2", "", "write ** for a power"),
        ("a*t[[²]]", "", "write ** for a power"),
        ("a*t* [[*]]2", "", "write ** without a space"),
        ("2[[t]]*a", "", "write 2*t"),
        ("a*2 [[t]]", "", "write 2*t"),
        ("2[[(]]t)*a", "", "write 2*("),
        ("(a)[[(]]t)", "", "write )*("),
        ("a*t [[b]]", "", "write t*b"),
        ("a [[\u2212]] t", "", "write the minus sign of the keyboard"),
        ("a[[\u2013]]t", "", "write the minus sign of the keyboard"),
        ("a[[\u00d7]]t", "", "write * to multiply"),
        ("a[[·]]t", "", "write * to multiply"),
        ("a[[÷]]t", "", "write / to divide"),
        ("a/[[/]]t", "", "write a single /"),
        ("[[√]]a", "", "write sqrt(…)"),
        ("2*[[π]]*a", "", "write pi"),
        ("y [[=]] a*t", "", "write only the right-hand side"),
        ("a [[==]] t", "", "cannot compare"),
        ("a [[<]] t", "", "cannot compare"),
        ("a*t[[;]]", "", "write it without ;"),
        ("a[[:]]t", "", "write only what is to be calculated"),
        ("a*t[[%]]", "", "write / 100 for a percentage"),
        ("[[|]]a|*t", "", "write abs(…)"),
        ("[[“]]a*t”", "", "a formula has no quotes"),
        ("a*[[[]]t]", "", "write parentheses ( )"),
        ("a*[[ｔ]]", "", "write `t`"),
        ("[[µ]]*t", "", "write `μ`"),
        ("[[ñ]]*t", "", "cannot have the letter `ñ`"),
        ("a[[\u200b]]*t", "", "ZERO WIDTH SPACE"),
        ("a[[\0]]*t", "", "NUL"),
        ("a[[\ud800]]*t", "", "U+D800"),
        ("a[[#]]t", "", "no meaning"),
        ("a*[[sin]]", "", "write what it is of in parentheses, sin(t)"),
        ("[[sin]] t*a", "", "write what it is of in parentheses, sin(t)"),
        ("[[maximum]]*t", "", "in parentheses, maximum(t, 0)"),
        ("a*[[sin()]]", "", "`sin` takes one value, but is given none"),
        ("a*[[sin(t, 2, 3)]]", "", "`sin` takes one value, but is given 3 values"),
        ("a*[[minimum(t)]]", "", "`minimum` takes two values, but is given one value"),
        ("a [[*]]", "", "missing after `*`"),
        ("a*(t [[+]]", "", "missing after `+`"),
        ("[[*]]a", "", "missing before `*`"),
        ("a + [[/]] t", "", "missing between `+` and `/`"),
        ("a*[[(]]t", "", "a ) is missing"),
        ("a*t[[)]]", "", "a ( is missing"),
        ("a*([[)]]", "", "nothing stands between"),
        ("a[[,]] t", "", "a comma only separates"),
        ("1[[,]]5*a", "", "a decimal number has a point, such as 1.5"),
        ("minimum(a, [[)]]", "", "missing between `,` and `)`"),
        ("a*t + [[x]]", "", "either t or x, not both"),
        ("x*a + [[t]] + x", "", "either t or x, not both"),
        ("[[lambda]]*t", "", "`lambda` is a word of Python"),
        ("a*[[_b]]", "_", "begins with a letter"),
        ("a*[[b__c]]", "", "two _ in a row"),
        ("torch[[.]]sin(t)*a", "", "write sin, not torch.sin"),
        ("a*t + [[.]]", "", "a dot belongs inside a number"),
        ("1.2[[.3]]*a", "", "an operator is missing before `.3`"),
        ("a*[[007]]", "", "without the zeros in front"),
        ("[[" + "n" * 31 + "]]*t", "", "too long: at most 30 characters"),
        ("α*β*[[1/0]]", "0", "divided by zero"),
        ("a*t/[[(1-1)]]", "1-1", "divided by zero"),
        ("a*[[0**-1]]", "", "divides by zero"),
        ("a*[[log(0)]]", "", "above zero"),
        ("a*[[sqrt(1-2)]]", "", "not negative"),
        ("a*[[(-8)**(1/3)]]", "", "only whole powers"),
        ("a*[[1e31]]", "", "too large a number"),
        ("a*[[1e-31]]", "", "too small a number"),
        ("a*[[1e999]]", "", "too large a number"),
        ("a*[[1e-999]]", "", "too small a number"),
        ("a*[[exp(-1000)]]", "", "too small a number"),
        ("a + [[2**-9999]]", "", "too small a number"),
        ("a*[[exp(1000)]]", "", "too large a number"),
        ("a + 9**[[9**9**9]]", "9**9**9", "too large a number"),
        ("a*[[12345678901234567890]]", "", "write it with an exponent"),
        ("t**[[101]]*a", "", "exponent is too large"),
        ("a**[[-1000]]", "", "exponent is too large"),
        ("[[2*t]]", "", "no parameter to learn: add a name, such as a*t"),
        ("[[pi*x]]", "", "add a name, such as a*x"),
    ],
)
def test_errors_point_at_the_character(text: str, marked: str, says: str) -> None:
    """The offending part stands in [[ ]]; `marked` where less than all of it is meant."""
    before, rest = text.split("[[")
    inside, after = rest.split("]]")
    with pytest.raises(FormulaError) as caught:
        parse(before + inside + after)
    wanted = marked or inside
    start = len(before) + inside.rindex(wanted)
    assert re.search(rf"(?<!\w){re.escape(says)}", str(caught.value)), "in these words"
    assert (caught.value.position, caught.value.length) == (start, len(wanted))


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_formula_says_so(text: str) -> None:
    with pytest.raises(FormulaError, match="the formula is empty") as caught:
        parse(text)
    assert (caught.value.position, caught.value.length) == (0, len(text))


def test_limits_point_at_what_is_too_much() -> None:
    with pytest.raises(FormulaError, match="has 1001 characters") as caught:
        parse("a".ljust(MAX_LENGTH + 1))
    assert caught.value.position == MAX_LENGTH
    with pytest.raises(FormulaError, match="more than 30 parentheses") as caught:
        parse("(" * 31 + "a" + ")" * 31)
    assert caught.value.position == 30
    # Python nests sums to the left, powers to the right, and signs below one another.
    for parts in ("+".join("a" * 200), "**".join("a" * 200), "-" * 199 + "a"):
        assert parse(parts).names == ("a",)
    for parts in ("+".join("a" * 201), "**".join("a" * 201), "-" * 200 + "a"):
        with pytest.raises(FormulaError, match="too many parts: simplify it"):
            parse(parts)
    text = "+".join(f"a{index}" for index in range(MAX_PARAMETERS + 1))
    with pytest.raises(FormulaError, match="more than 100 parameters") as caught:
        parse(text)
    assert caught.value.position == text.index("a100")


def test_an_error_survives_pickling() -> None:
    with pytest.raises(FormulaError) as caught:
        parse("a*t^2")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.position, again.length) == ("write ** for a power", 3, 1)


def test_a_formula_made_by_hand_is_checked_before_it_is_compiled() -> None:
    with pytest.raises(FormulaError):
        Formula("__import__('os')", "t", ("a",), "", linear=False).compiled()


@pytest.mark.parametrize(
    ("characters", "hint"),
    [
        ("^", "write ** for a power"),
        ("²³¹⁰⁴⁵⁶⁷⁸⁹", "write ** for a power, such as t**2"),
        (
            "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d",
            "write the minus sign of the keyboard, -",
        ),
        ("\u00d7\u2217\u2715\u2716\u2a2f·∙⋅•", "write * to multiply"),
        ("÷\u2044\u2215", "write / to divide"),
        ("=≈", "write only the right-hand side, what stands after the ="),
        ("√", "write sqrt(…) for a square root"),
        ("π", "write pi for π"),
        ("[]{}", "write parentheses ( ) instead of other brackets"),
        ("<>≤≥!≠", "a formula cannot compare: write only what is to be calculated"),
        ("'\"`“”\u2018\u2019", "a formula has no quotes: write names and numbers as they are"),
        ("%", "a formula has no %: write / 100 for a percentage"),
        (";", "a formula is one expression: write it without ;"),
        (":", "a formula is one expression: write only what is to be calculated"),
        ("|", "write abs(…) for an absolute value"),
        ("\0", "an invisible character (NUL) stands here: delete it"),
    ],
)
def test_for_what_a_formula_cannot_have_there_is_a_whole_hint(characters: str, hint: str) -> None:
    for character in characters:
        with pytest.raises(FormulaError) as error:
            parse(f"a{character}t")
        assert str(error.value) == hint
        assert (error.value.position, error.value.length) == (1, 1)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ln", "log"), ("min", "minimum"), ("max", "maximum"), ("tg", "tan"), ("sen", "sin"),
        ("logistic", "sigmoid"), ("absolute", "abs"), ("root", "sqrt"), ("Max", "maximum"),
    ],
)  # fmt: skip
def test_a_function_s_other_names_are_known(written: str, meant: str) -> None:
    with pytest.raises(FormulaError) as error:
        parse(f"a*{written}(t)")
    assert str(error.value) == f"unknown function `{written}`: did you mean `{meant}`?"
