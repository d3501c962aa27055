"""The ways out in the banner: what each promises, what is tried for it, and that it comes true."""

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui.window import MainWindow
from tests.gui.windows import Open, remedy, trained, trigger, way_out, ways_out

WAVE = "a*sin(b*t+c)"


def lines(window: MainWindow) -> list[str]:
    menu = remedy(window, "Ways out").menu()
    return [action.text() for action in menu.actions() if action.text()]


def test_each_way_says_in_numbers_what_it_changes(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    trained(qtbot, window)
    assert lines(window) == [
        "Standardise, rate 0.2",
        "7.4 times steeper across than along instead of 218,451",
        "200 epochs at 0.2 reach 0.658 instead of 619",
        "Raise the rate to 0.00003",
        "482,000 epochs instead of 1,440,000 until the loss is 1",
    ]
    # Only the ways themselves can be chosen.
    assert [way.text() for way in ways_out(window)] == [lines(window)[0], lines(window)[3]]


def test_a_way_is_taken_as_a_new_run_and_the_old_one_is_kept(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    trained(qtbot, window)
    first = window.player.run
    way_out(window, "Raise the rate").trigger()
    qtbot.waitUntil(lambda: window.player.run is not first)
    qtbot.waitUntil(lambda: len(window.player.history) == 200 and window.settled)
    assert float(window.player.history.loss[-1]) == pytest.approx(615.44, abs=0.01)
    loss = window.body.view("loss")
    assert "rate 0.00001" in " ".join(loss.legend.texts)
    second = window.player.run
    trigger(window, "undoAction")
    qtbot.waitUntil(lambda: window.player.run is not second)
    qtbot.waitUntil(lambda: len(window.player.history) == 200)
    assert float(window.player.history.loss[-1]) == pytest.approx(618.534, abs=0.001)


def test_the_only_way_is_a_button_and_its_promise_part_of_the_sentence(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(learning_rate=4e-5)
    window.set_speed(None)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "failed", timeout=20_000)
    assert window.banner.text.endswith(" Reset with 0.00001: 200 epochs at 0.00001 reach 619.")
    assert remedy(window, "Reset with 0.00001").menu() is None


def test_what_cannot_be_foretold_is_tried_meanwhile_and_nothing_moves(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(formula=WAVE, learning_rate=1e-3)
    trained(qtbot, window)
    button = remedy(window, "Ways out")
    assert lines(window) == ["trying 5 more…"]
    # Laid out, the button stands at the right.
    qtbot.waitUntil(lambda: button.x() > 0)
    place = button.geometry()
    qtbot.waitUntil(lambda: lines(window) != ["trying 5 more…"], timeout=20_000)
    assert button.geometry() == place
    label, promise = lines(window)
    assert promise.startswith("tried: 200 epochs reach ")
    way_out(window, label).trigger()
    qtbot.waitUntil(lambda: window.player.state == "playing", timeout=20_000)
    qtbot.waitUntil(lambda: window.player.state == "finished", timeout=20_000)
    reached = promise.removeprefix("tried: 200 epochs reach ").split(" instead")[0]
    came = float(window.player.history.loss[-1])
    assert float(reached.replace(",", "")) == pytest.approx(came, rel=1e-3)


def test_what_was_tried_in_vain_is_said(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(formula=WAVE, learning_rate=1e-4, epochs=20)
    trained(qtbot, window)
    qtbot.waitUntil(lambda: not window.telling.trying, timeout=20_000)
    assert lines(window) == ["1 was tried: it does not help"]
    assert ways_out(window) == []


def test_playing_on_ends_the_trying(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(formula=WAVE, learning_rate=1e-3)
    trained(qtbot, window)
    assert window.telling.trying
    trigger(window, "resetAction")
    qtbot.waitUntil(lambda: window.player.state == "ready", timeout=20_000)
    qtbot.waitUntil(lambda: not window.telling.trying)
    assert window.banner.text == ""
    assert not [each for each in window.banner.findChildren(QPushButton) if each.isVisible()]


def test_another_message_takes_the_ways_away(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=3)
    trained(qtbot, window)
    assert ways_out(window)
    window.telling.error("This file cannot be read.")
    buttons = [each for each in window.banner.findChildren(QPushButton) if each.isVisible()]
    assert buttons == []
