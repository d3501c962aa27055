"""What the window says only now and then: on a button that waits, without PyTorch, at the end."""

from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from gui.run.protocol import Broken
from gui.widgets.banner import Way
from gui.window import MainWindow
from tests.gui.windows import Open, trigger, until_shown


def ways(window: MainWindow) -> list[tuple[str, str]]:
    return [(way.label, way.promise) for way in window.banner.message.ways]


def test_what_waits_for_an_answer_says_so(open_window: Open) -> None:
    window = open_window()
    bars = window.bars
    held = (bars.reset, bars.play, bars.stage, bars.epoch, bars.latest)
    before = [action.toolTip() for action in bars.actions.all]
    window.covers.cover({"later"}, "fit")
    for action in bars.actions.all:
        assert action.toolTip().endswith("\nWaits for your answer.") is (action in held)
    assert not any(action.isEnabled() for action in held)
    window.covers.cover({"later"}, "loss")
    window.covers.lift()
    assert [action.toolTip() for action in bars.actions.all] == before
    assert all(action.isEnabled() for action in held)


def test_predict_mode_says_that_it_is_on_and_takes_that_back(open_window: Open) -> None:
    window = open_window()
    trigger(window, "predictModeAction")
    assert window.banner.text == (
        "Predict mode is on: → or ↓ asks you first, then runs. P switches it off."
    )
    assert window.banner.kind == "info"
    assert window.bars.predict.isChecked()
    trigger(window, "predictModeAction")
    assert window.banner.text == ""
    assert not window.bars.predict.isChecked()
    # Something else that is said meanwhile stays.
    trigger(window, "predictModeAction")
    window.banner.show_message("info", "Something else.", [Way("Do it", lambda: None)])
    trigger(window, "predictModeAction")
    assert window.banner.text == "Something else."


def test_without_pytorch_there_are_no_lessons(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    run = window.player.run.id
    window.player.link.answered.emit(Broken(run, "PyTorch is not there.", for_good=True))
    assert window.player.state == "failed"
    assert "PyTorch is not there." in window.banner.text
    window.teaching.begin(1)
    assert not window.teaching.on
    assert window.banner.text == "Lessons need PyTorch, which could not be loaded here."
    assert window.banner.kind == "error"


def test_a_run_that_only_broke_still_has_its_lessons(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.player.link.answered.emit(Broken(window.player.run.id, "It broke."))
    window.teaching.begin(1)
    qtbot.waitUntil(lambda: window.teaching.on and window.settled, timeout=20_000)


def test_the_first_end_of_the_article_offers_two_ways(
    new: None, open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, "epoch 1 /")
    assert window.welcome.ask_why()
    loss = f"{window.player.history.loss[-1]:.0f}"
    assert window.banner.text == (
        f"1 epochs, and the loss stops at {loss}, far from the best there is. Why? Five one-minute "
        "lessons lead to the answer."
    )
    assert window.banner.kind == "info"
    assert ways(window) == [
        ("Find out", "Five one-minute lessons; your own run is kept as it is"),
        ("Just tell me", "The reason in two sentences, and what to do"),
    ]
    assert not window.welcome.ask_why()


def test_the_menu_of_own_lessons_says_that_it_reads(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    menu = window.findChild(QMenu, "ownLessonsMenu")
    (entry,) = menu.actions()
    assert (entry.text(), entry.isEnabled()) == ("Reading…", False)
    window.lesson_files.look()
    qtbot.waitUntil(lambda: menu.actions()[0].text() != "Reading…", timeout=20_000)
    (entry,) = menu.actions()
    assert (entry.text(), entry.isEnabled()) == ("No files in the folder of lessons yet", False)
