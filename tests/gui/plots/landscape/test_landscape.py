"""The pages of the landscape: which is shown when, and what they have in common."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QOpenGLContext, QSurfaceFormat
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from gui.application import draw_map
from gui.plots.landscape import Landscape, surface
from gui.plots.landscape.surface import LossSurface
from tests.gui.drawn import drawing
from tests.gui.plots.helpers import click, move, place_of
from tests.gui.plots.landscape.shown import landscape, opened, settled
from tests.gui.windows import Open, paused_after, text, trained, trigger, until_shown


def turn_to(window, page: str, name: str) -> None:  # type: ignore[no-untyped-def]
    button = window.findChild(QToolButton, f"{page}To{name}Button")
    assert isinstance(button, QToolButton)
    button.click()


@pytest.mark.parametrize(
    ("wish", "given"),
    [("trialWanted", {"a": 1.0}), ("changeWanted", {"epochs": 9}), ("queryChanged", None)],
)
def test_what_its_pages_wish_is_passed_on(qtbot: QtBot, wish: str, given: object) -> None:
    shown = Landscape()
    qtbot.addWidget(shown)
    heard: list[object] = []
    getattr(shown, wish).connect(lambda *what: heard.append(what[0] if what else None))
    for page in (shown.map, shown.curve):
        heard.clear()
        signal = getattr(page, wish)
        signal.emit() if given is None else signal.emit(given)
        assert heard == [given]


def test_the_switch_turns_the_pages(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=3)
    shown = opened(qtbot, window)
    turn_to(window, "map", "Turn")
    assert shown.turn.isVisible()
    assert "A valley 20 times steeper" in shown.describe()
    assert window.findChild(QToolButton, "turnToMapButton").isVisible()
    turn_to(window, "turn", "Map")
    assert shown.map.isVisible()


@pytest.mark.parametrize("frame", [3, 4, 8])
def test_what_is_paused_at_full_speed_has_its_whole_path(
    open_window: Open, qtbot: QtBot, frame: int
) -> None:
    """While many epochs pass it is drawn rarely, and what is answered meanwhile waits."""
    window = open_window(epochs=1_000_000)
    shown = opened(qtbot, window, train=False)
    views = paused_after(qtbot, window, frame)
    assert shown.map.drawn.numbers[-1] == window.player.cursor > 0
    found, _ = shown.map.shown()
    assert found is not None
    seen = shown.grab().toImage()
    shown.draw(replace(views[-1], playing=False))
    assert shown.grab().toImage() == seen


def test_answers_that_come_while_many_epochs_pass_are_drawn_with_a_later_frame(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(epochs=10_000_000)
    shown = opened(qtbot, window, train=False)
    before, _ = shown.map.shown()
    assert before is not None
    window.set_speed(None)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: len(window.player.history) > 5_000, timeout=20_000)
    # Another part of the plane, and so another map.
    shown.map.set_visible(-40.0, 10.0, -2.0, 2.0)
    qtbot.waitUntil(lambda: shown.map.shown()[0] is not before, timeout=20_000)
    found, _ = shown.map.shown()
    assert found is not None
    assert found.x[0] == pytest.approx(-40, abs=1)
    assert window.player.state == "playing"
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "paused", timeout=20_000)


def test_where_opengl_is_missing_the_surface_says_so(
    open_window: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QOpenGLContext, "create", lambda _self: False)
    window = open_window(epochs=3)
    shown = opened(qtbot, window)
    turn_to(window, "map", "Surface")
    assert "needs OpenGL" in text(window, "lossSurfaceMissing")
    assert "no driver for it was found" in shown.describe()
    window.change({"seed": 3})
    trained(qtbot, window)
    settled(qtbot, window)
    turn_to(window, "surface", "Map")
    assert shown.map.isVisible()


@pytest.mark.parametrize(
    ("version", "said"), [((2, 0), "it has 2.0, and the surface needs 2.1"), ((2, 1), "")]
)
def test_an_opengl_that_is_too_old_is_none(
    monkeypatch: pytest.MonkeyPatch, qapp: QApplication, version: tuple[int, int], said: str
) -> None:
    found = QSurfaceFormat()
    found.setVersion(*version)
    for name in ("create", "makeCurrent"):
        monkeypatch.setattr(QOpenGLContext, name, lambda *_: True)
    monkeypatch.setattr(QOpenGLContext, "doneCurrent", lambda _self: None)
    monkeypatch.setattr(QOpenGLContext, "isOpenGLES", lambda _self: False)
    monkeypatch.setattr(QOpenGLContext, "format", lambda _self: found)
    assert surface.opengl_is_missing() == said


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "OpenGL.GL", None)
    assert "OpenGL" in surface.opengl_is_missing()


def test_the_surface_is_as_high_as_the_logarithm_of_the_loss(
    open_window: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without OpenGL itself: what is handed to it."""
    seen: dict[str, tuple[np.ndarray, ...]] = {}

    class Scene(QLabel):
        def show_surface(self, *arrays: np.ndarray) -> None:
            seen["surface"] = arrays

        def show_path(self, places: np.ndarray) -> None:
            seen["path"] = (places,)

        def set_theme(self, _theme: object) -> None: ...

    monkeypatch.setattr(surface, "opengl_is_missing", lambda: "")
    monkeypatch.setattr(surface, "new_scene", Scene)
    window = open_window()
    shown = opened(qtbot, window)
    turn_to(window, "map", "Surface")
    settled(qtbot, window)
    x, y, heights, colours = seen["surface"]
    assert heights.shape == (len(y), len(x)) == colours.shape[:2]
    found, _ = shown.map.shown()
    assert found is not None
    # The floor is lowest, the walls are highest, and twice as high is a square of the loss.
    assert heights.min() < 0.05 * heights.max()
    (path,) = seen["path"]
    assert path[0, 2] > path[-1, 2] > 0
    low, high = np.log10(shown.map.colours.low), np.log10(found.losses.max())
    first = (np.log10(36415.2) - low) / (high - low)
    last = (np.log10(618.526) - low) / (high - low)
    assert (path[0, 2] - 0.06) / (path[-1, 2] - 0.06) == pytest.approx(first / last, rel=1e-3)
    assert isinstance(shown.surface, LossSurface)
    assert "from 0.66 to" in text(window, "lossSurfaceSentence")


