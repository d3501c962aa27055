"""What is on the screen is painted anew when it changes, and not when nothing does."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from engine.queries import Slice
from engine.runs import Stage
from gui.panels.moves.arithmetic_line import ArithmeticLine
from gui.panels.moves.card import MoveCard
from gui.panels.moves.row import MoveRow, RowsHead
from gui.panels.moves.slice_plot import SlicePlot
from gui.panels.moves.together_card import TogetherCard
from gui.panels.moves.way_bar import WayBar
from gui.panels.stages import StagesPanel
from gui.panels.stages.card import StageCard
from gui.panels.timeline import EpochSlider, Ticks, Timeline
from gui.theme import DARK, LIGHT
from gui.widgets.fitted_text import FittedText
from gui.widgets.speed import SpeedControl
from tests.gui.views import make_view

VALUES = np.linspace(-2, 1, 41)
CUT = Slice(VALUES, VALUES**2, (-1.0, 1.0), (-0.4, 0.16), -2.0, 0.0)
FIRST, SECOND = (make_view(epochs=2, cursor=k) for k in (1, 2))
HALF = make_view(epochs=2, cursor=2, stage=Stage.LOSS)


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.Paint
        return False


def painted(widget: QWidget, change: Callable[[], object]) -> bool:
    """Whether `widget`, which is on the screen, is painted after `change`."""
    for _ in range(3):
        QApplication.processEvents()
    paints = Paints(widget)
    change()
    for _ in range(3):
        QApplication.processEvents()
    widget.removeEventFilter(paints)
    return paints.times > 0


def shown(qtbot: QtBot, widget: QWidget, width: int = 480, height: int = 160) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()


def test_the_close_up(qtbot: QtBot) -> None:
    plot = SlicePlot()
    shown(qtbot, plot)
    given = {"tangent": True, "moved": True, "sign": -1, "printed": ("−1", "−0.4")}
    assert painted(plot, lambda: plot.draw(CUT, **given))  # type: ignore[arg-type]
    assert not painted(plot, lambda: plot.draw(CUT, **given))  # type: ignore[arg-type]
    for change in ({"tangent": False}, {"moved": False}, {"sign": 1}, {"printed": ("−1", "0")}):
        given |= change
        draw = partial(plot.draw, CUT, **given)  # type: ignore[arg-type]
        assert painted(plot, draw)
    assert painted(plot, lambda: plot.draw(replace(CUT, slope=-1.0), **given))  # type: ignore[arg-type]
    assert painted(plot, lambda: plot.set_captions("close-up"))
    assert not painted(plot, lambda: plot.set_captions("close-up"))
    assert painted(plot, lambda: plot.set_tight(True))
    assert painted(plot, lambda: plot.set_progress(0.5))
    assert not painted(plot, lambda: plot.set_progress(0.5))
    assert painted(plot, lambda: plot.set_theme(DARK))


def test_a_card_and_all_that_is_on_it(qtbot: QtBot) -> None:
    card = MoveCard("a", 0)
    shown(qtbot, card, 690, 210)

    def draw(view: object = SECOND, common: bool = False) -> None:
        view = FIRST if view is FIRST else SECOND if view is SECOND else HALF
        card.draw(view.snapshot, view.history, view.cursor, view.facts.valley, common=common)

    bar, curves = card.findChild(WayBar), card.curves
    line, overview = card.findChild(ArithmeticLine), card.curves.overview
    assert painted(card, draw)
    parts = (bar, curves, line, overview)
    for part in parts:
        assert painted(part, lambda: draw(FIRST)), part
        draw(SECOND)
    assert not painted(bar, draw)
    assert not painted(line, draw)
    assert painted(overview, lambda: overview.set_progress(0.5))
    assert not painted(overview, lambda: overview.set_progress(0.5))
    assert painted(overview, lambda: overview.set_tight(True))
    for part in (*parts, card):
        assert painted(part, lambda: part.set_theme(DARK)), part  # noqa: B023
    assert painted(card, lambda: card.set_theme(LIGHT))
    assert painted(line, lambda: line.show_line("a", "", 0))
    assert painted(bar, lambda: bar.draw(known=False, share=None, rightwards=True, sign=0))


def test_the_card_of_the_whole_step(qtbot: QtBot) -> None:
    card = TogetherCard()
    shown(qtbot, card)
    names = FIRST.facts.names
    assert painted(card, lambda: card.draw(names, FIRST.snapshot))
    assert not painted(card, lambda: card.draw(names, FIRST.snapshot))
    assert painted(card, lambda: card.draw(names, SECOND.snapshot))
    assert painted(card, lambda: card.set_theme(DARK))


def test_a_row_and_its_headings(qtbot: QtBot) -> None:
    row, head = MoveRow("a", 0, 3), RowsHead()
    shown(qtbot, row)
    shown(qtbot, head)
    assert painted(row, lambda: row.draw(FIRST.snapshot, 1.0, (0.0, 1.0)))
    assert painted(row, lambda: row.set_open(True))
    assert painted(row, lambda: row.set_theme(DARK))
    assert painted(head, lambda: head.set_name_length(9))
    assert painted(head, lambda: head.set_theme(DARK))


def test_the_stages(qtbot: QtBot) -> None:
    panel = StagesPanel()
    shown(qtbot, panel, 1008, 100)
    cards = panel.findChildren(StageCard)
    for each in (panel, *cards):
        panel.draw(SECOND)
        assert painted(each, lambda: panel.draw(HALF)), each
        assert not painted(each, lambda: panel.draw(HALF)), each
        assert painted(each, lambda: panel.set_theme(DARK)), each
    for each in cards:
        assert painted(each, lambda: panel.set_failed(Stage.LOSS)), each
        moves = each.stage >= Stage.GRADIENT
        assert painted(each, lambda: panel.set_progress(0.5)) == moves
    # Another formula has other facts, and other settings other lines of code.
    for other in (
        replace(HALF, facts=replace(HALF.facts)),
        replace(HALF, experiment=HALF.experiment.model_copy(update={"zero_grad": False})),
    ):
        assert painted(cards[0], lambda: panel.draw(other))  # noqa: B023


def test_the_timeline(qtbot: QtBot) -> None:
    timeline = Timeline()
    shown(qtbot, timeline, 800, 60)
    slider, ticks = timeline.findChild(EpochSlider), timeline.findChild(Ticks)
    timeline.draw(SECOND)
    assert painted(slider, lambda: timeline.draw(HALF))
    assert painted(slider, lambda: slider.set_theme(DARK))
    assert painted(ticks, lambda: ticks.set_colour(DARK.text))
    longer = replace(SECOND, experiment=SECOND.experiment.model_copy(update={"epochs": 300}))
    assert painted(ticks, lambda: timeline.draw(longer))


def test_texts_and_sliders(qtbot: QtBot) -> None:
    text, speed = FittedText(), SpeedControl()
    shown(qtbot, text)
    shown(qtbot, speed)
    assert painted(text, lambda: text.set_text("a"))
    assert not painted(text, lambda: text.set_text("a"))
    assert painted(text, lambda: text.set_colour(LIGHT.ink))
    assert not painted(text, lambda: text.set_colour(LIGHT.ink))
    assert painted(speed.slider, lambda: speed.slider.set_theme(DARK))
