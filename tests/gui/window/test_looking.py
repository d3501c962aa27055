"""How the window is looked at: zoomed, one view enlarged, presented to a hall, told in words."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QFontInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QTabBar,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.theme import LIGHT
from gui.widgets.fitted_text import FittedText
from gui.window import MainWindow
from gui.window.views import VIEWS
from gui.zoom import STEPS
from tests.gui.windows import Open, at_front, text, trigger, until_shown

ZOOM_IN, ZOOM_OUT, ZOOM_RESET = "zoomInAction", "zoomOutAction", "zoomResetAction"


@pytest.fixture
def window(open_window: Open, qtbot: QtBot) -> Iterator[MainWindow]:
    window = open_window()
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, "epoch 1 ")
    yield window
    QToolTip.hideText()


def views(window: MainWindow) -> set[str]:
    """The names of the views that are seen."""
    return {entry.name for entry in VIEWS if window.body.view(entry.name).isVisible()}


def heights(window: MainWindow) -> dict[str, float]:
    """What is seen of the zoom: a number for each kind of thing that it must make larger."""
    chip = window.findChild(QWidget, "stageChip_update")
    assert chip is not None
    QApplication.processEvents()
    dots = window.fit.prediction_dots
    dots.update()
    window.fit.canvas.grab()
    picture = dots._picture
    assert picture is not None
    label = window.findChild(QLabel, "timelineEpoch")
    card = window.findChild(FittedText, "way_a")
    return {
        "texts": QFontInfo(window.column.training.learning_rate.font()).pixelSize(),
        "names on cards": QFontInfo(card.font()).pixelSize(),
        "axes": QFontInfo(window.fit.small_font).pixelSize(),
        "labels": QFontInfo(label.font()).pixelSize(),
        "stages": chip.height(),
        "points": picture.width(),
        "lines": window.fit.curve.opts["pen"].widthF(),
        "axis": window.fit.canvas.axes[0].height(),
        "slider": window.timeline.slider.height(),
        "icons": window.bars.bar.iconSize().height(),
        "margin": window.fit.layout().contentsMargins().left(),
        "column": window.column.minimumWidth(),
        "log's rows": window.log.view.verticalHeader().defaultSectionSize(),
    }


def test_zoom_makes_everything_larger_and_the_way_back_is_exact(
    window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not window.movement.running)
    before, picture = heights(window), window.grab().toImage()
    trigger(window, ZOOM_IN, times=3)
    after = heights(window)
    factor = STEPS[STEPS.index(1.0) + 3]
    for name, size in before.items():
        assert after[name] / size == pytest.approx(factor, rel=0.12), name
    trigger(window, ZOOM_OUT)
    trigger(window, ZOOM_RESET)
    assert heights(window) == before
    qtbot.waitUntil(lambda: window.grab().toImage() == picture)


def gaps(layout: QLayout) -> list[int]:
    """How far apart `layout` keeps what is in it, and how far from its edges."""
    around = layout.contentsMargins()
    edges = [around.left(), around.top(), around.right(), around.bottom()]
    if isinstance(layout, QGridLayout | QFormLayout):
        return [layout.horizontalSpacing(), layout.verticalSpacing(), *edges]
    return [layout.spacing(), *edges] if layout.count() > 1 else edges


def test_zoom_takes_everything_apart_as_far_as_it_makes_it_larger(
    window: MainWindow, qtbot: QtBot
) -> None:
    for entry in VIEWS:
        window.body.view(entry.name)
    kinds = QHBoxLayout | QVBoxLayout | QGridLayout | QFormLayout
    layouts = [
        each for each in window.findChildren(QLayout)
        if isinstance(each, kinds) and not each.isEmpty()
    ]  # fmt: skip
    assert len(layouts) > 80
    before = [gaps(each) for each in layouts]
    trigger(window, ZOOM_IN, times=STEPS.index(2.0) - STEPS.index(1.0))
    for layout, narrow in zip(layouts, before, strict=True):
        holder = layout.parentWidget()
        while not holder.objectName() and holder.parentWidget():
            holder = holder.parentWidget()
        told = f"{layout.metaObject().className()} in {holder.objectName() or holder}"
        assert gaps(layout) == pytest.approx([2 * each for each in narrow], abs=1), told


@pytest.mark.parametrize("key", [Qt.Key.Key_Plus, Qt.Key.Key_Equal])
def test_zoom_by_keys(window: MainWindow, qtbot: QtBot, key: Qt.Key) -> None:
    at_front(qtbot, window)
    ctrl = Qt.KeyboardModifier.ControlModifier
    before = heights(window)["texts"]
    QTest.keyClick(window, key, ctrl)
    QTest.keyClick(window, key, ctrl)
    assert heights(window)["texts"] > before
    QTest.keyClick(window, Qt.Key.Key_Minus, ctrl)
    QTest.keyClick(window, Qt.Key.Key_0, ctrl)
    assert heights(window)["texts"] == before


def test_zoom_ends_at_its_steps_and_nothing_is_cut_then(window: MainWindow) -> None:
    trigger(window, ZOOM_IN, times=2 * len(STEPS))
    window.resize(1024, 700)
    largest = window.fit.curve.opts["pen"].widthF()
    # What has no room is scrolled to: nothing is narrower than it needs, and nothing lies outside.
    inside = window.stages.parentWidget()
    assert inside is not None
    assert inside.width() > window.width()
    for part in (window.stages, window.body, window.timeline, window.log):
        assert inside.rect().contains(part.geometry())
        least = part.minimumSizeHint()
        assert part.width() >= least.width()
    trigger(window, ZOOM_IN)
    assert window.fit.curve.opts["pen"].widthF() == largest


def test_the_zoom_is_remembered(open_window: Open) -> None:
    first = open_window()
    trigger(first, ZOOM_IN, times=2)
    size = first.bars.bar.iconSize()
    first.close_unasked()
    second = open_window()
    assert second.bars.bar.iconSize() == size
    trigger(second, ZOOM_OUT)
    assert second.bars.bar.iconSize().height() < size.height()


def test_no_text_is_too_small_to_read(window: MainWindow) -> None:
    written = [each for each in window.findChildren(QWidget) if each.isVisible()]
    small = {
        (type(each).__name__, each.objectName(), QFontInfo(each.font()).pixelSize())
        for each in written
        if QFontInfo(each.font()).pixelSize() < 11
    }
    assert not small
    for fitted in window.findChildren(FittedText):
        assert QFontInfo(fitted.fitting_font()).pixelSize() >= 11


@pytest.mark.parametrize("name", ["fit", "loss", "signs", "moves"])
def test_a_button_in_its_head_enlarges_a_view_and_puts_it_back(
    window: MainWindow, qtbot: QtBot, name: str
) -> None:
    places = {each: window.body.view(each).geometry() for each in views(window)}
    button = window.findChild(QToolButton, f"{name}EnlargeButton")
    assert isinstance(button, QToolButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert views(window) == {name}
    view = window.body.view(name)
    # Where there are tabs they stay, and the view has all that is below them.
    bar = window.findChild(QTabBar, f"{name}Tabs")
    above = bar.height() if bar is not None and bar.isVisible() else 0
    assert view.mapTo(window.body, QPoint(0, 0)) == QPoint(0, above)
    assert view.size() == window.body.size() - QSize(0, above)
    assert "Put back" in button.accessibleName()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert {each: window.body.view(each).geometry() for each in views(window)} == places
    assert "Enlarge" in button.accessibleName()


def test_the_key_enlarges_the_view_with_the_focus_and_escape_puts_it_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    at_front(qtbot, window)
    button = window.findChild(QWidget, "lossLogButton")
    assert button is not None
    button.setFocus()
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert views(window) == {"loss"}
    QTest.keyClick(button, Qt.Key.Key_Escape)
    assert views(window) == {"fit", "loss", "signs", "moves"}


def test_what_is_hidden_leaves_the_keys_to_the_window(window: MainWindow, qtbot: QtBot) -> None:
    at_front(qtbot, window)
    trigger(window, "learningRateAction")
    trigger(window, "enlargeAction")
    assert not window.column.isVisible()
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Right)
    until_shown(qtbot, window, "epoch 2 ")


def test_the_learning_rate_is_there_when_it_is_asked_for(window: MainWindow, qtbot: QtBot) -> None:
    trigger(window, "enlargeAction")
    assert not window.column.isVisible()
    trigger(window, "learningRateAction")
    assert window.column.isVisible()
    assert views(window) == {"fit", "loss", "signs", "moves"}


def test_presenting_shows_the_stages_and_two_views_in_large_type_and_escape_ends_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    at_front(qtbot, window)
    before = heights(window)
    geometry = window.geometry()
    trigger(window, "presentAction")
    assert window.isFullScreen()
    # The screen here is small; a hall's is not.
    window.showNormal()
    window.resize(1920, 1080)
    assert views(window) == {"fit", "moves"}
    gone = (window.menuBar(), window.bars.bar, window.column, window.timeline, window.log)
    assert not any(each.isVisible() for each in gone)
    assert window.stages.isVisible()
    assert heights(window)["texts"] >= 1.5 * before["texts"]
    assert heights(window)["lines"] >= 1.5 * before["lines"]
    said = text(window, "presentStatus")
    assert said.startswith("epoch 1 ")
    QTest.keyClick(window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: text(window, "presentStatus").startswith("epoch 2 "), timeout=20_000)
    QTest.keyClick(window.centralWidget(), Qt.Key.Key_Escape)
    window.setGeometry(geometry)
    assert views(window) == {"fit", "loss", "signs", "moves"}
    assert all(each.isVisible() for each in gone)
    assert not window.isFullScreen()
    assert heights(window) == before


@pytest.mark.parametrize("size", [(1440, 900), (1024, 700), (1920, 1080)])
def test_presenting_never_scrolls_sideways_however_large_the_zoom(
    window: MainWindow, size: tuple[int, int]
) -> None:
    trigger(window, ZOOM_IN, times=len(STEPS))
    trigger(window, "presentAction")
    window.showNormal()
    window.resize(*size)
    QApplication.processEvents()
    inside = window.stages.parentWidget()
    assert inside is not None
    assert inside.width() <= window.width()
    # And as large as that allows.
    assert inside.minimumSizeHint().width() > 0.9 * window.width()


@pytest.mark.parametrize("keys", [("enlargeAction",) * 2, ("presentAction",) * 2])
def test_cards_come_back_as_high_as_they_were(
    window: MainWindow, qtbot: QtBot, keys: tuple[str, ...]
) -> None:
    window.resize(1100, 700)
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, "epoch 2 ")
    QApplication.processEvents()
    moves = window.body.view("moves")
    before = [each.geometry() for each in moves.cards]
    (moves.cards[0] if keys[0] == "enlargeAction" else window.stages).setFocus()
    size = window.size()
    for key in keys:
        trigger(window, key)
        QApplication.processEvents()
    window.resize(size)
    qtbot.waitUntil(lambda: [each.geometry() for each in moves.cards] == before)


def test_a_step_that_leads_away_keeps_its_colour_through_a_zoom(window: MainWindow) -> None:
    def colours() -> list[str]:
        return [each.findChild(FittedText, f"way_{each.name}")._colour.name() for each in cards]

    cards = window.body.view("moves").cards
    shown = colours()
    assert set(shown) != {QColor(LIGHT.faint_text).name()}
    trigger(window, ZOOM_IN)
    assert colours() == shown


def test_the_status_is_whole_in_the_smallest_window(window: MainWindow) -> None:
    window.resize(1024, 700)
    QApplication.processEvents()
    assert "…" not in QLabel.text(window.bars.status)
    assert QLabel.text(window.bars.status).endswith("7,393.7")


def test_the_enlarged_view_is_the_one_presented_and_is_enlarged_afterwards(
    window: MainWindow,
) -> None:
    button = window.findChild(QToolButton, "signsEnlargeButton")
    assert button is not None
    button.click()
    trigger(window, "presentAction")
    assert views(window) == {"signs"}
    trigger(window, "presentAction")
    assert views(window) == {"signs"}
    assert window.column.isHidden()
    assert window.menuBar().isVisible()


def test_a_banner_that_comes_while_presenting_waits(window: MainWindow) -> None:
    trigger(window, "presentAction")
    window.banner.show_message("warning", "Something went wrong.")
    assert not window.banner.isVisible()
    trigger(window, "presentAction")
    assert window.banner.isVisible()
    assert window.banner.text == "Something went wrong."


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader is told to say."""
    said: list[str] = []

    def heard(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            said.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", heard)
    return said


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("lossLogButton", "Loss, epoch 1 of 200: 36415"),
        ("fitFrameButton", "Fit, epoch 1: 20 points"),
        ("fitViewButton", "Fit, epoch 1: 20 points"),
        ("signsEnlargeButton", "Gradient signs, epoch 1: a negative"),
        ("movesEnlargeButton", "Moves, epoch 1. The loss falls as a grows"),
        ("timelineSlider", "Timeline: epoch 1 shown, 1 trained, 200 asked for."),
    ],
)
def test_a_view_is_told_when_it_is_asked_for(
    window: MainWindow, qtbot: QtBot, announced: list[str], name: str, beginning: str
) -> None:
    at_front(qtbot, window)
    part = window.findChild(QWidget, name)
    assert part is not None
    part.setEnabled(True)
    part.setFocus()
    assert announced == []
    QTest.keyClick(window, Qt.Key.Key_F2)
    (said,) = announced
    assert said.startswith(beginning)
    assert QToolTip.text() == said


