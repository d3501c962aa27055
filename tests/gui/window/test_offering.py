"""What a person finds at the next start: unsaved work is offered, comes back, or is set aside."""

import errno
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment, Points
from engine.experiment.document import Document
from engine.experiment.unsaved import STATE, Work, Writer, begin, read
from engine.words import unsaved as words
from gui.files.shelf import shelf
from gui.window import MainWindow
from tests.gui.windows import Open, remedy, trigger

OWN = Points(inputs=(0.0, 1.0, 2.0), targets=(1.0, 3.0, 5.0), source="by hand")
EXPERIMENTS = (
    Experiment(),
    Experiment(learning_rate=3e-6),
    Experiment(learning_rate=3e-6, data=OWN),
    Experiment(learning_rate=3e-6, data=OWN, epochs=77),
)
STATES = tuple(Document(each) for each in EXPERIMENTS)
WHEN = datetime(2026, 3, 1, 14, 3)
COASTER = Path("/nowhere/coaster.learnscope")
WORK = Work(STATES, (0, 0, 0), 2, COASTER, WHEN, trained=5, epoch=3, stage=2)
OFFER = "Unsaved changes to coaster.learnscope from 2026-03-01 14:03 have been kept."


def left(name: str, work: Work = WORK) -> Path:
    """Work as a window leaves it that was killed."""
    folder = shelf() / name
    Writer(folder).write(work)
    return folder


def kept() -> list[Path]:
    return sorted(path.parent for path in shelf().glob(f"*/{STATE}"))


def buttons(window: MainWindow) -> list[str]:
    shown = window.banner.findChildren(QPushButton)
    return [each.text() for each in shown if not each.isHidden()]


def until_said(qtbot: QtBot, window: MainWindow, said: str) -> None:
    qtbot.waitUntil(lambda: said in window.banner.text, timeout=20_000)


def test_it_comes_back_where_it_was(open_window: Open, qtbot: QtBot) -> None:
    folder = left("a")
    window = open_window()
    until_said(qtbot, window, OFFER)
    assert window.banner.kind == "info"
    qtbot.waitUntil(lambda: buttons(window) == [words.BRING_BACK, words.DISCARD])
    remedy(window, words.BRING_BACK).click()
    player = window.player
    qtbot.waitUntil(lambda: (player.cursor, player.stage) == (3, 2), timeout=20_000)
    assert player.experiment == EXPERIMENTS[2]
    assert len(player.history) == 5
    assert window.windowTitle().startswith("coaster* – Learnscope")
    assert window.documents.path == COASTER
    # It is this window's now, and comes back no more for having been brought back.
    assert kept() == [folder]
    assert not (folder / "being-brought-back").exists()
    trigger(window, "redoAction")
    assert player.experiment == EXPERIMENTS[3]
    for state in EXPERIMENTS[2::-1]:
        trigger(window, "undoAction")
        assert player.experiment == state
    assert not window.changes.canUndo()
    qtbot.waitUntil(lambda: player.state == "ready", timeout=20_000)


def test_it_comes_back_over_a_longer_run_of_the_same_experiment(
    open_window: Open, qtbot: QtBot
) -> None:
    left("a", Work(STATES, (0, 0, 0), 0, None, WHEN, trained=5, epoch=3, stage=2))
    window = open_window()
    player = window.player
    player.go_to(8)
    qtbot.waitUntil(lambda: player.cursor == 8 and window.settled, timeout=20_000)
    trigger(window, "bringBackAction")
    qtbot.waitUntil(lambda: (player.cursor, player.stage) == (3, 2), timeout=20_000)
    assert len(player.history) == 5


def test_what_was_changed_on_the_way_is_changed_there_again(
    open_window: Open, qtbot: QtBot
) -> None:
    first = open_window()
    player = first.player
    qtbot.waitUntil(lambda: player.state == "ready", timeout=20_000)
    for fields in ({}, {"learning_rate": 3e-6}, {"zero_grad": False}):
        first.change(fields)
        known = len(player.history)
        for number in range(known + 1, known + 4):
            first.step_epoch()
            qtbot.waitUntil(lambda number=number: len(player.history) == number)
    first.change({"learning_rate": 2e-6})
    wanted = player.history.updated_params.copy()
    first.close_unasked()
    window = open_window()
    qtbot.waitUntil(lambda: window.offering.latest is not None, timeout=20_000)
    trigger(window, "bringBackAction")
    player = window.player
    qtbot.waitUntil(lambda: player.cursor == 9 and player.state == "paused", timeout=20_000)
    np.testing.assert_array_equal(player.history.updated_params, wanted)
    assert [first for first, _ in player.history.settings] == [1, 4, 7]
    assert player.experiment.learning_rate == 2e-6
    window.step_epoch()
    qtbot.waitUntil(lambda: len(player.history) == 10)
    assert player.history[-1].settings == player.experiment.settings


