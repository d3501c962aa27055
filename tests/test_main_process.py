"""The program as a process of its own: its pipes, signals and exit codes, and what it lacks."""

import json
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.experiment import Points
from engine.experiment.unsaved import STATE, read
from tests.article import Article
from tests.programs import MAIN, one_sentence, program, started

posix = pytest.mark.skipif(os.name != "posix", reason="signals and pipes as POSIX has them")
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only asked on Linux")


def ignoring_nothing() -> None:
    # What is started in the background of a shell ignores interrupts, what is started by nohup that
    # the terminal closes, and so do their children.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


class TestWhatIsLoaded:
    @pytest.mark.parametrize("options", ["--help", "--version", "--seed x", "--headless --play"])
    def test_they_are_told_without_loading_a_library(self, options: str) -> None:
        told = (
            "import atexit; atexit.register(lambda: print('|', *({'torch', 'PySide6', 'numpy',"
            " 'pydantic', 'pyqtgraph'} & set(sys.modules)), file=sys.stderr))"
        )
        assert program(options, prepared=told).err.endswith("|\n")

    def test_qt_is_not_needed(self) -> None:
        missing = "sys.modules['PySide6'] = sys.modules['pyqtgraph'] = None"
        ended = program("--headless --json --epochs 1", prepared=missing)
        assert (ended.code, ended.err) == (0, "")
        assert json.loads(ended.out)["loss"] == next(Article()).loss


@posix
class TestInterruptions:
    def test_a_reader_that_has_had_enough(self) -> None:
        with started("--headless --epochs 1000000 --json") as run:
            assert run.stdout
            assert run.stderr
            assert run.stdout.readline().startswith('{"number": 1,')
            run.stdout.close()
            assert run.stderr.read() == ""
        assert run.returncode == 0

    def test_ctrl_c_while_training(self) -> None:
        with started("--headless --epochs 10000000 --json", preexec_fn=ignoring_nothing) as run:
            assert run.stdout
            assert run.stderr
            lines = [run.stdout.readline()]
            run.send_signal(signal.SIGINT)
            lines += run.stdout.readlines()
            assert run.stderr.read() == ""
        assert run.returncode == 130
        assert [json.loads(line)["number"] for line in lines] == [*range(1, len(lines) + 1)]

    @pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
    def test_whoever_ends_a_run_finds_the_file_as_it_was(self, tmp_path: Path, name: str) -> None:
        file, number = tmp_path / "run.jsonl", getattr(signal, name)
        file.write_text("before\n")
        options = f"--headless --epochs 10000000 --json --output {file}"
        with started(options, preexec_fn=ignoring_nothing) as run:
            assert run.stderr
            end = time.monotonic() + 60
            while len(list(tmp_path.iterdir())) == 1 and time.monotonic() < end:
                time.sleep(0.01)
            run.send_signal(number)
            assert run.stderr.read() == ""
        assert run.returncode == 128 + number
        assert file.read_text() == "before\n"
        assert [*tmp_path.iterdir()] == [file]

    def test_nohup_goes_on(self) -> None:
        def ignoring() -> None:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)

        with started("--headless --epochs 3000 --json", preexec_fn=ignoring) as run:
            assert run.stdout
            assert run.stdout.readline()
            run.send_signal(signal.SIGHUP)
            lines = run.stdout.readlines()
        assert run.returncode == 0
        assert len(lines) == 2999

    @pytest.mark.parametrize("tenths", range(1, 16, 2))
    def test_ctrl_c_during_the_start(self, tenths: int) -> None:
        with started("", preexec_fn=ignoring_nothing) as run:
            time.sleep(tenths / 10)
            run.send_signal(signal.SIGINT)
            assert run.stderr
            run.stderr.read()
        # Ended by the signal, or closed as a window is.
        assert run.returncode in (-signal.SIGINT, 0)

    @linux
    def test_stdout_on_a_full_disk(self) -> None:
        with open("/dev/full", "w") as full, started("--headless --epochs 3", stdout=full) as run:
            assert run.stderr
            said = one_sentence(run.stderr.read())
        assert run.returncode == 1
        assert "The output cannot be written: No space left" in said


