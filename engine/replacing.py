"""Files that are replaced in one piece: whoever looks finds the old one or the new one.

The new one is written beside the old one, under a hidden name that says which process writes it.
A process that is killed meanwhile leaves it there; `remove_leftovers` finds and removes it.
"""

import os
import re
import stat
import time
import zlib
from contextlib import suppress
from pathlib import Path

SUFFIX = ".learnscope.tmp"
SECONDS_A_DAY = 86_400
# Older programs did not say which process wrote.
_NAME = re.compile(r"\.(?:[0-9a-f]{16}|([0-9a-f]{8})-(\d{1,10})-[0-9a-f]{8})\.learnscope\.tmp")


def replace(target: Path, data: bytes, mode: int | None = None) -> None:
    """Write `data` to `target`, wholly or not at all, with the permissions `mode` if given.

    It is on the disk when this returns. Raises OSError, and ValueError for a name that no file
    can have.
    """
    # In the same folder: a file replaces another atomically only within one file system.
    temporary = temporary_beside(target)
    try:
        with temporary.open("xb") as stream:
            if mode is not None:
                temporary.chmod(mode)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def temporary_beside(target: Path) -> Path:
    """A new hidden name in the folder of `target`, from which this process can be told."""
    return target.with_name(f".{_machine()}-{os.getpid()}-{os.urandom(4).hex()}{SUFFIX}")


def remove_leftovers(folder: Path) -> None:
    """Remove what killed processes were writing in `folder`; what cannot be removed stays."""
    with suppress(OSError, ValueError):
        for path in folder.iterdir():
            named = _NAME.fullmatch(path.name)
            if named:
                with suppress(OSError):
                    if _is_left(path, *named.groups()):
                        path.unlink()


def _is_left(path: Path, machine: str | None, process: str | None) -> bool:
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        return False
    if machine == _machine() and process and not _runs(int(process)):
        return True
    # Nobody writes one file for a day. On another machine a process cannot be asked for.
    return time.time() - status.st_mtime > SECONDS_A_DAY


def _machine() -> str:
    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return f"{zlib.crc32(name.encode()):08x}"


def _runs(process: int) -> bool:
    """Whether the process may still run; only POSIX can be asked without harm."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _sync_folder(folder: Path) -> None:
    """Have the disk know the new name too, where folders can be opened."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
