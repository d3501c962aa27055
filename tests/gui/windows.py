"""What a person does with a window, and what they see of it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.run import View
from gui.window import MainWindow

Open = Callable[..., MainWindow]
TABLE = "time\tspeed\n0\t1.5\n1\t2.5\n2\t4.5\n"


def trigger(window: MainWindow, name: str, times: int = 1) -> None:
    for _ in range(times):
        window.findChild(QAction, name).trigger()


def until_shown(qtbot: QtBot, window: MainWindow, text: str) -> None:
    qtbot.waitUntil(lambda: window.bars.status.text().startswith(text), timeout=20_000)


def trained(qtbot: QtBot, window: MainWindow) -> None:
    """Train to the end, as fast as it goes."""
    window.set_speed(None)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "finished", timeout=20_000)
    until_shown(qtbot, window, f"epoch {window.player.experiment.epochs:,} /")


def paused_after(qtbot: QtBot, window: MainWindow, frames: int) -> list[View]:
    """Play at full speed, pause after so many `frames`, and return what they showed."""
    window.set_speed(None)
    views: list[View] = []

    def pause(view: View) -> None:
        views.append(view)
        if len(views) == frames:
            window.player.toggle()

    window.player.viewChanged.connect(pause)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "paused", timeout=20_000)
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)
    return views


def text(window: MainWindow, name: str) -> str:
    label = window.findChild(QLabel, name)
    assert isinstance(label, QLabel), name
    return label.text()


def edit(window: MainWindow, name: str) -> QLineEdit:
    line = window.findChild(QLineEdit, name)
    assert isinstance(line, QLineEdit), name
    return line


def at_front(qtbot: QtBot, widget: QWidget) -> None:
    """Show the window of `widget`, and wait until it is the active one."""
    window = widget.window()
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()


def choose(qtbot: QtBot, combo: QComboBox, entry: str) -> None:
    """Choose `entry` of the open list with the keyboard."""
    combo.showPopup()
    view = combo.view()
    view.setCurrentIndex(combo.model().index(combo.findText(entry), 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)


def ways_out(window: MainWindow) -> list[QAction]:
    """The entries of the banner's menu, as far as they can be chosen."""
    menus = [each.menu() for each in window.banner.findChildren(QPushButton) if each.menu()]
    entries = [action for menu in menus for action in menu.actions()]
    return [entry for entry in entries if entry.isEnabled() and not entry.isSeparator()]


def way_out(window: MainWindow, text: str) -> QAction:
    """The entry of the banner's menu that says `text`."""
    return next(action for action in ways_out(window) if text in action.text())


def remedy(window: MainWindow, text: str) -> QPushButton:
    buttons = window.banner.findChildren(QPushButton)
    return next(each for each in buttons if text in each.text() and not each.isHidden())
