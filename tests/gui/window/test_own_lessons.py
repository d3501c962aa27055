"""Lessons from files: opened, dropped on the window, and listed from a folder of one's own."""

import html
import os
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QDropEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from engine.experiment import Classroom, Experiment
from engine.lessons.reading import MOST_BYTES
from gui.files.job import Cancelled
from gui.files.lessons import OwnSet, folder, name_of, sets_in
from gui.window import MainWindow
from tests.gui.windows import Open, trigger

TITLE = "A straight line"
QUESTION = "Which way will the first update move its slope, a?"
LESSON = """\
[[lesson]]
id = "slope"
chapter = "A line through three points"
title = "Which way does the slope go?"
setting = {formula = "a*t + b", start = {a = 0.0, b = 0.0}, learning_rate = 0.1, epochs = 50}
epoch = 1
stage = "gradient"
part = "card:a"
hide = ["card.arrow", "card.sentence"]
question = "Which way will the first update move its slope, a?"
wrong = [{when = "left", say = "Look at the points: they climb, and so must the line."}]
then = [{do = "stage", to = "update"}]
because = "Every point is above the line, so the loss falls as a grows."

[lesson.answer]
kind = "direction"
right = "right"
from = {compute = "direction", parameter = "a", epoch = 1}
"""
GOOD = f'title = "{TITLE}"\n{LESSON}'
BAD = GOOD.replace('part = "card:a"', 'part = "cards"')


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "line.toml"
    path.write_text(GOOD, "utf-8")
    return path


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own, which nobody has made yet."""
    place = tmp_path / "data" / "lessons"
    monkeypatch.setattr("gui.files.lessons.folder", lambda: place)
    return place


def question(window: MainWindow) -> str:
    label = window.findChild(QWidget, "lessonQuestion")
    return label.text() if label is not None and label.isVisible() else ""


def until_asked(window: MainWindow, qtbot: QtBot, text: str = QUESTION) -> None:
    qtbot.waitUntil(lambda: question(window) == text, timeout=20_000)
    qtbot.waitUntil(lambda: window.asking.open, timeout=20_000)


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    no_key = Qt.KeyboardModifier.NoModifier
    button = Qt.MouseButton.LeftButton
    window.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, button, no_key))


def help_menu(window: MainWindow) -> QMenu:
    return next(menu for menu in window.findChildren(QMenu) if menu.title() == "&Help")


def entries(window: MainWindow, qtbot: QtBot, count: int) -> list[QAction]:
    """What the menu of one's own lessons lists, once it is opened."""
    menu = window.findChild(QMenu, "ownLessonsMenu")
    help_menu(window).aboutToShow.emit()
    qtbot.waitUntil(
        lambda: len(menu.actions()) == count and "Reading" not in menu.actions()[0].text(),
        timeout=20_000,
    )
    return menu.actions()


def test_a_file_that_is_dropped_begins_its_first_lesson(
    open_window: Open, qtbot: QtBot, file: Path
) -> None:
    window = open_window()
    before = window.player.experiment
    drop(window, file)
    until_asked(window, qtbot)
    assert window.player.experiment.formula == "a*t + b"
    window.teaching.leave()
    qtbot.waitUntil(lambda: not window.teaching.on, timeout=20_000)
    assert window.player.experiment == before
    assert window.banner.text == ""


def test_a_file_that_is_chosen_begins_its_first_lesson(
    open_window: Open, qtbot: QtBot, file: Path
) -> None:
    window = open_window()
    trigger(window, "openAction")
    dialog = window.findChild(QFileDialog)
    assert "*.toml" in dialog.nameFilters()[0]
    assert "*.learnscope" in dialog.nameFilters()[0]
    dialog.fileSelected.emit(str(file))
    dialog.close()
    until_asked(window, qtbot)


def test_another_set_takes_the_place_of_the_one_that_is_on(
    open_window: Open, qtbot: QtBot, file: Path
) -> None:
    window = open_window()
    window.change({"seed": 7})
    trigger(window, "lessonsAction")
    qtbot.waitUntil(lambda: window.teaching.on, timeout=20_000)
    shipped = window.teaching.course
    drop(window, file)
    until_asked(window, qtbot)
    assert window.teaching.course is not shipped
    window.teaching.leave()
    qtbot.waitUntil(lambda: not window.teaching.on, timeout=20_000)
    assert window.player.experiment == Experiment(seed=7)
    assert window.changes.canUndo()


def test_what_is_wrong_is_said_and_leaves_all_as_it_was(
    open_window: Open, qtbot: QtBot, file: Path
) -> None:
    window = open_window()
    file.write_text(BAD, "utf-8")
    window.open_file(file)
    qtbot.waitUntil(lambda: bool(window.banner.text), timeout=20_000)
    assert window.banner.text.startswith("line.toml, line 9, `part`: There is no part “cards”")
    assert not window.teaching.on
    assert window.player.experiment == Experiment()
    # A lesson that is on stays on.
    file.write_text(GOOD, "utf-8")
    drop(window, file)
    until_asked(window, qtbot)
    file.write_text(BAD, "utf-8")
    course = window.teaching.course
    drop(window, file)
    qtbot.waitUntil(lambda: window.lesson_files._opening is None, timeout=20_000)
    assert window.teaching.course is course


