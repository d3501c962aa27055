"""The real program on a real desktop, by its keys, as it is seen there."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine.experiment import Classroom, Experiment
from engine.experiment.document import save
from engine.numbers import apart, grouped
from gui.theme import DARK, LIGHT
from gui.window import HOME_SIZE
from tests.article import Article
from tests.desktop.conftest import Start
from tests.desktop.desktop import Desktop, Picture, Program
from tests.programs import MAIN, environment

FULL_SPEED = ("--speed", "max", "--epochs", "10000000", "--play")


def loss_of(epoch: int) -> str:
    """The loss of an epoch of the article's, as the title writes it."""
    return grouped(Article().epochs(epoch)[-1].loss)


def update_of(epoch: int, lr: float = 1e-5) -> str:
    """The loss of an epoch of the article's, before and after its update."""
    before, after = (printed.loss for printed in Article(lr=lr).epochs(epoch + 1)[-2:])
    return "\u00a0→\u00a0".join(apart(before, after))


def at(epoch: int, stage: int | None = None, lr: float = 1e-5) -> str:
    """What the title says at an epoch of a run of the article's."""
    said = f"epoch {epoch} of 200,000"
    if stage is None:
        return re.escape(f"{said}, loss {update_of(epoch, lr)}")
    return re.escape(f"{said}, stage {stage}, loss {loss_of(epoch)}")


def parts(picture: Picture) -> dict[str, Picture]:
    """Regions of the window at its home size that must change from epoch to epoch."""
    return {
        "stages": picture[70:170, 10:1430],
        "fit": picture[250:500, 280:930],
        "loss": picture[600:780, 280:590],
        "signs": picture[600:780, 620:930],
        "moves": picture[260:800, 960:1430],
        "timeline": picture[815:860, 10:1430],
    }


def hue(picture: Picture) -> str:
    """The colour of the window's ground, in its corner."""
    return "#{:02x}{:02x}{:02x}".format(*picture[-2, 2])


