"""The map as a person sees it: what it shows of a run, and what can be done in it."""

import re

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QComboBox, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from gui.plots.landscape.map.pairs import PairStrip
from tests.gui.drawn import drawing
from tests.gui.mouse import LEFT
from tests.gui.plots.helpers import click, drag, move, place_of, press, release, wheel
from tests.gui.plots.landscape.shown import (
    at_epoch,
    landscape,
    opened,
    painted,
    sentence,
    settled,
    true_loss,
    valley_of,
)
from tests.gui.windows import Open, at_front, choose, trained, trigger, until_shown


def show_pair(qtbot: QtBot, window, first: int, second: int) -> None:  # type: ignore[no-untyped-def]
    landscape(window).show_pair(first, second)
    settled(qtbot, window)


# --- the ravine


def test_the_ravine_shows_why_the_loss_stays(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    shown = opened(qtbot, window)
    texts = painted(shown).texts
    for said in ("start", "loss 36,415", "best fit", "loss 0.66", "500 times larger:"):
        assert said in texts
    assert "in 191 epochs 0.034 of the 68.3 to go" in texts
    assert "−gradient 17.7" in texts
    assert sentence(shown) == "618.526 = 603.023 on this map + 15.503 for being 1.39 beside it"
    assert shown.map.accessibleName() == "Landscape: why does the loss stay at 618.5?"


def test_epochs_to_come_lie_down_the_valley(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    shown = opened(qtbot, window)
    painting = painted(shown)
    here = painting.text("epochs 4 to 200")
    places = [
        painting.text(text).left
        for text in ("then: epoch 100,000", "200,000", "500,000", "1,000,000")
    ]
    assert here.left < places[0]
    assert places == sorted(places)


def test_no_epochs_to_come_are_drawn_for_a_rate_that_diverges(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(learning_rate=3.7e-5, epochs=30)
    shown = opened(qtbot, window)
    assert not any("then" in text for text in painted(shown).texts)
    assert shown.map.accessibleName().endswith("why does it diverge?")
    assert "the path leaves this map in epoch 3" in shown.map.edge_note.text()


def test_a_zigzag_is_drawn_wider(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(learning_rate=3e-5, epochs=30)
    shown = opened(qtbot, window)
    assert shown.map.accessibleName().endswith("why does it swing?")
    assert "every step crosses the valley, and comes nearer" in painted(shown).texts
    lens = shown.map.drawn.lens
    assert lens is not None
    assert lens.last == 30


def test_the_first_step_has_its_arrow_and_its_arithmetic(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    shown = opened(qtbot, window, train=False)
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, "epoch 1 / 200")
    settled(qtbot, window)
    texts = painted(shown).texts
    assert "after epoch 1" in texts
    assert "× rate 0.00001 = step 0.636" in texts
    assert sentence(shown) == "7,393.7 = 7,377.2 on this map + 16.5 for being 1.44 beside it"


@pytest.mark.parametrize("epochs", [1, 3])
def test_the_step_moves_from_where_it_began_to_where_it_ends(
    open_window: Open, qtbot: QtBot, epochs: int
) -> None:
    window = open_window()
    shown = opened(qtbot, window, train=False)
    trigger(window, "stepEpochAction", epochs)
    until_shown(qtbot, window, f"epoch {epochs} / 200")
    settled(qtbot, window)
    begin, end = (
        np.array([shown.map.drawn.x[k], shown.map.drawn.y[k]]) for k in (epochs - 1, epochs)
    )
    ends = {}
    for progress in (0.0, 1.0):
        shown.set_progress(progress)
        ends[progress] = np.array([shown.map.drawn.x[-1], shown.map.drawn.y[-1]])
    assert ends[0.0] == pytest.approx(begin)
    assert ends[1.0] == pytest.approx(end)
    between = []
    for progress in np.linspace(0, 1, 21):
        shown.set_progress(float(progress))
        place = np.array([shown.map.drawn.x[-1], shown.map.drawn.y[-1]])
        share = float((place - begin) @ (end - begin) / ((end - begin) @ (end - begin)))
        assert place == pytest.approx(begin + share * (end - begin))
        between.append(share)
    assert between == sorted(between)
    assert any(0.2 < share < 0.8 for share in between)


def test_before_its_epoch_is_over_nothing_moves(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    shown = opened(qtbot, window, train=False)
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, "epoch 1 / 200")
    trigger(window, "stepStageAction", 2)
    qtbot.waitUntil(lambda: window.player.stage == 2)
    window.body.turn_to("landscape")
    settled(qtbot, window)
    here = shown.map.drawn.x[-1]
    shown.set_progress(0.0)
    assert shown.map.drawn.x[-1] == here


def test_every_small_map_gets_its_colours(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=3)
    shown = opened(qtbot, window)
    strip = shown.findChild(PairStrip)
    marks = drawing(strip)
    for k in range(4):
        grounds = [
            mark for mark in marks
            if mark.kind == "image" and strip.area(k).contains(*mark.points.mean(axis=0))
        ]  # fmt: skip
        assert grounds, k


def test_an_arrived_run_is_not_said_to_crawl(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(standardise=True, learning_rate=0.2)
    shown = opened(qtbot, window)
    assert shown.map.drawn.lens is None
    assert shown.map.accessibleName().endswith("where does it lead?")


# --- colours and contours


def test_colours_are_yellow_at_the_best_fit_and_slate_up_the_walls(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    shown = opened(qtbot, window)
    image = shown.map.canvas.grab().toImage()

    def colour(x: float, y: float) -> QColor:
        return image.pixelColor(place_of(shown.map, x, y))

    near, wall = colour(4.5, 0.0), colour(-10.0, 1.3)
    assert near.red() - near.blue() > 40
    assert wall.blue() - wall.red() > 25


def test_the_number_of_a_contour_stands_where_the_loss_is_that(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    shown = opened(qtbot, window)
    show_pair(qtbot, window, 0, 1)
    faint = window.styling.theme.faint_text
    marks = [mark for mark in painted(shown) if mark.kind == "text" and mark.fill == faint]
    numbers = [mark for mark in marks if re.fullmatch(r"(loss )?[1-5],?0+(,000)?", mark.text)]
    area = shown.map.box.sceneBoundingRect()
    numbers = [mark for mark in numbers if area.contains(QPointF(mark.left, mark.top))]
    assert numbers
    metrics = QFontMetricsF(shown.map.small_font)
    for mark in numbers:
        middle = QPointF(
            mark.left + metrics.horizontalAdvance(mark.text) / 2,
            mark.top - metrics.ascent() + metrics.height() / 2,
        )
        where = shown.map.box.mapSceneToView(middle)
        loss = true_loss(window, shown.map.params_at(where.x(), where.y()))
        level = float(mark.text.removeprefix("loss ").replace(",", ""))
        assert loss == pytest.approx(level, rel=0.08)


def test_what_is_not_finite_is_hatched_and_explained(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(formula="exp(a*t) + b", learning_rate=1e-9, epochs=3)
    shown = opened(qtbot, window)
    show_pair(qtbot, window, 0, 1)
    shown.map.set_visible(-5.0, 60.0, -5.0, 5.0)
    settled(qtbot, window)
    key = next(each for each in shown.findChildren(object) if "Hatched" in _tip(each))
    assert "not finite" in key.toolTip()
    image = shown.map.canvas.grab().toImage()
    at = place_of(shown.map, 50.0, 3.0)
    around = {image.pixel(at.x() + k, at.y()) for k in range(9)}
    assert len(around) > 1, "lines and gaps"


def _tip(each: object) -> str:
    return each.toolTip() if hasattr(each, "toolTip") else ""


# --- the path and what is beside the map


def test_a_pair_says_what_is_not_on_its_map(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    shown = opened(qtbot, window)
    choose(qtbot, window.findChild(QComboBox, "lossMapPlane"), "a × b")
    settled(qtbot, window)
    assert sentence(shown) == (
        "c = 0.41913 on this whole map, its value after epoch 200. Over the run c moved by 0.049. "
        "Every point of the path lies within 0.049 of the map; its loss differs by at most 15 of "
        "36,415."
    )
    texts = painted(shown).texts
    assert "best fit, 0.66: not on this map," in texts
    assert "its c is 67 away" in texts
    assert "lowest on this map" in texts
    assert "loss 607.7" in texts


def test_the_axes_of_the_curvature_lie_on_the_map_of_a_pair(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window()
    shown = opened(qtbot, window)
    assert shown.map.drawn.axes == (), "the ravine's own directions are its axes"
    show_pair(qtbot, window, 1, 2)
    t = window.player.facts.inputs.astype(float)
    design = np.stack([t**2, t, np.ones_like(t)], axis=1)
    values, vectors = np.linalg.eigh(2 / len(t) * design.T @ design)
    along, slant = shown.map.drawn.axes
    assert (along.name, slant.name) == (
        f"along, curvature {values[0]:.3f}", f"on the slant, curvature {values[1]:.1f}"
    )  # fmt: skip
    for axis, vector in ((along, vectors[:, 0]), (slant, vectors[:, 1])):
        assert np.abs(axis.along) == pytest.approx(np.abs(vector[1:]), rel=1e-3)
    assert "on the slant, curvature 16.0" in painted(shown).texts


def test_a_path_far_off_the_map_is_dotted(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(standardise=True, learning_rate=0.05)
    shown = opened(qtbot, window)
    theme = window.styling.theme

    def dotted() -> bool:
        return any(mark.dashes for mark in painted(shown).stroked(theme.text))

    assert (shown.map.drawn.off < 0.2).all()
    show_pair(qtbot, window, 1, 2)
    # At the start a is far from where it ended.
    assert shown.map.drawn.off[0] > 0.2
    assert dotted()


def test_the_map_follows_the_epoch_shown(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    shown = opened(qtbot, window)
    show_pair(qtbot, window, 0, 1)
    at_epoch(qtbot, window, 37)
    value = window.player.history[36].updated_params[2]
    assert sentence(shown).startswith(
        f"c = {value:.5f} on this whole map, its value after epoch 37"
    )
    assert "37" in " ".join(painted(shown).texts)
    assert shown.map.params_at(0, 0)[2] == float(value)


# --- looking closer


def test_the_loss_under_the_mouse_is_told_exactly(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    shown = opened(qtbot, window)
    place = place_of(shown.map, -30.0, 0.86)
    move(shown.map, place)
    settled(qtbot, window)
    lines = shown.map.tip.text().splitlines()
    where = shown.map.box.mapSceneToView(QPointF(place))
    loss = true_loss(window, shown.map.params_at(where.x(), where.y()))
    assert lines[0] == f"here the loss is {loss:,.0f}"
    assert re.fullmatch(r"a \S+ +b \S+ +c \S+", lines[1])
    assert lines[-1] == "click: start a new run from here"


def test_the_loss_is_told_through_the_lens_too(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    shown = opened(qtbot, window)
    mark = painted(shown).text("−gradient 17.7")
    move(shown.map, QPointF(mark.left, mark.top).toPoint())
    settled(qtbot, window)
    assert re.match(r"here the loss is 60[0-9]\.", shown.map.tip.text())


def test_zooming_asks_for_a_sharp_map_and_fit_view_returns(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    shown = opened(qtbot, window)
    home = shown.map.visible()
    button = window.findChild(QToolButton, "lossMapFitButton")
    assert not button.isEnabled()
    wheel(shown.map, place_of(shown.map, -60.0, 0.0), 6)
    settled(qtbot, window)
    left, right, _, _ = shown.map.visible()
    found, _ = shown.map.shown()
    assert found is not None
    pixel = (right - left) / len(found.x)
    assert right - left < home[1] - home[0]
    assert found.x[0] == pytest.approx(left, abs=2 * pixel)
    assert found.x[-1] == pytest.approx(right, abs=2 * pixel)
    button.click()
    settled(qtbot, window)
    assert shown.map.visible() == home


def test_true_scale_draws_both_directions_alike(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    shown = opened(qtbot, window)
    strip = shown.findChild(object, "trueScaleStrip")
    assert strip.isVisible()
    assert "467 times longer than wide" in strip.toolTip()
    window.findChild(QToolButton, "lossMapTrueScaleButton").click()
    settled(qtbot, window)
    left, right, bottom, top = shown.map.visible()
    area = shown.map.box.sceneBoundingRect()
    assert (right - left) / area.width() == pytest.approx((top - bottom) / area.height())
    assert not strip.isVisible()
    assert shown.map.drawn.lens is None


def test_small_maps_are_chosen_by_mouse_and_keys(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    shown = opened(qtbot, window)
    strip = shown.findChild(PairStrip)
    combo = window.findChild(QComboBox, "lossMapPlane")
    qtbot.mouseClick(strip, LEFT, pos=strip.area(2).center().toPoint())
    assert combo.currentText() == "a × c"
    qtbot.keyClick(strip, Qt.Key.Key_Up)
    assert combo.currentText() == "a × b"
    settled(qtbot, window)
    assert shown.map.accessibleName().endswith("around a and b?")


def test_of_many_parameters_those_that_matter_are_offered(open_window: Open, qtbot: QtBot) -> None:
    formula = " + ".join(f"p{k}*(t/20)**{k}" for k in range(12))
    window = open_window(formula=formula, learning_rate=1e-3, epochs=5)
    opened(qtbot, window)
    assert window.findChild(QComboBox, "lossMapPlane").count() == 16


# --- new starting values


def test_a_click_starts_a_run_there_and_undo_takes_it_back(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    shown = opened(qtbot, window)
    drawn = window.player.facts.start.copy()
    place = place_of(shown.map, -30.0, 0.86)
    where = shown.map.box.mapSceneToView(QPointF(place))
    wanted = shown.map.params_at(where.x(), where.y()).astype(np.float32)
    click(shown.map, place)
    until_shown(qtbot, window, "epoch 0 / 200")
    qtbot.waitUntil(lambda: np.array_equal(window.player.facts.start, wanted), timeout=20_000)
    trigger(window, "undoAction")
    qtbot.waitUntil(lambda: np.array_equal(window.player.facts.start, drawn), timeout=20_000)
    assert window.player.experiment.start == {}


def test_dragging_the_start_previews_and_escape_gives_up(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    shown = opened(qtbot, window)
    at_epoch(qtbot, window, 0)
    at_front(qtbot, window)
    history, start = window.player.history, shown.map.drawn
    begin = place_of(shown.map, float(start.x[0]), float(start.y[0]))
    end = place_of(shown.map, -40.0, 0.5)
    tried: list[dict[str, float]] = []
    shown.trialWanted.connect(tried.append)
    press(shown.map, begin)
    move(shown.map, end, LEFT)
    qtbot.waitUntil(lambda: abs(shown.map.drawn.x[0] + 40) < 0.5, timeout=20_000)
    qtbot.keyClick(shown.map, Qt.Key.Key_Escape)
    release(shown.map, end)
    settled(qtbot, window)
    assert tried[-1] == {}
    assert window.player.history is history
    assert shown.map.drawn.x[0] == start.x[0]
    drag(shown.map, begin, end)
    qtbot.waitUntil(lambda: window.player.history is not history, timeout=20_000)
    until_shown(qtbot, window, "epoch 0 / 200")
    assert set(window.player.experiment.start) == {"a", "b", "c"}


def test_keys_move_a_cross_and_enter_starts_there(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    shown = opened(qtbot, window)
    at_front(qtbot, window)
    shown.map.setFocus()
    for _ in range(3):
        qtbot.keyClick(shown.map, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(shown.map, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settled(qtbot, window)
    cross = shown.map.drawn.cross
    assert cross is not None
    assert shown.map.tip.text().endswith("Enter: start a new run from here")
    qtbot.keyClick(shown.map, Qt.Key.Key_Escape)
    assert shown.map.drawn.cross is None
    qtbot.keyClick(shown.map, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(shown.map, Qt.Key.Key_Return)
    until_shown(qtbot, window, "epoch 0 / 200")
    assert window.player.experiment.start


def test_while_it_plays_a_click_only_says_why_not(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=1_000_000)
    shown = opened(qtbot, window, train=False)
    window.set_speed(None)
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.cursor > 100, timeout=20_000)
    history = window.player.history
    click(shown.map, place_of(shown.map, -30.0, 0.86))
    assert shown.map.note.text() == "pause to start a new run from here"
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "paused", timeout=20_000)
    assert window.player.history is history
    assert window.player.experiment.start == {}


# --- while it plays, and for those who do not see it


def test_a_pair_says_of_which_epoch_its_colours_are_while_it_plays(
    open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(epochs=1_000_000)
    shown = opened(qtbot, window, train=False)
    show_pair(qtbot, window, 0, 1)
    notes: list[str] = []
    window.player.viewChanged.connect(lambda _view: notes.append(shown.map.note.text()))
    window.set_speed(None)
    trigger(window, "playAction")
    qtbot.waitUntil(
        lambda: any("the colours are of epoch" in note for note in notes), timeout=20_000
    )
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state == "paused", timeout=20_000)
    settled(qtbot, window)
    assert shown.map.note.isHidden()
    assert shown.map.params_at(0, 0)[2] == window.player.history[-1].updated_params[2]


def test_the_map_is_told_to_a_screen_reader(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    shown = opened(qtbot, window)
    said = shown.describe()
    for part in ("steepest × flattest", "after epoch 200, loss 618.53", "500 times larger"):
        assert part in said
    assert said.endswith("beside it")


def test_both_themes_have_their_own_paper(open_window: Open, qtbot: QtBot) -> None:
    window = open_window("light")
    shown = opened(qtbot, window)
    place = place_of(shown.map, -30.0, 0.35)
    light = shown.map.canvas.grab().toImage().pixelColor(place)
    window.set_theme("dark")
    settled(qtbot, window)
    dark = shown.map.canvas.grab().toImage().pixelColor(place)
    assert light.lightness() > 150 > dark.lightness()


def test_a_new_run_about_other_data_has_its_own_colours(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=3)
    shown = opened(qtbot, window)
    before = shown.map.colours
    window.change({"seed": 5})
    trained(qtbot, window)
    settled(qtbot, window)
    assert shown.map.colours != before
    assert shown.map.colours.low == valley_of(window).floor_loss


def test_a_low_view_leaves_the_room_to_the_map(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(epochs=3)
    shown = opened(qtbot, window)
    window.body.put_back()
    window.resize(1024, 700)
    settled(qtbot, window)
    assert not shown.findChild(PairStrip).isVisible()
    assert shown.map.box.height() > 0.4 * shown.map.height()
    assert isinstance(shown.findChild(QLabel, "lossMapSentence"), QLabel)
