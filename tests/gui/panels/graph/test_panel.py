"""The graph's view: which numbers it shows and when, walked, folded, pointed at, and told."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAccessible, QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QToolTip
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment, Points
from engine.numbers import exact, number
from engine.runs import Stage
from gui.panels.graph import GraphPanel
from gui.panels.graph.canvas import LEAST_TEXT
from gui.panels.graph.card_item import CardItem
from gui.run import NOTHING_LIT, Lit, Picks, View
from gui.theme import DARK
from tests.gui.drawn import drawing
from tests.gui.panels.graph.graphs import NEURONS, SHARED, graph_of, show, shown, view_of

A, T2, A_T2, B, SUM, C, PREDS, SPEED, MINUS, SQUARED, LOSS = 0, 1, 2, 3, 6, 7, 8, 9, 10, 11, 12
LEFT = Qt.MouseButton.LeftButton
ENLARGED = (1400, 700)
Shown = tuple[GraphPanel, Picks]


@pytest.fixture(scope="module")
def first() -> View:
    return view_of(stage=Stage.BACKWARD)


@pytest.fixture
def article(qtbot: QtBot, first: View) -> Shown:
    """The article's first epoch at stage 3."""
    return shown(qtbot, first)


def texts(panel: GraphPanel) -> list[str]:
    return drawing(panel.canvas).texts


def card(panel: GraphPanel, place: int) -> CardItem:
    return panel.canvas.graph.cards[place]


def told(panel: GraphPanel, place: int) -> tuple[str, str]:
    """The value and the gradient that a card shows."""
    content = card(panel, place).content
    assert content is not None
    gradient = content.gradient
    return content.value.texts[0], "" if gradient is None else gradient.texts[0]


def rule(panel: GraphPanel) -> str:
    label = panel.findChild(QLabel, "graphRule")
    assert isinstance(label, QLabel)
    return label.accessibleName()


def middle(panel: GraphPanel, place: int) -> QPointF:
    item = card(panel, place)
    return QPointF(panel.canvas.mapFromScene(item.sceneBoundingRect().center()))


def click(qtbot: QtBot, panel: GraphPanel, place: int) -> None:
    qtbot.mouseClick(panel.canvas.viewport(), LEFT, pos=middle(panel, place).toPoint())