class TestKeys:
    def test_right_and_left_go_from_epoch_to_epoch(self, program: Program) -> None:
        program.press("Right")
        program.wait_for_title(at(1))
        program.press("Right", "Right", "Right")
        program.wait_for_title(at(4))
        program.press("Left", "Left")
        program.wait_for_title(at(2))
        program.press("Left", "Left", "Left")
        program.wait_for_title("epoch 0 of 200,000, loss .*")

    def test_lessons_are_answered_and_left_with_everything_as_it_was(
        self, program: Program
    ) -> None:
        program.press("Right", "Right", "Right")
        program.wait_for_title(at(3))
        before = parts(program.picture_at_rest())
        program.press("F3")
        program.wait_for_title("Lesson 1: .* epoch 0 of 200, .*")
        program.press("minus", "1", "0", "4", "Return")
        program.wait_for_title("Lesson 1: .* epoch 1 of 200, stage 1.*")
        program.press("Return")
        loss = re.escape(loss_of(1))
        program.wait_for_title(f"Lesson 2: .* epoch 1 of 200, stage 2, loss {loss}")
        program.press("Escape")
        program.wait_for_title(at(3))
        after = parts(program.picture_at_rest())
        assert [name for name in before if not np.array_equal(before[name], after[name])] == []

    def test_every_part_of_the_window_shows_the_epoch(self, program: Program) -> None:
        program.press("Right", "Right")
        program.wait_for_title(at(2))
        before = parts(program.picture_at_rest())
        program.press("Right")
        program.wait_for_title(at(3))
        after = parts(program.picture_at_rest())
        assert [name for name in before if np.array_equal(before[name], after[name])] == []
        program.press("Left")
        program.wait_for_title(at(2))
        again = parts(program.picture_at_rest())
        same = ("stages", "fit", "moves")
        assert [name for name in same if not np.array_equal(before[name], again[name])] == []

    def test_down_goes_from_stage_to_stage(self, program: Program) -> None:
        program.press("Down")
        program.wait_for_title(f"epoch 1 of 200,000, stage 1(, loss {loss_of(1)})?")
        for stage in (2, 3, 4):
            program.press("Down")
            program.wait_for_title(at(1, stage))
        program.press("Down")
        program.wait_for_title(at(1))
        program.press("Down")
        program.wait_for_title("epoch 2 of 200,000, stage 1.*")
        program.press("Right")
        program.wait_for_title(at(2))

    def test_end_goes_to_the_epoch_trained_last(self, program: Program) -> None:
        program.press("Right", "Right", "Right", "Left", "Left")
        program.wait_for_title(at(1))
        program.press("End")
        program.wait_for_title(at(3))

    def test_home_begins_anew_with_the_same_parameters(self, program: Program) -> None:
        for _ in range(2):
            program.press("Right")
            program.wait_for_title(at(1))
            program.press("Home")
            program.wait_for_title("epoch 0 of 200,000, loss .*")

    def test_space_plays_and_pauses(self, program: Program) -> None:
        program.press("space")
        program.wait_for_title("playing")
        before = program.picture()
        program.wait_for_change(before)
        program.press("space")
        program.wait_for_title(r"epoch [1-9][\d,]* of 200,000, loss .*")
        # The epochs that were under way are still shown.
        assert not np.array_equal(program.picture_at_rest(), before)
        epoch = int(re.findall(r"[\d,]+", program.title)[0].replace(",", ""))
        program.press("Left")
        program.wait_for_title(rf"epoch {epoch - 1:,} of 200,000, loss .*")

    def test_a_learning_rate_can_be_typed(self, program: Program) -> None:
        program.press("Right")
        program.wait_for_title(at(1))
        program.press("Home", "ctrl+l")
        program.type("3e-6")
        program.press("Return")
        program.wait_for_title("epoch 0 of 200,000, loss .*")
        program.press("Right", "Right")
        program.wait_for_title(at(2, lr=3e-6))
        program.press("ctrl+l")
        program.type("1e-5")
        program.press("Return")
        program.press("Home")

    @pytest.mark.parametrize("key", ["F1", "question"])
    def test_the_list_of_keys_opens_and_closes(self, program: Program, key: str) -> None:
        before = program.picture_at_rest()
        program.press(key)
        program.wait_for_change(before)
        program.focus("Keys")
        program.press("Escape")
        program.focus()
        program.wait_for_picture(before)
        program.press("Right")
        program.wait_for_title(at(1))

    @pytest.mark.parametrize(
        ("keys", "back"),
        [(("ctrl+plus", "ctrl+plus"), "ctrl+0"), (("F9",), "F9"), (("F9",), "Escape"),
         (("F5",), "Escape"), (("F5",), "F5")],
    )  # fmt: skip
    def test_it_is_looked_at_otherwise_and_as_before(
        self, program: Program, keys: tuple[str, ...], back: str
    ) -> None:
        program.press("Right", "Right")
        program.wait_for_title(at(2))
        program.press("Left")
        program.wait_for_title(at(1))
        geometry, before = program.geometry, program.picture_at_rest()
        program.press(*keys)
        program.wait_for_change(before)
        larger = program.picture_at_rest()
        program.press("Right")
        program.wait_for_title(at(2))
        program.wait_for_change(larger)
        program.press("Left")
        program.wait_for_title(at(1))
        program.press(back)
        program.wait_for_geometry(geometry)
        program.wait_for_picture(before)


def ctrl_q(_desktop: Desktop, program: Program) -> None:
    program.press("ctrl+q")


def the_cross(desktop: Desktop, program: Program) -> None:
    desktop.ask_to_close(program.window)


def ctrl_c(_desktop: Desktop, program: Program) -> None:
    program.interrupt()


class TestClosing:
    @pytest.mark.parametrize("close", [ctrl_q, the_cross, ctrl_c])
    def test_while_it_plays_as_fast_as_it_goes(
        self, start: Start, desktop: Desktop, close: Callable[[Desktop, Program], None]
    ) -> None:
        program = start(*FULL_SPEED)
        program.wait_for_title("playing")
        program.wait_for_change(program.picture())
        close(desktop, program)
        assert program.ended() == (0, "", "")

    def test_while_pytorch_is_loaded(self, start: Start) -> None:
        program = start("--play")
        program.interrupt()
        assert program.ended() == (0, "", "")


