"""Typeset formulas: drawn by Qt, in lines that fit, in the theme's colour, and loaded late."""

import subprocess
import sys
from xml.etree import ElementTree

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from engine.experiment.presets import PRESETS
from engine.formula import FormulaError, parse
from gui.theme import DARK, LIGHT
from gui.widgets.typeset import LEAST_WIDTH, TypesetLabel, parts, svg

ARTICLE = "a*(t**2) + b*(t) + c"
NEURONS = "v1*tanh(w1*t + b1) + v2*tanh(w2*t + b2) + c"
WIDE = "tanh(a1*t + b1)*sigmoid(a2*t + b2)*softplus(a3*t + b3)"


def shown(qtbot: QtBot, text: str, width: int, theme: str = "light") -> TypesetLabel:
    label = TypesetLabel(theme=LIGHT if theme == "light" else DARK)
    qtbot.addWidget(label)
    label.set_formula(parse(text).latex, text)
    label.resize(width, 100)
    label.show()
    # Looked at again and again, it would put off loading the typesetter.
    qtbot.waitUntil(lambda: bool(label._terms))
    label.resize(width, label.heightForWidth(width))
    return label


def painted(label: TypesetLabel) -> QImage:
    image = QImage(label.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    label.render(image, renderFlags=TypesetLabel.RenderFlag(0))
    return image


def ink(image: QImage) -> list[tuple[int, int]]:
    return [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 100
    ]


@pytest.mark.parametrize("text", [*(preset.formula for preset in PRESETS), WIDE, "a/(1 + t)"])
def test_qt_draws_what_the_typesetter_makes(text: str) -> None:
    drawing = svg(parse(text).latex, "#123456", 17.0)
    tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(drawing).iter()}
    assert tags <= {"svg", "path", "rect"}
    renderer = QSvgRenderer(QByteArray(drawing))
    assert renderer.isValid()
    box = renderer.viewBoxF()
    assert box.width() > 10
    assert box.top() < 0 < box.bottom() + 2


def test_the_outermost_sum_is_taken_apart_and_nothing_else() -> None:
    assert parts(parse(ARTICLE).latex) == [r"a\,t^{2}", "+", r"b\,t", "+", "c"]
    assert len(parts(parse("a*sin(b + c) - abs(d - t)/(1 + t)").latex)) == 3
    assert len(parts(parse("-(a + t)/sqrt(1 + t*(2 - b))").latex)) == 1


def deeper(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({}{}{})".format, inner, st.sampled_from("+-*/"), inner),
        inner.map("abs({})".format),
        inner.map("exp(-{})".format),
    )


@settings(max_examples=60)
@given(st.recursive(st.sampled_from(["a", "b1", "t", "2", "pi"]), deeper, max_leaves=12))
def test_taken_apart_it_is_still_the_same_formula(text: str) -> None:
    try:
        latex = parse(f"a + {text}").latex
    except FormulaError:  # such as 2/(2-2)
        assume(False)
    taken = parts(latex)
    assert " ".join(taken) == latex
    assert set(taken[1::2]) <= {"+", "-"}
    for term in taken[::2]:
        assert term.count("{") == term.count("}")
        assert term.count(r"\left") == term.count(r"\right")


def test_a_long_sum_goes_on_in_the_next_line(qtbot: QtBot) -> None:
    label = shown(qtbot, NEURONS, 200)
    assert label.heightForWidth(200) > 1.5 * label.heightForWidth(600)
    assert label.sizeHint().height() == label.heightForWidth(600)
    rows = {y for _, y in ink(painted(label))}
    gap = [y for y in range(min(rows), max(rows)) if y not in rows]
    assert gap, "two lines have something between them"


@pytest.mark.parametrize("text", [ARTICLE, NEURONS, WIDE, f"c + {WIDE}"])
@pytest.mark.parametrize("width", [LEAST_WIDTH, 190, 600])
def test_nothing_is_cut_off(qtbot: QtBot, text: str, width: int) -> None:
    label = shown(qtbot, text, width)
    image = painted(label)
    dots = ink(image)
    assert max(x for x, _ in dots) <= image.width() - 2
    assert min(y for _, y in dots) >= 1
    assert max(y for _, y in dots) <= image.height() - 2


def test_what_is_too_wide_is_drawn_smaller(qtbot: QtBot) -> None:
    narrow, wide = (ink(painted(shown(qtbot, WIDE, width))) for width in (200, 600))
    assert max(x for x, _ in narrow) > 180
    assert max(x for x, _ in wide) > 380
    heights = [max(y for _, y in dots) - min(y for _, y in dots) for dots in (narrow, wide)]
    assert heights[0] < 0.7 * heights[1]


@pytest.mark.parametrize("width", [0, -1])
def test_without_any_width_it_has_a_height(qtbot: QtBot, width: int) -> None:
    """What raises here ends the program, for Qt asks in the midst of laying out."""
    assert 0 < shown(qtbot, ARTICLE, 200).heightForWidth(width) < 1_000


def test_it_is_drawn_in_the_colour_of_the_theme(qtbot: QtBot) -> None:
    label = shown(qtbot, ARTICLE, 300)

    def extreme() -> tuple[int, int]:
        lightness = [
            QColor(painted(label).pixelColor(*dot)).lightness() for dot in ink(painted(label))[:40]
        ]
        return min(lightness), max(lightness)

    assert extreme()[1] < 80
    label.set_theme(DARK)
    assert extreme()[0] > 150


def test_it_tells_the_formula_to_those_who_cannot_see_it(qtbot: QtBot) -> None:
    label = TypesetLabel()
    qtbot.addWidget(label)
    label.set_formula(parse(ARTICLE).latex, ARTICLE)
    assert label.accessibleName() == ARTICLE


def test_another_formula_is_shown_at_once(qtbot: QtBot) -> None:
    label = shown(qtbot, ARTICLE, 300)
    before = painted(label)
    label.set_formula(parse("a*t").latex, "a*t")
    assert painted(label) != before
    assert label.accessibleName() == "a*t"


def test_a_formula_is_drawn_only_once_its_place_is_as_high_as_it_needs(qtbot: QtBot) -> None:
    window, label = QWidget(), TypesetLabel()
    qtbot.addWidget(window)
    around = QVBoxLayout(window)
    around.addWidget(label)
    around.addStretch()
    fraction = "a/(1 + t/(1 + b*t))"
    label.set_formula(parse(fraction).latex, fraction)
    window.show()
    seen: list[tuple[bool, int]] = []
    label.measured.connect(lambda: seen.append((label.drawn, label.height())))
    qtbot.waitUntil(lambda: label.drawn)
    (once_measured,) = seen
    needed = label.heightForWidth(label.width())
    assert once_measured[0] is False
    assert once_measured[1] < needed == label.height()


def test_the_typesetter_is_not_loaded_before_the_window_has_been_painted() -> None:
    script = """
import sys
from PySide6.QtWidgets import QApplication
from gui.experiment.formula import FormulaPanel
app = QApplication([])
panel = FormulaPanel()
app.processEvents()
panel.show()
app.processEvents()
panel.grab()
sys.exit("ziamath" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