def press(qtbot: QtBot, panel: GraphPanel, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(panel.canvas, key)


# --- numbers


def test_the_article_s_first_epoch_is_told_as_worked_out_by_hand(article: Shown) -> None:
    """a = −0.892, b = −1.5091, c = 0.37039; at t = 19 the target is 68.741."""
    panel, _ = article
    assert told(panel, A) == ("−0.89200", "−63466")
    assert told(panel, T2) == ("361.0", "")
    assert told(panel, A_T2) == ("−322.0", "−41.91")
    assert told(panel, PREDS) == ("−350.3", "−41.91")
    assert told(panel, MINUS) == ("419.1", "41.91")
    assert told(panel, LOSS) == ("36415", "1.0000")
    for text in ("−0.89200", "−63466", "−300.82", "36415"):
        assert text in texts(panel)


def test_badges_are_pytorch_s_order(article: Shown) -> None:
    panel, _ = article
    badges = [int(text) for text in texts(panel) if text.isdecimal() and len(text) == 1]
    assert sorted(badges) == [1, 2, 3, 4, 5, 6, 7]
    assert (card(panel, LOSS).content.badge, card(panel, A_T2).content.badge) == (1, 7)  # type: ignore[union-attr]


def test_the_article_s_graph_can_be_read_in_the_window_s_middle(article: Shown) -> None:
    panel, _ = article
    scale = panel.canvas.transform().m11()
    smallest = min(card(panel, A)._type.line, card(panel, A)._type.row) * scale
    assert scale >= LEAST_TEXT
    assert smallest >= 9
    room = panel.canvas.mapFromScene(panel.canvas.sceneRect()).boundingRect()
    assert panel.canvas.viewport().rect().contains(room)


def test_bars_stand_for_all_points_and_the_picked_one_is_strong(article: Shown) -> None:
    panel, picks = article
    content = card(panel, A_T2).content
    assert content is not None
    bars = content.value.bars
    assert bars is not None
    graph = graph_of()
    values = graph.nodes[A_T2].value
    assert bars == pytest.approx(values / np.abs(values).max())
    picks.pick(4)
    assert told(panel, A_T2)[0] == number(float(values[4]), 4)
    assert "point t = 4" in legend(panel)


def legend(panel: GraphPanel) -> str:
    label = panel.findChild(QLabel, "graphLegend")
    assert isinstance(label, QLabel)
    return label.accessibleName() + label.text()


# --- the stages


def test_before_backward_there_is_no_gradient_and_never_a_zero(qtbot: QtBot) -> None:
    panel, _ = shown(qtbot, view_of(stage=Stage.LOSS))
    assert {told(panel, place)[1] for place in (A, B, C, A_T2, PREDS, LOSS)} == {"no gradient yet"}
    assert told(panel, LOSS)[0] == "36415"
    assert not any(edge.walked for edge in panel.canvas.graph.edges)


def test_at_stage_1_there_is_no_loss_yet(qtbot: QtBot) -> None:
    panel, _ = shown(qtbot, view_of(stage=Stage.PREDICT))
    assert told(panel, PREDS)[0] == "−350.3"
    assert [told(panel, k)[0] for k in (MINUS, SQUARED, LOSS)] == 3 * ["no value yet"]
    assert "36415" not in texts(panel)


def test_stages_show_more_and_more_of_the_same_picture(qtbot: QtBot) -> None:
    panel, _ = shown(qtbot, view_of(stage=Stage.PREDICT))
    places = {place: item.box for place, item in panel.canvas.graph.cards.items()}
    for stage in (Stage.LOSS, Stage.BACKWARD, Stage.GRADIENT, Stage.UPDATE):
        show(panel, view_of(stage=stage))
        assert {place: item.box for place, item in panel.canvas.graph.cards.items()} == places
    assert told(panel, A)[1] == "−63466"


def test_the_walk_lights_up_in_pytorch_s_order(article: Shown) -> None:
    panel, _ = article
    arrived, places = [], list(panel.canvas.graph.cards)
    for progress in np.linspace(0, 1, 30):
        panel.set_progress(float(progress))
        arrived.append({k for k in places if told(panel, k)[1][-1:].isdecimal()})
    assert arrived[0] == set()
    assert all(one <= other for one, other in pairwise(arrived))
    assert {LOSS} in arrived
    assert LOSS in arrived[10]
    assert any(A_T2 in each and A not in each for each in arrived)
    assert A in arrived[-1]


def test_without_requires_grad_no_way_leads_back(qtbot: QtBot) -> None:
    view = view_of(stage=Stage.LOSS)
    off = Experiment(requires_grad=False)
    panel, _ = shown(qtbot, view)
    snapshot = view.snapshot
    object.__setattr__(snapshot, "settings", off.settings)
    show(panel, view)
    assert {told(panel, place)[1] for place in (A, B, A_T2, LOSS)} == {"no way back"}
    assert not any(edge.walked for edge in panel.canvas.graph.edges)
    assert "does not require grad" in rule(panel)


# --- walking


def test_the_arrow_keys_walk_card_by_card_and_reach_every_card(
    qtbot: QtBot, article: Shown
) -> None:
    panel, _ = article
    rules = []
    for _ in panel.canvas.graph.cards:
        press(qtbot, panel, Qt.Key.Key_Right)
        rules.append(rule(panel))
    assert rules[0].startswith("mean = loss")
    assert len(set(rules)) == len(panel.canvas.graph.cards)
    assert told(panel, A)[1] == "−63466"
    press(qtbot, panel, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert told(panel, A)[1] == "no gradient yet"
    assert told(panel, LOSS)[1] == "1.0000"


def test_the_walk_is_over_with_the_next_stage(qtbot: QtBot, article: Shown) -> None:
    panel, _ = article
    press(qtbot, panel, Qt.Key.Key_Right)
    assert told(panel, A)[1] == "no gradient yet"
    show(panel, view_of(stage=Stage.GRADIENT))
    assert told(panel, A)[1] == "−63466"


@pytest.mark.parametrize("key", [Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return])
def test_its_keys_are_not_the_window_s_while_it_has_the_focus(article: Shown, key: Qt.Key) -> None:
    panel, _ = article
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(panel.canvas, event)
    assert event.isAccepted()


def test_a_screen_reader_is_told_the_rule(
    qtbot: QtBot, article: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, _ = article
    said: list[str] = []
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: said.append(event.message())
    )
    click(qtbot, panel, A_T2)
    assert "In a product u × v, the derivative with respect to u is v." in said[-1]
    assert "−63466 goes back to a" in said[-1]
    assert panel.canvas.accessibleDescription() == said[-1]


def test_the_whole_is_told_card_by_card_in_pytorch_s_order(article: Shown) -> None:
    panel, _ = article
    said = panel.describe()
    parts = ("back through 9 operations", "1: mean = loss", "2: squared",
             "7: × times, a*(t**2): −322.0",
             "a: −0.89200; gradient: −63466.")  # fmt: skip
    places = [said.index(part) for part in parts]
    assert places == sorted(places)


def test_the_tooltip_has_all_digits(article: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    panel, _ = article
    tips: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: tips.append(text))
    place = middle(panel, A_T2).toPoint()
    viewport = panel.canvas.viewport()
    QApplication.sendEvent(
        viewport, QHelpEvent(QEvent.Type.ToolTip, place, viewport.mapToGlobal(place))
    )
    graph = graph_of()
    assert f"value at t = 19: {exact(float(str(graph.nodes[A_T2].value[19])))}" in tips[0]


def test_before_the_first_epoch_values_are_known_and_gradients_are_not(qtbot: QtBot) -> None:
    panel, _ = shown(qtbot, view_of(epoch=0))
    assert told(panel, A) == ("−0.89200", "no gradient yet")
    assert told(panel, LOSS) == ("36415", "no gradient yet")
    assert "start" in legend(panel)


# --- folding


def parameters(count: int) -> Experiment:
    return Experiment(formula=" + ".join(f"p{k}*sin({k}*t)" for k in range(count)))


@pytest.mark.parametrize("count", [16, 30])
def test_terms_of_many_parameters_are_folded(qtbot: QtBot, count: int) -> None:
    view = view_of(parameters(count))
    panel, _ = shown(qtbot, view, ENLARGED)
    cards = panel.canvas.graph.cards.values()
    assert sum(item.card.kind == "folded" for item in cards) == count
    graph = graph_of(parameters(count))
    for item in cards:
        if item.card.kind == "folded":
            assert item.content is not None
            ((name, value, gradient),) = item.content.lines
            leaf = graph.nodes[graph.uses[int(name[1:])][0]]
            assert value == number(float(leaf.value), 4)
            assert leaf.gradient is not None
            assert gradient == f"← {number(float(leaf.gradient), 4)}"


def test_return_folds_a_part_of_the_formula_and_unfolds_it(qtbot: QtBot, article: Shown) -> None:
    panel, _ = article
    click(qtbot, panel, A_T2)
    press(qtbot, panel, Qt.Key.Key_Return)
    assert card(panel, A_T2).card.kind == "folded"
    assert A not in panel.canvas.graph.cards
    assert ("a", "−0.8920", "← −63466") in card(panel, A_T2).content.lines  # type: ignore[union-attr]
    assert "Return unfolds it" in rule(panel)
    press(qtbot, panel, Qt.Key.Key_Return)
    assert told(panel, A) == ("−0.89200", "−63466")


def test_a_double_click_unfolds_a_term(qtbot: QtBot) -> None:
    panel, _ = shown(qtbot, view_of(Experiment(formula=NEURONS)), ENLARGED)
    term = next(k for k, item in panel.canvas.graph.cards.items() if item.card.kind == "folded")
    before = len(panel.canvas.graph.cards)
    qtbot.mouseDClick(panel.canvas.viewport(), LEFT, pos=middle(panel, term).toPoint())
    assert len(panel.canvas.graph.cards) > before


def test_long_sums_are_one_card(qtbot: QtBot) -> None:
    panel, _ = shown(qtbot, view_of(Experiment(formula=NEURONS)), ENLARGED)
    assert "+ add 6 terms" in texts(panel)


# --- params.grad


def test_a_parameter_used_several_times_adds_its_parts(qtbot: QtBot) -> None:
    experiment = Experiment(formula=SHARED)
    panel, _ = shown(qtbot, view_of(experiment), ENLARGED)
    graph = graph_of(experiment)
    held = panel.canvas.graph.held
    assert held is not None
    assert graph.gradient is not None
    parts = [graph.nodes[place].gradient for place in graph.uses[0]]
    for k, part in enumerate(parts):
        assert part is not None
        assert number(float(part), 4) in held.rows[0][1]
        assert told(panel, graph.uses[0][k])[1] == number(float(part), 5)
    assert held.rows[0][2] == number(float(graph.gradient[0]))
    assert "params.grad" in texts(panel)


def test_what_is_left_over_is_added_too(qtbot: QtBot) -> None:
    kept = Experiment(zero_grad=False)
    panel, _ = shown(qtbot, view_of(kept, epoch=2))
    held = panel.canvas.graph.held
    assert held is not None
    assert held.rows[0][1].startswith("−63466 left over + ")


# --- picks


def test_a_click_on_a_parameter_picks_it(qtbot: QtBot, article: Shown) -> None:
    panel, picks = article
    click(qtbot, panel, C)
    assert picks.param == 2


def test_a_click_on_a_bar_picks_its_point(qtbot: QtBot, article: Shown) -> None:
    panel, picks = article
    item = card(panel, A_T2)
    strip = item.strip(0)
    assert strip is not None
    at = QPointF(strip.left() + strip.width() * 7.5 / 20, strip.center().y())
    place = panel.canvas.mapFromScene(item.mapToScene(at))
    qtbot.mouseClick(panel.canvas.viewport(), LEFT, pos=place)
    assert picks.point == 7
    assert told(panel, T2)[0] == "49.00"


def test_a_point_pointed_at_elsewhere_runs_through_the_graph(article: Shown) -> None:
    panel, picks = article
    picks.point_at(3)
    assert told(panel, T2)[0] == "9.000"
    picks.point_at(None)
    assert told(panel, T2)[0] == "361.0"


def test_what_a_card_is_made_of_lights_up(qtbot: QtBot, article: Shown) -> None:
    panel, picks = article
    qtbot.mouseMove(panel.canvas.viewport(), middle(panel, A_T2).toPoint())
    assert picks.lit == Lit(frozenset({0}), frozenset({"inputs"}))
    faded = {place for place, item in panel.canvas.graph.cards.items() if item.opacity() < 1}
    assert faded == set(panel.canvas.graph.cards) - {A, T2, A_T2}
    qtbot.mouseMove(panel.canvas.viewport(), middle(panel, SQUARED).toPoint())
    assert picks.lit.params == {0, 1, 2}
    assert picks.lit.parts == {"inputs", "targets", "predictions", "residuals", "squares"}
    QApplication.sendEvent(panel.canvas, QEvent(QEvent.Type.Leave))
    assert picks.lit == NOTHING_LIT
    assert all(item.opacity() == 1 for item in panel.canvas.graph.cards.values())


def test_what_lights_up_elsewhere_lights_up_here(article: Shown) -> None:
    panel, picks = article
    picks.light(Lit(frozenset({1}), frozenset({"residuals"})))
    lit = {place for place, item in panel.canvas.graph.cards.items() if item.opacity() == 1}
    assert lit == {B, MINUS}


# --- what is asked


def test_a_hidden_graph_asks_nothing(article: Shown, first: View) -> None:
    panel, _ = article
    panel.hide()
    assert panel.query(first) is None


def test_the_same_update_is_asked_about_once(article: Shown, first: View) -> None:
    panel, _ = article
    assert panel.query(first) is panel.query(first)
    assert panel.query(view_of(epoch=2)) is not panel.query(first)


def test_while_it_plays_few_graphs_are_asked_for(article: Shown, first: View) -> None:
    panel, _ = article
    query = panel.query(first)
    second = view_of(epoch=2)
    assert panel.query(replace(second, playing=True)) is query
    assert panel.query(second) is not query


def test_a_frame_with_the_same_graph_paints_nothing_anew(
    qtbot: QtBot, article: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, _ = article
    last = replace(view_of(epoch=2), playing=True)
    panel.draw(last)
    painted: list[CardItem] = []

    def update(item: CardItem) -> None:
        painted.append(item)

    monkeypatch.setattr(CardItem, "update", update)
    panel.draw(replace(view_of(epoch=3), playing=True, run=last.run))
    assert not painted


def test_stages_that_ran_while_it_was_hidden_are_seen_when_it_is_shown(qtbot: QtBot) -> None:
    panel, _ = shown(qtbot, view_of(stage=Stage.LOSS))
    assert told(panel, A)[1] == "no gradient yet"
    panel.hide()
    panel.draw(view_of(stage=Stage.GRADIENT))
    panel.show()
    assert told(panel, A)[1] == "−63466"


def test_it_asks_when_it_is_shown(qtbot: QtBot, article: Shown) -> None:
    panel, _ = article
    panel.hide()
    with qtbot.waitSignal(panel.queryChanged):
        panel.show()


def test_while_another_epoch_is_on_its_way_the_picture_says_which_one_it_is(
    article: Shown,
) -> None:
    panel, _ = article
    panel.draw(view_of(epoch=2))
    assert "epoch 1" in legend(panel)
    assert told(panel, A) == ("−0.89200", "−63466")


# --- looking


def test_zoom_stays_until_it_is_fitted_again(qtbot: QtBot, article: Shown) -> None:
    panel, _ = article
    fitted = panel.canvas.transform().m11()
    button(panel, "graphZoomInButton").click()
    assert panel.canvas.transform().m11() == pytest.approx(1.2 * fitted)
    panel.resize(700, 320)
    assert panel.canvas.transform().m11() == pytest.approx(1.2 * fitted)
    button(panel, "graphFitButton").click()
    assert panel.canvas.transform().m11() < 1.2 * fitted


def button(panel: GraphPanel, name: str) -> QToolButton:
    found = panel.findChild(QToolButton, name)
    assert isinstance(found, QToolButton)
    return found


def test_the_selected_card_is_kept_in_sight(qtbot: QtBot, article: Shown) -> None:
    panel, _ = article
    for _ in range(6):
        press(qtbot, panel, Qt.Key.Key_Plus)
    seen = []
    for _ in panel.canvas.graph.cards:
        press(qtbot, panel, Qt.Key.Key_Right)
        place = panel._selected
        assert place is not None
        seen.append(panel.canvas.viewport().rect().contains(middle(panel, place).toPoint()))
    assert all(seen)


def test_edges_show_their_local_derivatives(qtbot: QtBot, article: Shown) -> None:
    panel, _ = article
    panel.resize(*ENLARGED)
    button(panel, "graphLabelsButton").click()
    said = texts(panel)
    assert {"× 361", "× 19", "× −1", "× 838.1", "× 0.05"} <= set(said)
    assert said.count("× 1") == 4


def test_dark_is_dark(article: Shown) -> None:
    panel, _ = article
    panel.set_theme(DARK)
    marks = drawing(panel.canvas)
    assert marks.filled(DARK.panel)
    assert {mark.fill for mark in marks if mark.text == "−63466"} == {DARK.slope}


def test_many_points_have_few_bars(qtbot: QtBot) -> None:
    inputs = np.linspace(0, 1, 500)
    data = Points(inputs=tuple(inputs.tolist()), targets=tuple((3 * inputs).tolist()))
    panel, picks = shown(qtbot, view_of(Experiment(formula="a*t", data=data)))
    picks.pick(250)
    content = card(panel, 2).content
    assert content is not None
    assert content.value.bars is not None
    assert len(content.value.bars) == 20
