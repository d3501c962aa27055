"""All that is said of a formula: its parts, how it is written, what it gives, and its slopes.

What is meant by the words in front of a line: `parts` has each piece of the formula with the place
where it was typed, and its value where it has one; `normal` is the formula with the parentheses
that it needs; the numbers are those at four inputs.
"""

import math
from collections.abc import Iterator

import pytest
import torch

from engine.formula import (
    FUNCTIONS,
    FormulaError,
    compiled_derivative,
    derivative,
    latex_of_name,
    parse,
    same,
)
from engine.formula.latex import MAX_WEIGHT
from engine.formula.text import CONSTANTS, GREEK, MAX_LENGTH
from engine.formula.tree import MAX_NODES, Binary, Call, Name, Node, Number, Sign, tree_of
from engine.formula.write import text_of
from tests.approved import Hold
from tests.engine.formula.test_attacks import PAST_THE_TOKENS

INPUTS = torch.tensor([-1.5, 0.0, 0.5, 2.0], dtype=torch.float64)
PARAMS = [0.75, -1.25, 2.0, 0.5, 3.0, -0.25, 1.5, 0.1, -2.0, 4.0]

FORMULAS = [
    # Plain ones, and how parentheses come and go.
    "a*(t**2) + b*(t) + c", "a", "+a", "-a", "a + 1", "1 + a", "c + b*x + a*x**2", "T*t + X",
    " a\t*\n t ", "((a))", "a - (b - c)", "a - b - c", "(a - b) - c", "a + (b + c)", "a - (b + c)",
    "(a*b)/c", "a/(b*c)", "a/(b/c)", "a/b/c", "a*(b/c)", "(a/b)*c", "a*(b*c)", "a*b*c",
    "(a**b)**c", "a**(b**c)", "a**b**c", "-(a*t)", "(-a)*t", "-a*t", "a*(-b)", "a*-b", "a/-b",
    "(-a)/b", "-(a + b)", "-(-a)", "a - -b", "a + +b", "a - (-b)", "-a**2", "(-a)**2", "a**(-b)",
    "a**-b", "a**+b", "2**-a*t", "(a + b)*(c - t)", "(a + b)/(c - t)", "(a + b)**2", "a*(b + c)**t",
    "-(a - b)*t", "(a*b)**2", "sin(a)**2", "(2 - 1)*a", "((a + b))*t", "-sin(a*t)", "-(a/b)",
    "-(a**b)", "(-a)**-b", "a*(+t)", "2*(-3)*a", "(-2)**2*a", "2*3*a", "2*(1/3)*a", "a*2", "a/2*3",
    # Numbers, and what is calculated at once.
    "a*1e-5*1e5", "a*.5 + 2.", "a*00.0e5 + 0**2", "a*1E+05", "1e-5*a + 2.5e3", "1.5e3*a", "a*1e0",
    "a*0", "a + 1/4", "a + 7 - 2 - 1", "a + 2**10", "a + 2**0.5", "a + 2**-1", "a + 0.5**0.5",
    "a + (-8)**3",
    "a + (-8)**-3.0", "a + 0**0", "a + minimum(2, 5)", "a + maximum(2, 5)", "a + sin(1)",
    "a + cos(1)", "a + tan(1)", "a + exp(1)", "a + log(2)", "a + sqrt(2)", "a + abs(-2)",
    "a + tanh(1)", "a + sigmoid(1)", "a + sigmoid(-1000)", "a + relu(2)", "a + relu(-2)",
    "a + softplus(1)", "a + softplus(-1)", "a + softplus(800)", "a + sqrt(0)", "a + exp(0)",
    "a + log(1e-30)", "a*pi", "a*e", "a*pi*e", "a + -(2)", "a + +(2)", "a + -(-2)", "a + 1e30",
    "a + 1e-30", "a + -1e30", "a + 9007199254740992", "a + 1.5e20", "a + 1e15*1e15",
    "a + 1e-15*1e-15", "a + 0*1e-9", "a + 0e-400", "a + 0.0", "a + sin(0)", "a + 10**30",
    "a + (-2)**3", "a + (-2)**2.0", "a + 0**3", "a + exp(-69)", "a + exp(69)", "a + sigmoid(40)",
    # Functions and their slopes.
    *(f"{name}(a*t + b)" for name, count in FUNCTIONS.items() if count == 1),
    *(f"{name}(a*t, b)" for name, count in FUNCTIONS.items() if count == 2),
    *(f"{name}(b, a*t)" for name, count in FUNCTIONS.items() if count == 2),
    "minimum(a, 1)", "maximum(1, a)", "minimum(a*t, b*t)", "maximum(a, t)", "a*minimum(t, 1)",
    "abs(a)*sign", "relu(a*t)*relu(b*t)", "abs(a*t) + maximum(a, b) + relu(a)", "step*a + less",
    "a*sin(b*t + c)", "a*cos(b*t)", "tan(a)", "a*exp(-b*t)", "exp(a)", "exp(exp(a*t))",
    "log(a*t)/3", "log(log(a + 9) + t*t)", "sqrt(a)*t", "sqrt(a*a + t*t)", "1/sqrt(a)",
    "a*tanh(b*t + c) + d", "v1*tanh(w1*t + b1) + v2*tanh(w2*t + b2) + c", "a*sigmoid(b*(t - c))",
    "a*exp(-(b*(t - c))**2)", "softplus(softplus(a*t))", "sigmoid(a)*sigmoid(a)",
    # Powers.
    "a**1", "a**1.0", "a**2", "a**2.0", "a**3", "a**1.1", "a**0.5", "a**1e2", "a**0", "a**-0",
    "a**(1 - 1)", "a**-1", "a**-2*t", "a**+3", "a**(1/2)", "a**pi", "a**-(1 + 1)", "a**100",
    "t**100*a", "t**-100*a", "(a*t)**3", "(a*t)**b", "t**a", "2**a", "e**a", "e**(a*t)", "pi**a",
    "0**a", "a**a", "a**t", "(a + b)**1", "(a + b)**2*(a + b)", "a**2*a", "a*t**0", "a*t**1",
    "a*t**2*t", "a*(t + 1)**0",
    # Quotients, and terms of one kind.
    "a/3", "a/t", "t/a", "1/a", "a/(b*t + 1)", "a/b", "b/a", "a/(2*b)", "a/(b*2)", "a/(-2)",
    "a/(-b)", "a/2.5", "a/2/3", "a/(2/b)", "a/(b/2)", "a/(0*b)", "a/(3*4)", "a/(t/3)", "2*a/4",
    "a/(a + 1)", "a/a", "t/(1 + a)", "(a + t)/(a - t)", "(a - a)/(a - a)", "a*a", "a*a*t", "a*a*a",
    "a*t - t*a", "a*t + t*a", "a*t + 2*t*a", "a*t - 3*a*t", "t - a", "a*0.5*t + a*0.25*t",
    "a/t - a/t", "a/t + a/t", "a*0.5/t + 2*a/t", "a/3 + a/3/t", "sin(a*t) - sin(a*t)",
    "a*sin(t) - a*sin(t)", "a*log(t) + a*log(t)",
    "a*b*pi*t*e*2", "t*b*a", "a*sin(t)*b*2*t*pi", "a*t*(-1)", "a*(-t)*(-2)", "-(a*t)/2", "a*1.5*2",
    "a*t*1", "(2*a)*(3*t)", "(a*b)*(c*d)", "a/(b*c)/(d*t)", "-a/-b", "a*(1 + 1)*t", "a*(1/3)",
    "a*pi*(1 + 2)*t",
    "a*(b + c)*(b + c)", "a*t**2/t**3", "a*(t**2 + 1)/(t**2 + 1)", "x*a - b/x",
    "a*t + b*t + a*b", "a*1e-7*t", "a*123456.789*t",
    # Names.
    "alpha*t + w_2*t + a1", "αβ*t + Δ", "epsilon*t + phi", "rate_max*t", "a_b_c*t + a_", "Δt*t",
    "pi*e*rate_1*sin(t)", "a1b2*t", "w12*t + w_12", "theta0*x + theta1", "n" * 30 + "*t",
]  # fmt: skip