@posix
class TestWindow:
    """The window, ended from outside, or with settings that cannot be read."""

    @pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
    def test_whoever_ends_it_loses_nothing(self, tmp_path: Path, name: str) -> None:
        prepared = (
            "import os, signal\n"
            f"signal.signal(signal.{name}, signal.SIG_DFL)\n"
            "from engine.experiment import Experiment, Points\n"
            "from gui import application\n"
            "class Window(application.MainWindow):\n"
            "    def showEvent(self, event):\n"
            "        super().showEvent(event)\n"
            "        points = Points(inputs=(0., 1.), targets=(2., 3.))\n"
            "        self.change({'data': points})\n"
            f"        os.kill(os.getpid(), signal.{name})\n"
            "application.MainWindow = Window\n"
        )
        home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
        ended = program("", prepared=prepared, **home)
        assert (ended.code, ended.err) == (0, "")
        (state,) = tmp_path.rglob(STATE)
        work = read(state.parent)
        assert work.states[work.at].experiment.data == Points(inputs=(0.0, 1.0), targets=(2.0, 3.0))
        assert not work.quiet

    @linux
    def test_settings_in_a_pipe_are_not_waited_for(self, tmp_path: Path) -> None:
        folder = tmp_path / "Learnscope"
        folder.mkdir()
        os.mkfifo(folder / "Learnscope.conf")
        prepared = (
            "import os, signal\n"
            "from gui import application\n"
            "from gui.widgets.banner import Banner\n"
            "show = Banner.show_message\n"
            "def shown(self, kind, text, ways=()):\n"
            "    show(self, kind, text, ways)\n"
            "    print(kind, text, flush=True)\n"
            "    os.kill(os.getpid(), signal.SIGTERM)\n"
            "Banner.show_message = shown\n"
        )
        ended = program("", prepared=prepared, XDG_CONFIG_HOME=str(tmp_path))
        assert (ended.code, ended.err) == (0, "")
        assert "Learnscope.conf are a folder, a device or a pipe" in ended.out


@posix
class TestClosedStreams:
    @staticmethod
    def closing(*numbers: int) -> Callable[[], None]:
        return lambda: [os.close(number) for number in numbers] and None

    def test_without_stdout_a_file_is_asked_for(self) -> None:
        with started("--headless --epochs 3", preexec_fn=self.closing(1)) as run:
            assert run.stderr
            said = one_sentence(run.stderr.read())
        assert run.returncode == 2
        assert said == ("The standard output is closed: name a file to write to with --output.\n")

    def test_without_stdout_a_file_is_written(self, tmp_path: Path) -> None:
        file = tmp_path / "run.jsonl"
        options = f"--headless --json --epochs 3 --output {file}"
        with started(options, preexec_fn=self.closing(1)) as run:
            assert run.stderr
            assert run.stderr.read() == ""
        assert run.returncode == 0
        assert len(file.read_text().splitlines()) == 3

    def test_without_stderr_nothing_of_it_gets_into_the_output(self, tmp_path: Path) -> None:
        table = tmp_path / "speed.csv"
        table.write_text("t,v\n1,2\n3,x\n4,5\n")
        options = f"--headless --json --epochs 3 --data {table}"
        with started(options, preexec_fn=self.closing(2)) as run:
            assert run.stdout
            lines = run.stdout.read().splitlines()
        assert run.returncode == 0
        assert [json.loads(line)["number"] for line in lines] == [1, 2, 3]


class TestWhatIsMissing:
    @linux
    @pytest.mark.parametrize("options", ["", "--play --theme dark"])
    def test_no_display(self, options: str) -> None:
        ended = program(options, DISPLAY=None, WAYLAND_DISPLAY=None, QT_QPA_PLATFORM=None)
        assert (ended.code, ended.out) == (1, "")
        sentence = one_sentence(ended.err)
        assert "There is no display" in sentence
        assert "--headless" in sentence

    @linux
    def test_a_display_that_is_not_there(self) -> None:
        ended = program("", DISPLAY=":987", WAYLAND_DISPLAY="none", QT_QPA_PLATFORM=None)
        assert (ended.code, ended.out) == (1, "")
        assert re.search(":987 does not answer|sudo apt install", one_sentence(ended.err))

    @pytest.mark.parametrize(
        ("options", "package"), [("", "pydantic"), ("--headless", "torch"), ("", "PySide6")]
    )
    def test_a_python_package(self, options: str, package: str) -> None:
        ended = program(options, prepared=f"sys.modules[{package!r}] = None")
        assert (ended.code, ended.out) == (1, "")
        sentence = one_sentence(ended.err)
        assert f"The Python package {package} is not installed" in sentence
        assert f"python -m pip install {MAIN.parent}" in sentence
