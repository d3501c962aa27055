"""What there is to know about a table's data is told in the window, not in the terminal only."""

from pathlib import Path

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment, RollerCoaster
from gui.window import MainWindow
from tests.gui.windows import Open, trigger

LEFT_OUT = "2 of 3 rows used; 1 left out: line 3 has no number in “speed” (“n/a”). Read as 3 rows"


def test_rows_left_out_of_a_table_are_told_in_the_window(
    open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    for table, said in (("time,speed\n0,1.5\n1,n/a\n2,4.5\n", True), ("t,y\n0,1\n1,2\n", False)):
        path = tmp_path / "speed.csv"
        path.write_text(table)
        window.open_file(path)
        qtbot.waitUntil(lambda: bool(window.findChildren(QPushButton, "tableOk")))
        ok = window.findChild(QPushButton, "tableOk")
        qtbot.waitUntil(ok.isEnabled)
        before = window.player.run
        ok.click()
        qtbot.waitUntil(lambda before=before: window.player.run is not before)
        assert ("rows used" in window.banner.text) is said
        assert window.banner.text.startswith(LEFT_OUT) is said
        assert ("decimal points, names in the first row" in window.banner.text) is said
        # A rate that does not fit these data is told as well, not instead.
        qtbot.waitUntil(lambda: "times below" in window.banner.text)
        assert window.banner.text.startswith(LEFT_OUT) is said
        # It is not gone before it is read, nor there once other data are.
        trigger(window, "stepEpochAction")
        qtbot.waitUntil(lambda: len(window.player.history) == 1)
        assert ("rows used" in window.banner.text) is said


def test_what_the_command_line_left_out_is_told_until_the_data_are_others(qtbot: QtBot) -> None:
    window = MainWindow(Experiment(learning_rate=1e-9))
    qtbot.addWidget(window)
    # As `application.run` does it, with --play.
    window.telling.of_data("2 of 3 rows used.", window.player.experiment.data)
    window.show()
    window.player.play()
    qtbot.waitUntil(lambda: window.player.state == "playing", timeout=20_000)
    window.player.toggle()
    assert window.banner.text == "2 of 3 rows used."
    # Another rate is not other data.
    window.change({"seed": 4})
    qtbot.waitUntil(lambda: window.player.state == "ready")
    assert window.banner.text == "2 of 3 rows used."
    window.change({"data": RollerCoaster(points=5)})
    assert window.banner.text == ""
    window.close_unasked()