def test_what_is_changed_afterwards_is_kept_in_its_place(open_window: Open, qtbot: QtBot) -> None:
    folder = left("a")
    window = open_window()
    until_said(qtbot, window, OFFER)
    remedy(window, words.BRING_BACK).click()
    qtbot.waitUntil(lambda: window.player.experiment == EXPERIMENTS[2], timeout=20_000)
    window.change({"seed": 8})
    qtbot.waitUntil(lambda: read(folder).states[-1].experiment.seed == 8, timeout=20_000)
    window.documents.path = None
    assert kept() == [folder]


def test_changes_are_kept_soon_and_gone_when_they_are_saved(
    open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    window.documents.adopt(tmp_path / "mine.learnscope")
    assert kept() == []
    window.change({"data": OWN})
    window.change({"seed": 4})
    qtbot.waitUntil(lambda: len(kept()) == 1, timeout=20_000)
    (folder,) = kept()
    qtbot.waitUntil(lambda: read(folder).at == 2, timeout=20_000)
    work = read(folder)
    experiments = [each.experiment for each in work.states]
    assert experiments == [Experiment(), Experiment(data=OWN), Experiment(data=OWN, seed=4)]
    assert work.file == tmp_path / "mine.learnscope"
    assert not QSettings("Learnscope", "Learnscope").contains("lastUnsaved")
    qtbot.waitUntil(lambda: window.player.state == "ready", timeout=20_000)
    window.player.step_epoch()
    qtbot.waitUntil(lambda: read(folder).epoch == 1, timeout=20_000)
    trigger(window, "saveAction")
    assert not folder.exists()
    window.change({"seed": 5})
    qtbot.waitUntil(lambda: len(kept()) == 1, timeout=20_000)
    trigger(window, "undoAction")
    assert kept() == []


def test_a_window_leaves_alone_what_another_one_holds(open_window: Open, qtbot: QtBot) -> None:
    first = open_window()
    first.change({"data": OWN})
    qtbot.waitUntil(lambda: len(kept()) == 1, timeout=20_000)
    second = open_window()
    qtbot.waitUntil(lambda: second.offering.looked, timeout=20_000)
    second.change({"seed": 4})
    qtbot.waitUntil(lambda: len(kept()) == 2, timeout=20_000)
    assert words.BRING_BACK not in buttons(second)
    assert second.offering.latest is None
    seeds = {read(folder).states[-1].experiment.seed for folder in kept()}
    assert seeds == {0, 4}


def test_several_come_one_after_the_other_and_a_discarded_one_can_be_kept(
    open_window: Open, qtbot: QtBot
) -> None:
    later = left("a", Work((STATES[1],), (), 0, None, WHEN.replace(hour=15)))
    earlier = left("b")
    window = open_window()
    until_said(qtbot, window, "to an experiment without a file from 2026-03-01 15:03")
    remedy(window, words.DISCARD).click()
    assert window.banner.text == OFFER
    qtbot.waitUntil(lambda: buttons(window) == [words.BRING_BACK, words.DISCARD, words.KEEP])
    remedy(window, words.DISCARD).click()
    assert "will be removed when Learnscope is closed" in window.banner.text
    qtbot.waitUntil(lambda: buttons(window) == [words.KEEP])
    remedy(window, words.KEEP).click()
    assert window.banner.text == OFFER
    assert kept() == [later, earlier]
    window.close_unasked()
    assert kept() == [earlier]


def test_after_a_crash_only_the_experiment_is_brought_back(open_window: Open, qtbot: QtBot) -> None:
    folder = left("a")
    begin(folder)
    window = open_window()
    until_said(qtbot, window, "Learnscope ended while it brought them back")
    qtbot.waitUntil(lambda: buttons(window) == [words.ONLY_EXPERIMENT, words.DISCARD])
    remedy(window, words.ONLY_EXPERIMENT).click()
    qtbot.waitUntil(lambda: window.player.experiment == EXPERIMENTS[2], timeout=20_000)
    qtbot.waitUntil(lambda: not (folder / "being-brought-back").exists(), timeout=20_000)
    assert not window.changes.canUndo()
    assert window.documents.modified
    assert len(window.player.history) == 0


def test_after_two_crashes_it_is_set_aside(open_window: Open, qtbot: QtBot) -> None:
    folder = left("a")
    begin(folder)
    begin(folder)
    window = open_window()
    until_said(qtbot, window, "could not be brought back twice")
    aside = shelf().parent / "set aside" / "a"
    assert str(aside) in window.banner.text
    assert read(aside) == WORK
    assert kept() == []


def test_what_is_damaged_is_set_aside_and_said(open_window: Open, qtbot: QtBot) -> None:
    (left("a") / STATE).write_text("{", "utf-8")
    window = open_window()
    until_said(qtbot, window, "Unsaved changes cannot be read (it is not whole)")
    assert (shelf().parent / "set aside" / "a" / STATE).read_text("utf-8") == "{"
    assert window.player.experiment == Experiment()


def test_damaged_points_are_said_when_they_are_wanted(open_window: Open, qtbot: QtBot) -> None:
    folder = left("a")
    (points,) = folder.glob("*.points")
    points.write_bytes(bytes(48))
    window = open_window()
    until_said(qtbot, window, OFFER)
    remedy(window, words.BRING_BACK).click()
    until_said(qtbot, window, "Unsaved changes cannot be read (its points are damaged)")
    assert window.player.experiment == Experiment()
    assert (shelf().parent / "set aside" / "a" / points.name).exists()


def test_own_points_here_are_asked_about_first(open_window: Open, qtbot: QtBot) -> None:
    left("a")
    window = open_window()
    until_said(qtbot, window, OFFER)
    window.changes.make(Experiment(data=OWN, seed=6))
    window.offering.bring_back_latest()
    assert window.findChild(QMessageBox, "saveQuestion") is not None
    assert window.player.experiment == Experiment(data=OWN, seed=6)


@pytest.mark.parametrize("text", [Experiment(seed=12).model_dump_json(), "{", ""])
def test_what_an_older_program_kept_in_the_settings_is_brought_over(
    open_window: Open, qtbot: QtBot, text: str
) -> None:
    QSettings("Learnscope", "Learnscope").setValue("lastUnsaved", text)
    window = open_window()
    settings = QSettings("Learnscope", "Learnscope")
    qtbot.waitUntil(lambda: not settings.contains("lastUnsaved"), timeout=20_000)
    assert window.banner.text == ""
    found = window.offering.latest
    assert (found is not None) == ("seed" in text)
    if found is not None:
        assert read(found.place.folder).states == (Document(Experiment(seed=12)),)


def test_that_nothing_can_be_kept_aside_is_said_once(
    open_window: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Work] = []

    def refuse(_writer: Writer, work: Work) -> None:
        tried.append(work)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Writer, "write", refuse)
    window = open_window()
    window.change({"learning_rate": 3e-6})
    until_said(qtbot, window, "cannot be kept aside (No space left on device)")
    assert window.banner.kind == "error"
    window.banner.clear()
    # It is tried again with the next change, and nothing more is said.
    window.change({"epochs": 77})
    qtbot.waitUntil(lambda: len(tried) > 1, timeout=20_000)
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)
    assert window.banner.text == ""
    assert window.player.experiment.epochs == 77


def test_that_there_is_no_place_to_keep_anything_is_said_once(
    open_window: Open, qtbot: QtBot
) -> None:
    shelf().parent.mkdir(parents=True, exist_ok=True)
    shelf().write_text("not a folder")
    window = open_window()
    qtbot.waitUntil(lambda: window.offering.looked, timeout=20_000)
    for epochs in (60, 70):
        window.change({"epochs": epochs})
        if epochs == 60:
            until_said(qtbot, window, "Unsaved changes cannot be kept aside (")
            window.banner.clear()
    trigger(window, "stepEpochAction")
    qtbot.waitUntil(lambda: window.player.cursor == 1 and window.settled, timeout=20_000)
    assert window.banner.text == ""
