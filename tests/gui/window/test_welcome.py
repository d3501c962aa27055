"""The first minute: the lessons are offered, one action invited, and one question asked, once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from gui.window import MainWindow
from tests.gui.lessons.taught import asked, button, until
from tests.gui.windows import Open, text, trained, trigger

pytestmark = pytest.mark.usefixtures("new")
CARD, INVITATION = "welcomeCard", "invitation"


def there(window: MainWindow, name: str) -> bool:
    found = window.findChild(QWidget, name)
    return found is not None and found.isVisible()


def pressed(qtbot: QtBot, window: MainWindow, name: str) -> None:
    found = window.findChild(QAbstractButton, name)
    assert isinstance(found, QAbstractButton)
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def test_whoever_is_new_is_offered_lessons_and_invited_to_play(
    qtbot: QtBot, open_window: Open
) -> None:
    window = open_window()
    assert there(window, CARD)
    assert there(window, INVITATION)
    pressed(qtbot, window, INVITATION)
    until(qtbot, lambda: len(window.player.history) > 0)
    assert not there(window, INVITATION)
    assert there(window, CARD)
    window.close_unasked()
    again = open_window()
    assert not there(again, CARD)
    assert not there(again, INVITATION)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Down])
def test_the_keys_it_names_do_what_it_says(qtbot: QtBot, open_window: Open, key: Qt.Key) -> None:
    window = open_window()
    window.activateWindow()
    until(qtbot, window.isActiveWindow)
    qtbot.keyClick(window, key)
    until(qtbot, lambda: bool(window.player.stage or window.player.cursor))
    until(qtbot, lambda: not there(window, INVITATION))


def test_what_is_dismissed_stays_away(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    for name in (CARD, INVITATION):
        pressed(qtbot, window, f"{name.removesuffix('Card')}CloseButton")
        assert not there(window, name)
    window.close_unasked()
    assert not there(open_window(), CARD)


def test_the_card_begins_the_first_lesson(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    pressed(qtbot, window, "welcomeBeginButton")
    asked(qtbot, window)
    assert text(window, "lessonPlace").startswith("1 of 17")
    window.teaching.leave()
    assert not there(window, CARD)
    assert not there(window, INVITATION)


def test_the_end_of_the_article_asks_why_once(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    trained(qtbot, window)
    assert window.banner.text == (
        "200 epochs, and the loss stops at 618.53, far from the best there is. Why? Five "
        "one-minute lessons lead to the answer."
    )
    ways = {way.label: way for way in window.banner.message.ways}
    ways["Just tell me"].act()
    assert window.banner.text.startswith("Finished 200 epochs")
    trigger(window, "resetAction")
    trained(qtbot, window)
    assert window.banner.text.startswith("Finished 200 epochs")


def test_why_leads_to_the_lessons_about_it(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    trained(qtbot, window)
    window.banner.message.ways[0].act()
    asked(qtbot, window)
    assert text(window, "lessonPlace").startswith("13 of 17 · Why 618.53")
    button(window, "lessonLeaveButton").click()
    assert window.player.state == "finished"


def test_another_run_is_told_about_as_always(qtbot: QtBot, open_window: Open) -> None:
    window = open_window(epochs=20)
    trained(qtbot, window)
    assert window.banner.text.startswith("Finished 20 epochs")
