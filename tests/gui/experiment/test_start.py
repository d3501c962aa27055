"""Starting values: what is drawn and what is set, sliders tried and settled, and the way back."""

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine.experiment import MAX_NUMBER, Experiment, Generated
from engine.numbers import exact, number
from gui.experiment.start import StartPanel
from gui.experiment.start_slider import StartSlider, ends_for
from gui.run import View
from gui.theme import DARK, LIGHT, Theme, stylesheet
from tests.experiments import preset
from tests.gui.drawn import drawing
from tests.gui.views import make_view
from tests.gui.windows import at_front

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
ARTICLE = Experiment()
SEVEN = ARTICLE.changed(**preset("neurons").fields)


@pytest.fixture(scope="module")
def view() -> View:
    return make_view(epochs=1, cursor=0)


@pytest.fixture
def panel(qtbot: QtBot, view: View) -> Iterator[StartPanel]:
    panel = StartPanel()
    qtbot.addWidget(panel)
    panel.setStyleSheet(stylesheet(LIGHT))
    panel.set_theme(LIGHT)
    panel.set_experiment(ARTICLE)
    panel.draw(view)
    panel.resize(208, 300)
    at_front(qtbot, panel)
    yield panel
    panel.hide()


@pytest.fixture
def wanted(panel: StartPanel) -> list[dict[str, Any]]:
    changes: list[dict[str, Any]] = []
    panel.changeWanted.connect(changes.append)
    return changes


@pytest.fixture
def trials(panel: StartPanel) -> list[dict[str, float]]:
    values: list[dict[str, float]] = []
    panel.trialWanted.connect(values.append)
    return values


def at(slider: StartSlider, place: int) -> float:
    """What the slider would say at `place`, from −1000 to 1000."""
    low, high = slider._low, slider._high
    return float(f"{low + (high - low) * (place + 1000) / 2000:.6g}")


def edit(panel: StartPanel, name: str) -> QLineEdit:
    return panel.findChild(QLineEdit, f"startEdit_{name}")


def slider(panel: StartPanel, name: str) -> StartSlider:
    return panel.findChild(StartSlider, f"startSlider_{name}")


def back(panel: StartPanel, name: str) -> QAbstractButton:
    return panel.findChild(QAbstractButton, f"startBack_{name}")


def all_back(panel: StartPanel) -> QAbstractButton:
    return panel.findChild(QAbstractButton, "startBackButton")


def errors(panel: StartPanel) -> list[str]:
    labels = panel.findChildren(QLabel)
    return [each.text() for each in labels if each.property("wrong") and each.isVisible()]


def point(slider: StartSlider, value: int) -> QPoint:
    return QPoint(round(slider.position_of(value)), slider.height() // 2)


def drag(qtbot: QtBot, slider: StartSlider, *values: int, release: bool = True) -> None:
    """Take the handle, move it to each of `values` (−1000 to 1000), and let it go."""
    qtbot.mousePress(slider, LEFT, pos=point(slider, slider.value()))
    for value in values:
        qtbot.mouseMove(slider, point(slider, value))
    if release:
        qtbot.mouseRelease(slider, LEFT, pos=point(slider, values[-1]))


def type_in(qtbot: QtBot, edit: QLineEdit, text: str) -> None:
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Key.Key_Return)


# --- what is shown


def test_drawn_values_are_shown_as_such(panel: StartPanel, view: View) -> None:
    for name, value in zip("abc", view.facts.start.tolist(), strict=True):
        assert edit(panel, name).text() == number(value)
        assert edit(panel, name).property("drawn") is True
        assert edit(panel, name).toolTip() == f"{name} = {exact(value)}, drawn from the seed"
        assert edit(panel, name).accessibleDescription() == "drawn from the seed"
        assert slider(panel, name).number() == value
        assert slider(panel, name).isEnabled()
        assert not back(panel, name).isEnabled()
    assert not all_back(panel).isVisible()


def test_values_that_are_set_are_shown_as_they_were_typed(panel: StartPanel, view: View) -> None:
    panel.set_experiment(Experiment(start={"b": 0.1, "c": -3.0}))
    assert [edit(panel, name).text() for name in "bc"] == ["0.1", "−3"]
    assert edit(panel, "b").property("drawn") is False
    assert edit(panel, "b").toolTip() == "b = 0.1, set by you"
    assert edit(panel, "b").accessibleDescription() == "set by you"
    assert [back(panel, name).isEnabled() for name in "abc"] == [False, True, True]
    assert slider(panel, "b").number() == 0.1
    assert all_back(panel).isVisible()