REFUSED = [
    "", "   ", "\n", "a".ljust(MAX_LENGTH + 1), "a" + " " * MAX_LENGTH + "b",
    # Characters.
    "a == t", "a = t", "a*t =", "a=", "y = a*t", "a#t", "ñ*t", "a*ｔ", "µ*t", "a\u200b*t", "a\0*t",
    "a\ud800*t", "a*t²", "a?", "a\u00adt", "a$", "a~b", "日*t", "a*２", "a*\ufdfa", "a\x07b",
    "a\u2028*^",
    # Names and numbers.
    "_b", "a*_b", "torch.sin(t)*a", "a .5", "a*t + .", "1.2.3*a", "1..2*a", ".", "sin.", "a.b",
    "2 .", "b__c*t", "a__", "lambda*t", "None*t", "n" * 31 + "*t", "n_" * 15 + "n*t", "007*a",
    "00*a*",
    "a*01", "a*0", "a*00", "a*0001.5*", "1" * 31 + " t*a", "t 5" + "1" * 31, "1" * 31 + ",2*a",
    # Order.
    "*", "*a", "/a", "a +", "a*(t +", "a + / t", "a * / t", "a**", "a***t", "a* *t", "a//t",
    "a/ /t",
    "a** *t", "a ^ t", "(", ")", "()", "a*()", "a*(t", "a*t)", "(a))", "((a)", "a*(t))", "a(t)",
    "a (t)", "t(a)", "pi(a)", "e(a)", "2(a)", "(a)(t)", "(a)2", "(a) b", "a b", "2 a", "2a", "a 2",
    "sin a", "sin", "a*sin", "sin + a", "sin*a", "sin sin(a)", "sin)", "maximum*t", "a*minimum",
    "sin(", "sin()", "a*sin()", "sin(,a)", "sin(a,)", "sin(a t)", "minimum(a)", "minimum(a, t, 2)",
    "sin(a, t)", "sin(a, t, 2, 3)", "minimum()", "minimum(a, )", "a, t", "(a, t)", "1,5*a", "a,",
    ",", ", a", "sin(a), t", "sin((a, t))", "minimum((a, t), 2)", "a*(,)", "a + )", "a*(t + )",
    "(" * 30 + "a" + ")" * 30 + "*", "(" * 31 + "a" + ")" * 31,
    "sin(" * 31 + "a" + ")" * 31, "a + -", "-", "+", "--", "a - - ",
    # Functions that there are not.
    "ln(t)*a", "LN(t)*a", "min(a, t)", "Max(t)*a", "tg(t)*a", "sen(t)*a", "logistic(t)*a",
    "absolute(t)*a", "root(t)*a", "pow(a, 2)", "Power(a, 2)", "wobble(t)*a", "sine(t)*a",
    "Sin(t)*a",
    "sqroot(t)*a", "soft(t)*a", "f(t)*a", "F(t)", "cosinus(t)*a", "cosine(t)", "sinus(t)*a",
    "tangent(t)*a", "Cosinus(t)", "x(t)*a", "rate(t)",
    # Inputs and parameters.
    "a*t + x", "x*a + t + x", "2*t", "pi*x", "3", "sin(t)", "e",
    "+".join(f"a{k}" for k in range(101)),
    # Numbers that cannot be.
    "a/0", "a/(1 - 1)", "1/0*a", "a/0.0", "α*β*1/0", "0**-1*a", "0**-0.5 + a", "0.0**-2 + a",
    "log(0)*a", "log(-1)*a", "a + log(1 - 1)", "sqrt(-1)*a", "a*sqrt(1 - 2)", "(-8)**(1/3)*a",
    "a + (-1)**0.5", "1e31*a", "a + 1.0000001e30", "-1.1e30*a", "9.9e-31*a", "a + -9e-31",
    "1e999*a",
    "1e-999*a", "1E-999*a", "0.00000e-999*a + 1e-400", "exp(-70)*a", "exp(-1000)*a", "exp(1000)*a",
    "exp(70)*a", "2**-9999 + a", "a + 9**9**9**9", "1e20*1e20*a", "1e-20*1e-20*a",
    "1e30 + 1e30 + a",
    "9007199254740993*a", "12345678901234567890*a", "1" + "0" * 30 + "*a", "1" + "0" * 31 + "*a",
    "a + 10**31", "a + 10**-31", "tan(pi/2)*1e20*a", "t**101*a", "t**100.5*a", "a**-101",
    "a**-1000",
    "a**(50*3)", "a*t**(1e29)", "a + 1e15*1e15*1.01",
]  # fmt: skip

