"""A file is replaced in one piece, and what killed processes were writing is removed."""

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.replacing import remove_leftovers, replace, temporary_beside

A_DAY = 24 * 60 * 60
OLD = ".0123456789abcdef.learnscope.tmp"


def of_process(name: Path, process: int) -> Path:
    """The name that another process of this machine would have chosen."""
    return name.with_name(name.name.replace(f"-{os.getpid()}-", f"-{process}-"))


@pytest.fixture
def dead() -> int:
    """A process that has ended."""
    run = subprocess.Popen([sys.executable, "-c", ""])
    run.wait()
    return run.pid


def test_what_is_being_written_is_hidden_and_gone_afterwards(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")
    replace(target, b"new")
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def test_an_error_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace(target, b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a process cannot be asked for")
def test_only_what_dead_processes_left_is_removed(tmp_path: Path, dead: int) -> None:
    ours = temporary_beside(tmp_path / "a")
    left = of_process(temporary_beside(tmp_path / "a"), dead)
    others = [
        ours,
        of_process(temporary_beside(tmp_path / "a"), os.getppid()),
        # Of another machine, which shares the folder; and of an older program, a moment ago.
        tmp_path / f".00000000-{dead}-00000000.learnscope.tmp",
        tmp_path / ".0123456789abcdef.learnscope.tmp",
        tmp_path / "mine.learnscope.tmp",
        tmp_path / ".notes.tmp",
        tmp_path / "mine.learnscope",
    ]
    for path in (left, *others):
        path.write_text("x", "utf-8")
    folder = of_process(temporary_beside(tmp_path / "a"), dead)
    folder.mkdir()
    remove_leftovers(tmp_path)
    assert {*tmp_path.iterdir()} == {*others, folder}


@pytest.mark.parametrize(
    "name", [".0123456789abcdef.learnscope.tmp", ".00000000-1-00000000.learnscope.tmp"]
)
def test_what_is_older_than_a_day_is_removed(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("x", "utf-8")
    then = time.time() - A_DAY - 60
    os.utime(path, (then, then))
    remove_leftovers(tmp_path)
    assert not path.exists()


@pytest.mark.parametrize(("seconds", "there"), [(A_DAY, True), (A_DAY + 1, False)])
def test_a_day_is_long_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: int, there: bool
) -> None:
    path = tmp_path / OLD
    path.touch()
    os.utime(path, (1_000_000, 1_000_000))
    monkeypatch.setattr(time, "time", lambda: 1_000_000.0 + seconds)
    remove_leftovers(tmp_path)
    assert path.exists() is there


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a process cannot be asked for")
@pytest.mark.parametrize("error", [PermissionError, OverflowError])
def test_what_a_process_writes_that_cannot_be_asked_for_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    path = of_process(temporary_beside(tmp_path / "a"), 9_999_999_999)
    path.touch()

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, "kill", refuse)
    remove_leftovers(tmp_path)
    assert path.exists()


def test_where_no_process_can_be_asked_for_what_it_writes_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dead: int
) -> None:
    path = of_process(temporary_beside(tmp_path / "a"), dead)
    path.touch()
    monkeypatch.setattr(os, "name", "another system")
    remove_leftovers(tmp_path)
    assert path.exists()


def test_one_that_cannot_be_removed_is_in_nobody_s_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / f".{digit * 16}.learnscope.tmp" for digit in "12"]
    for path in paths:
        path.touch()
        os.utime(path, (0, 0))
    unlink = Path.unlink

    def refuse_the_first(path: Path) -> None:
        if path == refused:
            raise PermissionError
        unlink(path)

    for refused in paths:
        with monkeypatch.context() as patch:
            patch.setattr(Path, "unlink", refuse_the_first)
            remove_leftovers(tmp_path)
        assert [*tmp_path.iterdir()] == [refused]
        for path in paths:
            path.touch()
            os.utime(path, (0, 0))


def test_a_link_that_is_called_like_one_is_none(tmp_path: Path) -> None:
    target, link = tmp_path / "a", tmp_path / OLD
    target.touch()
    os.utime(target, (0, 0))
    link.symlink_to(target)
    remove_leftovers(tmp_path)
    assert link.is_symlink()


def test_the_machine_is_known_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "uname", raising=False)
    for name, known in (("box", "08a9483a"), ("", "00000000")):
        monkeypatch.setenv("COMPUTERNAME", name)
        made = temporary_beside(tmp_path / "a").name
        assert made.startswith(f".{known}-{os.getpid()}-")
        assert made.endswith(".learnscope.tmp")
        assert temporary_beside(tmp_path / "a").name != made
    monkeypatch.delenv("COMPUTERNAME")
    assert temporary_beside(tmp_path / "a").name.startswith(".00000000-")


def test_the_file_and_then_its_folder_are_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync, synced, opened = os.fsync, [], []

    def look(descriptor: int) -> None:
        synced.append(stat.S_ISDIR(os.fstat(descriptor).st_mode))
        opened.append(descriptor)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", look)
    replace(tmp_path / "a", b"new")
    assert synced == [False, True]
    for descriptor in opened:
        with pytest.raises(OSError, match="Bad file"):
            os.fstat(descriptor)


def test_a_folder_that_cannot_be_synchronised_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "open", refuse)
    replace(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"


def test_what_cannot_be_begun_is_said_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        replace(tmp_path / "nowhere" / "a", b"new")


@pytest.mark.skipif(os.name != "posix", reason="files have no such permissions here")
def test_it_gets_the_permissions_it_is_given(tmp_path: Path) -> None:
    for mode in (0o600, 0o644):
        replace(tmp_path / "a", b"new", mode)
        assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == mode


def test_a_folder_that_is_not_there_has_none(tmp_path: Path) -> None:
    remove_leftovers(tmp_path / "nowhere")