def test_the_marks_of_the_sliders_are_explained(panel: StartPanel, view: View) -> None:
    legends = [label.text() for label in panel.findChildren(QLabel) if "○" in label.text()]
    assert legends == ["○ start   ◆ best fit"]
    panel.draw(replace(view, facts=replace(view.facts, valley=None)))
    legends = [label.text() for label in panel.findChildren(QLabel) if "○" in label.text()]
    assert legends == ["○ start"]


def test_drawn_and_set_look_different(panel: StartPanel, view: View) -> None:
    value = float(number(float(view.facts.start[0])).replace("−", "-"))
    drawn = edit(panel, "a").grab().toImage()
    panel.set_experiment(Experiment(start={"a": value}))
    assert edit(panel, "a").grab().toImage() != drawn


def test_before_the_numbers_are_there(qtbot: QtBot) -> None:
    panel = StartPanel()
    qtbot.addWidget(panel)
    panel.set_experiment(Experiment(start={"b": 2.0}))
    assert [edit(panel, name).text() for name in "abc"] == ["", "2", ""]
    assert edit(panel, "a").placeholderText() == "drawn"
    assert not slider(panel, "a").isEnabled()
    with qtbot.assertNotEmitted(panel.changeWanted):
        qtbot.keyClick(edit(panel, "a"), Key.Key_Return)


def test_another_run_brings_its_own_values(panel: StartPanel) -> None:
    other = make_view(Experiment(seed=1), epochs=1, cursor=0)
    panel.set_experiment(other.experiment)
    panel.draw(other)
    assert edit(panel, "a").text() == number(float(other.facts.start[0]))


def test_a_number_longer_than_its_field_shows_its_beginning(panel: StartPanel) -> None:
    panel.set_experiment(Experiment(start={"b": 0.123456789012345678}))
    assert edit(panel, "b").text() == "0.12345678901234568"
    assert edit(panel, "b").cursorPosition() == 0


def test_values_of_a_run_that_is_not_known_yet_are_empty_again(panel: StartPanel) -> None:
    panel.set_experiment(Experiment(start={"b": 2.0}))
    panel.set_experiment(Experiment(formula="a*t + b", start={"b": 2.0}))
    assert [edit(panel, name).text() for name in "ab"] == ["", "2"]
    panel.set_experiment(Experiment(formula="a*t + b"))
    assert [edit(panel, name).text() for name in "ab"] == ["", ""]


def test_every_parameter_has_a_row(panel: StartPanel, qtbot: QtBot) -> None:
    panel.set_experiment(SEVEN)
    names = ["v1", "w1", "b1", "v2", "w2", "b2", "c"]
    assert [edit(panel, name).text() for name in names] == [""] * 7
    panel.draw(make_view(SEVEN, epochs=1, cursor=0))
    assert all(edit(panel, name).text() for name in names)
    assert edit(panel, "a") is None
    panel.resize(panel.sizeHint())

    def below_one_another() -> bool:
        tops = [edit(panel, name).mapTo(panel, QPoint()).y() for name in names]
        return all(upper + 20 < lower for upper, lower in pairwise(tops))

    qtbot.waitUntil(below_one_another)
    lefts = {edit(panel, name).mapTo(panel, QPoint()).x() for name in names}
    assert len(lefts) == 1


def test_what_is_tried_for_a_parameter_that_goes_is_forgotten(
    panel: StartPanel, wanted: list[dict[str, Any]], qtbot: QtBot
) -> None:
    slider(panel, "a").setFocus()
    qtbot.keyClick(slider(panel, "a"), Key.Key_End)
    panel.set_experiment(SEVEN)
    assert wanted == []


def test_values_of_another_formula_are_not_shown(panel: StartPanel, view: View) -> None:
    panel.set_experiment(Experiment(formula="c*t + a"))
    panel.draw(view)
    assert [edit(panel, name).text() for name in "ca"] == ["", ""]


