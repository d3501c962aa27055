"""The stages' chips: what each says, which is lit, which are dim, and that none of them jumps."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.numbers import exact, number
from engine.runs import Stage
from gui.panels.stages import REFUSED, Chip, StagesPanel, statement_lines, value_lines
from gui.theme import DARK, LIGHT, Theme
from tests.gui.drawn import Drawing, Mark, drawing
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
    first = [number(each) for each in view.snapshot.predictions[:3].tolist()]
    assert chip(panel, "predict").shown.split(", ")[:3] == first
    assert chip(panel, "loss").shown == number(epoch.loss)
    assert chip(panel, "backward").shown == (
        f"graph walked: {view.facts.operations}\u00a0operations"
    )
    assert [chip(panel, "gradient").shown, chip(panel, "update").shown] == named
    assert states(panel) == ["", "", "", "", "ran last"]


def test_one_operation_is_not_called_operations(panel: StagesPanel) -> None:
    view = make_view(epochs=1)
    panel.draw(replace(view, facts=replace(view.facts, operations=1)))
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


# what is painted, as lines and words


def head_of(drawn: Drawing) -> tuple[Mark, Mark, list[Mark]]:
    """A chip's frame, its badge, and its texts."""
    frame = next(mark for mark in drawn if mark.kind == "path")
    (badge,) = (mark for mark in drawn if mark.kind in ("circle", "ellipse"))
    return frame, badge, [mark for mark in drawn if mark.kind == "text"]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_chip_is_framed_and_coloured_by_what_has_become_of_its_stage(
    panel: StagesPanel, theme: Theme
) -> None:
    panel.set_theme(theme)
    panel.draw(make_view(epochs=2, cursor=2, stage=Stage.LOSS))
    panel.set_failed(Stage.GRADIENT)
    looks = {
        # ground, edge, its width, whether it has gaps, the ink of title and code, and the badge's
        "predict": (theme.panel, theme.border, 1, False, theme.text, ("", theme.text)),
        "loss": (theme.panel, theme.ink, 2, False, theme.text, (theme.ink, theme.ink)),
        "backward": (
            theme.window, theme.border, 1, True, theme.faint_text, ("", theme.faint_text),
        ),
        "gradient": (
            theme.warning, theme.warning_text, 2, False, theme.warning_text,
            (theme.warning_text, theme.warning_text),
        ),
    }  # fmt: skip
    for name, (ground, edge, width, gaps, ink, filled) in looks.items():
        frame, badge, texts = head_of(drawing(chip(panel, name)))
        assert (frame.fill, frame.stroke, frame.width, bool(frame.dashes)) == (
            ground,
            edge,
            width,
            gaps,
        ), name
        assert (badge.fill, badge.stroke) == filled
        number_, title, *rest = texts
        marked = name in ("loss", "gradient")
        assert (number_.text, title.text) == (str(chip(panel, name).stage.value), name.title())
        assert (number_.bold, title.bold) == (marked, marked)
        inside = {"loss": theme.ink_text, "gradient": theme.warning}
        assert number_.fill == inside.get(name, ink)
        assert {mark.fill for mark in [title, *rest] if mark.text != "ran last"} == {ink}


def test_title_state_code_and_value_stand_in_their_places(panel: StagesPanel) -> None:
    view = make_view(epochs=3)
    panel.draw(view)
    QApplication.processEvents()
    for name in ARTICLE:
        seen = chip(panel, name)
        drawn = drawing(seen)
        _, badge, (number_, title, *rest) = head_of(drawn)
        assert badge.top == pytest.approx(number_.top, abs=6)
        assert 8 <= badge.left - badge.radius <= 9
        assert badge.left + badge.radius < title.left < badge.left + badge.radius + 10
        assert abs(number_.left - badge.left) < 6
        assert title.top == number_.top < 25
        state = [mark for mark in rest if mark.top == title.top]
        assert [mark.text for mark in state] == (["ran last"] if name == "update" else [])
        if state:
            wide = seen.fontMetrics().horizontalAdvance("ran last")
            assert state[0].left + wide == pytest.approx(seen.width() - 8, abs=2)
            assert (state[0].fill, state[0].bold) == (LIGHT.ink, False)
        lines = [mark for mark in rest if mark not in state]
        assert {mark.left for mark in lines} == {8}
        code, made = ([mark for mark in lines if mark.bold is bold] for bold in (False, True))
        assert " ".join(" ".join(mark.text for mark in code).split()) == " ".join(seen.code)
        shown = " ".join(mark.text for mark in made).replace("\u00a0", " ")
        whole = seen.shown.replace("\u00a0", " ")
        assert " ".join(shown.split()).rstrip(" …") in " ".join(whole.split())
        # From above: the code, then the value, which ends where every chip's value ends.
        heights = [mark.top for mark in [*code, *made]]
        assert heights == sorted(heights)
        pitch = made[1].top - made[0].top if len(made) > 1 else code[-1].top - code[0].top
        assert code[0].top - title.top > 10
        if len(code) > 1:
            assert {b.top - a.top for a, b in pairwise(code)} == {pitch}
        assert made[-1].top == pytest.approx(seen.height() - 6 - 4, abs=4)
    bottoms = {
        [mark for mark in drawing(chip(panel, name)) if mark.kind == "text"][-1].top
        for name in ARTICLE
    }
    assert len(bottoms) == 1