NAMES = [
    *GREEK, "epsilon", "phi", "varphi", "varepsilon", "alpha", "Omega", "a", "ab", "w12", "w_12",
    "omega0", "α_t", "α1", "Δt", "αβ", "rate_max", "speed", "a_b_c", "a_", "a1b2", "t", "x_t", "_1",
    "a_1b", "beta_gamma", "w_alpha", "αβ_γδ", "m_e",
]  # fmt: skip

PAIRS = [
    ("a*t", "a*t"), ("a*t", " a * t "), ("a*t", "(a)*(t)"), ("a*t", "t*a"),
    ("a + b + c", "(a + b) + c"),
    ("a + b + c", "a + (b + c)"), ("2*a", "2.0*a"), ("a", "b"), ("-a*t", "(-a)*t"),
    ("-a*t", "-(a*t)"),
    ("a/b/c", "a/(b/c)"), ("sin(a)", "sin( a )"), ("a**2", "a*a"), ("a", "+a"), ("1e3*a", "1000*a"),
]  # fmt: skip


def pieces(node: Node, text: str, depth: int = 0) -> Iterator[str]:
    """`node` and all below it, each with what was typed of it and where."""
    start, end = node.span
    value = "" if node.value is None else f" = {node.value:.12g}"
    kind = type(node).__name__
    match node:
        case Number(text=own) | Name(name=own):
            inner: tuple[Node, ...] = ()
        case Sign(symbol=own, operand=operand):
            inner = (operand,)
        case Binary(symbol=own, left=left, right=right):
            inner = (left, right)
        case Call(function=own, arguments=inner):
            pass
    yield f"  {'  ' * depth}{kind} {own} at {start} to {end}: {text[start:end]!r}{value}"
    for each in inner:
        yield from pieces(each, text, depth + 1)


