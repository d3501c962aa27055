"""The program around the window: it opens and ends as asked, and takes the window's picture."""

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage, QPixmap, QShowEvent
from PySide6.QtWidgets import QApplication

from engine import __version__
from engine.experiment import Experiment
from gui import application
from gui.theme import DARK, LIGHT
from gui.widgets import typeset
from gui.window import HOME_SIZE, LEAST_SIZE, MainWindow
from tests.without_torch import MISSING, without_torch

Person = Callable[[MainWindow], None]
SitDown = Callable[[Person], None]

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def sit_down(monkeypatch: pytest.MonkeyPatch) -> SitDown:
    """Has someone do something with the next window as soon as it is shown."""

    def before(person: Person) -> None:
        class Window(MainWindow):
            def showEvent(self, event: QShowEvent) -> None:
                super().showEvent(event)
                QTimer.singleShot(0, self, self.use)

            def use(self) -> None:
                monkeypatch.setattr(application, "MainWindow", MainWindow)
                try:
                    person(self)
                except BaseException:
                    # Otherwise the test would wait for it to be closed.
                    self.close()
                    raise

        monkeypatch.setattr(application, "MainWindow", Window)

    return before


def close(window: MainWindow) -> None:
    window.close()


class TestRun:
    @pytest.mark.qt_no_exception_capture
    def test_tells_what_nobody_foresaw(self, sit_down: SitDown) -> None:
        said: list[str] = []

        def fail(window: MainWindow) -> None:
            def look() -> None:
                said.append(window.banner.text)
                if window.banner.text:
                    window.close()

            looking = QTimer(window)
            looking.timeout.connect(look)
            looking.start(10)
            QTimer.singleShot(0, window, lambda: 1 / 0)

        sit_down(fail)
        assert application.run(Experiment()) == 0
        assert "ZeroDivisionError: division by zero" in said[-1]

    def test_ends_well_when_the_window_is_closed(self, sit_down: SitDown) -> None:
        sit_down(close)
        assert application.run(Experiment()) == 0

    def test_as_it_is_asked_for(self, sit_down: SitDown) -> None:
        experiment = Experiment(seed=3, epochs=7)

        def look(window: MainWindow) -> None:
            assert window.player.experiment == experiment
            assert (window.width(), window.height()) == (1200, 800)
            assert window.player.speed == 0.5
            assert window.speed.label.text() == "an epoch in 2 seconds"
            assert window.grab().toImage().pixelColor(0, 0).name() == DARK.window
            window.close()

        sit_down(look)
        application.run(experiment, "dark", 0.5, size=(1200, 800))

    @pytest.mark.parametrize("play", [True, False])
    def test_playing_at_once_or_not(self, sit_down: SitDown, play: bool) -> None:
        trained = []

        def wait(window: MainWindow) -> None:
            def ready(state: str) -> None:
                if state == ("playing" if play else "ready"):
                    trained.append(state)
                    QTimer.singleShot(0, window, window.close)

            window.player.stateChanged.connect(ready)

        sit_down(wait)
        application.run(Experiment(), play=play)
        assert len(trained) == 1

    def test_a_size_that_is_asked_for_comes_before_the_one_remembered(
        self, sit_down: SitDown
    ) -> None:
        def fill_the_screen(window: MainWindow) -> None:
            window.showMaximized()
            window.close()

        def look(window: MainWindow) -> None:
            assert not window.isMaximized()
            assert (window.width(), window.height()) == (1100, 720)
            window.close()

        sit_down(fill_the_screen)
        application.run(Experiment())
        sit_down(look)
        application.run(Experiment(), size=(1100, 720))

    def test_the_application_knows_its_name(self, sit_down: SitDown) -> None:
        sit_down(close)
        application.run(Experiment())
        app = application.application()
        assert app is QApplication.instance()
        assert (app.applicationName(), app.applicationVersion()) == ("Learnscope", __version__)


