"""The panel of moves: a card a parameter, kept while the run goes on, in the order asked for."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QScrollArea, QToolButton
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.runs import Stage
from gui.panels.moves import MovesPanel
from gui.panels.moves.card import MoveCard
from gui.run import View
from gui.theme import DARK, LIGHT
from gui.widgets.fitted_text import FittedText
from tests.gui.drawn import drawing
from tests.gui.views import make_view

MANY = Experiment(
    formula="+".join(f"w{k}*sin({k + 1}*t)" for k in range(11)) + "+bias", learning_rate=0.01
)


@pytest.fixture
def panel(qtbot: QtBot) -> MovesPanel:
    widget = MovesPanel()
    qtbot.addWidget(widget)
    widget.resize(380, 480)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def sort_by(panel: MovesPanel, order: str) -> None:
    combo = panel.findChild(QComboBox, "movesSortCombo")
    combo.setCurrentIndex(combo.findData(order))


def wholly_visible(card: MoveCard) -> bool:
    return card.visibleRegion().boundingRect() == card.rect()


def cards(panel: MovesPanel) -> list[MoveCard]:
    """The cards in the order of the formula's parameters."""
    return sorted(placed(panel), key=lambda card: card.index)


def shown_names(panel: MovesPanel) -> tuple[str, ...]:
    """The parameters as they stand from top to bottom."""
    return tuple(card.name for card in placed(panel))


def placed(panel: MovesPanel) -> list[MoveCard]:
    """The cards from top to bottom, also before the layout has moved them there."""
    column = panel.findChild(QScrollArea).widget().layout()
    widgets = [column.itemAt(k).widget() for k in range(column.count())]
    return [widget for widget in widgets if isinstance(widget, MoveCard)]


def by_size(view: View, numbers: np.ndarray | None) -> tuple[str, ...]:
    assert numbers is not None
    ranks = np.argsort(-np.abs(numbers), kind="stable")
    return tuple(view.facts.names[k] for k in ranks)


def test_says_what_will_come_before_there_is_a_run(panel: MovesPanel) -> None:
    shown = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert "Here each parameter will have its card." in shown
    panel.draw(make_view(cursor=0))
    shown = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert "Here each parameter will have its card." not in shown


@pytest.mark.parametrize("width", [380, 520])
def test_three_cards_share_the_height_without_scrolling(
    panel: MovesPanel, qtbot: QtBot, width: int
) -> None:
    panel.resize(width, 480)
    panel.draw(make_view(cursor=1))
    assert len(cards(panel)) == 3
    qtbot.waitUntil(lambda: all(wholly_visible(card) for card in cards(panel)))
    heights = [card.height() for card in cards(panel)]
    assert max(heights) - min(heights) <= 1
    assert min(heights) > 130
    assert panel.findChild(MoveCard, "moveCard_b") is cards(panel)[1]


def test_one_card_does_not_fill_a_tall_panel(panel: MovesPanel, qtbot: QtBot) -> None:
    panel.resize(380, 900)
    panel.draw(make_view(Experiment(formula="a*t"), epochs=1))
    qtbot.waitUntil(lambda: wholly_visible(cards(panel)[0]))
    assert 200 < cards(panel)[0].height() < 320


def test_many_cards_scroll(panel: MovesPanel, qtbot: QtBot) -> None:
    panel.draw(make_view(MANY, epochs=2))
    assert len(cards(panel)) == 12
    bar = panel.findChild(QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: wholly_visible(cards(panel)[-1]))
    assert all(card.height() >= card.least_height(arithmetic_lines=1) for card in cards(panel))


def test_cards_are_kept_until_the_parameters_change(panel: MovesPanel) -> None:
    panel.draw(make_view(cursor=1))
    kept = cards(panel)
    panel.draw(make_view(Experiment(seed=1), cursor=1))
    assert cards(panel) == kept
    assert kept[0].said is not None
    assert kept[0].said.gradient != "−63466"
    panel.draw(make_view(Experiment(formula="a*t + b"), cursor=0))
    assert shown_names(panel) == ("a", "b")
    assert cards(panel)[0] is not kept[0]
    assert panel.findChild(MoveCard, "moveCard_c") is None


