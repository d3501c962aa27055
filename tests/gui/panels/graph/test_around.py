"""What stands around the graph: the head with its legend and buttons, the frame, what is told."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.runs import Stage
from gui.panels.graph import GraphPanel
from gui.panels.graph.type import size_of, type_of
from gui.theme import DARK, LIGHT, Theme
from tests.gui.drawn import drawing
from tests.gui.panels.graph.graphs import NEURONS, graph_of, shown, view_of
from tests.gui.windows import at_front

WIDE = (1400, 700)
A, A_T2 = 0, 2
themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def colour(widget: QWidget, x: int, y: int) -> str:
    """The colour of a pixel of `widget`; negative places count from its right and its bottom."""
    image = widget.grab().toImage()
    return str(QColor(image.pixel(x % image.width(), y % image.height())).name())


def legend(panel: GraphPanel) -> QLabel:
    label = panel.findChild(QLabel, "graphLegend")
    assert isinstance(label, QLabel)
    return label


def written(panel: GraphPanel) -> str:
    return " ".join("".join(drawing(legend(panel)).texts).split())


def test_the_legend_says_what_the_colours_mean_as_far_as_there_is_room(qtbot: QtBot) -> None:
    panel, picks = shown(qtbot, view_of(), WIDE)
    picks.pick(4)
    assert legend(panel).accessibleName() == "Numbers of the point t = 4, of 20; epoch 1"
    forms = [
        "→ the value, forward ← the derivative of the loss, back point t = 4 (of 20) epoch 1",
        "→ value ← derivative point t = 4 (of 20) epoch 1",
        "→ value ← derivative point t = 4 epoch 1",
        "point t = 4 epoch 1",
    ]
    said = []
    for width in range(1000, 350, -10):
        panel.resize(width, 600)
        text = written(panel)
        assert legend(panel).sizeHint().width() <= legend(panel).width() or text == forms[-1]
        if text not in said:
            said.append(text)
    assert said == forms


@themes
def test_the_legend_has_the_colours_of_the_ways(qtbot: QtBot, theme: Theme) -> None:
    panel, picks = shown(qtbot, view_of(), WIDE)
    panel.set_theme(theme)
    picks.pick(4)
    marks = [mark for mark in drawing(legend(panel)) if mark.kind == "text"]
    inks = {mark.text.strip(): (mark.fill, mark.bold) for mark in marks}
    assert inks["the value"] == (theme.forward, True)
    assert inks["the derivative of the loss"] == (theme.slope, True)
    assert inks["point t = 4"] == (theme.text, True)
    assert next(mark.fill for mark in marks if "epoch 1" in mark.text) == theme.text


def test_before_the_first_epoch_the_numbers_are_the_start_s(qtbot: QtBot) -> None:
    panel, _ = shown(qtbot, view_of(epoch=0), WIDE)
    assert legend(panel).accessibleName() == "Numbers of the point t = 19, of 20; start"


def test_every_button_says_what_it_is_for_and_does_it(qtbot: QtBot) -> None:
    panel, _ = shown(qtbot, view_of(), WIDE)
    buttons = [
        (each.text(), each.objectName(), each.toolTip())
        for each in panel.head.findChildren(QToolButton)
        if each.objectName().startswith("graph")
    ]
    assert buttons == [
        ("∂", "graphLabelsButton", "Show each edge's local derivative"),
        ("−", "graphZoomOutButton", "Zoom out (−)"),
        ("+", "graphZoomInButton", "Zoom in (+)"),
        ("Fit view", "graphFitButton", "Fit the graph into the view (0)"),
    ]
    for _, name, tip in buttons:
        button = panel.head.findChild(QToolButton, name)
        assert button.accessibleName() == tip
        assert button.focusPolicy() == Qt.FocusPolicy.TabFocus
        assert button.isCheckable() == (name == "graphLabelsButton")
    scale = panel.canvas.transform().m11()
    for name, factor in (("graphZoomInButton", 1.2), ("graphZoomOutButton", 1.0)):
        panel.head.findChild(QToolButton, name).click()
        assert panel.canvas.transform().m11() == pytest.approx(scale * factor)
    for key, factor in ((Qt.Key.Key_Plus, 1.2), (Qt.Key.Key_Minus, 1.0)):
        qtbot.keyClick(panel.canvas, key)
        assert panel.canvas.transform().m11() == pytest.approx(scale * factor)
    assert panel.canvas.zoomed
    panel.head.findChild(QToolButton, "graphFitButton").click()
    assert not panel.canvas.zoomed
    for key, end in ((Qt.Key.Key_Plus, 4.0), (Qt.Key.Key_Minus, 0.3)):
        for _ in range(20):
            qtbot.keyClick(panel.canvas, key)
        assert panel.canvas.transform().m11() == pytest.approx(end)


@themes
def test_a_button_is_dark_while_its_labels_are_shown(qtbot: QtBot, theme: Theme) -> None:
    panel, _ = shown(qtbot, view_of(), WIDE)
    panel.set_theme(theme)
    button = panel.head.labels
    assert colour(button, 4, 4) == theme.panel
    assert colour(button, button.width() // 2, 0) == theme.border
    button.click()
    assert colour(button, 4, 4) == theme.ink
    inks = {mark.fill for mark in drawing(button) if mark.kind == "text"}
    assert inks == {theme.ink_text}
    button.click()
    at_front(qtbot, panel)
    button.setFocus()
    for y in (0, 1):
        assert colour(button, button.width() // 2, y) == theme.ink


@themes
def test_the_panel_has_a_frame_and_the_canvas_a_ring_with_the_focus(
    qtbot: QtBot, theme: Theme
) -> None:
    panel, _ = shown(qtbot, view_of(), WIDE)
    panel.set_theme(theme)
    width, height = WIDE
    frame = next(m for m in drawing(panel) if m.kind == "path" and m.right - m.left > width - 2)
    assert (frame.stroke, frame.fill, frame.width) == (theme.border, theme.panel, 1)
    assert frame.box == pytest.approx((0.5, 0.5, width - 0.5, height - 0.5), abs=0.02)
    margins = panel.layout().contentsMargins()
    sides = margins.left(), margins.top(), margins.right(), margins.bottom()
    assert (sides, panel.layout().spacing()) == ((8, 4, 4, 4), 2)
    canvas = panel.canvas
    assert canvas.accessibleName() == (
        "The graph that loss.backward() walks; ← and → walk it card by card"
    )
    assert canvas.focusPolicy() == Qt.FocusPolicy.StrongFocus
    assert colour(canvas, 1, 300) == theme.panel
    at_front(qtbot, panel)
    canvas.setFocus()
    across, down = canvas.viewport().width(), canvas.viewport().height()
    for x, y in ((1, 300), (across - 1, 300), (300, 1), (300, down - 1)):
        colours = colour(canvas.viewport(), x, y), theme.text, theme.panel
        ring, text, ground = (QColor(each).lightness() for each in colours)
        assert abs(ring - text) < abs(ring - ground)
    assert colour(canvas.viewport(), 4, 300) == theme.panel
    panel.head.labels.setFocus()
    assert colour(canvas, 1, 300) == theme.panel


def test_the_whole_picture_is_told_until_a_card_is_chosen(qtbot: QtBot) -> None:
    panel, _ = shown(qtbot, view_of(stage=Stage.BACKWARD), WIDE)
    whole = panel.strip.text
    assert whole.startswith("loss.backward()")
    said = (
        "PyTorch walked back through 9 operations, from the loss to the parameters. "
        "7 of them are drawn here;"
    )
    assert said in whole
    assert panel.canvas.accessibleDescription() == whole
    assert panel.describe().startswith(said)


def test_a_folded_card_is_told_with_its_title_before_its_piece(qtbot: QtBot) -> None:
    panel, _ = shown(qtbot, view_of(Experiment(formula=NEURONS)), WIDE)
    scene = panel.canvas.graph
    place = next(place for place, item in scene.cards.items() if item.card.kind == "folded")
    panel.canvas.chosen.emit(place)
    label = panel.strip.findChild(QLabel, "graphRule")
    assert label.text().startswith("<b>× times</b>")
    assert ">v1*tanh(w1*t + b1)</code>" in label.text()


def test_before_there_is_a_graph_it_says_what_will_come(qtbot: QtBot) -> None:
    panel = GraphPanel()
    qtbot.addWidget(panel)
    assert panel.describe() == "The graph that loss.backward() walks will appear here."
    assert panel.accessibleName() == "Backward: what does loss.backward() do?"


def test_a_stage_of_the_run_shown_is_drawn_before_it_is_asked_about(qtbot: QtBot) -> None:
    first = view_of(stage=Stage.LOSS)
    panel, _ = shown(qtbot, first, WIDE)
    content = panel.canvas.graph.cards[A_T2].content
    assert content is not None
    assert content.gradient is not None
    assert not content.gradient.known
    panel.draw(view_of(stage=Stage.BACKWARD))
    content = panel.canvas.graph.cards[A_T2].content
    assert content is not None
    assert content.gradient is not None
    assert content.gradient.known


def test_a_card_is_as_wide_as_its_number_and_its_bars(qtbot: QtBot) -> None:
    """A parameter has the least that a card needs: the widest number, the bars, and margins."""
    graph, type_ = graph_of(), type_of()
    panel, _ = shown(qtbot, view_of(), WIDE)
    card = panel.canvas.graph.cards[A].card
    sizes = [size_of(card, graph, type_, form)[0] for form in ("wide", "full", "compact")]
    bare = type_.number + 4 * type_.pad
    assert sizes == pytest.approx([bare + 56 + type_.pad, bare + 34 + type_.pad, bare])