@pytest.mark.skipif(os.name != "posix", reason="raises the signal as POSIX has it")
class TestInterrupt:
    @pytest.fixture(autouse=True)
    def heard(self) -> Iterator[None]:
        # What is started in the background of a shell ignores interrupts.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        yield
        signal.signal(signal.SIGINT, before)

    def test_closes_the_window(self, sit_down: SitDown) -> None:
        def press(window: MainWindow) -> None:
            window.player.play()
            os.kill(os.getpid(), signal.SIGINT)

        sit_down(press)
        assert application.run(Experiment(epochs=1_000_000), speed=None) == 0

    def test_before_anything_is_there(
        self, sit_down: SitDown, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        built = []

        class Window(MainWindow):
            def __init__(self, *arguments: object) -> None:
                os.kill(os.getpid(), signal.SIGINT)
                super().__init__(*arguments)
                built.append(self.size())

        monkeypatch.setattr(application, "MainWindow", Window)
        assert application.run(Experiment()) == 0
        assert built

    def test_of_a_screenshot_leaves_no_picture(
        self, sit_down: SitDown, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        sit_down(lambda _window: os.kill(os.getpid(), signal.SIGINT))
        file = tmp_path / "a.png"
        assert application.screenshot(Experiment(epochs=1_000_000), file) == 1
        assert not file.exists()
        assert "was not written" in capsys.readouterr().err

    def test_is_the_callers_again_afterwards(self, sit_down: SitDown) -> None:
        before = signal.getsignal(signal.SIGINT), signal.set_wakeup_fd(-1)
        sit_down(close)
        application.run(Experiment())
        assert (signal.getsignal(signal.SIGINT), signal.set_wakeup_fd(-1)) == before


class TestScreenshot:
    def test_shows_the_trained_window_at_its_home_size(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = tmp_path / "a.png"
        assert application.screenshot(Experiment(epochs=20), file, "light") == 0
        assert capsys.readouterr() == ("", "")
        picture = QImage(str(file))
        assert (picture.width(), picture.height()) == HOME_SIZE
        assert picture.pixelColor(0, 0).name() == LIGHT.window
        other = tmp_path / "b.png"
        application.screenshot(Experiment(epochs=19), other, "light")
        assert QImage(str(other)) != picture

    def test_what_the_start_has_made_is_no_garbage_to_look_through(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        frozen: list[bool] = []
        monkeypatch.setattr(gc, "freeze", lambda: frozen.append("torch" in sys.modules))
        assert application.screenshot(Experiment(epochs=3), tmp_path / "a.png") == 0
        # With the views, and with PyTorch; but not with every view.
        assert len(frozen) == 2
        assert frozen[-1]

    def test_python_collects_garbage_by_itself_when_the_window_is_closed(
        self, tmp_path: Path
    ) -> None:
        gc.disable()
        try:
            assert application.screenshot(Experiment(epochs=1), tmp_path / "a.png") == 0
            assert gc.isenabled()
        finally:
            gc.unfreeze()
            gc.enable()

    def test_in_another_theme_and_size(self, tmp_path: Path) -> None:
        file = tmp_path / "a.picture"
        assert application.screenshot(Experiment(epochs=1), file, "dark", LEAST_SIZE) == 0
        picture = QImage(str(file), "PNG")
        assert (picture.width(), picture.height()) == LEAST_SIZE
        assert picture.pixelColor(0, 0).name() == DARK.window

    def test_the_same_run_gives_the_same_picture(self, tmp_path: Path) -> None:
        pictures = []
        for name in ("a.png", "b.png"):
            application.screenshot(Experiment(epochs=5), tmp_path / name, "light")
            pictures.append(QImage(str(tmp_path / name)))
        assert pictures[0] == pictures[1]

    def test_waits_for_the_formula_and_for_the_last_epoch(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sit_down: SitDown
    ) -> None:
        # However long the typesetter lets one wait.
        monkeypatch.setattr(typeset, "WAIT_MS", 700)
        taken: list[tuple[bool, str]] = []

        def look(window: MainWindow) -> None:
            window.column.fold("Training", True)
            window.column.fold("Formula", False)
            grab = window.grab

            def grabbed() -> QPixmap:
                (formula,) = window.findChildren(typeset.TypesetLabel)
                inked = formula.grab().toImage()
                colours = {
                    inked.pixelColor(x, y).name()
                    for x in range(inked.width())
                    for y in range(inked.height())
                }
                taken.append((LIGHT.text in colours, window.bars.status.text()))
                return grab()

            window.grab = grabbed  # type: ignore[method-assign]

        sit_down(look)
        file = tmp_path / "a.png"
        assert application.screenshot(Experiment(epochs=3), file, "light") == 0
        ((typeset_there, status),) = taken
        assert typeset_there
        assert status.startswith("epoch 3 / 3")

    def test_a_run_that_diverges_has_its_picture_too(self, tmp_path: Path) -> None:
        file = tmp_path / "a.png"
        assert application.screenshot(Experiment(learning_rate=1e-4), file) == 0
        assert not QImage(str(file)).isNull()

    def test_neither_takes_up_nor_leaves_behind_a_geometry(
        self, sit_down: SitDown, tmp_path: Path
    ) -> None:
        file = tmp_path / "a.png"
        sit_down(close)
        application.run(Experiment(), size=(1100, 720))
        application.screenshot(Experiment(epochs=1), file)
        assert QImage(str(file)).height() == HOME_SIZE[1]
        remembered = []

        def look(window: MainWindow) -> None:
            # Not the width, which offscreen is more than its screen has.
            remembered.append(window.height())
            window.close()

        sit_down(look)
        application.run(Experiment())
        assert remembered == [720]

    def test_without_pytorch_there_is_no_picture_but_a_sentence(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        without_torch(monkeypatch)
        file = tmp_path / "a.png"
        assert application.screenshot(Experiment(), file) == 1
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith(f"learnscope: PyTorch cannot be loaded ({MISSING}): install ")
        assert not file.exists()

    def test_a_file_that_cannot_be_written(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = tmp_path / "missing" / "a.png"
        assert application.screenshot(Experiment(epochs=1), file) == 1
        assert capsys.readouterr() == ("", f"learnscope: {file} could not be written.\n")

    def test_a_window_that_is_closed_before(
        self, sit_down: SitDown, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        sit_down(close)
        file = tmp_path / "a.png"
        assert application.screenshot(Experiment(epochs=1_000_000), file) == 1
        assert "the window was closed before" in capsys.readouterr().err
