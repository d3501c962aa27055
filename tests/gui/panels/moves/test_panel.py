"""The panel of moves: a card a parameter, kept while the run goes on, in the order asked for."""

from dataclasses import replace
from itertools import groupby, pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QScrollArea, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.runs import Stage
from gui.panels.moves import MovesPanel
from gui.panels.moves.card import MoveCard
from gui.panels.moves.head import CardHead
from gui.panels.moves.panel import TALLEST
from gui.panels.moves.row import MoveRow
from gui.panels.moves.together_card import TogetherCard
from gui.run import NOTHING_LIT, Lit, Picks, View
from gui.theme import DARK, LIGHT
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


def wholly_visible(card: QWidget) -> bool:
    return card.visibleRegion().boundingRect() == card.rect()


def cards(panel: MovesPanel) -> list[MoveCard]:
    """The cards in the order of the formula's parameters."""
    found = [card for card in panel.findChildren(MoveCard) if card.objectName()]
    return sorted(found, key=lambda card: card.index)


def shown_names(panel: MovesPanel) -> tuple[str, ...]:
    """The parameters as they stand from top to bottom."""
    return tuple(card.name for card in placed(panel))


def placed(panel: MovesPanel) -> list[MoveCard] | list[MoveRow]:
    """The rows, or else the cards, from top to bottom, also before the layout has moved them."""
    column = panel.findChild(QScrollArea).widget().layout()
    widgets = [column.itemAt(k).widget() for k in range(column.count())]
    rows = [widget for widget in widgets if isinstance(widget, MoveRow)]
    return rows or [widget for widget in widgets if isinstance(widget, MoveCard)]


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


# The least window has a panel of this size, the one at home, and one of 1920×1080.
SIZES = [(352, 388), (485, 575), (690, 760)]


@pytest.mark.parametrize("size", SIZES)
def test_three_cards_and_the_whole_step_are_in_sight(
    panel: MovesPanel, qtbot: QtBot, size: tuple[int, int]
) -> None:
    panel.resize(*size)
    panel.draw(make_view(cursor=1))
    together = panel.findChild(TogetherCard)
    assert len(panel.cards) == 3
    qtbot.waitUntil(lambda: all(wholly_visible(card) for card in (*panel.cards, together)))
    heights = [card.height() for card in panel.cards]
    assert max(heights) - min(heights) <= 1
    assert panel.findChild(MoveCard, "moveCard_b") is panel.cards[1]


def test_a_lower_panel_is_scrolled(panel: MovesPanel, qtbot: QtBot) -> None:
    panel.resize(352, 300)
    panel.draw(make_view(cursor=1))
    bar = panel.findChild(QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: wholly_visible(panel.findChild(TogetherCard)))


def test_one_card_does_not_fill_a_tall_panel(panel: MovesPanel, qtbot: QtBot) -> None:
    panel.resize(380, 900)
    panel.draw(make_view(Experiment(formula="a*t"), epochs=1))
    qtbot.waitUntil(lambda: wholly_visible(panel.cards[0]))
    assert 200 < panel.cards[0].height() < 400
    assert panel.cards[0].y() < 10


def test_many_parameters_have_rows(panel: MovesPanel, qtbot: QtBot) -> None:
    panel.draw(make_view(MANY, epochs=2))
    assert not panel.cards
    assert len(panel.rows) == 12
    bar = panel.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: wholly_visible(panel.rows[-1]))
    row = panel.findChild(MoveRow, "moveRow_w3")
    assert row.said is not None
    assert row.said.sentence in row.accessibleDescription()
    assert row.said.arithmetic in row.accessibleDescription()


@pytest.mark.parametrize("how", ["click", "return"])
def test_a_row_opens_its_card_and_closes_it(panel: MovesPanel, qtbot: QtBot, how: str) -> None:
    panel.draw(make_view(MANY, epochs=2))
    row = panel.rows[3]

    def toggle() -> None:
        if how == "click":
            qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
        else:
            qtbot.keyClick(row, Qt.Key.Key_Return)

    toggle()
    (card,) = panel.cards
    assert card.name == row.name
    qtbot.waitUntil(lambda: card.y() >= row.geometry().bottom() and card.height() >= 200)
    assert card.said == row.said
    sort_by(panel, "gradient")
    qtbot.waitUntil(lambda: 0 < card.y() - row.geometry().bottom() < 10)
    toggle()
    assert not panel.cards
    assert panel.findChild(MoveCard, f"moveCard_{row.name}") is None