def test_forty_parameters_with_long_names_fit(qtbot: QtBot) -> None:
    names = [f"frequency_{k}" for k in range(10, 50)]
    experiment = Experiment(formula=" + ".join(f"{name}*t" for name in names))
    panel = StartPanel()
    qtbot.addWidget(panel)
    panel.set_experiment(experiment)
    panel.draw(make_view(experiment, epochs=1, cursor=0))
    # The fields have room for −1.1372e−5; that the rows fit is held by the column's test.
    panel.resize(panel.minimumSizeHint().width(), panel.sizeHint().height())
    panel.show()
    assert edit(panel, names[-1]).width() >= 60
    titles = [label for label in panel.findChildren(QLabel) if label.toolTip() in names]
    assert len(titles) == 40
    # Told apart although they are shortened.
    assert len({title.text() for title in titles}) == 40


def test_the_standardised_input_is_mentioned(panel: StartPanel) -> None:
    def mentioned() -> bool:
        return any("standardised" in each.text() and each.isVisible()
                   for each in panel.findChildren(QLabel))  # fmt: skip

    assert not mentioned()
    panel.set_experiment(Experiment(standardise=True))
    assert mentioned()


# --- typing


def test_a_typed_value_is_wanted_with_the_others(
    panel: StartPanel, wanted: list[dict[str, Any]], qtbot: QtBot
) -> None:
    panel.set_experiment(Experiment(start={"b": 2.0}))
    type_in(qtbot, edit(panel, "c"), "1e-3")
    assert wanted == [{"start": {"b": 2.0, "c": 1e-3}}]


def test_what_is_no_number_is_said_below_it(
    panel: StartPanel, wanted: list[dict[str, Any]], qtbot: QtBot
) -> None:
    type_in(qtbot, edit(panel, "b"), "two")
    assert errors(panel) == ["“two” is not a number; write for example 0.5 or 1e-3."]
    assert edit(panel, "b").accessibleDescription() == errors(panel)[0]
    assert edit(panel, "b").property("drawn") is False
    qtbot.keyClick(edit(panel, "b"), Key.Key_Escape)
    assert errors(panel) == []
    assert edit(panel, "b").text() == "−1.5091"
    assert edit(panel, "b").property("drawn") is True
    assert wanted == []


def test_a_refused_value_is_explained_where_it_was_typed(
    panel: StartPanel, wanted: list[dict[str, Any]], qtbot: QtBot
) -> None:
    type_in(qtbot, edit(panel, "b"), "1e99")
    panel.set_error("start", "The starting value of b must be between …")
    assert errors(panel) == ["The starting value of b must be between …"]
    assert edit(panel, "b").property("wrong") is True
    assert edit(panel, "b").text() == "1e99"
    panel.set_error("seed", "")
    assert errors(panel) != []
    panel.set_error("start", "")
    assert errors(panel) == []


def test_typing_the_same_number_changes_nothing(
    panel: StartPanel, wanted: list[dict[str, Any]], qtbot: QtBot
) -> None:
    panel.set_experiment(Experiment(start={"b": 0.5}))
    type_in(qtbot, edit(panel, "b"), "0.50")
    assert wanted == []
    assert edit(panel, "b").text() == "0.5"


# --- back to the seed


def test_one_value_goes_back_to_the_seed(
    panel: StartPanel, wanted: list[dict[str, Any]], qtbot: QtBot
) -> None:
    panel.set_experiment(Experiment(start={"b": 2.0, "c": 3.0}))
    qtbot.mouseClick(back(panel, "b"), LEFT)
    assert wanted == [{"start": {"c": 3.0}}]


def test_all_go_back_to_the_seed(
    panel: StartPanel, wanted: list[dict[str, Any]], qtbot: QtBot
) -> None:
    panel.set_experiment(Experiment(start={"b": 2.0, "c": 3.0}))
    qtbot.mouseClick(all_back(panel), LEFT)
    assert wanted == [{"start": {}}]


# --- sliders


def test_dragging_tries_at_each_move_and_settles_on_release(
    panel: StartPanel,
    view: View,
    wanted: list[dict[str, Any]],
    trials: list[dict[str, float]],
    qtbot: QtBot,
) -> None:
    panel.set_experiment(Experiment(start={"c": 4.0}))
    a = float(view.facts.start[0])
    drag(qtbot, slider(panel, "b"), 0, 500, release=False)
    assert len(trials) == 2
    middle, further = (at(slider(panel, "b"), place) for place in (0, 500))
    assert trials[0] == {"a": a, "b": pytest.approx(middle, abs=0.2), "c": 4.0}
    assert trials[1] == {"a": a, "b": pytest.approx(further, abs=0.2), "c": 4.0}
    assert list(trials[1]) == ["a", "b", "c"]
    assert edit(panel, "b").text() == exact(trials[1]["b"]).removesuffix(".0")
    assert edit(panel, "b").property("drawn") is False
    assert wanted == []
    qtbot.mouseRelease(slider(panel, "b"), LEFT, pos=point(slider(panel, "b"), 500))
    assert wanted == [{"start": {"c": 4.0, "b": trials[1]["b"]}}]
    assert trials[2:] == []


