"""The desktop that the tests here share, and the programs that run on it."""

import shutil
import sys
from collections.abc import Callable, Iterator

import pytest

from tests.desktop.desktop import Desktop, Program

Start = Callable[..., Program]


@pytest.fixture(scope="session")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """A desktop without a screen."""
    if not sys.platform.startswith("linux"):
        pytest.skip("X11 is tested on Linux")
    missing = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"{' and '.join(missing)} not installed (Debian: apt install xvfb xdotool)")
    desktop = Desktop(tmp_path_factory.mktemp("screen"))
    yield desktop
    desktop.close()


@pytest.fixture
def start(desktop: Desktop) -> Iterator[Start]:
    """Starts programs that end with the test."""
    programs: list[Program] = []

    def started(*options: str, prepared: str = "") -> Program:
        programs.append(Program(desktop, *options, prepared=prepared))
        return programs[-1]

    yield started
    for program in programs:
        program.close()


@pytest.fixture(scope="class")
def running(desktop: Desktop) -> Iterator[Program]:
    """One program for all tests of a class."""
    program = Program(desktop, "--theme", "light", "--epochs", "200000", "--speed", "max")
    yield program
    program.close()


@pytest.fixture
def program(running: Program) -> Program:
    """The program at the start of a run with the article's settings."""
    running.focus()
    running.press("Home")
    running.wait_for_title("epoch 0 of 200,000, loss .*")
    return running