def rounded(values: torch.Tensor) -> str:
    return ", ".join("0" if abs(value) < 1e-9 else f"{value:.7g}" for value in values.tolist())


def told(text: str) -> Iterator[str]:
    formula, tree = parse(text), tree_of(text)
    yield f"== {text!r}"
    linear = "linear" if formula.linear else "not linear"
    yield f"  of {formula.input}; {', '.join(formula.names)}; {linear}"
    yield f"  latex {formula.latex}"
    yield f"  normal {text_of(tree)}"
    yield from pieces(tree, text)
    params = torch.tensor(PARAMS[: len(formula.names)], dtype=torch.float64)
    yield f"  gives {rounded(formula.compiled()(INPUTS, params))}"
    for name in formula.names:
        slope = derivative(text, name)
        model = compiled_derivative(text, name, formula.names)
        assert slope is not None
        assert model is not None
        yield f"  by {name}: {slope.text}"
        yield f"    latex {slope.latex}"
        yield f"    gives {rounded(model(INPUTS, params))}"
        yield from (f"    {note}" for note in slope.notes)


def said_of(text: str) -> str:
    try:
        parse(text)
    except FormulaError as error:
        return f"{error} [{error.position}, {error.length}]"
    return "taken"


def test_formulas(hold: Hold) -> None:
    hold("formulas", (line for text in FORMULAS for line in told(text)))


def test_refusals(hold: Hold) -> None:
    lines = [f"{text[:80]!r}{'…' * (len(text) > 80)}: {said_of(text)}" for text in REFUSED]
    hold("refusals", lines)