def test_taking_the_handle_without_moving_it_changes_nothing(
    panel: StartPanel,
    wanted: list[dict[str, Any]],
    trials: list[dict[str, float]],
    qtbot: QtBot,
) -> None:
    handle = point(slider(panel, "b"), slider(panel, "b").value()) + QPoint(4, 0)
    qtbot.mousePress(slider(panel, "b"), LEFT, pos=handle)
    qtbot.mouseRelease(slider(panel, "b"), LEFT, pos=handle)
    assert (wanted, trials) == ([], [])


def test_a_click_brings_the_handle_to_the_pointer(
    panel: StartPanel, wanted: list[dict[str, Any]], qtbot: QtBot
) -> None:
    qtbot.mouseClick(slider(panel, "b"), LEFT, pos=point(slider(panel, "b"), -500))
    assert wanted == [{"start": {"b": pytest.approx(at(slider(panel, "b"), -500), abs=0.2)}}]


def test_moving_away_and_back_ends_the_trial(
    panel: StartPanel,
    view: View,
    wanted: list[dict[str, Any]],
    trials: list[dict[str, float]],
    qtbot: QtBot,
) -> None:
    home = slider(panel, "b").value()
    drag(qtbot, slider(panel, "b"), -500, home)
    before = dict(zip("abc", view.facts.start.tolist(), strict=True))
    assert trials[1:] == [before, {}]
    assert wanted == []
    assert edit(panel, "b").text() == "−1.5091"
    assert edit(panel, "b").property("drawn") is True


def test_what_is_tried_is_not_disturbed(panel: StartPanel, view: View, qtbot: QtBot) -> None:
    drag(qtbot, slider(panel, "b"), 500, release=False)
    tried = edit(panel, "b").text()
    panel.draw(replace(view, facts=replace(view.facts, start=np.ones(3, np.float32))))
    assert edit(panel, "b").text() == tried
    assert edit(panel, "a").text() == "1.0000"
    qtbot.mouseRelease(slider(panel, "b"), LEFT, pos=point(slider(panel, "b"), 500))


def test_a_slider_reaches_the_start_the_best_fit_and_zero(panel: StartPanel, view: View) -> None:
    assert view.facts.valley is not None
    for k, name in enumerate("abc"):
        one = slider(panel, name)
        left, right = one.ends
        for value in (0.0, float(view.facts.start[k]), float(view.facts.valley.floor[k])):
            x = one.x_of(value)
            assert x is not None
            assert left + 5 < x < right - 5
        mark = one.x_of(float(view.facts.valley.floor[k]))
        (best,) = [each for each in drawing(one) if each.kind == "polygon"]
        assert (best.left + best.right) / 2 == pytest.approx(mark, abs=0.6)
    assert panel.findChild(QLabel, "startLegend").text().endswith("best fit")


def test_letting_go_moves_neither_handle_nor_ends(panel: StartPanel, qtbot: QtBot) -> None:
    one = slider(panel, "b")
    drag(qtbot, one, -700)
    let_go = one.number()
    where, ends = one.position_of(one.value()), (at(one, -1000), at(one, 1000))
    other = make_view(Experiment(start={"b": let_go}), epochs=1, cursor=0)
    panel.set_experiment(other.experiment)
    panel.draw(other)
    assert one.number() == let_go
    assert one.position_of(one.value()) == pytest.approx(where, abs=0.6)
    assert (at(one, -1000), at(one, 1000)) == ends


def test_a_typed_value_beyond_the_ends_moves_them(panel: StartPanel) -> None:
    far = make_view(Experiment(start={"a": 1e6}), epochs=1, cursor=0)
    panel.set_experiment(far.experiment)
    panel.draw(far)
    one = slider(panel, "a")
    assert one.number() == 1e6
    assert at(one, 1000) > 1e6
    assert at(slider(panel, "b"), 1000) < 10


