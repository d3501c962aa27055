"""The file that is written without a window: whole when all is in it, or as it was before."""

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from engine.headless import HeadlessError, Output

posix = pytest.mark.skipif(os.name != "posix", reason="files, pipes and links as POSIX has them")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run.txt"


def write(path: Path, end: BaseException | None = None) -> None:
    """Write there, and find nothing there yet; then raise `end`, if it is given."""
    before = path.read_bytes() if path.exists() else None
    with Output(path) as stream:
        stream.write("β = 1\n")
        stream.flush()
        assert (path.read_bytes() if path.exists() else None) == before
        assert len(os.listdir(path.parent)) == 1 + (before is not None)
        if end is not None:
            raise end


@pytest.mark.parametrize("there", [True, False])
def test_it_takes_the_place_of_the_old_one_when_all_is_in_it(path: Path, there: bool) -> None:
    if there:
        path.write_text("old")
    write(path)
    assert path.read_bytes().replace(b"\r\n", b"\n") == "β = 1\n".encode()
    assert os.listdir(path.parent) == ["run.txt"]


@pytest.mark.parametrize("there", [True, False])
def test_a_run_that_fails_is_in_it_as_far_as_it_went(path: Path, there: bool) -> None:
    if there:
        path.write_text("old")
    with pytest.raises(HeadlessError, match="diverged"):
        write(path, HeadlessError("diverged"))
    assert path.read_text("utf-8") == "β = 1\n"
    assert os.listdir(path.parent) == ["run.txt"]


@pytest.mark.parametrize("end", [KeyboardInterrupt(), OSError(28, "full"), ValueError()])
@pytest.mark.parametrize("there", [True, False])
def test_after_anything_else_the_old_one_is_as_it_was(
    path: Path, there: bool, end: BaseException
) -> None:
    if there:
        path.write_text("old")
    with pytest.raises(type(end)):
        write(path, end)
    assert os.listdir(path.parent) == ["run.txt"] * there
    assert not there or path.read_text() == "old"


def test_where_it_cannot_take_its_place_nothing_is_left(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError):
        write(path)
    assert os.listdir(path.parent) == []


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666])
def test_it_keeps_its_permissions(path: Path, mode: int) -> None:
    path.touch()
    path.chmod(mode)
    write(path)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@posix
def test_of_a_link_the_target_is_replaced(path: Path) -> None:
    (path.parent / "folder").mkdir()
    target = path.parent / "folder" / "target"
    target.write_text("old")
    path.symlink_to(target)
    with Output(path) as stream:
        stream.write("new")
    assert path.is_symlink()
    assert target.read_text() == "new"
    assert os.listdir(target.parent) == ["target"]


@posix
@pytest.mark.parametrize("end", [None, HeadlessError("diverged"), KeyboardInterrupt()])
def test_a_pipe_is_written_as_it_is(end: BaseException | None) -> None:
    reading, writing = os.pipe()
    path = Path(f"/dev/fd/{writing}")
    if not path.exists():
        pytest.skip("pipes have no such names here")
    with suppress(HeadlessError, KeyboardInterrupt), Output(path) as stream:
        stream.write("β\n")
        if end is not None:
            raise end
    assert os.read(reading, 99) == "β\n".encode()
    os.close(reading)
    os.close(writing)


def test_a_device_is_written_as_it_is() -> None:
    with Output(Path(os.devnull)) as stream:
        stream.write("gone")
    assert not Path(os.devnull).is_file()


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"(?i)is a directory|permission"):
        Output(tmp_path)
    with pytest.raises(FileNotFoundError):
        Output(tmp_path / "nowhere" / "run.txt")


def test_what_may_not_be_written_is_refused_at_once(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_text("old")
    opened: Callable[..., object] = Path.open

    def refuse(file: Path, *how: object, **more: object) -> object:
        if file == path:
            raise PermissionError
        return opened(file, *how, **more)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(PermissionError):
        Output(path)
    assert os.listdir(path.parent) == ["run.txt"]


def test_what_a_killed_one_was_writing_is_removed(path: Path) -> None:
    left = path.with_name(".0123456789abcdef.learnscope.tmp")
    left.touch()
    os.utime(left, (0, 0))
    write(path)
    assert os.listdir(path.parent) == ["run.txt"]
