"""Who hears whom in the window: for each connection, what a person would miss without it."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment, Points
from gui.files.table_dialog import TableDialog
from gui.panels.log.model import tensor_text
from gui.panels.moves.head import CardHead
from gui.run import View
from tests.article import Article
from tests.gui.plots.helpers import click, drag, place_of
from tests.gui.windows import (
    TABLE,
    Open,
    at_front,
    choose,
    edit,
    remedy,
    text,
    trained,
    trigger,
    until_shown,
    way_out,
)

LEFT = Qt.MouseButton.LeftButton


# --- what the player says


def test_an_undone_change_is_undone_in_its_field(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.change({"learning_rate": 2e-5, "formula": "a*t + b"})
    assert edit(window, "learningRateEdit").text() == "0.00002"
    assert edit(window, "formulaEdit").text() == "a*t + b"
    trigger(window, "undoAction")
    assert edit(window, "learningRateEdit").text() == "0.00001"
    assert edit(window, "formulaEdit").text() == "a*(t**2) + b*(t) + c"
    until_shown(qtbot, window, "epoch 0 / 200")


def test_what_was_trained_stands_in_the_log_without_being_asked_for(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    trigger(window, "stepEpochAction", 2)
    until_shown(qtbot, window, "epoch 2 / 200")
    article = Article()
    for epoch in (1, 2):
        printed = next(article)
        said = window.log.model.text(epoch).splitlines()
        assert said[1] == f"preds {tensor_text(printed.preds.tolist())}".replace("−", "-")


def test_the_log_gets_the_predictions_of_long_ago(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=2_100)
    trained(qtbot, window)
    assert "…" in window.log.model.text(1)
    window.player.seek(1)
    until_shown(qtbot, window, "epoch 1 /")
    window.log.folded = False
    printed = next(Article())
    preds = f"preds {tensor_text(printed.preds.tolist())}".replace("−", "-")
    qtbot.waitUntil(lambda: preds in window.log.model.text(1), timeout=20_000)


def test_the_refused_stage_says_so_until_it_is_allowed(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(requires_grad=False)
    chips = {
        name: window.findChild(QWidget, f"stageChip_{name}")
        for name in ("predict", "loss", "backward", "gradient", "update")
    }

    def refused() -> list[str]:
        return [
            name
            for name, chip in chips.items()
            if "refused by PyTorch" in chip.accessibleDescription()
        ]

    assert refused() == []
    trigger(window, "stepEpochAction")
    qtbot.waitUntil(lambda: window.player.state == "failed", timeout=20_000)
    assert refused() == ["backward"]
    qtbot.mouseClick(remedy(window, "requires_grad"), LEFT)
    assert window.player.experiment.requires_grad
    assert refused() == []
    assert window.banner.text == ""


def test_a_run_that_failed_is_forgotten_by_the_next(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(learning_rate=1e-4)
    window.set_speed(None)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "failed", timeout=20_000)
    assert window.banner.kind == "error"
    trigger(window, "resetAction")
    until_shown(qtbot, window, "epoch 0 / 200")
    assert window.banner.text == ""


def test_the_end_is_said_with_ways_on(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=3)
    trained(qtbot, window)
    assert window.banner.text.startswith(
        "Finished 3 epochs with a loss of 1901.9; the best fit has"
    )
    assert window.banner.kind == "info"
    way_out(window, "Standardise").trigger()
    assert window.player.experiment.standardise
    assert window.player.experiment.learning_rate == 0.2
    # The way on is gone at once.
    qtbot.waitUntil(
        lambda: window.player.run.experiment.standardise and window.player.state == "finished",
        timeout=20_000,
    )
    assert window.player.history.loss[-1] < 1000
    trigger(window, "undoAction")
    assert not window.player.experiment.standardise
    assert window.player.experiment.learning_rate == 1e-5


def test_playing_takes_what_was_said_away(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=3)
    trained(qtbot, window)
    assert window.banner.text
    window.player.seek(0)
    window.set_speed(0.5)
    trigger(window, "playAction")
    assert window.player.state == "playing"
    assert window.banner.text == ""


def test_the_title_says_whether_it_plays(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.set_speed(0.5)
    trigger(window, "playAction")
    assert window.windowTitle() == "Learnscope – playing"
    qtbot.waitUntil(lambda: window.player.cursor == 1, timeout=20_000)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "paused", timeout=20_000)
    assert window.windowTitle().startswith("Learnscope – epoch 1 of 200, loss ")


def test_the_exact_loss_is_told_by_the_status(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    trigger(window, "stepStageAction")
    until_shown(qtbot, window, "epoch 1 / 200")
    assert window.bars.status.toolTip() == ""
    trigger(window, "stepEpochAction")
    qtbot.waitUntil(lambda: "loss" in window.bars.status.text(), timeout=20_000)
    loss = window.bars.status.toolTip().removeprefix("loss ")
    assert np.float32(loss.replace(",", "")) == np.float32(next(Article()).loss)


def test_the_run_before_stays_in_the_plots_until_it_is_dismissed(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    trigger(window, "stepEpochAction", 3)
    until_shown(qtbot, window, "epoch 3 / 200")
    qtbot.waitUntil(lambda: not window.movement.running)
    fit, losses = window.fit.curve.getData()[1].copy(), window.player.history.loss.copy()
    # Of the same run again nothing would be to be seen.
    trigger(window, "resetAction")
    until_shown(qtbot, window, "epoch 0 / 200")
    assert not window.body.view("loss").previous_curve.isVisible()
    assert not window.bars.forget.isEnabled()
    window.change({"learning_rate": 2e-5})
    trigger(window, "resetAction")
    until_shown(qtbot, window, "epoch 0 / 200")
    qtbot.waitUntil(window.body.view("loss").previous_curve.isVisible)
    np.testing.assert_array_equal(window.fit.previous_curve.getData()[1], fit)
    np.testing.assert_allclose(
        window.body.view("loss").previous_curve.getData()[1][:3], np.log10(losses)
    )
    trigger(window, "forgetPreviousAction")
    for curve in (window.fit.previous_curve, window.body.view("loss").previous_curve):
        y = curve.getData()[1]
        assert y is None or len(y) == 0 or not curve.isVisible()
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, "epoch 1 / 200")
    assert not window.bars.forget.isEnabled()


def test_the_time_left_is_told_while_it_plays_and_no_longer(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    window.set_speed(0.5)
    assert "left" not in text(window, "timelineTimeLeft")
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.cursor == 1, timeout=20_000)
    qtbot.waitUntil(lambda: "about 7 min left" in text(window, "timelineTimeLeft"))
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "paused", timeout=20_000)
    assert text(window, "timelineTimeLeft").endswith(" trained")


def test_at_full_speed_the_time_left_is_measured(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=10_000_000)
    window.set_speed(None)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: "left" in text(window, "timelineTimeLeft"), timeout=20_000)


def test_of_an_epoch_under_way_everything_says_the_same_number(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    trigger(window, "stepEpochAction", 3)
    until_shown(qtbot, window, "epoch 3 / 200")
    trigger(window, "stepStageAction", 2)
    until_shown(qtbot, window, "epoch 4 / 200")
    qtbot.waitUntil(lambda: window.player.stage == 2)
    assert text(window, "timelineEpoch") == "epoch 4 of 200"
    slider = window.timeline.slider
    assert 3 < slider.value() + slider.part < 4
    assert text(window, "timelineTimeLeft") == "3 trained"


def test_the_banner_s_place_stays_and_nothing_moves_when_something_is_said(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    places = [each.geometry() for each in (window.stages, window.banner, window.body)]
    window.set_speed(None)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "finished", timeout=20_000)
    assert window.banner.text
    QApplication.processEvents()
    assert [each.geometry() for each in (window.stages, window.banner, window.body)] == places
    window.banner.clear()
    QApplication.processEvents()
    assert [each.geometry() for each in (window.stages, window.banner, window.body)] == places


def test_the_starting_values_are_seen_without_scrolling(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.resize(1440, 900)
    QApplication.processEvents()
    column = window.column
    for name in "abc":
        for kind in ("startSlider", "startEdit"):
            widget = window.findChild(QWidget, f"{kind}_{name}")
            place = widget.mapTo(column, QPoint(0, widget.height()))
            assert 0 < place.y() < column.height()
            assert widget.isVisible()


def test_a_loss_to_stop_at_is_typed_and_the_run_stops_there(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    at_front(qtbot, window)
    line = edit(window, "stopAtLossEdit")
    line.setFocus()
    qtbot.keyClicks(line, "700")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert window.player.experiment.stop_at_loss == 700.0
    window.set_speed(None)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "finished", timeout=20_000)
    losses = window.player.history.loss
    assert losses[-1] <= 700 < losses[:-1].min()
    until_shown(qtbot, window, f"epoch {len(losses)} /")
    assert text(window, "endingLabel") == f"reached at epoch {len(losses)}"
    line.selectAll()
    qtbot.keyClicks(line, "-1")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert "from 0 on; −1.0 is not" in line.accessibleDescription()


# --- what the person asks for


def test_the_start_can_be_tried_by_its_slider(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    at_front(qtbot, window)
    before = window.fit.curve.getData()[1].copy()
    status = window.bars.status.text()
    slider = window.findChild(QWidget, "startSlider_c")
    middle = slider.height() // 2
    home = QPoint(round(slider.position_of(slider.value())), middle)
    qtbot.mousePress(slider, LEFT, pos=home)
    qtbot.mouseMove(slider, QPoint(round(slider.position_of(1000)), middle))
    qtbot.waitUntil(lambda: window.bars.status.text() != status, timeout=20_000)
    raised = window.fit.curve.getData()[1] - before
    np.testing.assert_allclose(raised, raised[0], rtol=1e-3)
    assert raised[0] > 1
    assert window.player.experiment == Experiment()
    qtbot.mouseMove(slider, home)
    qtbot.mouseRelease(slider, LEFT, pos=home)
    qtbot.waitUntil(lambda: window.bars.status.text() == status, timeout=20_000)
    np.testing.assert_array_equal(window.fit.curve.getData()[1], before)
    assert window.player.experiment == Experiment()


def test_a_trial_is_not_drawn_while_it_plays(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    views: list[View] = []
    window.player.viewChanged.connect(views.append)
    tried = {"a": 0.75, "b": -14.25, "c": 68.0}
    window.set_speed(50)
    # One is on its way when playing begins, the other is asked for meanwhile.
    window.player.try_start(tried)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.cursor >= 2, timeout=20_000)
    window.player.try_start(tried)
    seen = len(views)
    qtbot.waitUntil(lambda: len(views) > seen + 2, timeout=20_000)
    assert not any(view.snapshot.params.tolist() == [*tried.values()] for view in views)


def test_while_it_plays_neither_data_nor_start_can_be_moved(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    slider = window.findChild(QWidget, "startSlider_a")
    assert slider.isEnabled()
    assert "pause to edit" not in window.fit.accessibleDescription()
    window.set_speed(0.5)
    trigger(window, "playAction")
    assert not slider.isEnabled()
    assert "pause to edit the data" in window.fit.accessibleDescription()
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state != "playing", timeout=20_000)
    assert slider.isEnabled()
    assert "pause to edit" not in window.fit.accessibleDescription()


def test_the_data_section_asks_for_a_table(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    choose(qtbot, window.findChild(QComboBox, "dataSourceCombo"), "Open a table…")
    (dialog,) = window.findChildren(QFileDialog)
    assert dialog.isVisible()
    dialog.reject()
    qtbot.waitUntil(lambda: window.findChildren(QFileDialog) == [])


def test_the_data_section_pastes_a_table(open_window: Open, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText(TABLE)
    window = open_window()
    choose(qtbot, window.findChild(QComboBox, "dataSourceCombo"), "Paste a table")
    qtbot.waitUntil(lambda: window.findChild(TableDialog) is not None, timeout=20_000)
    ok = window.findChild(QPushButton, "tableOk")
    qtbot.waitUntil(ok.isEnabled, timeout=20_000)
    ok.click()
    said = "pasted table: time → speed, 3\u00a0points"
    qtbot.waitUntil(lambda: text(window, "dataSummary") == said, timeout=20_000)


def test_a_table_that_cannot_be_read_is_said_in_the_banner(
    open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    window.open_file(tmp_path / "gone.csv")
    qtbot.waitUntil(lambda: window.banner.text != "", timeout=20_000)
    assert window.banner.text == "There is no file gone.csv: check its name and folder."
    assert window.banner.kind == "error"


def test_a_point_is_moved_with_the_mouse(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    x, y = float(window.fit.data_dots.x[3]), float(window.fit.data_dots.y[3])
    place = place_of(window.fit, x, y)
    drag(window.fit, place, place - QPoint(0, 20), place - QPoint(0, 40))
    data = window.player.experiment.data
    assert isinstance(data, Points)
    assert len(data.targets) == 20
    assert data.targets[3] > y + 10
    until_shown(qtbot, window, "epoch 0 / 200")
    assert text(window, "dataSummary").startswith("by hand")
    trigger(window, "undoAction")
    until_shown(qtbot, window, "epoch 0 / 200")
    assert window.player.experiment == Experiment()


def test_an_edit_that_cannot_be_is_said_and_taken_back(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    drawn = window.fit.data_dots.y.tolist()
    window.fit.edits.add((3.0, float("nan")))
    assert window.banner.text == "Point 21 has nan, which float32 cannot hold."
    assert window.banner.kind == "error"
    assert window.player.experiment == Experiment()
    assert window.fit.data_dots.y.tolist() == drawn
    window.fit.edits.add((3.0, 9.0))
    assert window.fit.data_dots.y.tolist() == [*drawn, 9.0]
    data = window.player.experiment.data
    assert isinstance(data, Points)
    assert data.targets[20:] == (9.0,)


def test_every_place_that_shows_epochs_brings_the_one_that_is_clicked(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(epochs=50)
    window.log.folded = False
    trained(qtbot, window)
    slider = window.timeline.slider
    start = QPoint(round(slider.position_of(50)), slider.height() // 2)
    qtbot.mousePress(slider, LEFT, pos=start)
    for epoch in (40, 17):
        qtbot.mouseMove(slider, QPoint(round(slider.position_of(epoch)), slider.height() // 2))
    until_shown(qtbot, window, "epoch 17 / 50")
    qtbot.mouseRelease(slider, LEFT, pos=QPoint(round(slider.position_of(17)), 5))
    for plot, epoch in ((window.body.view("loss"), 30), (window.body.view("signs"), 12)):
        click(plot, place_of(plot, epoch, sum(plot.visible()[2:]) / 2))
        until_shown(qtbot, window, f"epoch {epoch} / 50")
        assert slider.value() == epoch
    rows = window.log.view
    rows.scrollTo(window.log.model.index(20, 0))
    row = rows.visualRect(window.log.model.index(20, 0))
    qtbot.mouseClick(rows.viewport(), LEFT, pos=row.center())
    until_shown(qtbot, window, "epoch 21 / 50")
    assert window.body.view("loss").cursor_line.value() == 21


def test_gradients_that_have_grown_long_are_not_cut(open_window: Open, qtbot: QtBot) -> None:
    """Without its last digits an exponent is another number."""
    window = open_window("light", learning_rate=4e-5)
    window.resize(1440, 900)
    window.set_speed(None)
    window.player.play()
    qtbot.waitUntil(lambda: window.player.state == "failed" and window.settled, timeout=30_000)
    heads = window.findChildren(CardHead)
    assert len(heads) == 3
    for head in heads:
        assert head.rect().contains(head._gradient.geometry())
    assert any("e19" in head._gradient.text() for head in heads)