@given(st.lists(st.floats(-MAX_NUMBER, MAX_NUMBER), min_size=1, max_size=3))
def test_the_ends_are_around_every_number_and_zero(values: list[float]) -> None:
    low, high = ends_for(values)
    assert -MAX_NUMBER <= low < high <= MAX_NUMBER
    for value in (0.0, *values):
        assert low <= value <= high
        assert abs(value) > MAX_NUMBER / 2 or low < value < high


def test_the_keyboard_tries_at_once_and_settles_after_a_pause(
    panel: StartPanel,
    wanted: list[dict[str, Any]],
    trials: list[dict[str, float]],
    qtbot: QtBot,
) -> None:
    slider(panel, "c").setFocus()
    with qtbot.waitSignal(panel.changeWanted):
        qtbot.keyClick(slider(panel, "c"), Key.Key_Right)
        qtbot.keyClick(slider(panel, "c"), Key.Key_Up)
        qtbot.keyClick(slider(panel, "c"), Key.Key_PageUp)
        assert len(trials) == 3
        assert wanted == []
    c = trials[-1]["c"]
    assert wanted == [{"start": {"c": c}}]
    whole = at(slider(panel, "c"), 1000) - at(slider(panel, "c"), -1000)
    assert math.isclose(c, 0.37039 + whole * (5 + 5 + 100) / 2000, abs_tol=whole / 1000)
    assert slider(panel, "c").hasFocus()


def test_leaving_the_slider_settles_it(
    panel: StartPanel, wanted: list[dict[str, Any]], qtbot: QtBot
) -> None:
    slider(panel, "c").setFocus()
    qtbot.keyClick(slider(panel, "c"), Key.Key_End)
    qtbot.keyClick(slider(panel, "c"), Key.Key_Tab)
    assert wanted == [{"start": {"c": at(slider(panel, "c"), 1000)}}]