def test_the_remark_stands_under_the_code(panel: StagesPanel) -> None:
    panel.draw(make_view(Experiment(zero_grad=False), epochs=3))
    drawn = drawing(chip(panel, "gradient"))
    code, remark = drawn.text("params.grad"), drawn.text("this epoch's + left over")
    value = next(mark for mark in drawn if mark.kind == "text" and mark.text.startswith("a\u00a0"))
    assert code.left == remark.left == 8
    assert code.top < remark.top < value.top


def test_arrows_join_the_chips_and_are_faint_to_what_has_not_run(panel: StagesPanel) -> None:
    panel.draw(make_view(epochs=2, cursor=2, stage=Stage.BACKWARD))
    QApplication.processEvents()
    chips = [chip(panel, name).geometry() for name in ARTICLE]
    gaps = [(left.right(), right.left()) for left, right in pairwise(chips)]
    arrows = [
        mark
        for mark in drawing(panel)
        if mark.kind == "polyline"
        and any(begin < mark.left and mark.right < end for begin, end in gaps)
    ]
    assert len(arrows) == 12
    middle = panel.height() / 2
    for (begin, end), triple in zip(gaps, zip(*[iter(arrows)] * 3, strict=True), strict=True):
        shaft, *wings = triple
        assert shaft.points.tolist() == [[begin + 4, middle], [end - 3, middle]]
        tip = end - 3
        ends = [[[tip, middle], [tip - 4, middle + rise]] for rise in (-4, 4)]
        assert [wing.points.tolist() for wing in wings] == ends
    assert [mark.stroke for mark in arrows] == [LIGHT.text] * 6 + [LIGHT.faint_text] * 6


def test_what_is_refused_is_the_value_in_the_chip(panel: StagesPanel) -> None:
    panel.draw(make_view(epochs=2, cursor=2, stage=Stage.LOSS))
    panel.set_failed(Stage.BACKWARD)
    texts = drawing(chip(panel, "backward")).texts
    assert "refused" in texts
    assert " ".join(texts[-2:]).endswith(REFUSED)


def test_the_same_snapshot_with_another_switch_is_shown_anew(panel: StagesPanel) -> None:
    view = make_view(epochs=1, cursor=0)
    panel.draw(view)
    assert len(chip(panel, "update").code) == 2
    panel.draw(replace(view, experiment=view.experiment.changed(zero_grad=False)))
    assert len(chip(panel, "update").code) == 1


def test_many_predictions_end_in_dots_and_few_do_not(panel: StagesPanel) -> None:
    view = make_view(epochs=1)
    panel.draw(view)
    assert chip(panel, "predict").value.endswith("…")
    few = view.snapshot.predictions[:12]
    panel.draw(replace(view, snapshot=replace(view.snapshot, predictions=few)))
    assert chip(panel, "predict").value == ", ".join(number(each) for each in few.tolist())


def test_the_purpose_and_the_numbers_of_each_stage_are_its_own(panel: StagesPanel) -> None:
    panel.draw(make_view(epochs=2))
    words = {
        "predict": "one prediction for every point",
        "loss": "how far the predictions are from the targets",
        "backward": "chain rule",
        "gradient": "One number for each parameter",
        "update": "small step downhill",
    }
    for k, (name, sentence) in enumerate(words.items(), 1):
        tip = hovered(chip(panel, name))
        assert tip.startswith(f"<p><b>{k} {name.title()}</b></p>")
        assert sentence in tip
        assert "Epoch 2: " in tip
    assert "mean squared error" in hovered(chip(panel, "loss"))
    # Nothing is left over, and nothing is said of it.
    assert "eft over" not in hovered(chip(panel, "gradient"))
    assert "with lr = 1e−05" in hovered(chip(panel, "update"))
