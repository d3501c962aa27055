"""The window's frame: rows that scroll where they do not fit, its keys, and files dropped on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from gui.window.frame import Frame
from tests.gui.windows import at_front

KEY, NO_KEY = Qt.Key, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def frame(qtbot: QtBot) -> Iterator[Frame]:
    frame = Frame()
    qtbot.addWidget(frame)
    at_front(qtbot, frame)
    yield frame
    frame.close()


def test_rows_share_its_height_with_the_same_gaps(frame: Frame) -> None:
    fixed, one, two = QWidget(), QWidget(), QWidget()
    fixed.setFixedHeight(100)
    frame.add_row(fixed)
    frame.add_row(one, 1)
    frame.add_row(two, 2)
    frame.resize(1100, 800)
    QApplication.processEvents()
    assert (frame.minimumWidth(), frame.minimumHeight()) == (1024, 700)
    # Around the rows is the scroll area's frame.
    inside = frame.centralWidget().widget()  # type: ignore[attr-defined]
    assert fixed.geometry().getRect() == (8, 0, inside.width() - 16, 100)
    whole = inside.height() - 100 - 3 * 8
    assert one.y() == 108
    assert one.height() == pytest.approx(whole / 3, abs=1)
    assert two.y() == one.geometry().bottom() + 1 + 8
    assert two.geometry().bottom() + 1 == inside.height() - 8
    frame.set_top_margin(8)
    QApplication.processEvents()
    assert fixed.y() == 8
    # What is larger than the window scrolls.
    fixed.setFixedHeight(1500)
    QApplication.processEvents()
    scroll = frame.centralWidget()
    assert isinstance(scroll, QScrollArea)
    assert scroll.verticalScrollBar().maximum() > 0


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Enter])
def test_return_gives_the_keys_back_unless_the_field_is_wrong(
    frame: Frame, qtbot: QtBot, key: Qt.Key
) -> None:
    field = QLineEdit()
    frame.add_row(field)
    field.show()
    field.setFocus()
    assert frame.focusWidget() is field
    qtbot.keyClick(field, KEY.Key_A)
    assert frame.focusWidget() is field
    field.setProperty("wrong", True)
    QApplication.sendEvent(frame, QKeyEvent(QEvent.Type.KeyPress, key, NO_KEY))
    assert frame.focusWidget() is field
    field.setProperty("wrong", False)
    QApplication.sendEvent(frame, QKeyEvent(QEvent.Type.KeyPress, KEY.Key_A, NO_KEY))
    assert frame.focusWidget() is field
    QApplication.sendEvent(frame, QKeyEvent(QEvent.Type.KeyPress, key, NO_KEY))
    assert not field.hasFocus()
    # And so does a click outside all fields.
    field.setFocus()
    centre = frame.centralWidget().widget()  # type: ignore[attr-defined]
    qtbot.mouseClick(centre, Qt.MouseButton.LeftButton, pos=QPoint(2, centre.height() - 2))
    assert not field.hasFocus()


def test_space_presses_the_button_with_the_focus_and_nothing_else(
    frame: Frame, qtbot: QtBot
) -> None:
    heard: list[str] = []
    play = QAction("Play", frame)
    play.setShortcut("Space")
    play.triggered.connect(lambda: heard.append("play"))
    frame.addAction(play)
    button = QPushButton("Here")
    button.clicked.connect(lambda: heard.append("here"))
    frame.add_row(button)
    button.show()
    qtbot.keyClick(frame, KEY.Key_Space)
    assert heard == ["play"]
    button.setFocus()
    qtbot.keyClick(button, KEY.Key_Space)
    assert heard == ["play", "here"]
    # Other keys stay the window's.
    play.setShortcut("X")
    qtbot.keyClick(button, KEY.Key_X)
    assert heard == ["play", "here", "play"]


def data(*urls: QUrl) -> QMimeData:
    made = QMimeData()
    made.setUrls(list(urls))
    return made


def local(name: str) -> QUrl:
    return QUrl.fromLocalFile(name)


@pytest.mark.parametrize(
    ("urls", "path"),
    [
        ((local("/a/one.csv"), local("/a/two.csv")), "/a/one.csv"),
        ((QUrl("https://example.org/x.csv"), local("/a/two.csv")), "/a/two.csv"),
        ((QUrl("https://example.org/x.csv"),), None),
        ((), None),
    ],
)
def test_the_first_file_that_is_dropped_is_opened(
    frame: Frame, urls: tuple[QUrl, ...], path: str | None
) -> None:
    dropped: list[Path] = []
    frame.dropped.connect(dropped.append)
    how = Qt.DropAction.CopyAction, data(*urls), Qt.MouseButton.LeftButton, NO_KEY
    assert frame.acceptDrops()
    drag = QDragEnterEvent(QPoint(5, 5), *how)
    drag.ignore()
    frame.dragEnterEvent(drag)
    assert drag.isAccepted() is (path is not None)
    drop = QDropEvent(QPointF(5, 5), *how)
    drop.ignore()
    frame.dropEvent(drop)
    assert drop.isAccepted() is (path is not None)
    assert dropped == ([] if path is None else [Path(path)])