def test_the_keys_belong_to_what_has_the_focus(qtbot: QtBot, view: View) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    panel = StartPanel()
    panel.set_experiment(Experiment(start={"c": 0.0}))
    panel.draw(view)
    QVBoxLayout(window).addWidget(panel)
    taken: list[str] = []
    for key in ("Left", "Right", "Down", "Home", "End", "Space", "Ctrl+Down"):
        action = QAction(window, shortcut=key)
        action.triggered.connect(lambda _checked, key=key: taken.append(key))
        window.addAction(action)
    at_front(qtbot, window)
    one = slider(panel, "c")
    one.setFocus()
    home = one.value()
    moves = {Key.Key_Right: home + 5, Key.Key_Left: home, Key.Key_Down: home - 5,
             Key.Key_Home: -1000,
             Key.Key_End: 1000}  # fmt: skip
    for key, place in moves.items():
        qtbot.keyClick(one, key)
        assert one.value() == place
    assert taken == []
    qtbot.keyClick(one, Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(one, Key.Key_Space)
    assert taken == ["Ctrl+Down", "Space"]
    back(panel, "c").setFocus()
    with qtbot.waitSignal(panel.changeWanted):
        qtbot.keyClick(back(panel, "c"), Key.Key_Space)
    assert taken == ["Ctrl+Down", "Space"]


def test_the_wheel_does_not_move_it(panel: StartPanel, trials: list[dict[str, float]]) -> None:
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(slider(panel, "a"), event)
    assert not event.isAccepted()
    assert trials == []


def test_only_the_left_button_moves_it(
    panel: StartPanel, trials: list[dict[str, float]], qtbot: QtBot
) -> None:
    one = slider(panel, "a")
    qtbot.mousePress(one, Qt.MouseButton.RightButton, pos=point(one, 700))
    qtbot.mouseMove(one, point(one, 800))
    qtbot.mouseRelease(one, Qt.MouseButton.RightButton, pos=point(one, 800))
    assert trials == []


# --- while it plays


def test_while_playing_the_sliders_rest_and_say_why(panel: StartPanel) -> None:
    panel.set_enabled_for("playing")
    assert not slider(panel, "a").isEnabled()
    assert "Pause" in slider(panel, "a").toolTip()
    assert edit(panel, "a").isEnabled()
    panel.set_experiment(SEVEN)
    panel.draw(make_view(SEVEN, epochs=1, cursor=0))
    assert not slider(panel, "w1").isEnabled()
    for state in ("paused", "loading", "finished", "failed", "ready"):
        panel.set_enabled_for(state)
        assert slider(panel, "w1").isEnabled()
        assert "Pause" not in slider(panel, "w1").toolTip()


def test_play_takes_the_focus_from_the_slider_and_gives_it_to_no_field(
    panel: StartPanel,
) -> None:
    slider(panel, "a").setFocus()
    panel.set_enabled_for("playing")
    assert panel.focusWidget() is None


def test_what_was_being_tried_when_play_began_is_wanted(
    panel: StartPanel, wanted: list[dict[str, Any]], qtbot: QtBot
) -> None:
    # A new start ends the playing, as the player does it.
    panel.changeWanted.connect(lambda _fields: panel.set_enabled_for("loading"))
    slider(panel, "a").setFocus()
    qtbot.keyClick(slider(panel, "a"), Key.Key_End)
    panel.set_enabled_for("playing")
    assert wanted == [{"start": {"a": at(slider(panel, "a"), 1000)}}]
    assert slider(panel, "a").isEnabled()
    assert slider(panel, "c").isEnabled()


# --- how it looks, and for those who cannot see it


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("from_the_start", [True, False])
def test_the_colours_are_the_theme_s(
    qtbot: QtBot, view: View, theme: Theme, from_the_start: bool
) -> None:
    other = DARK if theme is LIGHT else LIGHT
    panel = StartPanel(theme=theme if from_the_start else other)
    qtbot.addWidget(panel)
    panel.set_experiment(Experiment(start={"b": 2.0}))
    panel.draw(view)
    panel.show()
    if not from_the_start:
        panel.set_theme(theme)
    handle = slider(panel, "c")
    image = handle.grab().toImage()
    here = point(handle, handle.value())
    assert image.pixelColor(here).name() == theme.panel
    ring = {image.pixelColor(here + QPoint(5 + away, 0)).name() for away in (-1, 0, 1)}
    assert theme.ink in ring
    assert image.pixelColor(here + QPoint(14, 0)).name() == theme.previous
    drawn, typed = edit(panel, "a"), edit(panel, "b")
    assert drawn.palette().text().color().name() == theme.faint_text
    assert typed.palette().text().color().name() != theme.faint_text
    assert (drawn.font().italic(), typed.font().italic()) == (True, False)
    icon = back(panel, "b").icon().pixmap(14, 14).toImage()
    inked = [
        icon.pixelColor(x, y).name() for x in range(14) for y in range(14)
        if icon.pixelColor(x, y).alpha() == 255
    ]  # fmt: skip
    assert theme.text in inked


def test_everything_has_a_name_and_a_tip(panel: StartPanel) -> None:
    for name in "abc":
        for widget in (edit(panel, name), slider(panel, name), back(panel, name)):
            assert name in widget.accessibleName().split()
            assert widget.toolTip()
    assert all_back(panel).text()
    assert "seed" in all_back(panel).toolTip()


def test_the_tab_key_goes_from_row_to_row(panel: StartPanel, qtbot: QtBot) -> None:
    panel.set_experiment(Experiment(start={"a": 1.0, "b": 1.0}))
    slider(panel, "a").setFocus()
    for follower in (back(panel, "a"), edit(panel, "a"), slider(panel, "b")):
        qtbot.keyClick(panel.focusWidget(), Key.Key_Tab)
        assert panel.focusWidget() is follower


def test_drawing_the_same_run_again_does_nothing(panel: StartPanel, view: View) -> None:
    edit(panel, "a").setText("typing…")
    panel.draw(replace(view, cursor=1))
    assert edit(panel, "a").text() == "typing…"


@pytest.mark.parametrize(
    "fields",
    [
        {"formula": "a*t + b"}, {"data": Generated(formula="a*t + b", truth=(90.0, -70.0))},
        {"standardise": True}, {"held_out": 0.5}, {"seed": 7},
    ],
    ids=lambda fields: next(iter(fields)),
)  # fmt: skip
def test_another_model_or_other_data_has_sliders_of_its_own(
    panel: StartPanel, qtbot: QtBot, fields: dict[str, Any]
) -> None:
    """What was shown before leaves nothing behind in the sliders' ends."""
    other = ARTICLE.changed(**fields)
    shown = make_view(other, epochs=1, cursor=0)
    fresh = StartPanel()
    qtbot.addWidget(fresh)
    for each in (panel, fresh):
        each.set_experiment(other)
        each.draw(shown)
    for name in other.names:
        ends = [(at(slider(each, name), -1000), at(slider(each, name), 1000))
                for each in (panel, fresh)]  # fmt: skip
        assert ends[0] == ends[1], name