@pytest.mark.parametrize("height", range(420, 620, 7))
def test_cards_of_one_panel_look_alike(panel: MovesPanel, qtbot: QtBot, height: int) -> None:
    panel.resize(380, height)
    panel.draw(make_view(cursor=1))
    qtbot.waitUntil(lambda: cards(panel)[-1].y() > 0)
    rules = [
        sum(
            text.text().startswith(f"{card.name} ← {card.name} −")
            for text in card.findChildren(FittedText)
        )
        for card in cards(panel)
    ]
    assert len(set(rules)) == 1


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_is_told(panel: MovesPanel, stage: Stage) -> None:
    panel.draw(make_view(epochs=2, stage=stage))
    said = cards(panel)[0].said
    assert said is not None
    assert bool(said.gradient) == (stage >= Stage.GRADIENT)
    assert said.arithmetic.endswith("?") == (stage < Stage.UPDATE)


def test_the_switch_shows_the_valley_and_goes_on_showing_it(
    panel: MovesPanel, qtbot: QtBot
) -> None:
    view = make_view(cursor=1)
    panel.draw(view)
    near = cards(panel)[2].grab().toImage()
    qtbot.mouseClick(panel.findChild(QToolButton, "movesWideButton"), Qt.MouseButton.LeftButton)
    wide = cards(panel)[2].grab().toImage()
    assert wide != near
    panel.draw(view)
    assert cards(panel)[2].grab().toImage() == wide
    qtbot.mouseClick(panel.findChild(QToolButton, "movesNearButton"), Qt.MouseButton.LeftButton)
    assert cards(panel)[2].grab().toImage() == near


def test_sorting_is_offered_from_five_parameters_on(panel: MovesPanel) -> None:
    combo = panel.findChild(QComboBox, "movesSortCombo")
    panel.draw(make_view(cursor=1))
    assert not combo.isVisible()
    panel.draw(make_view(MANY, epochs=2))
    assert combo.isVisible()


def test_sorting_moves_the_cards_and_keeps_them(panel: MovesPanel, qtbot: QtBot) -> None:
    view = make_view(MANY, epochs=2)
    panel.draw(view)
    kept = cards(panel)
    sort_by(panel, "gradient")
    assert shown_names(panel) == by_size(view, view.snapshot.gradient)
    assert shown_names(panel) != view.facts.names
    sort_by(panel, "change")
    assert view.snapshot.updated_params is not None
    change = view.snapshot.updated_params - view.snapshot.params
    assert shown_names(panel) == by_size(view, change)
    assert cards(panel) == kept
    shown = [kept[view.facts.names.index(name)] for name in shown_names(panel)]

    def stands_in_order() -> bool:
        tops = [card.y() for card in shown]
        return tops == sorted(set(tops))

    qtbot.waitUntil(stands_in_order)
    sort_by(panel, "formula")
    assert shown_names(panel) == view.facts.names


def test_sorted_cards_change_places_only_once_the_numbers_rest(
    panel: MovesPanel, qtbot: QtBot
) -> None:
    first = make_view(MANY, epochs=40, cursor=1)
    last = make_view(MANY, epochs=40)
    panel.draw(first)
    sort_by(panel, "gradient")
    before = shown_names(panel)
    panel.draw(last)
    assert shown_names(panel) == before
    after = by_size(last, last.snapshot.gradient)
    assert after != before
    qtbot.waitUntil(lambda: shown_names(panel) == after)


def test_sorted_cards_stay_while_a_stage_has_no_gradient(panel: MovesPanel) -> None:
    panel.draw(make_view(MANY, epochs=2))
    sort_by(panel, "gradient")
    order = shown_names(panel)
    panel.draw(make_view(MANY, epochs=3, stage=Stage.PREDICT))
    sort_by(panel, "change")
    assert shown_names(panel) == order


def test_what_is_not_a_number_is_sorted_first(panel: MovesPanel) -> None:
    view = make_view(MANY, epochs=2)
    gradient = np.arange(12, dtype=np.float32)
    gradient[4] = np.nan
    snapshot = replace(view.snapshot, gradient=gradient)
    panel.draw(replace(view, snapshot=snapshot))
    sort_by(panel, "gradient")
    assert shown_names(panel)[:2] == ("w4", "bias")


