"""Pytest in a fork of this process, where what takes long to import already is."""

import gc
import importlib
import os
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

# PySide looks at every module that is imported after it, which some of pydantic's that are imported
# late do not stand.
HEAVY = (
    "torch", "numpy", "polars", "pydantic._internal._validators", "pydantic.main",
    "hypothesis", "tsdownsample", "ziamath", "PySide6.QtWidgets", "PySide6.QtSvg",
    "PySide6.QtTest", "pyqtgraph",
)  # fmt: skip


def prepare() -> None:
    """Import what every fork needs; nothing of the program itself, which the forks change."""
    os.environ |= {"OMP_NUM_THREADS": "1", "QT_QPA_PLATFORM": "offscreen"}
    with warnings.catch_warnings(action="ignore"):
        for name in HEAVY:
            importlib.import_module(name)
    gc.collect()
    gc.freeze()


def run_pytest(
    tree: Path,
    arguments: list[str],
    plugin: object,
    seconds: float,
    first: Callable[[], None] = lambda: None,
) -> int | None:
    """Pytest's exit code in the copy `tree`, negative for a signal; None after `seconds`.

    `first` is called in the fork, before pytest.
    """
    child = os.fork()
    if not child:
        try:
            code = _pytest(tree, arguments, plugin, first)
        except BaseException:
            traceback.print_exc()
            code = 3
        os._exit(code)
    end = time.monotonic() + seconds
    status: int | None = None
    while status is None and time.monotonic() < end:
        ended, state = os.waitpid(child, os.WNOHANG)
        if ended:
            status = os.waitstatus_to_exitcode(state)
        else:
            time.sleep(0.02)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # what it started, too
    if status is None:
        os.waitpid(child, 0)
    return status


def _pytest(tree: Path, arguments: list[str], plugin: object, first: Callable[[], None]) -> int:
    os.setsid()
    os.chdir(tree)
    scratch = tree / ".scratch"
    scratch.mkdir(exist_ok=True)
    os.environ["TMPDIR"] = str(scratch)
    log = os.open(scratch / "log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(log, stream)
    # The copy's own modules are to be imported, and not those that this script is made of.
    for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
        del sys.modules[name]
    sys.path[:] = [str(tree), *(path for path in sys.path if path not in ("", os.getcwd()))]
    first()
    # Some of pytest's plugins are imported already, and it says so.
    quiet = ["-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    return pytest.main([*quiet, *arguments], plugins=[plugin])
