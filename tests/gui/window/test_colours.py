"""Themes: known places of the window have the colours that the theme says."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import (
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui import theme as themes
from gui.files.table_dialog import TableDialog
from gui.files.table_preview import Preview
from gui.theme import DARK, LIGHT, Theme
from gui.window import MainWindow
from tests.gui.plots.helpers import place_of
from tests.gui.windows import (
    TABLE,
    Open,
    trigger,
    until_shown,
)


def picture(window: MainWindow) -> QImage:
    return window.grab().toImage()


def place(window: MainWindow, widget: QWidget, x: float, y: float) -> QPoint:
    return widget.mapTo(window, QPoint(round(x), round(y)))


def is_in(window: MainWindow, theme: Theme) -> None:
    """Known places of the window have the colours of `theme`."""
    image, fit, loss = picture(window), window.fit, window.body.view("loss")
    chip = window.findChild(QWidget, "stageChip_predict")
    card = window.findChild(QWidget, "moveCard_a")
    slider, start = window.timeline.slider, window.findChild(QWidget, "startSlider_a")
    middle = slider.height() / 2
    dot = place_of(fit, float(fit.data_dots.x[-1]), float(fit.data_dots.y[-1]))
    prediction = place_of(fit, float(fit.prediction_dots.x[9]), float(fit.prediction_dots.y[9]))
    marker = place_of(loss, float(loss.marker.x[0]), float(loss.marker.y[0]))
    banner = window.banner
    places = {
        "menu bar": (QPoint(0, 0), theme.window),
        "chip": (place(window, chip, chip.width() / 2, chip.height() - 6), theme.panel),
        "banner": (place(window, banner, banner.width() / 2, 3), theme.panel),
        "banner's edge": (place(window, banner, banner.width() / 2, 0), theme.ink),
        "column": (place(window, window.column, 4, 60), theme.panel),
        "fit": (place(window, fit, fit.width() - 12, fit.height() - 12), theme.panel),
        "data": (place(window, fit.canvas, dot.x(), dot.y()), theme.data),
        "prediction": (
            place(window, fit.canvas, prediction.x(), prediction.y()), theme.prediction
        ),
        "loss": (place(window, loss.canvas, marker.x(), marker.y()), theme.loss),
        "card": (place(window, card, card.width() - 8, card.height() - 8), theme.panel),
        "timeline": (place(window, slider, slider.position_of(1) + 4, middle), theme.ink),
        "log": (
            place(window, window.log.view, window.log.view.width() / 2,
                  window.log.view.height() - 4),
            theme.panel,
        ),
    }  # fmt: skip
    shown = {name: image.pixelColor(at).name() for name, (at, _colour) in places.items()}
    assert shown == {name: QColor(colour).name() for name, (_at, colour) in places.items()}
    assert start.theme is theme
    strips = {
        image.pixelColor(place(window, window.body.view("signs").canvas, x, y)).name()
        for x in range(0, window.body.view("signs").canvas.width(), 5)
        for y in range(0, window.body.view("signs").canvas.height(), 3)
    }
    assert QColor(theme.negative).name() in strips
    icon = window.bars.play.icon().pixmap(20, 20).toImage()
    # Play is the primary button: filled with ink, its icon in the ink's text.
    assert icon.pixelColor(9, 10).name() == theme.ink_text
    bar = window.bars.bar
    play = bar.widgetForAction(window.bars.play)
    assert image.pixelColor(place(window, play, 5, play.height() / 2)).name() == theme.ink
    keys = window.keys.grab().toImage()
    assert keys.pixelColor(2, 2).name() == theme.window


def looked_at(open_window: Open, qtbot: QtBot, theme: str) -> MainWindow:
    """A window with something in each of its parts."""
    window = open_window(theme)
    window.log.folded = False
    trigger(window, "stepEpochAction")
    until_shown(qtbot, window, "epoch 1 / 200")
    window.banner.show_message("info", "A note.")
    qtbot.waitUntil(window.body.view("loss").canvas.isVisible)
    return window


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_a_theme_colours_every_part(open_window: Open, qtbot: QtBot, theme: Theme) -> None:
    is_in(looked_at(open_window, qtbot, theme.name), theme)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_another_theme_colours_every_part_anew(
    open_window: Open, qtbot: QtBot, theme: Theme
) -> None:
    window = looked_at(open_window, qtbot, (DARK if theme is LIGHT else LIGHT).name)
    trigger(window, f"{theme.name}ThemeAction")
    is_in(window, theme)


def test_the_system_s_theme_is_followed_by_who_chose_it(
    open_window: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window("system")
    hints = QGuiApplication.styleHints()
    for name, scheme, shown in (
        ("system", DARK, DARK), ("system", LIGHT, LIGHT), ("light", DARK, LIGHT),
        ("system", DARK, DARK),
    ):  # fmt: skip
        trigger(window, f"{name}ThemeAction")
        monkeypatch.setattr(themes, "system_theme", lambda scheme=scheme: scheme)
        hints.colorSchemeChanged.emit(
            Qt.ColorScheme.Dark if scheme is DARK else Qt.ColorScheme.Light
        )
        image, fit = picture(window), window.fit
        inside = place(window, fit, fit.width() - 12, fit.height() - 12)
        assert image.pixelColor(0, 0).name() == shown.window
        assert image.pixelColor(inside).name() == shown.panel


def test_a_dialog_has_the_colours_of_the_window(open_window: Open, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText(TABLE)
    window = open_window("dark")
    trigger(window, "pasteTableAction")
    qtbot.waitUntil(lambda: window.findChild(TableDialog) is not None, timeout=20_000)
    model = window.findChild(Preview, "tablePreview").model()

    def tint() -> str:
        colour = QColor(model.data(model.index(0, 0), Qt.ItemDataRole.BackgroundRole))
        colour.setAlphaF(1)
        return colour.name()

    assert tint() == DARK.ink
    window.set_theme("light")
    assert tint() == LIGHT.ink
    window.findChild(TableDialog).reject()


def test_the_icon_of_play_follows_what_it_would_do(open_window: Open, qtbot: QtBot) -> None:
    window = open_window("dark")

    def drawn() -> QRect:
        image = window.bars.play.icon().pixmap(20, 20).toImage()
        points = [
            QPoint(x, y) for x in range(20) for y in range(20)
            if image.pixelColor(x, y).alpha() > 128
        ]  # fmt: skip
        # Between the two bars of the sign for a pause there is nothing.
        return QRect(points[0], points[-1]) if QPoint(10, 10) in points else QRect()

    assert not drawn().isEmpty()
    window.set_speed(0.5)
    trigger(window, "playAction")
    assert drawn().isEmpty()
    trigger(window, "playAction")
    qtbot.waitUntil(lambda: window.player.state != "playing", timeout=20_000)
    assert not drawn().isEmpty()