class TestTheWindow:
    def test_comes_back_where_it_was(self, start: Start) -> None:
        program = start("--theme", "light")
        assert program.geometry[2:] == HOME_SIZE
        program.put(60, 40, 1234, 777)
        program.wait_for_geometry((60, 40, 1234, 777))
        program.wait_for_title("epoch 0 of 200, loss .*")
        assert hue(program.picture_at_rest()) == LIGHT.window
        program.press("ctrl+q")
        assert program.ended() == (0, "", "")
        program = start("--theme", "dark")
        program.wait_for_geometry((60, 40, 1234, 777))
        program.wait_for_title("epoch 0 of 200, loss .*")
        assert hue(program.picture_at_rest()) == DARK.window

    def test_has_the_size_that_is_asked_for(self, start: Start) -> None:
        program = start("--size", "1100x720")
        program.wait_for_geometry((0, 0, 1100, 720))


SURFACE = """
import sys, time
from engine.experiment import Experiment
from gui.application import application
from gui.window import MainWindow

app = application()
window = MainWindow(Experiment(epochs=20), "light", remember=False)
window.show()


def until(condition):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        app.processEvents()
        time.sleep(0.005)


until(lambda: window.player.state == "ready")
window.set_speed(None)
window.player.play()
until(lambda: window.player.state == "finished")
window.body.turn_to("landscape")
landscape = window.body.view("landscape")
landscape.turn_to("surface")
until(lambda: window.settled)
scene = landscape.surface.findChild(object, "lossSurfaceScene")
if scene is None:
    print(landscape.surface.missing.text())
else:
    scene.update()
    until(lambda: not scene.grabFramebuffer().isNull())
    image = scene.grabFramebuffer()
    print(len({image.pixel(x, y) for x in range(0, image.width(), 5)
               for y in range(0, image.height(), 5)}), "colours")
window.close_unasked()
"""


def test_the_surface_is_drawn_or_says_why_not(desktop: Desktop) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SURFACE],
        env=environment(DISPLAY=desktop.display, WAYLAND_DISPLAY=None, QT_QPA_PLATFORM="xcb"),
        cwd=MAIN.parent,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    colours = re.match(r"(\d+) colours", done.stdout)
    assert colours or "needs OpenGL" in done.stdout
    if colours:
        assert int(colours[1]) > 50


def test_a_key_that_fails_pauses_the_run_and_the_window_stays(start: Start) -> None:
    mistake = "from gui.motion import Movement; Movement.expect = lambda self: 1 / 0"
    program = start("--epochs", "200000", "--speed", "20", prepared=mistake)
    program.wait_for_title("epoch 0 of 200,000, loss .*")
    program.press("space")
    program.wait_for_title("playing")
    program.press("Right")
    program.wait_for_title("epoch [1-9][0-9]* of 200,000, loss .*")
    program.press("space")
    program.wait_for_title("playing")
    program.press("space")
    program.wait_for_title("epoch [1-9][0-9]* of 200,000, loss .*")
    # The next key that fails finds the run paused.
    program.press("Right")
    program.press("ctrl+q")
    code, _out, err = program.ended()
    assert code == 0
    assert "ZeroDivisionError: division by zero" in err


# Somebody who is not offered the lessons any more.
KNOWN = (
    "from PySide6.QtCore import QSettings; from gui.window.welcome import ASKED, WELCOMED;"
    "[QSettings('Learnscope', 'Learnscope').setValue(told, True) for told in (WELCOMED, ASKED)]"
)


def test_a_classroom_layout_hides_the_rest_until_its_menu_unlocks_it(
    start: Start, tmp_path: Path
) -> None:
    layout = Classroom(
        task="When does the loss rise?", views=("fit",), settings={"learning_rate": "hidden"}
    )
    plain, locked = [], []
    for classroom, seen in ((None, plain), (layout, locked)):
        # The window is found by the start of its title, which is the file's name.
        file = tmp_path / f"Learnscope {bool(classroom)}.learnscope"
        save(Experiment(), file, classroom)
        program = start(str(file), "--theme", "light", prepared=KNOWN)
        program.wait_for_title(".* – epoch 0 of 200, loss .*")
        seen.append(program.picture_at_rest())
        program.press("Right")
        program.wait_for_title(".* – epoch 1 of 200, loss .*")
        seen.append(program.picture_at_rest())
        if classroom is not None:
            program.press("alt+f")
            program.press("k")
            program.wait_for_picture(plain[1])
        program.press("ctrl+q")
        assert program.ended()[0] == 0
    for one, other in zip(plain, locked, strict=True):
        assert [
            name for name in parts(one) if np.array_equal(parts(one)[name], parts(other)[name])
        ] == []