def test_every_view_says_what_it_shows_now_but_announces_nothing_by_itself(
    window: MainWindow, qtbot: QtBot, announced: list[str]
) -> None:
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, "epoch 2 ")
    for part in (window.stages, window.timeline, *map(window.body.view, views(window))):
        assert "2" in part.accessibleDescription()
    loss = window.body.view("loss").accessibleDescription()
    assert loss == "Loss, epoch 2 of 200: 7393.7, falling."
    assert announced == []


def test_a_view_has_room_enough_in_the_smallest_window(window: MainWindow) -> None:
    window.resize(1024, 700)
    inside = window.stages.parentWidget()
    assert inside is not None
    seen = QRect(inside.mapFrom(window, QPoint(0, 0)), window.size())
    assert inside.size().height() <= window.height()
    assert seen.contains(inside.rect())


def test_escape_is_not_taken_where_there_is_nothing_to_end(open_window: Open) -> None:
    window = open_window()
    assert not window.looking.escape()
    window.looking.toggle_enlarged("loss")
    assert window.looking.escape()
    assert window.body.enlarged == ()
    assert not window.looking.escape()
    window.body.enlarge("fit", "moves")
    assert window.looking.escape()
    assert window.body.enlarged == ()
    window.looking.toggle_presenting()
    assert window.looking.escape()
    assert not window.looking.presenting
    assert not window.looking.escape()


def test_the_presented_line_keeps_a_space_at_both_sides(open_window: Open) -> None:
    window = open_window()
    line = window.findChild(QWidget, "presentLine")
    margins = line.layout().contentsMargins()
    assert (margins.left(), margins.top(), margins.right(), margins.bottom()) == (8, 0, 8, 0)


def test_each_zoom_has_the_shares_that_it_was_left_with(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    body = window.body
    window.resize(1440, 900)
    QApplication.processEvents()
    shares = body.shares()
    trigger(window, "zoomInAction")
    QApplication.processEvents()
    body.give_room(0.4, 0.7, 0.3)
    other = body.shares()
    assert other != shares
    trigger(window, "zoomOutAction")
    qtbot.waitUntil(lambda: body.shares() == shares)
    trigger(window, "zoomInAction")
    qtbot.waitUntil(lambda: body.shares() == other)