def test_thirty_rows_are_drawn(panel: MovesPanel) -> None:
    thirty = "+".join(f"p{k}*cos({k}*t)" for k in range(30))
    panel.draw(make_view(Experiment(formula=thirty, learning_rate=1e-3), epochs=2))
    assert len(panel.rows) == 30
    assert not panel.grab().isNull()


def bar_of(row: MoveRow, colour: str) -> int:
    """The longest run of `colour` in the left half of the row: its bar."""
    image = row.grab().toImage()
    wanted, longest = QColor(colour).name(), 0
    for y in range(image.height()):
        line = [image.pixelColor(x, y).name() == wanted for x in range(image.width() // 2)]
        longest = max([longest, *(len(list(run)) for same, run in groupby(line) if same)])
    return longest


def test_the_bars_of_rows_have_one_scale(panel: MovesPanel) -> None:
    view = make_view(MANY, epochs=2)
    panel.resize(700, 480)
    gradient = np.array([8, -8, 4, 0, 1, 1, 1, 1, 1, 1, 1, 1], np.float32)
    panel.draw(replace(view, snapshot=replace(view.snapshot, gradient=gradient)))
    lengths = [bar_of(row, LIGHT.positive) for row in panel.rows]
    assert bar_of(panel.rows[1], LIGHT.negative) == pytest.approx(lengths[0], abs=2)
    assert lengths[2] == pytest.approx(lengths[0] / 2, abs=2)
    assert lengths[3] < 4


def test_cards_are_kept_until_the_parameters_change(panel: MovesPanel) -> None:
    panel.draw(make_view(cursor=1))
    kept = cards(panel)
    panel.draw(make_view(Experiment(seed=1), cursor=1))
    assert cards(panel) == kept
    assert kept[0].said is not None
    assert kept[0].said.gradient != "−63466.4"
    panel.draw(make_view(Experiment(formula="a*t + b"), cursor=0))
    assert shown_names(panel) == ("a", "b")
    assert cards(panel)[0] is not kept[0]
    assert panel.findChild(MoveCard, "moveCard_c") is None


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_is_told(panel: MovesPanel, stage: Stage) -> None:
    panel.draw(make_view(epochs=2, stage=stage))
    said = cards(panel)[0].said
    assert said is not None
    assert bool(said.gradient) == (stage >= Stage.GRADIENT)
    assert said.arithmetic.endswith("?") == (stage < Stage.UPDATE)


def test_the_switch_puts_all_cards_on_one_scale(panel: MovesPanel, qtbot: QtBot) -> None:
    panel.resize(485, 575)
    view = make_view(cursor=1)
    panel.draw(view)
    steepness = panel.findChild(QLabel, "movesSteepness")
    assert not steepness.isVisible()
    switch = panel.findChild(QToolButton, "movesCommonScaleButton")
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert steepness.isVisible()
    assert "a’s slope is 15.5 times that of b and 211 times that of c" in steepness.text()
    scales = [card.curves.overview.scale for card in panel.cards]
    assert len({(scale.high - scale.low, scale.top) for scale in scales if scale}) == 1
    panel.draw(make_view(cursor=14))
    assert panel.cards[0].curves.plot.isHidden()
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert not panel.cards[0].curves.plot.isHidden()


class TestTrial:
    @pytest.fixture
    def started(self, panel: MovesPanel) -> MovesPanel:
        panel.resize(485, 575)
        panel.draw(make_view(epochs=1, cursor=0))
        return panel

    def test_moving_a_dot_asks_to_see_the_start(self, started: MovesPanel, qtbot: QtBot) -> None:
        with qtbot.waitSignal(started.trialWanted) as asked:
            started.cards[1].tried.emit(0.5)
        params = make_view(epochs=1, cursor=0).snapshot.params.tolist()
        assert asked.args == [{"a": params[0], "b": 0.5, "c": params[2]}]
        offered = [card.findChild(QPushButton).isVisible() for card in started.cards]
        assert offered == [False, True, False]

    def test_from_a_later_epoch_the_others_stay_where_they_are(
        self, started: MovesPanel, qtbot: QtBot
    ) -> None:
        later = make_view(epochs=5)
        started.draw(later)
        with qtbot.waitSignal(started.trialWanted) as asked:
            started.cards[0].tried.emit(0.5)
        assert asked.args[0]["b"] == later.snapshot.params[1]

    def test_start_here_begins_there(self, started: MovesPanel, qtbot: QtBot) -> None:
        started.cards[1].tried.emit(0.5)
        with qtbot.waitSignal(started.changeWanted) as wanted:
            button = started.cards[1].findChild(QPushButton)
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert wanted.args == [{"start": {"b": 0.5}}]
        assert not button.isVisible()

    def test_escape_takes_it_back(self, started: MovesPanel, qtbot: QtBot) -> None:
        started.cards[1].tried.emit(0.5)
        with qtbot.waitSignal(started.trialWanted) as asked:
            qtbot.keyClick(started.cards[1].curves.overview, Qt.Key.Key_Escape)
        assert asked.args == [{}]
        with qtbot.assertNotEmitted(started.changeWanted):
            started.cards[1].chosen.emit()

    def test_another_epoch_ends_it(self, started: MovesPanel) -> None:
        started.cards[1].tried.emit(0.5)
        button = started.cards[1].findChild(QPushButton)
        trial = make_view(epochs=1, cursor=0)
        moved = trial.snapshot.params.copy()
        moved[1] = 0.5
        started.draw(replace(trial, snapshot=replace(trial.snapshot, params=moved)))
        assert button.isVisible()
        started.draw(make_view(epochs=3))
        assert not button.isVisible()

    def test_playing_ends_what_is_tried(self, started: MovesPanel, qtbot: QtBot) -> None:
        started.cards[1].tried.emit(0.5)
        started.set_state("ready")
        assert started.cards[1].findChild(QPushButton).isVisible()
        started.set_state("playing")
        assert not started.cards[1].findChild(QPushButton).isVisible()
        with qtbot.assertNotEmitted(started.changeWanted):
            started.cards[1].chosen.emit()

    def test_nothing_is_tried_while_it_plays(self, started: MovesPanel, qtbot: QtBot) -> None:
        started.set_state("playing")
        with qtbot.assertNotEmitted(started.trialWanted):
            qtbot.keyClick(started.cards[0].curves.overview, Qt.Key.Key_Right)
        started.set_state("ready")
        with qtbot.waitSignal(started.trialWanted):
            qtbot.keyClick(started.cards[0].curves.overview, Qt.Key.Key_Right)


def test_sorting_is_offered_from_five_parameters_on(panel: MovesPanel) -> None:
    combo = panel.findChild(QComboBox, "movesSortCombo")
    panel.draw(make_view(cursor=1))
    assert not combo.isVisible()
    panel.draw(make_view(MANY, epochs=2))
    assert combo.isVisible()


def test_sorting_moves_the_cards_and_keeps_them(panel: MovesPanel, qtbot: QtBot) -> None:
    view = make_view(MANY, epochs=2)
    panel.draw(view)
    kept = panel.rows
    sort_by(panel, "gradient")
    assert shown_names(panel) == by_size(view, view.snapshot.gradient)
    assert shown_names(panel) != view.facts.names
    sort_by(panel, "change")
    assert view.snapshot.updated_params is not None
    change = view.snapshot.updated_params - view.snapshot.params
    assert shown_names(panel) == by_size(view, change)
    assert panel.rows == kept
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
    assert drawing(panel.findChild(TogetherCard)).text("All together").fill == DARK.text
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


def test_a_card_grows_no_taller_than_it_can_use_and_no_lower_than_its_texts(
    panel: MovesPanel, qtbot: QtBot
) -> None:
    panel.resize(380, 2000)
    panel.draw(make_view(cursor=1))
    qtbot.waitUntil(lambda: cards(panel)[-1].y() > 0 and cards(panel)[0].height() > 200)
    assert all(card.height() <= TALLEST for card in cards(panel))
    gaps = [b.y() - a.geometry().bottom() - 1 for a, b in pairwise(cards(panel))]
    assert all(6 <= gap <= 8 for gap in gaps)
    panel.resize(380, 200)
    qtbot.waitUntil(lambda: panel.findChild(QScrollArea).verticalScrollBar().maximum() > 0)
    assert all(card.height() >= card.least_height("compact", card.width()) for card in cards(panel))


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


def test_the_whole_step_stands_below_what_scrolls_unless_room_is_short(
    panel: MovesPanel, qtbot: QtBot
) -> None:
    for experiment, rows in ((Experiment(), 0), (MANY, 6 * 26)):
        panel.resize(485, 700)
        panel.draw(make_view(experiment, epochs=2))
        whole, scroll = panel.findChild(TogetherCard), panel.findChild(QScrollArea)
        qtbot.waitUntil(lambda whole=whole: whole.height() == whole.least_height(485))
        assert whole.parent() is panel
        assert whole.y() >= scroll.geometry().bottom()
        least = rows
        if not rows:
            gap = scroll.widget().layout().spacing()
            least = sum(card.least_height("compact", 485) + gap for card in panel.cards)
        head = panel.height() - scroll.height() - whole.height() - 8
        needed = head + 8 + least + whole.height()
        for height, fixed in ((needed + 30, True), (needed - 30, False), (needed + 30, True)):
            panel.resize(485, height)
            qtbot.waitUntil(
                lambda whole=whole, fixed=fixed: (whole.parent() is panel) == fixed, timeout=2_000
            )
            if not fixed:
                column = scroll.widget().layout()
                assert column.indexOf(whole) == column.count() - 1


def test_rows_stand_closer_than_cards(panel: MovesPanel) -> None:
    column = panel.findChild(QScrollArea).widget().layout()
    panel.draw(make_view(MANY, epochs=2))
    assert column.spacing() == 2
    assert column.alignment() == Qt.AlignmentFlag.AlignTop
    panel.draw(make_view(cursor=1))
    assert column.spacing() == 6
    assert column.alignment() == Qt.AlignmentFlag(0)


def test_what_is_said_of_the_whole_panel(panel: MovesPanel) -> None:
    assert panel.describe() == "Here each parameter will have its card."
    panel.draw(make_view(epochs=1))
    said = panel.describe()
    for part in ("a moves right", "b moves right", "c moves right", "Promised: −40,448."):
        assert part in said


# --- what is picked and lights up


def picked(panel: MovesPanel, view: View) -> Picks:
    picks = Picks(panel)
    picks.begin(len(view.facts.inputs), len(view.facts.names))
    panel.set_picks(picks)
    panel.draw(view)
    return picks


def test_a_click_on_a_card_s_head_picks_its_parameter(panel: MovesPanel, qtbot: QtBot) -> None:
    picks = picked(panel, make_view(epochs=1))
    for card in reversed(cards(panel)):
        qtbot.mouseClick(card.findChild(CardHead), Qt.MouseButton.LeftButton)
        assert picks.param == card.index


def test_opening_a_row_picks_its_parameter(panel: MovesPanel, qtbot: QtBot) -> None:
    picks = picked(panel, make_view(MANY, epochs=1))
    qtbot.keyClick(panel.rows[4], Qt.Key.Key_Return)
    assert picks.param == 4


@pytest.mark.parametrize("experiment", [None, MANY], ids=["cards", "rows"])
def test_a_parameter_that_lights_up_elsewhere_has_a_ring_here(
    panel: MovesPanel, experiment: Experiment | None
) -> None:
    picks = picked(panel, make_view(experiment, epochs=1))
    parts = panel.rows or panel.cards

    def ringed() -> list[int]:
        ink = QColor(LIGHT.ink).name()
        return [k for k, part in enumerate(parts) if ring(part) == ink]

    assert ringed() == []
    picks.light(Lit(frozenset({1})))
    assert ringed() == [1]
    picks.light(NOTHING_LIT)
    assert ringed() == []


def ring(part: QWidget) -> str:
    """The colour of a card's outline, in the middle of its right side."""
    image = part.grab().toImage()
    return image.pixelColor(image.width() - 1, image.height() // 2).name()
