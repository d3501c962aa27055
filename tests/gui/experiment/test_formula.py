"""The formula's panel: typing, mistakes pointed at, committing and taking back, presets."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment, Generated, RollerCoaster
from engine.experiment.presets import PRESETS, preset_of
from engine.formula import FormulaError, parse
from gui.experiment.formula import FormulaPanel, pointed, spoken
from gui.experiment.presets import PresetCombo
from gui.theme import DARK, stylesheet
from gui.widgets.typeset import TypesetLabel
from tests.experiments import preset
from tests.gui.windows import at_front

Key = Qt.Key


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[FormulaPanel]:
    panel = FormulaPanel()
    qtbot.addWidget(panel)
    panel.set_experiment(Experiment())
    panel.resize(208, 300)
    panel.show()
    yield panel
    panel.hide()


@pytest.fixture
def wanted(panel: FormulaPanel) -> list[dict[str, Any]]:
    changes: list[dict[str, Any]] = []
    panel.changeWanted.connect(changes.append)
    return changes


def edit(panel: FormulaPanel) -> QLineEdit:
    return panel.findChild(QLineEdit, "formulaEdit")


def combo(panel: FormulaPanel) -> PresetCombo:
    return panel.findChild(QComboBox, "presetCombo")


def picture(panel: FormulaPanel) -> TypesetLabel:
    return panel.findChild(TypesetLabel, "formulaPicture")


def said(panel: FormulaPanel, name: str = "formulaError") -> str:
    label = panel.findChild(QLabel, name)
    return label.text() if label.isVisible() else ""


def type_in(qtbot: QtBot, panel: FormulaPanel, text: str) -> None:
    edit(panel).setFocus()
    edit(panel).selectAll()
    qtbot.keyClicks(edit(panel), text)


def test_the_formula_in_force_is_shown(panel: FormulaPanel) -> None:
    assert edit(panel).text() == "a*(t**2) + b*(t) + c"
    assert picture(panel).latex == parse("a*(t**2) + b*(t) + c").latex
    assert picture(panel).accessibleName() == "a*(t**2) + b*(t) + c"
    assert said(panel) == ""


def test_it_is_typeset_while_it_is_typed(
    panel: FormulaPanel, wanted: list[dict[str, Any]], qtbot: QtBot
) -> None:
    type_in(qtbot, panel, "a*sin(b*t)")
    qtbot.waitUntil(lambda: picture(panel).latex == parse("a*sin(b*t)").latex)
    assert picture(panel).isVisible()
    assert wanted == []


def test_return_asks_for_it(
    panel: FormulaPanel, wanted: list[dict[str, Any]], qtbot: QtBot
) -> None:
    type_in(qtbot, panel, " k*t ")
    qtbot.keyClick(edit(panel), Key.Key_Return)
    assert wanted == [{"formula": "k*t"}]
    panel.set_experiment(Experiment(formula="k*t"))
    qtbot.keyClick(edit(panel), Key.Key_Return)
    assert wanted == [{"formula": "k*t"}]
    assert edit(panel).text() == "k*t"


def test_leaving_the_field_asks_for_it(
    panel: FormulaPanel, wanted: list[dict[str, Any]], qtbot: QtBot
) -> None:
    type_in(qtbot, panel, "k*t")
    qtbot.keyClick(edit(panel), Key.Key_Tab)
    assert wanted == [{"formula": "k*t"}]


def test_a_mistake_is_said_and_pointed_at_while_typing(
    panel: FormulaPanel, wanted: list[dict[str, Any]], qtbot: QtBot
) -> None:
    type_in(qtbot, panel, "a*t + sen(b)")
    qtbot.waitUntil(lambda: said(panel) != "")
    assert said(panel) == "Unknown function `sen`: did you mean `sin`?"
    assert said(panel, "formulaPointer") == "a*t + sen(b)\n      ^^^"
    assert edit(panel).accessibleDescription() == said(panel)
    assert edit(panel).property("wrong") is True
    assert not picture(panel).isVisible()
    type_in(qtbot, panel, "a*t + sin(b)")
    qtbot.waitUntil(lambda: said(panel) == "")
    assert said(panel, "formulaPointer") == ""
    assert edit(panel).property("wrong") is False
    assert picture(panel).isVisible()
    assert wanted == []


def test_a_wrong_formula_stays_typed_and_its_mistake_is_selected(
    panel: FormulaPanel, wanted: list[dict[str, Any]], qtbot: QtBot
) -> None:
    type_in(qtbot, panel, "a*t^2")
    qtbot.keyClick(edit(panel), Key.Key_Return)
    assert said(panel) == "Write ** for a power."
    assert edit(panel).selectedText() == "^"
    qtbot.keyClicks(edit(panel), "**")
    assert edit(panel).text() == "a*t**2"
    qtbot.keyClick(edit(panel), Key.Key_Return)
    assert wanted == [{"formula": "a*t**2"}]


def test_escape_takes_back_what_was_typed(
    panel: FormulaPanel, wanted: list[dict[str, Any]], qtbot: QtBot
) -> None:
    type_in(qtbot, panel, "a*(")
    qtbot.waitUntil(lambda: said(panel) != "")
    qtbot.keyClick(edit(panel), Key.Key_Escape)
    assert edit(panel).text() == "a*(t**2) + b*(t) + c"
    assert said(panel) == ""
    assert picture(panel).isVisible()
    edit(panel).clearFocus()
    assert wanted == []


def test_another_change_leaves_alone_what_is_being_typed(panel: FormulaPanel, qtbot: QtBot) -> None:
    type_in(qtbot, panel, "a*(")
    qtbot.waitUntil(lambda: said(panel) != "")
    panel.set_experiment(Experiment(epochs=7))
    panel.set_error("formula", "")
    assert edit(panel).text() == "a*("
    assert said(panel) != ""
    panel.set_experiment(Experiment(epochs=7, formula="k*t"))
    assert edit(panel).text() == "k*t"
    assert said(panel) == ""


def test_an_error_from_elsewhere_is_said_too(panel: FormulaPanel) -> None:
    panel.set_error("formula", "the model is too large: use less of it")
    assert said(panel) == "The model is too large: use less of it."
    assert said(panel, "formulaPointer") == ""
    panel.set_error("epochs", "too many")
    assert said(panel) == "The model is too large: use less of it."
    panel.set_error("formula", "")
    assert said(panel) == ""
    assert picture(panel).isVisible()


def test_a_sentence_stands_alone() -> None:
    assert spoken("write ** for a power") == "Write ** for a power."
    assert spoken("did you mean `sin`?") == "Did you mean `sin`?"
    assert spoken("`lambda` is a word of Python") == "`lambda` is a word of Python."
    assert spoken("The whole sentence.") == "The whole sentence."


@given(
    st.text("abt*+-(sinx^=²,. )\t\u200b", min_size=1, max_size=200),
    st.integers(min_value=3, max_value=60),
)
def test_the_carets_stand_under_what_is_meant(text: str, room: int) -> None:
    try:
        parse(text)
    except FormulaError as error:
        position, length = error.position, error.length
    else:
        return
    assert text
    shown, carets = pointed(text, position, length, room).split("\n")
    assert max(len(shown), len(carets)) <= room
    assert set(carets) <= {" ", "^"}
    under = shown[len(carets) - carets.count("^") : len(carets)]
    meant = "".join(c if c.isprintable() else "\ufffd" for c in text[position : position + length])
    assert meant.startswith(under.removesuffix("…"))


def test_nothing_to_point_at_in_an_empty_text() -> None:
    assert pointed("", 0, 0, 30) == ""
    assert pointed("a", 0, 1, 2) == ""


# --- presets


def test_the_article_is_a_preset_and_what_it_teaches_is_told(panel: FormulaPanel) -> None:
    assert combo(panel).currentText() == "Parabola (the article's)"
    assert said(panel, "presetTeaches") == preset("parabola").teaches
    panel.set_experiment(Experiment(seed=5, learning_rate=1.0))
    assert combo(panel).currentText() == "Parabola (the article's)"


@pytest.mark.parametrize(
    "experiment",
    [Experiment(formula="a*t"), Experiment(data=RollerCoaster(noise=2.0))],
    ids=["formula", "data"],
)
def test_something_of_ones_own_is_no_preset(panel: FormulaPanel, experiment: Experiment) -> None:
    panel.set_experiment(experiment)
    assert combo(panel).currentIndex() == -1
    assert combo(panel).placeholderText() == "Presets…"
    assert said(panel, "presetTeaches") == ""


def test_every_preset_is_there_with_what_it_teaches(panel: FormulaPanel) -> None:
    assert combo(panel).count() == len(PRESETS) == 8
    for row, chosen in enumerate(PRESETS):
        assert combo(panel).itemText(row) == chosen.title
        tip = combo(panel).itemData(row, Qt.ItemDataRole.ToolTipRole)
        assert tip.replace("\n", " ") == chosen.teaches
        assert max(len(line) for line in tip.splitlines()) <= 60


@pytest.mark.parametrize("chosen", PRESETS, ids=lambda chosen: chosen.key)
def test_choosing_one_asks_for_all_of_it_at_once(
    panel: FormulaPanel, wanted: list[dict[str, Any]], qtbot: QtBot, chosen: Any
) -> None:
    before = Experiment(
        formula="k*t", start={"k": 1.0}, standardise=True, held_out=0.2, seed=9, epochs=3
    )
    panel.set_experiment(before)
    combo(panel).activated.emit(PRESETS.index(chosen))
    (fields,) = wanted
    after = before.changed(**fields)
    assert (after.formula, after.learning_rate) == (chosen.formula, chosen.learning_rate)
    assert (after.epochs, after.seed) == (chosen.epochs, 9)
    assert (after.start, after.standardise, after.held_out) == ({}, False, 0.0)
    assert preset_of(after) is chosen
    panel.set_experiment(after)
    assert combo(panel).currentText() == chosen.title
    assert edit(panel).text() == chosen.formula
    assert edit(panel).cursorPosition() == 0
    assert said(panel, "presetTeaches") == chosen.teaches


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("a*t**2+b*t+c", "Parabola (the article's)"),
        ("a*(t**2)+b*t+c", "Parabola (the article's)"),
        ("(a*(t**2) + (b*t)) + c", "Parabola (the article's)"),
        # Other operations, another order of them, another name.
        ("a*t*t + b*t + c", ""),
        ("c + a*t**2 + b*t", ""),
        ("k*t**2 + b*t + c", ""),
    ],
)
def test_a_preset_is_known_however_its_formula_is_written(
    panel: FormulaPanel, written: str, title: str
) -> None:
    panel.set_experiment(Experiment(formula=written))
    assert combo(panel).currentText() == title
    assert edit(panel).text() == written


def test_the_article_keeps_its_own_data() -> None:
    assert Experiment().changed(**preset("parabola").fields) == Experiment()
    data = preset("decay").data
    assert isinstance(data, Generated)
    assert (data.formula, data.truth, data.points) == ("a*exp(-b*t)", (5.0, 2.0), 40)


def test_choosing_a_preset_gives_up_a_wrong_text(
    panel: FormulaPanel, wanted: list[dict[str, Any]], qtbot: QtBot
) -> None:
    type_in(qtbot, panel, "a*(")
    combo(panel).activated.emit(1)
    assert edit(panel).text() == "a*(t**2) + b*(t) + c"
    assert said(panel) == ""
    assert len(wanted) == 1


def test_a_refused_preset_is_not_shown_as_chosen(panel: FormulaPanel, qtbot: QtBot) -> None:
    combo(panel).setCurrentIndex(0)
    combo(panel).activated.emit(0)
    assert combo(panel).currentText() == "Parabola (the article's)"


def test_neither_wheel_nor_arrows_nor_letters_choose(
    panel: FormulaPanel, wanted: list[dict[str, Any]], qtbot: QtBot
) -> None:
    QApplication.sendEvent(
        combo(panel),
        QWheelEvent(
            QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        ),
    )  # fmt: skip
    qtbot.keyClicks(combo(panel), "s")
    assert combo(panel).currentIndex() == 1
    qtbot.keyClick(combo(panel), Key.Key_Down)
    qtbot.waitUntil(combo(panel).view().isVisible)
    combo(panel).hidePopup()
    assert wanted == []


def test_the_keys_that_open_the_list_are_not_taken_by_the_window(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    panel = FormulaPanel()
    QVBoxLayout(window).addWidget(panel)
    taken: list[str] = []
    for key in ("Space", "Down", "Right"):
        action = QAction(window, shortcut=key)
        action.triggered.connect(lambda _checked, key=key: taken.append(key))
        window.addAction(action)
    at_front(qtbot, window)
    combo(panel).setFocus()
    qtbot.waitUntil(combo(panel).hasFocus)
    qtbot.keyClick(combo(panel), Key.Key_Right)
    assert taken == ["Right"]
    for key in (Key.Key_Space, Key.Key_Down):
        qtbot.keyClick(combo(panel), key)
        qtbot.waitUntil(combo(panel).view().isVisible)
        combo(panel).hidePopup()
    assert taken == ["Right"]


# --- how it looks


@pytest.mark.parametrize("chosen", PRESETS, ids=lambda chosen: chosen.key)
def test_it_fits_into_a_narrow_column(panel: FormulaPanel, qtbot: QtBot, chosen: Any) -> None:
    panel.setStyleSheet(stylesheet(DARK))
    panel.set_theme(DARK)
    panel.set_experiment(Experiment().changed(**chosen.fields))
    assert panel.minimumSizeHint().width() <= 190
    # Looked at again and again, it would put off loading the typesetter.
    qtbot.waitUntil(lambda: bool(picture(panel)._terms))
    panel.resize(190, panel.heightForWidth(190))
    qtbot.waitUntil(lambda: picture(panel).height() >= picture(panel).heightForWidth(190))
    teaches = panel.findChild(QLabel, "presetTeaches")
    assert teaches.height() >= teaches.heightForWidth(teaches.width())
    title = combo(panel).fontMetrics().horizontalAdvance(chosen.title)
    assert title <= combo(panel).width() - 30
