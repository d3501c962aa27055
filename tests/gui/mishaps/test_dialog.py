"""A report is read and copied in a window of its own."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.mishaps.dialog import ReportDialog

TEXT = "first line\n" + "a long line " * 40 + "\nlast"


def test_the_whole_report_is_read_and_copied(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = ReportDialog(TEXT, window)
    dialog.show()
    assert dialog.windowTitle() == "Report"
    # Work goes on beside it.
    assert not dialog.isModal()
    assert (dialog.width(), dialog.height()) == (760, 480)
    (said,) = dialog.findChildren(QLabel)
    assert said.text() == (
        "This is what is known of what went wrong. It is sent nowhere: copy it to pass it on."
    )
    assert said.wordWrap()
    text = dialog.findChild(QPlainTextEdit, "reportText")
    assert text.toPlainText() == TEXT
    assert text.isReadOnly()
    assert text.accessibleName() == "Report"
    assert text.font().family() == (
        QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    )
    assert text.lineWrapMode() is QPlainTextEdit.LineWrapMode.NoWrap
    assert text.width() > 700
    copy = dialog.findChild(QPushButton, "copyReportButton")
    assert (copy.text(), copy.toolTip()) == ("Copy", "Copy the whole report")
    QGuiApplication.clipboard().setText("")
    copy.click()
    assert QGuiApplication.clipboard().text() == TEXT
    assert copy.text() == "Copied"
    (close,) = (each for each in dialog.findChildren(QPushButton) if each.text() == "Close")
    assert close.toolTip() == "Close the report (Escape)"
    # Both stand at the right, below the text.
    assert text.geometry().bottom() < copy.y() == close.y()
    assert copy.geometry().right() < close.x()
    assert close.geometry().right() + 1 == text.geometry().right() + 1
    with qtbot.waitSignal(dialog.destroyed):
        close.click()
    other = ReportDialog("x", window)
    other.show()
    with qtbot.waitSignal(other.destroyed):
        qtbot.keyClick(other, Qt.Key.Key_Escape)
