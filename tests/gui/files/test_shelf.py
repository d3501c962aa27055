"""Where unsaved work lies: a place for each window, found by the next start and by nobody else."""

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from engine.experiment import Experiment
from engine.experiment.document import Document
from engine.experiment.unsaved import STATE, Work, Writer, begin, read
from gui.files.shelf import Place, bring_over, left_behind, new_place, shelf

NOW = datetime(2026, 3, 4, 5, 6, 7)


def leave(name: str, minutes: int, *, quiet: bool = False, begun: int = 0) -> Path:
    """Work that a window has left in the folder `name`, so many minutes after the first."""
    folder = shelf() / name
    states = (Document(Experiment(epochs=minutes + 1)),)
    when = NOW + timedelta(minutes=minutes)
    Writer(folder).write(Work(states, (), 0, None, when, quiet=quiet))
    for _ in range(begun):
        begin(folder)
    return folder


def files() -> set[str]:
    return {path.name for path in shelf().iterdir()}


def let_go(*places: Place) -> None:
    for place in places:
        place.leave()


def test_a_new_place_is_one_s_own_and_there_only_when_something_is_written() -> None:
    one, two = new_place(), new_place()
    assert one.folder != two.folder
    assert one.folder.parent == two.folder.parent == shelf()
    assert shelf().name == "unsaved"
    assert shelf().parent.name == "Learnscope"
    assert not one.folder.exists()
    Writer(one.folder).write(Work((Document(Experiment()),), (), 0, None, NOW))
    # A window that is open keeps its work from others.
    assert left_behind() == ([], [])
    assert one.folder.exists()
    one.leave()
    found, damaged = left_behind()
    assert [each.place.folder for each in found] == [one.folder]
    assert damaged == []
    # What was found is held, until it is left.
    assert left_behind() == ([], [])
    found[0].place.clear()
    assert not one.folder.exists()
    let_go(found[0].place, two)


def test_the_latest_comes_first_and_says_how_often_it_was_begun() -> None:
    leave("a", 1)
    leave("b", 3, begun=2)
    leave("c", 2, begun=1)
    found, damaged = left_behind()
    assert damaged == []
    assert [(each.place.folder.name, each.begun) for each in found] == [
        ("b", 2), ("c", 1), ("a", 0)
    ]  # fmt: skip
    assert [each.head.when for each in found] == [
        NOW + timedelta(minutes=minutes) for minutes in (3, 2, 1)
    ]
    let_go(*(each.place for each in found))


def test_of_quiet_work_only_the_latest_stays() -> None:
    leave("a", 1, quiet=True)
    leave("b", 3, quiet=True)
    leave("c", 2, quiet=True)
    leave("d", 0)
    found, _ = left_behind()
    assert [each.place.folder.name for each in found] == ["b", "d"]
    assert [each.head.quiet for each in found] == [True, False]
    assert not (shelf() / "a").exists()
    assert not (shelf() / "c").exists()
    let_go(*(each.place for each in found))
    # They are left for the next start.
    again, _ = left_behind()
    assert [each.place.folder.name for each in again] == ["b", "d"]
    let_go(*(each.place for each in again))


def test_what_is_damaged_is_set_aside_with_the_reason() -> None:
    folder = leave("a", 1)
    (folder / STATE).write_text("{", "utf-8")
    found, (damaged,) = left_behind()
    assert found == []
    assert damaged.folder == shelf().parent / "set aside" / "a"
    assert (damaged.folder / STATE).read_text("utf-8") == "{"
    assert damaged.why
    assert not folder.exists()
    # Another of the same name cannot take its place; it stays where it is.
    folder = leave("a", 1)
    (folder / STATE).write_text("{", "utf-8")
    _, (again,) = left_behind()
    assert again.folder in (folder, damaged.folder)
    assert (again.folder / STATE).exists()


def test_folders_and_locks_without_work_are_removed() -> None:
    (shelf() / "empty").mkdir(parents=True)
    # A window whose program has ended without a word, before it wrote anything.
    ended = (
        "import os, sys; from PySide6.QtCore import QLockFile; "
        "lock = QLockFile(sys.argv[1]); lock.tryLock(0); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", ended, str(shelf() / "gone.lock")], check=True)
    assert files() == {"empty", "gone.lock"}
    left = new_place()
    left.leave()
    found, damaged = left_behind()
    assert (found, damaged) == ([], [])
    assert files() == set()
    # Where nothing has ever been left, there is nothing to look through.
    shelf().rmdir()
    assert left_behind() == ([], [])


def test_work_that_cannot_be_removed_wholly_is_no_work_any_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leave("a", 1)
    (found,), _ = left_behind()
    monkeypatch.setattr("shutil.rmtree", lambda *_args, **_how: None)
    found.place.clear()
    assert found.place.folder.exists()
    assert not (found.place.folder / STATE).exists()
    found.place.leave()


@pytest.mark.parametrize("text", ["", "no experiment", "{}x"])
def test_what_is_no_experiment_is_not_brought_over(text: str) -> None:
    bring_over(text)
    assert left_behind() == ([], [])


def test_what_an_older_program_left_is_quiet_work() -> None:
    bring_over(Experiment(epochs=77).model_dump_json())
    (found,), damaged = left_behind()
    assert damaged == []
    work = read(found.place.folder)
    assert work.states == (Document(Experiment(epochs=77)),)
    assert (work.reruns, work.at, work.file, work.quiet) == ((), 0, None, True)
    assert abs(work.when - datetime.now()) < timedelta(minutes=10)
    assert work.when.microsecond == 0
    assert found.head.quiet
    found.place.leave()
