"""Runs the window until it is closed, or takes a screenshot of it."""

import gc
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QObject, QSocketNotifier, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from engine import __version__
from engine.experiment import Classroom, Experiment
from engine.signals import ENDING
from gui.files.lessons import name_of
from gui.mishaps import Hooks
from gui.mishaps.crashes import Crashes
from gui.window import MainWindow

if TYPE_CHECKING:
    from engine.lessons import LessonSet

Size = tuple[int, int]


def run(
    experiment: Experiment,
    theme: str | None = None,
    speed: float | None = 10.0,
    play: bool = False,
    size: Size | None = None,
    path: Path | None = None,
    doubts: str = "",
    classroom: Classroom | None = None,
    lessons: "tuple[LessonSet, Path] | None" = None,
    plain: bool = False,
) -> int:
    """Open the window and return its exit code when it has been closed.

    `path` is the file that `experiment` and `classroom` were read from; `doubts` is what there is
    to know about its data before one trusts them. `lessons`, and the file they were read from, are
    given at once. With `plain`, no epoch is replayed.
    """
    app = application()
    with Crashes() as crashes, _Interrupt() as interrupt, Hooks() as hooks:
        window = _opened(MainWindow(experiment, theme))
        hooks.happened.connect(window.trouble.of_mishap, Qt.ConnectionType.QueuedConnection)
        interrupt.received.connect(window.close_unasked)
        if size:
            # A size given on the command line takes precedence over a remembered maximised window.
            window.setWindowState(Qt.WindowState.WindowNoState)
            window.resize(*size)
        window.player.plain = plain
        if path:
            window.documents.adopt(path, classroom)
        window.set_speed(speed)
        window.trouble.of_crash(crashes.left_behind)
        window.telling.of_data(doubts, experiment.data)
        window.show()
        if play:
            window.player.play()
        if lessons:
            window.teaching.give(lessons[0], name_of(lessons[1]), number=1)
        return app.exec()


def screenshot(
    experiment: Experiment,
    file: Path,
    theme: str | None = None,
    size: Size | None = None,
    classroom: Classroom | None = None,
    plain: bool = False,
) -> int:
    """Train all epochs of `experiment`, write a PNG of the window to `file`; 0 if that worked."""
    return _picture(experiment, file, theme, size, plain, lambda window: window, classroom)


def draw_map(
    experiment: Experiment,
    pair: tuple[str, str],
    file: Path,
    theme: str | None = None,
    size: Size | None = None,
    plain: bool = False,
) -> int:
    """Train all epochs of `experiment`, write a PNG of the map of two parameters to `file`.

    It is the window's own map, as it is when enlarged over the whole body. Returns 0 if that
    worked.
    """
    first, second = (experiment.names.index(name) for name in pair)

    def enlarged(window: MainWindow) -> QWidget:
        view = window.body.view("landscape")
        assert isinstance(view, ShowsPairs)
        window.body.turn_to("landscape")
        window.body.enlarge("landscape")
        view.show_pair(first, second)
        return view

    return _picture(experiment, file, theme, size, plain, enlarged)


@runtime_checkable
class ShowsPairs(Protocol):
    """A view with a map of any two parameters."""

    def show_pair(self, first: int, second: int) -> None:
        """Show the map of the parameters with these numbers."""


def _picture(
    experiment: Experiment,
    file: Path,
    theme: str | None,
    size: Size | None,
    plain: bool,
    pictured: Callable[[MainWindow], QWidget],
    classroom: Classroom | None = None,
) -> int:
    """Train all epochs of `experiment` and write a PNG to `file`; 0 if that worked.

    `pictured` is called once they are trained: it makes the window show what is wanted, and
    returns the widget that is painted when the window has settled again.
    """
    app = application()
    saved: list[bool] = []
    hindrance: list[str] = []
    with _Interrupt() as interrupt:
        window = _opened(MainWindow(experiment, theme, remember=False))
        interrupt.received.connect(window.close)
        window.player.plain = plain
        window.changes.begin(classroom)
        window.resize(*(size or (window.width(), window.height())))
        window.show()
        window.set_speed(None)
        window.player.play()
        wanted: list[QWidget] = []

        def save() -> None:
            failure = window.player.failure
            if failure is not None and failure.kind == "unloadable":
                hindrance.append(failure.message)
            else:
                saved.append(wanted[0].grab().save(str(file), "PNG"))
            window.close()

        # Checked whenever the event loop is idle, once the run has ended.
        idle = QTimer(window)
        idle.setInterval(0)

        def look() -> None:
            if not window.settled:
                return
            if not wanted:
                wanted.append(pictured(window))
                return
            idle.stop()
            save()

        idle.timeout.connect(look)

        def settle(state: str) -> None:
            if state in ("finished", "failed"):
                idle.start()

        window.player.stateChanged.connect(settle)
        app.exec()
    if hindrance:
        print(f"learnscope: {hindrance[0]}", file=sys.stderr)
        return 1
    if saved == [True]:
        return 0
    why = "could not be written" if saved else "was not written: the window was closed before"
    print(f"learnscope: {file} {why}.", file=sys.stderr)
    return 1


def application() -> QApplication:
    """The one QApplication, made when there is none yet."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["learnscope"])
    app.setApplicationName("Learnscope")
    app.setApplicationVersion(__version__)
    app.setStyle("Fusion")
    return app


def _opened(window: MainWindow) -> MainWindow:
    # Deleted by the event loop, not whenever Python happens to collect it.
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    keep_what_stays(window)
    return window


def keep_what_stays(window: MainWindow) -> None:
    """Keep what the start of `window` has made out of the collector's way, since it stays.

    So with what PyTorch has, which is loaded for the first view. The collector goes through all
    that is left within about a millisecond.
    """
    window.built.connect(gc.freeze)
    once = Qt.ConnectionType.SingleShotConnection
    window.player.viewChanged.connect(lambda _view: gc.freeze(), once)


class _Interrupt(QObject):
    """Emits `received` for Ctrl+C in the terminal, which Qt's loop alone would not notice.

    So it does for a terminal that is closed, and for whoever asks the program to end, such as a
    shutdown. A signal that arrives before the loop runs is kept until then, so nothing is left half
    made. One that was ignored before stays ignored, as `nohup` asks.
    """

    received = Signal()

    def __enter__(self) -> "_Interrupt":
        self._read, self._write = socket.socketpair()
        self._write.setblocking(False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)
        self._old_fd = signal.set_wakeup_fd(self._write.fileno())
        self._old = {
            each: signal.signal(each, lambda *_: None)
            for each in ENDING
            if signal.getsignal(each) is not signal.SIG_IGN
        }
        return self

    def _on_signal(self) -> None:
        self._read.recv(64)
        self.received.emit()

    def __exit__(self, *_: object) -> None:
        for each, old in self._old.items():
            signal.signal(each, old)
        signal.set_wakeup_fd(self._old_fd)
        self._notifier.setEnabled(False)
        self._read.close()
        self._write.close()
