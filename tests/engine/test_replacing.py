"""A file is replaced in one piece, and what killed processes were writing is removed."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.replacing import (
    SECONDS_A_DAY,
    remove_leftovers,
    replace,
    temporary_beside,
)


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
    then = time.time() - SECONDS_A_DAY - 60
    os.utime(path, (then, then))
    remove_leftovers(tmp_path)
    assert not path.exists()


def test_a_folder_that_is_not_there_has_none(tmp_path: Path) -> None:
    remove_leftovers(tmp_path / "nowhere")
