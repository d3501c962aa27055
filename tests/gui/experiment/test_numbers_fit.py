"""A number like −1.137e−5 is seen whole in every field of the narrowest column."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment, RollerCoaster
from gui.experiment import ExperimentColumn
from gui.theme import LIGHT, stylesheet
from tests.gui.views import make_view

TINY = 1.137e-5
LINES = {
    "learningRateEdit": "1.137e−5",
    "startEdit_a": "−1.137e−5",
    "startEdit_parameter": "−1.137e−5",
}
SPINS = {"noiseSpin": "1.137e−5", "rangeStartSpin": "−1.137e−5"}


@pytest.fixture
def column(qtbot: QtBot) -> ExperimentColumn:
    experiment = Experiment(
        formula="a*t + parameter",
        learning_rate=TINY,
        start={"a": -TINY, "parameter": -TINY},
        data=RollerCoaster(start=-TINY, noise=TINY),
    )
    column = ExperimentColumn()
    qtbot.addWidget(column)
    column.setStyleSheet(stylesheet(LIGHT))
    column.complete()
    column.set_experiment(experiment)
    column.draw(make_view(experiment, epochs=1))
    column.resize(column.minimumWidth(), 900)
    column.show()
    return column


def seen(line: QLineEdit) -> str:
    """What can be read in `line`, from its first letter on."""
    line.setCursorPosition(0)
    inside = line.rect().adjusted(4, 0, -4, 0)
    return line.text()[: line.cursorPositionAt(QPoint(inside.right(), inside.center().y()))]


def test_in_fields_to_type_into(column: ExperimentColumn) -> None:
    for name, said in LINES.items():
        line = column.findChild(QLineEdit, name)
        assert line.isVisible()
        assert seen(line) == said, name


def test_in_fields_with_arrows(column: ExperimentColumn) -> None:
    for name, said in SPINS.items():
        assert seen(column.findChild(QAbstractSpinBox, name).lineEdit()) == said, name


def test_a_line_has_room_for_five_digits_however_little_there_is(column: ExperimentColumn) -> None:
    line = column.findChild(QLineEdit, "startEdit_a")
    line.setText("−1.1372e−5")
    line.setFixedWidth(line.minimumSizeHint().width())
    assert seen(line) == line.text()
