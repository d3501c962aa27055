"""The choice of two columns: what is shown of the table, what is said, and when it can be used."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine.table import Table, TableError, read_text
from gui.files.table_dialog import TableDialog
from gui.files.table_preview import Preview
from gui.theme import DARK, LIGHT

Role = Qt.ItemDataRole
LEFT = Qt.MouseButton.LeftButton
MIXED = "station,time,note,speed\n" + "\n".join(
    f"s{row},{row / 10},{'7' if row == 3 else 'fine'},{row * 2}" for row in range(30)
)
GAPS = "t,y\n" + "\n".join(f"{row},{'n/a' if row % 3 else row}" for row in range(90))


class Person:
    """Sees a dialog about a table; its columns are counted here, as its owner would."""

    def __init__(self, qtbot: QtBot, text: str) -> None:
        self.bot = qtbot
        self.table: Table = read_text(text)
        self.dialog = TableDialog(self.table)
        qtbot.addWidget(self.dialog)
        self.asked: list[tuple[str, str]] = []
        self.dialog.columnsWanted.connect(lambda x, y: self.asked.append((x, y)))
        self.dialog.open()

    def find(self, kind: type[Any], name: str) -> Any:
        widget = self.dialog.findChild(kind, name)
        assert widget is not None, name
        return widget

    def count(self) -> None:
        try:
            self.dialog.show_picked(self.table.pick(*self.dialog.columns))
        except TableError as error:
            self.dialog.show_error(str(error))

    def chooses(self, name: str, column: str) -> None:
        combo = self.find(QComboBox, name)
        combo.setCurrentIndex(combo.findText(column))

    @property
    def said(self) -> str:
        return str(self.find(QLabel, "tableSaid").text())

    @property
    def ok(self) -> QPushButton:
        button = self.find(QPushButton, "tableOk")
        assert isinstance(button, QPushButton)
        return button

    @property
    def which(self) -> QPushButton:
        button = self.find(QPushButton, "tableLeftOutButton")
        assert isinstance(button, QPushButton)
        return button

    @property
    def preview(self) -> Preview:
        preview = self.find(Preview, "tablePreview")
        assert isinstance(preview, Preview)
        return preview

    def header(self, column: int) -> str:
        return str(self.preview.model().headerData(column, Qt.Orientation.Horizontal))

    def cell(self, row: int, column: int, role: Role = Role.DisplayRole) -> Any:
        model = self.preview.model()
        return model.data(model.index(row, column), role)


def test_the_likeliest_columns_are_chosen_already(qtbot: QtBot) -> None:
    person = Person(qtbot, MIXED)
    assert person.dialog.columns == ("time", "speed")
    assert person.asked == []


def test_columns_of_numbers_come_first_and_none_is_missing(qtbot: QtBot) -> None:
    person = Person(qtbot, MIXED)
    for name in ("tableXCombo", "tableYCombo"):
        combo = person.find(QComboBox, name)
        names = [combo.itemText(row) for row in range(combo.count())]
        assert names == ["time", "speed", "station", "note"]
        tips = [combo.itemData(row, Role.ToolTipRole) for row in range(combo.count())]
        assert tips[0] == "30 of 30 rows have a number here"
        assert tips[3] == "1 of 30 rows have a number here"


def test_the_first_rows_are_shown_with_the_chosen_columns_marked(qtbot: QtBot) -> None:
    person = Person(qtbot, MIXED)
    model = person.preview.model()
    assert (model.rowCount(), model.columnCount()) == (20, 4)
    assert [person.cell(1, column) for column in range(4)] == ["s1", "0.1", "fine", "2"]
    assert [person.header(column) for column in range(4)] == [
        "station", "x: time", "note", "y: speed"
    ]  # fmt: skip
    tints = [person.cell(0, column, Role.BackgroundRole) for column in range(4)]
    assert [tint is not None for tint in tints] == [False, True, False, True]
    person.chooses("tableXCombo", "note")
    assert [person.header(column) for column in range(4)] == [
        "station", "time", "x: note", "y: speed"
    ]  # fmt: skip
    person.chooses("tableYCombo", "note")
    assert person.header(2) == "x and y: note"


def test_numbers_stand_right_and_words_left(qtbot: QtBot) -> None:
    person = Person(qtbot, MIXED)
    right, left = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
    assert [bool(person.cell(0, column, Role.TextAlignmentRole) & right) for column in (1, 3)]
    assert [bool(person.cell(0, column, Role.TextAlignmentRole) & left) for column in (0, 2)]


def test_nothing_can_be_changed_in_the_preview(qtbot: QtBot) -> None:
    person = Person(qtbot, MIXED)
    model = person.preview.model()
    assert not model.flags(model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
    qtbot.mouseDClick(person.preview.viewport(), LEFT)
    assert not person.preview.selectionModel().hasSelection()


def test_what_was_found_and_how_much_is_shown_is_said(qtbot: QtBot) -> None:
    person = Person(qtbot, MIXED)
    texts = [label.text() for label in person.dialog.findChildren(QLabel)]
    assert person.table.sentence in texts
    assert "The first 20 of 30 rows" in texts
    assert person.dialog.windowTitle() == "Columns of the pasted text"
    few = Person(qtbot, "t,y\n1,2\n3,4\n")
    assert "All rows" in [label.text() for label in few.dialog.findChildren(QLabel)]


def test_it_can_be_used_once_the_rows_are_counted(qtbot: QtBot) -> None:
    person = Person(qtbot, MIXED)
    assert person.said == "Counting the rows…"
    assert not person.ok.isEnabled()
    assert person.dialog.picked is None
    person.count()
    assert person.said == "All 30 rows used."
    assert person.ok.isEnabled()
    assert person.dialog.picked is not None
    assert list(person.dialog.picked.y[:3]) == [0.0, 2.0, 4.0]


def test_other_columns_are_counted_anew(qtbot: QtBot) -> None:
    person = Person(qtbot, MIXED)
    person.count()
    person.chooses("tableXCombo", "speed")
    person.chooses("tableYCombo", "time")
    assert person.asked == [("speed", "speed"), ("speed", "time")]
    assert person.said == "Counting the rows…"
    assert not person.ok.isEnabled()
    assert person.dialog.picked is None
    person.count()
    assert person.dialog.picked is not None
    assert person.dialog.picked.x_name == "speed"


def test_columns_with_too_few_numbers_are_refused_in_words(qtbot: QtBot) -> None:
    person = Person(qtbot, MIXED)
    person.count()
    person.chooses("tableYCombo", "note")
    person.count()
    assert person.said.startswith("Two rows with a number in both “time” and “note” are needed")
    assert person.find(QLabel, "tableSaid").property("wrong")
    assert not person.ok.isEnabled()
    person.chooses("tableYCombo", "speed")
    person.count()
    assert not person.find(QLabel, "tableSaid").property("wrong")
    assert person.ok.isEnabled()


def test_the_rows_left_out_are_counted_and_named_on_demand(qtbot: QtBot) -> None:
    person = Person(qtbot, GAPS)
    assert not person.which.isVisible()
    person.count()
    assert person.said.startswith("30 of 90 rows used; 60 left out (60 not a number): line 3 has")
    rows = person.find(QPlainTextEdit, "tableLeftOut")
    assert (person.which.text(), rows.isVisible()) == ("Show the rows &left out", False)
    qtbot.mouseClick(person.which, LEFT)
    assert (person.which.text(), rows.isVisible()) == ("Hide the rows &left out", True)
    lines = rows.toPlainText().split("\n")
    assert lines[0] == "line 3 has no number in “y” (“n/a”)"
    assert len(lines) == 21
    assert lines[-1] == "and 40 more"
    qtbot.mouseClick(person.which, LEFT)
    assert not rows.isVisible()


def test_few_rows_left_out_need_no_list(qtbot: QtBot) -> None:
    person = Person(qtbot, "t,y\n1,2\n3,x\n5,6\n")
    person.count()
    assert person.said == "2 of 3 rows used; 1 left out: line 3 has no number in “y” (“x”)."
    assert not person.which.isVisible()


def test_return_uses_the_columns_and_escape_does_not(qtbot: QtBot) -> None:
    for key, result in ((Qt.Key.Key_Return, 1), (Qt.Key.Key_Escape, 0)):
        person = Person(qtbot, MIXED)
        person.count()
        qtbot.keyClick(person.dialog, key)
        assert not person.dialog.isVisible()
        assert person.dialog.result() == result


def test_return_waits_for_the_count(qtbot: QtBot) -> None:
    person = Person(qtbot, MIXED)
    qtbot.keyClick(person.dialog, Qt.Key.Key_Return)
    assert person.dialog.isVisible()


@pytest.mark.parametrize(("name", "result"), [("tableOk", 1), ("tableCancel", 0)])
def test_its_buttons(qtbot: QtBot, name: str, result: int) -> None:
    person = Person(qtbot, MIXED)
    person.count()
    qtbot.mouseClick(person.find(QPushButton, name), LEFT)
    assert not person.dialog.isVisible()
    assert person.dialog.result() == result


def test_what_looks_like_markup_is_shown_as_it_is(qtbot: QtBot) -> None:
    person = Person(qtbot, "<b>t</b>,<i>y</i>\n1,2\n3,<u>x</u>\n4,5\n")
    person.count()
    assert "“<i>y</i>” (“<u>x</u>”)" in person.said
    assert person.find(QLabel, "tableSaid").textFormat() == Qt.TextFormat.PlainText
    assert person.cell(1, 1) == "<u>x</u>"


def test_a_table_with_very_many_columns_opens_too(qtbot: QtBot) -> None:
    names = [f"c{number}" for number in range(1000)]
    rows = [",".join(str(number + row) for number in range(1000)) for row in range(3)]
    person = Person(qtbot, "\n".join([",".join(names), *rows]))
    assert len(names) > 60
    person.chooses("tableYCombo", "c999")
    person.count()
    assert person.said == "All 3 rows used."
    QApplication.processEvents()
    model = person.preview.model()
    assert not person.preview.visualRect(model.index(0, 0)).isEmpty()


def test_what_is_said_does_not_move_the_buttons(qtbot: QtBot) -> None:
    person = Person(qtbot, "t,y\n1,2\n3,x\n5,6\n7,y\n")
    QApplication.processEvents()
    before = person.ok.mapTo(person.dialog, person.ok.rect().topLeft())
    person.count()
    QApplication.processEvents()
    assert person.ok.mapTo(person.dialog, person.ok.rect().topLeft()) == before


def test_everything_to_choose_has_a_name_or_a_buddy(qtbot: QtBot) -> None:
    person = Person(qtbot, MIXED)
    buddies = [label.buddy() for label in person.dialog.findChildren(QLabel) if label.buddy()]
    for name in ("tableXCombo", "tableYCombo"):
        assert person.find(QWidget, name) in buddies
        assert person.find(QWidget, name).toolTip()
    assert person.preview.accessibleName()


def test_the_theme_tints_the_marked_columns(qtbot: QtBot) -> None:
    person = Person(qtbot, MIXED)
    for theme in (DARK, LIGHT):
        person.dialog.set_theme(theme)
        tint = person.cell(0, 1, Role.BackgroundRole)
        assert QColor(tint.red(), tint.green(), tint.blue()) == QColor(theme.ink)
        assert tint.alphaF() < 0.5


def test_the_list_of_rows_left_out_goes_where_few_are(qtbot: QtBot) -> None:
    text = "t,y,z\n" + "\n".join(
        f"{row},{'n/a' if row % 3 else row},{'n/a' if row == 5 else row}" for row in range(90)
    )
    person = Person(qtbot, text)
    person.chooses("tableYCombo", "y")
    person.count()
    qtbot.mouseClick(person.which, LEFT)
    rows = person.find(QPlainTextEdit, "tableLeftOut")
    assert rows.isVisible()
    person.chooses("tableYCombo", "z")
    assert not person.which.isVisible()
    assert not rows.isVisible()
    person.count()
    assert not person.which.isVisible()
    assert not rows.isVisible()
    person.chooses("tableYCombo", "y")
    person.count()
    assert person.which.isVisible()
    assert rows.isVisible()
    assert rows.isReadOnly()
    assert rows.tabChangesFocus()


@pytest.mark.parametrize("bad", [3, 4])
def test_more_rows_left_out_than_the_sentence_names_have_a_list(qtbot: QtBot, bad: int) -> None:
    text = "t,y\n" + "\n".join(f"{row},{'x' if row < bad else row}" for row in range(20))
    person = Person(qtbot, text)
    person.count()
    assert person.which.isVisible() == (bad > 3)
    assert person.find(QPlainTextEdit, "tableLeftOut").toPlainText().count("\n") == bad - 1


def test_everything_says_what_it_is_for_and_has_its_room(qtbot: QtBot) -> None:
    person = Person(qtbot, MIXED)
    QApplication.processEvents()
    dialog = person.dialog
    check = person.find(QCheckBox, "tableHeaderCheck")
    assert check.text() == "The first row has the &names of the columns"
    assert check.toolTip() == "Read the table again, with its first row as names or as a row"
    assert person.find(QComboBox, "tableXCombo").toolTip() == "The column of the inputs"
    assert (
        person.find(QComboBox, "tableYCombo").toolTip() == "The column of what is to be predicted"
    )
    titles = [label.text() for label in dialog.findChildren(QLabel) if label.buddy()]
    assert titles == ["&x, the input", "&y, the target"]
    assert person.ok.text() == "Use these columns"
    assert person.ok.isDefault()
    for other in (person.which, person.find(QPushButton, "tableCancel")):
        assert not other.autoDefault()
    assert (dialog.width(), dialog.height()) == (620, 520)
    faint = [label.text() for label in dialog.findChildren(QLabel) if label.property("faint")]
    assert faint == [person.table.sentence, "The first 20 of 30 rows"]
    said = person.find(QLabel, "tableSaid")
    assert said.minimumHeight() == 3 * said.fontMetrics().lineSpacing()
    assert said.textInteractionFlags() == Qt.TextInteractionFlag.TextSelectableByMouse
    assert said.alignment() == Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
    # From top to bottom: what was found, the columns, the rows, what is left out, the buttons.
    parts = [
        person.find(QComboBox, "tableXCombo"), person.find(QComboBox, "tableYCombo"), check,
        person.preview, said, person.ok,
    ]  # fmt: skip
    tops = [part.mapTo(dialog, part.rect().topLeft()).y() for part in parts]
    assert tops == sorted(tops)
    combos = parts[:2]
    assert {combo.width() for combo in combos} == {combos[0].width()}
    assert combos[0].width() > 350
    assert person.preview.height() > 150


def test_the_preview_is_a_quiet_table(qtbot: QtBot) -> None:
    person = Person(qtbot, MIXED)
    QApplication.processEvents()
    preview = person.preview
    assert preview.verticalHeader().isHidden()
    assert preview.rowHeight(0) == preview.fontMetrics().height() + 4
    assert not preview.tabKeyNavigation()
    assert not preview.wordWrap()
    assert not preview.isCornerButtonEnabled()
    assert not preview.horizontalHeader().highlightSections()
    model = preview.model()
    tips = [model.headerData(k, Qt.Orientation.Horizontal, Role.ToolTipRole) for k in range(4)]
    assert tips == ["station", "time", "note", "speed"]
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert person.cell(3, 2, Role.ToolTipRole) == "7"
    assert model.rowCount(model.index(0, 0)) == model.columnCount(model.index(0, 0)) == 0
