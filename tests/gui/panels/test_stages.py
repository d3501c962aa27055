"""The stages' chips: what each says, which is lit, which are dim, and that none of them jumps."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from engine.epoch import Stage
from engine.experiment import Experiment
from engine.numbers import exact, number
from gui.panels.stages import REFUSED, Chip, StagesPanel, statement_lines, value_lines
from gui.theme import DARK, LIGHT
from tests.gui.views import make_view

# Without a window manager no tooltip can be brought to the front.
pytestmark = pytest.mark.qt_log_ignore(r"does not support raise\(\)", extend=True)

ARTICLE = {
    "predict": "preds = f(time, params)",
    "loss": "loss = mse(speed, preds)",
    "backward": "loss.backward()",
    "gradient": "params.grad",
    "update": "params.data -= params.grad.data*(lr)",
}


@pytest.fixture
def panel(qtbot: QtBot) -> StagesPanel:
    panel = StagesPanel()
    qtbot.addWidget(panel)
    panel.resize(1008, 100)
    panel.show()
    return panel


def chip(panel: StagesPanel, name: str) -> Chip:
    found = panel.findChild(Chip, f"stageChip_{name}")
    assert isinstance(found, Chip)
    return found


def states(panel: StagesPanel) -> list[str]:
    return [chip(panel, name).state for name in ARTICLE]


def test_every_stage_shows_the_articles_line(panel: StagesPanel) -> None:
    panel.draw(make_view(epochs=2))
    assert {name: chip(panel, name).code[0] for name in ARTICLE} == ARTICLE
    assert chip(panel, "update").code[1:] == ("params.grad = None",)


def test_the_chips_stand_in_order_equally_wide_and_on_one_line(panel: StagesPanel) -> None:
    panel.draw(make_view(epochs=2))
    places = [chip(panel, name).geometry() for name in ARTICLE]
    assert [each.left() for each in places] == sorted(each.left() for each in places)
    assert max(each.width() for each in places) - min(each.width() for each in places) <= 1
    assert len({(each.top(), each.height()) for each in places}) == 1


def test_before_the_first_epoch_nothing_has_run(panel: StagesPanel) -> None:
    panel.draw(make_view(epochs=3, cursor=0))
    assert states(panel) == ["not yet"] * 5
    assert [chip(panel, name).shown for name in ARTICLE] == ["–"] * 5


def test_half_way_the_last_stage_is_lit_and_later_ones_are_dim(panel: StagesPanel) -> None:
    view = make_view(epochs=3, cursor=2, stage=Stage.LOSS)
    panel.draw(view)
    assert states(panel) == ["", "ran last", "not yet", "not yet", "not yet"]
    assert view.snapshot.loss is not None
    assert chip(panel, "loss").shown == number(view.snapshot.loss)
    assert chip(panel, "gradient").shown == "–"
    assert [chip(panel, name).lit for name in ARTICLE] == [False, True, False, False, False]


def test_a_finished_epoch_shows_what_every_line_made(panel: StagesPanel) -> None:
    view = make_view(epochs=3)
    panel.draw(view)
    epoch = view.history[2]
    named = [
        "  ".join(f"{name}\u00a0{number(each)}" for name, each in zip("abc", values, strict=True))
        for values in (epoch.gradient.tolist(), epoch.updated_params.tolist())
    ]
    first = [number(each) for each in epoch.predictions[:3].tolist()]
    assert chip(panel, "predict").shown.split(", ")[:3] == first
    assert chip(panel, "loss").shown == number(epoch.loss)
    assert chip(panel, "backward").shown == (
        f"graph walked: {view.prepared.operations}\u00a0operations"
    )
    assert [chip(panel, "gradient").shown, chip(panel, "update").shown] == named
    assert states(panel) == ["", "", "", "", "ran last"]


def test_one_operation_is_not_called_operations(panel: StagesPanel) -> None:
    view = make_view(epochs=1)
    panel.draw(replace(view, prepared=replace(view.prepared, operations=1)))
    assert chip(panel, "backward").shown == "graph walked: 1\u00a0operation"


def test_without_zero_grad_the_line_is_gone_and_the_gradient_explained(
    panel: StagesPanel, qtbot: QtBot
) -> None:
    view = make_view(Experiment(zero_grad=False), epochs=3)
    panel.draw(view)
    assert chip(panel, "update").code == (ARTICLE["update"],)
    assert chip(panel, "gradient").remark == "this epoch's + left over"
    tip = hovered(chip(panel, "gradient"))
    own = view.snapshot.own_gradient
    assert own is not None
    assert f"a\u00a0{exact(float(own[0]))}" in tip
    assert f"a\u00a0{exact(float(view.snapshot.leftover[0]))}" in tip


def test_before_the_first_epoch_the_switch_decides_which_lines_will_run(
    panel: StagesPanel,
) -> None:
    view = make_view(epochs=1, cursor=0)
    panel.draw(replace(view, experiment=Experiment(zero_grad=False)))
    assert len(chip(panel, "update").code) == 1


def hovered(chip: Chip) -> str:
    QApplication.sendEvent(
        chip, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), chip.mapToGlobal(QPoint(5, 5)))
    )
    QToolTip.hideText()
    return chip.toolTip()


def test_hovering_tells_full_precision_and_why(panel: StagesPanel) -> None:
    view = make_view(epochs=2)
    panel.draw(view)
    assert view.snapshot.loss is not None
    assert exact(view.snapshot.loss) in hovered(chip(panel, "loss"))
    assert exact(float(view.snapshot.predictions[0])) in hovered(chip(panel, "predict"))
    update = hovered(chip(panel, "update"))
    assert exact(float(view.history.updated_params[1][2])) in update
    assert "set to None" in update
    assert "requires_grad_()" in hovered(chip(panel, "backward"))
    panel.draw(make_view(epochs=2, cursor=2, stage=Stage.PREDICT))
    assert "not run in this epoch yet" in hovered(chip(panel, "loss"))


def test_the_tooltip_is_there_before_anything_is_drawn_and_names_a_switched_off_gradient(
    panel: StagesPanel,
) -> None:
    assert all(chip(panel, name).toolTip() for name in ARTICLE)
    view = make_view(epochs=1, cursor=1, stage=Stage.PREDICT)
    panel.draw(replace(view, experiment=Experiment(requires_grad=False)))
    assert "requires_grad is off" in hovered(chip(panel, "predict"))


def test_a_refused_stage_says_so_until_it_is_taken_back(panel: StagesPanel) -> None:
    panel.draw(make_view(epochs=2, cursor=2, stage=Stage.LOSS))
    panel.set_failed(Stage.BACKWARD)
    assert states(panel) == ["", "ran last", "refused", "not yet", "not yet"]
    assert chip(panel, "backward").shown == REFUSED
    assert REFUSED in chip(panel, "backward").accessibleDescription()
    panel.set_failed(None)
    assert states(panel)[2] == "not yet"


def test_a_diverged_epoch_is_told_in_words(panel: StagesPanel) -> None:
    view = make_view(Experiment(learning_rate=1e-4), epochs=200)
    assert view.snapshot.loss == np.inf
    panel.draw(view)
    assert chip(panel, "loss").shown == "∞"
    assert not panel.grab().isNull()


def test_a_chip_keeps_its_place_whatever_it_shows(panel: StagesPanel) -> None:
    panel.draw(make_view(epochs=1, cursor=0))
    before = [chip(panel, name).geometry() for name in ARTICLE]
    panel.draw(make_view(Experiment(learning_rate=1e-4), epochs=200))
    QApplication.processEvents()
    assert [chip(panel, name).geometry() for name in ARTICLE] == before


def test_a_chip_tells_assistive_technology_its_code_value_and_state(panel: StagesPanel) -> None:
    view = make_view(epochs=2, cursor=2, stage=Stage.LOSS)
    panel.draw(view)
    loss = chip(panel, "loss")
    assert loss.accessibleName() == "Stage 2, Loss"
    assert view.snapshot.loss is not None
    for part in (ARTICLE["loss"], number(view.snapshot.loss), "ran last"):
        assert part in loss.accessibleDescription()


def test_the_themes_look_different(panel: StagesPanel) -> None:
    panel.draw(make_view(epochs=1))
    panel.set_theme(LIGHT)
    light = panel.grab().toImage()
    panel.set_theme(DARK)
    assert panel.grab().toImage() != light


def test_the_lit_chip_differs_in_more_than_colour(panel: StagesPanel) -> None:
    panel.draw(make_view(epochs=2, cursor=2, stage=Stage.LOSS))
    lit = chip(panel, "loss").grab().toImage()
    panel.draw(make_view(epochs=2, cursor=2))
    unlit = chip(panel, "loss").grab().toImage()
    dark = [
        sum(
            image.pixelColor(x, y).lightness() < 200
            for x in range(image.width())
            for y in range(image.height() // 3)
        )
        for image in (lit, unlit)
    ]
    assert dark[0] > 1.5 * dark[1]


def test_a_statement_is_cut_at_a_space_and_its_rest_moved_in() -> None:
    assert statement_lines(ARTICLE["update"], 40) == (ARTICLE["update"],)
    assert statement_lines(ARTICLE["update"], 25) == ("params.data -=", "  params.grad.data*(lr)")


def test_values_are_cut_between_numbers() -> None:
    value = ", ".join(["−1234.5"] * 12)
    lines = value_lines(value, 25)
    assert len(lines) == 2
    assert all(len(line) <= 25 for line in lines)
    assert lines[-1].endswith("…")
    numbers = " ".join(lines).removesuffix("…").strip().split(", ")
    assert {each.rstrip(",") for each in numbers} == {"−1234.5"}
    assert value_lines("661.20", 25) == ["661.20"]