def test_a_lesson_is_given_over_a_locked_layout_which_comes_back(
    open_window: Open, qtbot: QtBot, file: Path
) -> None:
    window = open_window()
    window.changes.begin(
        Classroom(task="Wait.", views=("fit",), settings={"formula": "fixed", "data": "hidden"})
    )
    drop(window, file)
    until_asked(window, qtbot)
    assert not window.task.isVisible()
    window.teaching.leave()
    qtbot.waitUntil(lambda: window.locking.locked, timeout=20_000)
    assert window.task.isVisible()
    assert window.body.front == ("fit",)


def test_the_folder_of_ones_own_is_listed_with_what_is_wrong(
    open_window: Open, qtbot: QtBot, own: Path
) -> None:
    window = open_window()
    [nothing] = entries(window, qtbot, 1)
    assert (nothing.text(), nothing.isEnabled()) == ("No files in the folder of lessons yet", False)
    own.mkdir(parents=True)
    (own / "a.toml").write_text(GOOD, "utf-8")
    (own / "b.TOML").write_text(BAD, "utf-8")
    (own / "c.toml").write_text(GOOD.replace(TITLE, "Fast & <b>loose</b>"), "utf-8")
    (own / "d.toml").mkdir()
    (own / "notes.txt").write_text("not listed")
    listed = entries(window, qtbot, 4)
    assert [each.text() for each in listed] == [
        TITLE,
        "b.TOML, line 9, `part`: There is no part “cards”; there are "
        "fit, graph, by_hand, landscap…",
        "Fast && <b>loose</b>",
        "d.toml is not a file: choose a .toml file with lessons.",
    ]
    assert html.escape(str(own / "a.toml")) in listed[0].toolTip()
    assert "moves" in listed[1].toolTip()
    listed[1].trigger()
    qtbot.waitUntil(lambda: bool(window.banner.text), timeout=20_000)
    assert window.banner.text.startswith("b.TOML, line 9, `part`: There is no part “cards”")
    listed[0].trigger()
    until_asked(window, qtbot)


def test_names_and_texts_of_files_are_no_markup(open_window: Open, qtbot: QtBot, own: Path) -> None:
    own.mkdir(parents=True)
    (own / "<b>x<b>.toml").write_text("title = 3", "utf-8")
    window = open_window()
    [listed] = entries(window, qtbot, 1)
    assert "&lt;b&gt;x&lt;b&gt;.toml" in listed.toolTip()
    assert listed.text().startswith("<b>x<b>.toml, line 1")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_nothing_in_the_folder_holds_the_window_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "large.toml").write_bytes(b"#" * (MOST_BYTES + 1))
    (tmp_path / "binary.toml").write_bytes(b"\xff\x00" * 50)
    (tmp_path / "deep.toml").write_text(f"a = {'[' * 5000}")
    (tmp_path / "loop.toml").symlink_to(tmp_path / "loop.toml")
    found = sets_in(tmp_path)
    assert [each.path.name for each in found] == [
        "binary.toml", "deep.toml", "large.toml", "loop.toml", "pipe.toml",
    ]  # fmt: skip
    for each in found:
        assert each.wrong.startswith(each.title)
        assert each.wrong.isprintable()


def test_no_more_files_are_listed_than_anybody_has(tmp_path: Path) -> None:
    for k in range(105):
        (tmp_path / f"{k:03}.toml").write_text("", "utf-8")
    assert len(sets_in(tmp_path)) == 100


def test_the_folder_is_made_and_shown(
    open_window: Open, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    shown: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()) or bool(shown[1:])
    )
    trigger(window, "lessonsFolderAction")
    assert own.is_dir()
    assert shown == [str(own)]
    # Where the desktop cannot show it, the person is told where it is.
    assert window.banner.text == f"Put files of lessons (.toml) into {own}."


def test_a_folder_that_takes_long_is_not_waited_for(
    open_window: Open, qtbot: QtBot, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, begun, found = Event(), [], []

    def slow(place: Path, cancelled: Cancelled) -> tuple[OwnSet, ...]:
        begun.append(place)
        while not go_on.wait(0.01) and not cancelled():
            pass
        return ()

    monkeypatch.setattr("gui.files.lessons.sets_in", slow)
    files = open_window().lesson_files
    files.listed.connect(found.append)
    files.look()
    qtbot.waitUntil(lambda: begun == [own])
    files.look()
    go_on.set()
    qtbot.waitUntil(lambda: found == [()])
    files.look()
    qtbot.waitUntil(lambda: found == [(), ()])
    assert begun == [own, own]


def test_a_folder_that_cannot_be_made_is_told(open_window: Open, own: Path, tmp_path: Path) -> None:
    own.parent.write_text("a file where the folder should be")
    window = open_window()
    trigger(window, "lessonsFolderAction")
    assert window.banner.text.startswith(f"The folder {own} cannot be made (")
    assert sets_in(own) == ()


def test_the_folder_is_where_the_platform_keeps_data() -> None:
    assert folder().parts[-2:] == ("Learnscope", "lessons")


def test_each_file_has_a_progress_of_its_own(tmp_path: Path) -> None:
    names = {name_of(tmp_path / each) for each in ("a.toml", "b.toml", "\udcff.toml")}
    assert len(names) == 3
    assert all(name.startswith("file-") for name in names)
    assert name_of(Path("a.toml")) == name_of(Path("a.toml").absolute())
