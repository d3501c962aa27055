"""The names of a table's columns in the choice of two, however long they are."""

from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from engine.table import read_text
from gui.files.table_dialog import TableDialog


def test_long_names_do_not_widen_the_dialog(qtbot: QtBot) -> None:
    def widths(name: str) -> tuple[int, set[int]]:
        dialog = TableDialog(read_text(f"{name} x,{name} y\n1,2\n3,4\n5,6"))
        qtbot.addWidget(dialog)
        combos = [dialog.findChild(QComboBox, each) for each in ("tableXCombo", "tableYCombo")]
        return dialog.minimumSizeHint().width(), {combo.sizeHint().width() for combo in combos}

    short, long = widths("a"), widths("a very long name of a column " * 8)
    assert short == long
