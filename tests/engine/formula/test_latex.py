"""Formulas as LaTeX: what they look like, and that the window's typesetter can set them."""

from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.experiment.presets import PRESETS, Preset
from engine.formula import latex_of_name, parse
from engine.formula.text import GREEK

# ziamath finds its fonts in a way that newer Pythons call outdated.
pytestmark = pytest.mark.filterwarnings("ignore:path is deprecated:DeprecationWarning")


@pytest.fixture(autouse=True)
def plain_svg(monkeypatch: pytest.MonkeyPatch) -> None:
    """The older SVG, in which Qt can draw every symbol."""
    from ziamath.config import config

    monkeypatch.setattr(config, "svg2", False)


def typeset(latex: str) -> tuple[float, float]:
    """Width and height of a piece of LaTeX as the window's typesetter sets it."""
    from ziamath.zmath import Latex

    picture = ElementTree.fromstring(Latex(latex, size=20).svg())
    return float(picture.attrib["width"]), float(picture.attrib["height"])


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("a*(t**2) + b*(t) + c", r"a\,t^{2} + b\,t + c"),
        ("alpha*t + w_2*t + a1", r"\alpha\,t + w_{2}\,t + a_{1}"),
        ("a*exp(-b*t)", r"a\,\mathrm{e}^{{-}b\,t}"),
        ("a*sqrt(t/b)", r"a\,\sqrt{\frac{t}{b}}"),
        ("abs(a*t)**2", r"\left|a\,t\right|^{2}"),
        ("(-t)**2*a", r"({-}t)^{2}\,a"),
        ("-t**2*a", r"{-}t^{2}\,a"),
        ("(-2)**2*a", r"({-}2)^{2}\,a"),
        ("a - -b", r"a - ({-}b)"),
        ("a*-b", r"a \cdot ({-}b)"),
        ("-(a + b)", r"{-}(a + b)"),
        ("a - (b - c)", r"a - (b - c)"),
        ("a - b - c", r"a - b - c"),
        ("(a + b)*(t - c)", r"(a + b) \cdot (t - c)"),
        ("a**b**c", r"a^{b^{c}}"),
        ("(a**b)**c", r"(a^{b})^{c}"),
        ("sin(t)**2*a", r"(\sin(t))^{2}\,a"),
        ("2*3*a", r"2 \cdot 3\,a"),
        ("2*(1/3)*a", r"2 \cdot \frac{1}{3}\,a"),
        ("(a/b)**2", r"\left(\frac{a}{b}\right)^{2}"),
        ("1e-5*a + 2.5e3", r"10^{-5}\,a + 2.5 \cdot 10^{3}"),
        ("a*1E+05", r"a \cdot 10^{5}"),
        ("minimum(a, b*t)", r"\min(a, b\,t)"),
        ("relu(a) - maximum(t, 0)", r"\operatorname{ReLU}(a) - \max(t, 0)"),
        ("a*log(pi*e)", r"a\,\ln(\pi\,\mathrm{e})"),
        ("+a*x", r"{+}a\,x"),
    ],
)
def test_latex_of_formulas(text: str, latex: str) -> None:
    assert parse(text).latex == latex
    width, height = typeset(latex)
    assert width > 5
    assert height > 5


@pytest.mark.parametrize(
    ("name", "latex"),
    [
        ("a", "a"),
        ("w12", "w_{12}"),
        ("w_12", "w_{12}"),
        ("omega0", r"\omega_{0}"),
        ("Δ", r"\Delta"),
        ("α_t", r"\alpha_{t}"),
        ("rate_max", r"\mathrm{rate}_{\mathrm{max}}"),
        ("speed", r"\mathrm{speed}"),
        ("a_b_c", r"\mathrm{a\_b\_c}"),
        ("a_", r"\mathrm{a\_}"),
        ("a1b2", r"\mathrm{a1b2}"),
        ("Δt", r"\mathrm{\Delta t}"),
    ],
)
def test_latex_of_names(name: str, latex: str) -> None:
    assert latex_of_name(name) == latex
    assert typeset(latex)[0] > 5


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_every_preset_is_typeset(preset: Preset) -> None:
    width, height = typeset(parse(preset.formula).latex)
    assert width > height > 10


@pytest.mark.parametrize("letter", [*GREEK, "epsilon", "phi", "varphi"])
def test_every_greek_letter_is_typeset(letter: str) -> None:
    latex = latex_of_name(letter)
    assert latex.startswith("\\")
    # A command the typesetter does not know is set as its letters, and so is wider.
    assert typeset(latex)[0] < 30


@pytest.mark.parametrize(
    "text",
    [
        "**".join(["a_1"] * 50),
        "a/" * 99 + "a",
        "a/(1+" * 29 + "a" + ")" * 29,
        "sqrt(" * 29 + "a" + ")" * 29,
        "exp(" * 29 + "a" + ")" * 29,
        "abs(" * 29 + "a" + ")" * 29,
        "+".join(f"a{index}*exp(-((t - b{index})/c{index})**2)" for index in range(20)),
    ],
)
def test_what_would_take_the_typesetter_for_ever_is_set_as_typed(text: str) -> None:
    latex = parse(text).latex
    assert latex == f"\\text{{{text}}}"
    assert typeset(latex)[0] > 100


@pytest.mark.parametrize("text", ["-" * 99 + "a", "sin(" * 29 + "a*t" + ")" * 29])
def test_flat_nesting_costs_the_typesetter_nothing(text: str) -> None:
    latex = parse(text).latex
    assert "text" not in latex
    assert typeset(latex)[0] > 100


def _larger(smaller: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds(
            "({}){}({})".format, smaller, st.sampled_from(["+", "-", "*", "/", "**"]), smaller
        ),
        st.builds("-({})".format, smaller),
        st.builds("{}({})".format, st.sampled_from(["sin", "exp", "sqrt", "abs", "relu"]), smaller),
    )


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.recursive(st.sampled_from(["a", "t", "w_1", "rate"]), _larger, max_leaves=6))
def test_any_formula_is_typeset(text: str) -> None:
    width, _ = typeset(parse(f"b*t + ({text})").latex)
    assert width > 30