def test_names(hold: Hold) -> None:
    hold("names", (f"{name}: {latex_of_name(name)}" for name in NAMES))


def test_pairs(hold: Hold) -> None:
    hold("pairs", (f"{one!r}, {other!r}: {same(one, other)}" for one, other in PAIRS))


@pytest.mark.parametrize("text", PAST_THE_TOKENS, ids=range(len(PAST_THE_TOKENS)))
def test_the_last_door_says_what_a_formula_is_made_of(text: str) -> None:
    with pytest.raises(FormulaError) as error:
        tree_of(text)
    at = text[error.value.position : error.value.position + error.value.length]
    assert (str(error.value), at) in [
        ("this is not a formula: write one such as a*t + b", text),
        ("only numbers, names, + - * / **, parentheses and functions make a formula", at),
        ("the formula has too many parts: simplify it", at),
    ]


def test_what_a_formula_is_made_of() -> None:
    assert dict(CONSTANTS) == {"pi": math.pi, "e": math.e}
    assert dict(FUNCTIONS) == {
        "sin": 1, "cos": 1, "tan": 1, "exp": 1, "log": 1, "sqrt": 1, "abs": 1, "tanh": 1,
        "sigmoid": 1, "relu": 1, "softplus": 1, "minimum": 2, "maximum": 2,
    }  # fmt: skip


class TestLimits:
    """What is just within a limit is taken, what is just beyond is not."""

    def test_as_many_characters(self) -> None:
        assert parse("a".ljust(MAX_LENGTH)).names == ("a",)
        assert said_of("a".ljust(1003)) == (
            "the formula has 1003 characters: at most 1000 are allowed [1000, 3]"
        )

    def test_as_many_pieces(self) -> None:
        # 300 names and what adds them up, in tens, so that nothing is deep.
        tens = "(" + "+".join("a" * 10) + ")"
        parts = "+".join([tens] * 30)
        assert MAX_NODES == 600
        assert parse(f"-{parts}").names == ("a",)
        assert said_of(f"--{parts}") == "the formula has too many parts: simplify it [659, 1]"

    def test_as_many_parentheses(self) -> None:
        assert parse("(" * 30 + "a" + ")" * 30).names == ("a",)
        assert parse("sin(" * 30 + "a" + ")" * 30).names == ("a",)

    def test_as_much_as_can_be_typeset(self) -> None:
        assert MAX_WEIGHT == 500
        # The signs of the LaTeX are counted: 2·a has three more than a.
        first, second = "+".join("a" * 124), "+".join("a" * 123)
        within = parse(f"2*a + {first} - ({second})")
        assert not within.latex.startswith("\\text")
        beyond = f"a + a + a + {first} - ({second})"
        assert parse(beyond).latex == f"\\text{{{beyond}}}"


class TestDerivativesThatAreTooLong:
    """The last one that is written, and the first one that is not."""

    def test_by_their_factors(self) -> None:
        # Ten terms of twelve factors with their sign, and eleven of eleven.
        assert text_of_slope("*".join([*"aaaaaaaaaa", "b", "c"])) == "10*a**9*b*c"
        assert text_of_slope("*".join("a" * 11)) is None

    def test_by_their_text(self) -> None:
        names = [f"{'n' * 28}{k}" for k in range(10, 19)]
        within, beyond = " + ".join([*names, "abc"]), " + ".join([*names, "abcd"])
        assert (len(within), len(beyond)) == (300, 301)
        assert text_of_slope(f"a*({within})") == within
        assert text_of_slope(f"a*({beyond})") is None

    def test_by_a_number_that_no_float_holds(self) -> None:
        assert text_of_slope("a" + f"*{'3' * 30}.3" * 11) is None


def text_of_slope(text: str) -> str | None:
    """The derivative with respect to `a`, if it can be read; its function is there as well."""
    slope = derivative(text, "a")
    assert (compiled_derivative(text, "a", parse(text).names) is None) == (slope is None)
    return None if slope is None else slope.text