def test_a_diverged_run_is_drawn(panel: MovesPanel) -> None:
    panel.draw(make_view(Experiment(learning_rate=1e-4)))
    assert not panel.grab().isNull()
    assert cards(panel)[0].said is not None
    assert cards(panel)[0].said.direction == "←"


def test_the_theme_reaches_cards_of_now_and_later(panel: MovesPanel) -> None:
    def ground(card: MoveCard) -> str:
        return card.grab().toImage().pixelColor(card.width() - 4, card.height() // 2).name()

    panel.draw(make_view(cursor=1))
    assert ground(cards(panel)[0]) == LIGHT.panel
    panel.set_theme(DARK)
    assert ground(cards(panel)[0]) == DARK.panel
    panel.draw(make_view(Experiment(formula="a*t"), cursor=0))
    assert ground(cards(panel)[0]) == DARK.panel


def test_the_title_and_the_legend_say_what_is_drawn(panel: MovesPanel) -> None:
    panel.resize(520, 480)
    for theme in (LIGHT, DARK):
        panel.set_theme(theme)
        panel.draw(make_view(cursor=1))
        texts = {mark.text: mark.fill for mark in drawing(panel) if mark.kind == "text"}
        assert texts["How subtracting the gradient moves each parameter"] == theme.text
        legend = next(
            label for label in panel.findChildren(QLabel) if "slope = gradient" in label.text()
        )
        assert legend.isVisible()
        assert (texts["○"], texts["●"], texts["╱"]) == (theme.text, theme.text, theme.slope)
    panel.resize(330, 480)
    assert not legend.isVisible()


def test_the_step_is_shown_first_and_one_button_is_always_down(
    panel: MovesPanel, qtbot: QtBot
) -> None:
    panel.draw(make_view(cursor=1))
    near = panel.findChild(QToolButton, "movesNearButton")
    wide = panel.findChild(QToolButton, "movesWideButton")
    tips = [card.plot.toolTip() for card in cards(panel)]
    for button in (near, wide, wide, near):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert (near.isChecked(), wide.isChecked()) == (button is near, button is wide)
        assert ([card.plot.toolTip() for card in cards(panel)] == tips) == (button is near)
    assert near.text() == "step"
    assert wide.text() == "valley"


def test_a_card_grows_no_taller_than_it_can_use_and_no_lower_than_its_texts(
    panel: MovesPanel, qtbot: QtBot
) -> None:
    panel.resize(380, 2000)
    panel.draw(make_view(cursor=1))
    qtbot.waitUntil(lambda: cards(panel)[-1].y() > 0 and cards(panel)[0].height() > 200)
    assert all(card.height() <= 280 + 6 for card in cards(panel))
    gaps = [b.y() - a.geometry().bottom() - 1 for a, b in pairwise(cards(panel))]
    assert gaps == [6, 6]
    panel.resize(380, 200)
    qtbot.waitUntil(lambda: panel.findChild(QScrollArea).verticalScrollBar().maximum() > 0)
    assert all(card.height() >= card.least_height(1, 3) - 1 for card in cards(panel))


def test_equal_sizes_stay_in_the_order_of_the_formula(panel: MovesPanel) -> None:
    view = make_view(MANY, epochs=2)
    gradient = np.array([1, -2, 1, 2, 0, 0, 0, 0, 0, 0, 0, 3], np.float32)
    panel.draw(replace(view, snapshot=replace(view.snapshot, gradient=gradient)))
    sort_by(panel, "gradient")
    assert shown_names(panel)[:5] == ("bias", "w1", "w3", "w0", "w2")


def test_the_size_of_the_change_is_another_order_than_that_of_the_gradient(
    panel: MovesPanel,
) -> None:
    view = make_view(MANY, epochs=2)
    change = np.arange(12, dtype=np.float32)
    snapshot = replace(view.snapshot, updated_params=view.snapshot.params - change)
    panel.draw(replace(view, snapshot=snapshot))
    sort_by(panel, "change")
    assert shown_names(panel) == view.facts.names[::-1]
    assert shown_names(panel) != by_size(view, view.snapshot.gradient)
