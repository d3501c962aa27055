"""The column that describes the experiment: sections that fold, and all of them told the same."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment, Generated
from gui.experiment import ExperimentColumn
from gui.experiment.column import PLACES, Section
from gui.experiment.data import DataPanel
from gui.experiment.formula import FormulaPanel
from gui.experiment.start import StartPanel
from gui.theme import DARK
from gui.widgets.elided import ElidedLabel
from tests.gui.views import make_view
from tests.gui.windows import at_front

LEFT = Qt.MouseButton.LeftButton
TITLES = ["Training", "Start from", "Formula", "Data"]
LATER = (FormulaPanel, DataPanel, StartPanel)
LINE = Generated(formula="a*t + b", truth=(2.0, -1.0))


@pytest.fixture
def column(qtbot: QtBot) -> Iterator[ExperimentColumn]:
    column = ExperimentColumn()
    qtbot.addWidget(column)
    column.resize(300, 900)
    column.show()
    return column


def titles(column: ExperimentColumn) -> list[str]:
    sections = sorted(column.findChildren(Section), key=lambda section: section.y())
    return [section.heading.text() for section in sections]


def heard(signal: Any) -> list[Any]:
    """What `signal` carries from now on; None where it carries nothing."""
    emitted: list[Any] = []
    signal.connect(lambda *what: emitted.append(what[0] if what else None))
    return emitted


def line(column: ExperimentColumn, name: str) -> QLineEdit:
    edit = column.findChild(QLineEdit, name)
    assert edit is not None, name
    return edit


def colours(widget: QWidget) -> set[str]:
    image = widget.grab().toImage()
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {image.pixelColor(*place).name() for place in places}


def test_nothing_is_cut_at_its_side_in_the_narrowest_column(qtbot: QtBot) -> None:
    column = ExperimentColumn()
    qtbot.addWidget(column)
    column.complete()
    for title in TITLES:
        column.fold(title, folded=False)
    names = [f"frequency_{k}" for k in range(10, 50)]
    experiment = Experiment(formula=" + ".join(f"{name}*t" for name in names))
    column.set_experiment(experiment)
    column.draw(make_view(experiment, epochs=1, cursor=0))
    column.resize(column.minimumWidth(), 500)
    column.show()
    scroll = column.findChild(QScrollArea)
    # A scroll bar takes its part of the width, and no bar would reach what is beside the edge.
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().isVisible())
    assert scroll.widget().width() == scroll.viewport().width()
    assert scroll.widget().minimumSizeHint().width() <= scroll.viewport().width()
    for each in column.findChildren(QLineEdit):
        right = each.mapTo(scroll.viewport(), each.rect().topRight()).x()
        assert 0 < right < scroll.viewport().width()


def test_a_section_folds_and_unfolds(qtbot: QtBot) -> None:
    panel = QLabel("inside")
    section = Section("Data", panel)
    qtbot.addWidget(section)
    section.show()
    assert panel.isVisible()
    assert section.heading.arrowType() == Qt.ArrowType.DownArrow
    qtbot.mouseClick(section.heading, LEFT)
    assert not panel.isVisible()
    assert section.heading.arrowType() == Qt.ArrowType.RightArrow
    qtbot.mouseClick(section.heading, LEFT)
    assert panel.isVisible()
    assert section.heading.arrowType() == Qt.ArrowType.DownArrow


def heading(column: ExperimentColumn, title: str) -> Section:
    return next(each for each in column.findChildren(Section) if each.heading.text() == title)


def test_formula_and_data_are_folded_at_first_and_told_beside_their_headings(
    column: ExperimentColumn,
) -> None:
    column.complete()
    assert [column.training.isHidden(), column.start.isHidden()] == [False, False]
    assert [column.formula.isHidden(), column.data.isHidden()] == [True, True]
    assert heading(column, "Formula").summary.text() == "a·t² + b·t + c"
    assert heading(column, "Data").summary.text() == "roller coaster, 20"
    column.set_experiment(Experiment(formula="k*t + m", data=LINE))
    assert heading(column, "Formula").summary.text() == "k·t + m"
    assert heading(column, "Data").summary.text() == "line, 20"


def test_a_click_beside_the_title_unfolds_too(column: ExperimentColumn, qtbot: QtBot) -> None:
    column.complete()
    folds: list[tuple[str, bool]] = []
    column.foldedChanged.connect(lambda *what: folds.append(what))
    qtbot.mouseClick(heading(column, "Data").summary, LEFT)
    assert not column.data.isHidden()
    assert folds == [("Data", False)]


def test_a_section_can_be_folded_before_it_is_made(column: ExperimentColumn) -> None:
    column.fold("Start from", folded=True)
    column.fold("Data", folded=False)
    column.complete()
    assert (column.start.isHidden(), column.data.isHidden()) == (True, False)


def says(widget: QWidget, said: str) -> list[QLabel]:
    """The labels of `widget` that say `said`."""
    return [each for each in widget.findChildren(QLabel) if each.text() == said]


def test_what_is_wrong_unfolds_its_section_and_no_other(column: ExperimentColumn) -> None:
    column.complete()
    QApplication.processEvents()
    # A starting value that is wrong is told where the last one was asked for.
    line(column, "startEdit_a").setText("2")
    line(column, "startEdit_a").editingFinished.emit()
    told = 0
    for field in Experiment.model_fields:
        for title in TITLES:
            column.fold(title, folded=True)
        said = f"The {field} is wrong."
        column.set_error(field, said)
        open_ = {title for title in TITLES if heading(column, title).heading.isChecked()}
        assert open_ == {title for title in TITLES if says(heading(column, title), said)}, field
        assert len(open_) <= 1
        assert all(label.isVisible() for label in says(column, said)), field
        told += len(open_)
        column.set_error(field, "")
    assert told == len(PLACES) == 8


def test_a_long_text_is_cut_and_needs_no_more_room(column: ExperimentColumn) -> None:
    column.complete()
    for title in TITLES:
        column.fold(title, folded=False)
    column.draw(make_view(epochs=1, cursor=0))
    inside = column.findChild(QScrollArea).widget()

    def sizes() -> tuple[int, int]:
        QApplication.processEvents()
        return inside.minimumSizeHint().width(), inside.sizeHint().height()

    before = sizes()
    labels = [each for each in column.findChildren(ElidedLabel) if each.isVisible()]
    assert len(labels) > 6
    for label in labels:
        said = label.text()
        label.setText("a long text " * 20)
        assert sizes() == before, said
        assert QLabel.text(label).endswith("…")
        assert label.width() <= inside.width()
        label.setText(said)


def test_a_taller_column_leaves_everything_in_its_place(column: ExperimentColumn) -> None:
    column.complete()
    for title in TITLES:
        column.fold(title, folded=False)
    column.draw(make_view(epochs=1, cursor=0))

    def places(height: int) -> list[tuple[str, QRect]]:
        column.resize(300, height)
        QApplication.processEvents()
        inside = column.findChild(QScrollArea).widget()
        parts = [each for each in inside.findChildren(QWidget) if each.isVisible()]
        return [
            (f"{type(each).__name__} {each.objectName()}",
             QRect(each.mapTo(inside, QPoint(0, 0)), each.size()))
            for each in parts
        ]  # fmt: skip

    # Both tall enough to need no scroll bar.
    assert places(1_900) == places(2_600)


def test_at_first_there_is_only_the_training(column: ExperimentColumn) -> None:
    assert titles(column) == ["Training"]
    for kind in LATER:
        assert column.findChildren(kind) == []


def test_complete_makes_the_other_sections_once(column: ExperimentColumn, qtbot: QtBot) -> None:
    column.complete()
    column.complete()
    qtbot.waitUntil(lambda: titles(column) == TITLES)
    for kind in LATER:
        assert len(column.findChildren(kind)) == 1


@pytest.mark.parametrize("name", ["formula", "data", "start"])
def test_whoever_asks_for_a_section_gets_it(column: ExperimentColumn, name: str) -> None:
    panel = getattr(column, name)
    assert isinstance(panel, QWidget)
    assert getattr(column, name) is panel
    assert len(column.findChildren(Section)) == len(TITLES)


@pytest.mark.parametrize("completed_first", [True, False])
def test_every_section_shows_the_experiment(
    column: ExperimentColumn, qtbot: QtBot, completed_first: bool
) -> None:
    if completed_first:
        column.complete()
    column.set_experiment(
        Experiment(seed=42, formula="k*t + m", start={"k": 2.5}, standardise=True)
    )
    column.complete()
    assert column.training.seed.value() == 42
    assert line(column, "formulaEdit").text() == "k*t + m"
    assert column.data.findChild(QWidget, "standardiseCheck").isChecked()
    qtbot.waitUntil(column.start.findChild(QWidget, "startBackButton").isVisible)


@pytest.mark.parametrize("completed_first", [True, False])
def test_the_starting_values_are_those_of_the_run(
    column: ExperimentColumn, completed_first: bool
) -> None:
    if completed_first:
        column.complete()
    column.draw(make_view(epochs=1, cursor=0))
    column.complete()
    shown = [edit.text() for edit in column.start.findChildren(QLineEdit)]
    assert len(shown) == 3
    assert all(shown)


def test_without_a_run_the_starting_values_are_not_known(column: ExperimentColumn) -> None:
    column.complete()
    assert [edit.text() for edit in column.start.findChildren(QLineEdit)] == ["", "", ""]


def test_what_a_section_wants_the_column_wants(column: ExperimentColumn) -> None:
    column.complete()
    wanted = heard(column.changeWanted)
    for panel in (column.training, column.formula, column.data, column.start):
        panel.changeWanted.emit({"seed": len(wanted)})
    assert wanted == [{"seed": 0}, {"seed": 1}, {"seed": 2}, {"seed": 3}]


def test_a_trial_is_passed_on(column: ExperimentColumn, qtbot: QtBot) -> None:
    column.draw(make_view(epochs=1, cursor=0))
    wanted = heard(column.trialWanted)
    slider = column.start.findChild(QWidget, "startSlider_a")
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert len(wanted) == 1
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    # From beyond where it starts to beyond the best fit.
    assert wanted[1]["a"] < -0.892 < 0.74 < wanted[0]["a"]


def test_a_click_is_a_change_that_is_wanted(column: ExperimentColumn, qtbot: QtBot) -> None:
    column.set_experiment(Experiment())
    wanted = heard(column.changeWanted)
    column.training.zero_grad.click()
    column.data.findChild(QWidget, "standardiseCheck").click()
    assert wanted == [{"zero_grad": False}, {"standardise": True}]


def test_tables_are_asked_for(column: ExperimentColumn) -> None:
    opens, pastes = heard(column.openTableWanted), heard(column.pasteTableWanted)
    column.data.openTableWanted.emit()
    assert (len(opens), len(pastes)) == (1, 0)
    column.data.pasteTableWanted.emit()
    assert (len(opens), len(pastes)) == (1, 1)


def test_an_error_is_said_in_the_section_it_belongs_to(column: ExperimentColumn) -> None:
    column.complete()

    def said() -> list[str]:
        labels = column.findChildren(QLabel)
        return [each.text() for each in labels if not each.isHidden() and "too" in each.text()]

    for field in ("seed", "learning_rate", "data", "held_out"):
        column.set_error(field, f"The {field} is too much.")
        assert said() == [f"The {field} is too much."]
        column.set_error(field, "")
        assert said() == []


@pytest.mark.parametrize("completed_first", [True, False])
def test_while_it_plays_the_start_is_not_tried(
    column: ExperimentColumn, completed_first: bool
) -> None:
    if completed_first:
        column.complete()
    column.draw(make_view(epochs=1, cursor=0))

    def at_rest() -> bool:
        sliders = column.findChildren(QWidget, "startSlider_a")
        assert len(sliders) == 1
        return not sliders[0].isEnabled()

    column.set_state("playing")
    column.complete()
    assert at_rest()
    column.set_state("paused")
    assert not at_rest()


@pytest.mark.parametrize("completed_first", [True, False])
def test_every_section_has_the_colours_of_the_theme(
    column: ExperimentColumn, qtbot: QtBot, completed_first: bool
) -> None:
    if completed_first:
        column.complete()
    column.set_theme(DARK)
    column.draw(make_view(Experiment(data=LINE), epochs=1, cursor=0))
    column.set_experiment(Experiment(data=LINE))
    for name in ("Formula", "Data"):
        column.fold(name, folded=False)
    column.data.findChild(QWidget, "truthCheck").click()
    drawn = line(column, "startEdit_a")
    qtbot.waitUntil(lambda: drawn.palette().text().color().name() == DARK.faint_text)
    # Tall enough for all of them.
    column.resize(300, 1_600)
    truth = column.findChild(QLabel, "truth").grab().toImage()
    assert truth.pixelColor(truth.width() // 2, 0).name() == DARK.border
    formula = column.findChild(QWidget, "formulaPicture")
    qtbot.waitUntil(lambda: DARK.text in colours(formula), timeout=20_000)


def test_the_learning_rate_is_ready_to_be_typed(column: ExperimentColumn, qtbot: QtBot) -> None:
    at_front(qtbot, column)
    column.set_experiment(Experiment())
    column.edit_learning_rate()
    rate = column.training.learning_rate
    qtbot.waitUntil(rate.hasFocus)
    assert rate.selectedText() == rate.text() != ""


def test_the_learning_rate_can_be_typed_where_its_section_is_folded(
    column: ExperimentColumn, qtbot: QtBot
) -> None:
    column.findChild(Section).heading.click()
    assert not column.training.isVisible()
    column.edit_learning_rate()
    assert column.training.learning_rate.isVisible()