def test_a_single_parameter_has_a_curve(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(formula="a*t", epochs=60)
    shown = opened(qtbot, window)
    assert shown.curve.isVisible()
    texts = drawing(shown.curve.canvas).texts
    for said in ("start", "after epoch 60", "best fit"):
        assert said in texts
    values, losses = shown.curve.line.getData()
    facts = window.player.facts
    wanted = [float(np.mean((a * facts.inputs - facts.targets) ** 2)) for a in values[::50]]
    assert losses[::50] == pytest.approx(wanted, rel=1e-5)


def test_a_click_on_the_curve_starts_there(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(formula="a*t", epochs=3)
    shown = opened(qtbot, window)
    place = place_of(shown.curve, 1.0, 900.0)
    move(shown.curve, place)
    settled(qtbot, window)
    assert shown.curve.tip.text().startswith("here the loss is ")
    value = shown.curve.box.mapSceneToView(QPointF(place)).x()
    click(shown.curve, place)
    until_shown(qtbot, window, "epoch 0 / 3")
    qtbot.waitUntil(lambda: abs(window.player.facts.start[0] - value) < 1e-5, timeout=20_000)


def test_two_parameters_come_back_to_a_map(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(formula="a*t", epochs=3)
    shown = opened(qtbot, window)
    assert shown.curve.isVisible()
    window.change({"formula": "a*t + b"})
    until_shown(qtbot, window, "epoch 0 / 3")
    settled(qtbot, window)
    assert shown.map.isVisible()
    assert landscape(window) is shown


def test_a_map_is_drawn_without_a_person(qtbot: QtBot, tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "map.png"
    assert draw_map(Experiment(epochs=3), ("b", "a"), file, "light", (1200, 800)) == 0
    from PySide6.QtGui import QImage

    image = QImage(str(file))
    assert image.width() > 1000
    assert len({image.pixel(x, image.height() // 2) for x in range(0, 900, 7)}) > 20
