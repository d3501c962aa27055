"""The stages' cards: what each says, which is lit, which are dim, and that none of them jumps."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.numbers import exact, grouped
from engine.runs import Stage
from engine.words.steps.arithmetic import line
from gui.panels.stages import StagesPanel, forward
from gui.panels.stages.card import REFUSED, StageCard, statement_lines
from gui.theme import DARK, LIGHT
from tests.gui.drawn import drawing
from tests.gui.plots.helpers import pixels
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


def card(panel: StagesPanel, name: str) -> StageCard:
    found = panel.findChild(StageCard, f"stageChip_{name}")
    assert isinstance(found, StageCard)
    return found


def states(panel: StagesPanel) -> list[str]:
    return [card(panel, name).state for name in ARTICLE]


def test_every_stage_shows_the_articles_line(panel: StagesPanel) -> None:
    panel.draw(make_view(epochs=2))
    assert {name: card(panel, name).code[0] for name in ARTICLE} == ARTICLE
    assert card(panel, "update").code[1:] == ("params.grad = None",)


def test_the_cards_stand_in_order_equally_wide_and_on_one_line(panel: StagesPanel) -> None:
    panel.draw(make_view(epochs=2))
    places = [card(panel, name).geometry() for name in ARTICLE]
    assert [each.left() for each in places] == sorted(each.left() for each in places)
    assert max(each.width() for each in places) - min(each.width() for each in places) <= 1
    assert len({(each.top(), each.height()) for each in places}) == 1


def test_before_the_first_epoch_nothing_has_run(panel: StagesPanel) -> None:
    panel.draw(make_view(epochs=3, cursor=0))
    assert states(panel) == ["not yet"] * 5
    assert [card(panel, name).shown for name in ARTICLE] == ["–"] * 5


def test_half_way_the_last_stage_is_lit_and_later_ones_are_dim(panel: StagesPanel) -> None:
    view = make_view(epochs=3, cursor=2, stage=Stage.LOSS)
    panel.draw(view)
    assert states(panel) == ["", "ran last", "not yet", "not yet", "not yet"]
    assert view.snapshot.loss is not None
    assert card(panel, "loss").shown == grouped(view.snapshot.loss)
    assert card(panel, "gradient").shown == "–"
    assert [card(panel, name).lit for name in ARTICLE] == [False, True, False, False, False]


def written(card: StageCard) -> list[str]:
    """What stands in the card, in the order in which it is painted."""
    card.grab()
    return [each.text for each in card.written]


def test_a_finished_epoch_shows_what_every_line_made(panel: StagesPanel) -> None:
    panel.fit_into(900)
    panel.resize(1400, 130)
    view = make_view(epochs=1)
    panel.draw(view)
    assert states(panel) == ["", "", "", "", "ran last"]
    texts = {name: written(card(panel, name)) for name in ARTICLE}
    assert texts["predict"][1:] == ["t = 0", "0.3704", "t = 19", "−350.3"]
    assert texts["loss"][1:] == ["mean of 20 squares", "36,415", "the largest, at t = 19: 175,606"]
    assert texts["backward"][1:] == ["a", "b", "c", "9\u00a0operations", "walked back", "loss"]
    assert texts["gradient"][1:] == ["a", "−63466.4", "b", "−4092", "c", "−301"]
    update = texts["update"][2:]
    assert update[:4] == ["a", "−0.891995", "−0.257331", "+0.634664"]
    assert update[-3:] == ["loss", "36,415", "7,393.7"]


def test_the_numbers_of_the_update_are_those_of_its_arithmetic(panel: StagesPanel) -> None:
    view = make_view(epochs=2)
    panel.draw(view)
    epoch = view.history[1]
    for name, *values in zip(
        "abc", epoch.params.tolist(), epoch.gradient.tolist(), epoch.updated_params.tolist(),
        strict=True,
    ):  # fmt: skip
        printed = line(values[0], 1e-5, *values[1:])
        assert f"{name} {printed.before} → {printed.after}" in card(panel, "update").shown


SIZES = [(1008, 700), (1424, 900), (1904, 1080), (2544, 1440)]
SINES = Experiment(
    formula=" + ".join(f"weight_{k}*sin({k}*t)" for k in range(30)), learning_rate=1e-3
)


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize(
    "experiment",
    [Experiment(), Experiment(learning_rate=1e-4), Experiment(zero_grad=False), SINES],
    ids=["article", "diverging", "zero_grad off", "thirty parameters"],
)
@pytest.mark.parametrize("epochs", [1, 7, 200])
def test_nothing_is_cut_at_any_size(
    panel: StagesPanel, width: int, height: int, experiment: Experiment, epochs: int
) -> None:
    panel.fit_into(height)
    panel.resize(width, panel.sizeHint().height())
    QApplication.processEvents()
    panel.draw(make_view(experiment, epochs))
    for name in ARTICLE:
        drawn = card(panel, name)
        drawn.grab()
        room = QRectF(drawn.rect()).adjusted(4, 4, -4, -4)
        for each in drawn.written:
            assert each.width <= each.area.width() + 1, each
            assert room.contains(each.area), each


def test_thirty_parameters_are_told_as_some_and_the_number_of_the_others(
    panel: StagesPanel,
) -> None:
    panel.draw(make_view(SINES, epochs=1))
    for name, form in (
        ("gradient", "… and {} more"),
        ("update", "… and {} more"),
        ("backward", "{} more"),
    ):
        texts = written(card(panel, name))
        shown = sum(text.startswith("weight_") for text in texts)
        assert shown > 0
        assert form.format(30 - shown) in texts


def test_higher_windows_have_higher_cards_with_more_in_them(panel: StagesPanel) -> None:
    panel.draw(make_view(SINES, epochs=1))
    panel.fit_into(700)
    panel.resize(1008, panel.sizeHint().height())
    few = card(panel, "gradient").height(), len(written(card(panel, "gradient")))
    panel.fit_into(1080)
    panel.resize(1904, panel.sizeHint().height())
    QApplication.processEvents()
    many = card(panel, "gradient").height(), len(written(card(panel, "gradient")))
    assert many[0] > few[0]
    assert many[1] > few[1]


def test_bars_go_to_the_side_of_the_sign_as_long_as_the_gradient(panel: StagesPanel) -> None:
    view = make_view(epochs=1)
    gradient = np.array([-2.0, 1.0, 0.0], np.float32)
    panel.draw(replace(view, snapshot=replace(view.snapshot, gradient=gradient)))
    image = card(panel, "gradient").grab().toImage()
    left, (right, _) = left_bar(image), pixels(image, LIGHT.positive)
    assert max(left) <= min(right)
    long, short = (max(each) - min(each) + 1 for each in (left, right))
    assert long == pytest.approx(2 * short, abs=3)


def left_bar(image: QImage) -> list[int]:
    """The x of the pixels of the negative bar, without those of the number beside it."""
    x, _ = pixels(image, LIGHT.negative)
    return [each for each in x if each < image.width() * 0.5]


def test_squares_shrink_with_the_loss_and_are_the_errors(panel: StagesPanel) -> None:
    first, second = (make_view(epochs=8, cursor=k) for k in (1, 2))
    (before, factor), (after, other) = (forward.squares(view, 250, 60) for view in (first, second))
    assert factor == other == 1
    ratio = np.mean(np.square(after)) / np.mean(np.square(before))
    assert ratio == pytest.approx(second.snapshot.loss / first.snapshot.loss, rel=1e-4)  # type: ignore[operator]
    errors = np.abs(first.snapshot.predictions - first.facts.targets)
    np.testing.assert_allclose(np.array(before) / before[-1], errors / errors[-1], rtol=1e-5)
    assert sum(before) <= 250
    assert max(before) <= 60


def test_squares_that_are_drawn_larger_say_so(panel: StagesPanel) -> None:
    view = make_view(epochs=200)
    _, factor = forward.squares(view, card(panel, "loss").width() - 16, 40)
    assert factor > 1
    panel.draw(view)
    assert any(f"drawn {factor}× wider" in text for text in written(card(panel, "loss")))


def test_a_click_and_return_ask_for_the_stage(panel: StagesPanel, qtbot: QtBot) -> None:
    panel.draw(make_view(epochs=1))
    asked: list[Stage] = []
    panel.stageRequested.connect(asked.append)
    qtbot.mouseClick(card(panel, "loss"), Qt.MouseButton.LeftButton)
    assert not card(panel, "loss").hasFocus()
    card(panel, "predict").setFocus()
    for name in ("predict", "loss", "backward"):
        assert card(panel, name).hasFocus()
        qtbot.keyClick(card(panel, name), Qt.Key.Key_Return)
        qtbot.keyClick(card(panel, name), Qt.Key.Key_Tab)
    assert asked == [Stage.LOSS, Stage.PREDICT, Stage.LOSS, Stage.BACKWARD]


def test_the_focus_is_seen(panel: StagesPanel) -> None:
    panel.draw(make_view(epochs=1))
    without = card(panel, "loss").grab().toImage()
    card(panel, "loss").setFocus()
    assert card(panel, "loss").grab().toImage() != without


def test_in_the_movement_the_new_values_come_after_the_gradient(panel: StagesPanel) -> None:
    panel.draw(make_view(epochs=1))
    panel.set_progress(0.0)
    panel.draw(make_view(epochs=2))
    images = []
    for progress in (0.0, 0.15, 0.5, 1.0):
        panel.set_progress(progress)
        images.append({name: card(panel, name).grab().toImage() for name in ARTICLE})
    for name in ("predict", "loss", "backward"):
        assert all(image[name] == images[0][name] for image in images)
    assert images[0]["gradient"] != images[2]["gradient"] == images[3]["gradient"]
    assert images[0]["update"] != images[2]["update"] != images[3]["update"]


def test_one_operation_is_not_called_operations(panel: StagesPanel) -> None:
    view = make_view(epochs=1)
    panel.draw(replace(view, facts=replace(view.facts, operations=1)))
    assert card(panel, "backward").shown == "1\u00a0operation walked back"


def test_without_zero_grad_the_line_is_gone_and_the_gradient_explained(
    panel: StagesPanel, qtbot: QtBot
) -> None:
    view = make_view(Experiment(zero_grad=False), epochs=3)
    panel.draw(view)
    assert card(panel, "update").code == (ARTICLE["update"],)
    assert card(panel, "gradient").remark == "this epoch's + left over"
    tip = hovered(card(panel, "gradient"))
    own = view.snapshot.own_gradient
    assert own is not None
    assert f"a\u00a0{exact(float(own[0]))}" in tip
    assert f"a\u00a0{exact(float(view.snapshot.leftover[0]))}" in tip


def test_where_gradients_add_up_stage_3_shows_what_is_added_to_what(panel: StagesPanel) -> None:
    panel.draw(make_view(Experiment(zero_grad=False), epochs=3, stage=Stage.BACKWARD))
    backward = card(panel, "backward")
    marks = drawing(backward)
    rows = {round(mark.points[0, 1]): [] for mark in marks if mark.text}
    for mark in marks:
        if mark.text:
            rows[round(mark.points[0, 1])].append(mark.text)
    assert ["left over", "+ this epoch"] in rows.values()
    assert ["a", "−91,074", "+23,850"] in rows.values()
    assert marks.text("+23,850").fill == LIGHT.positive_text
    assert backward.remark == "adds to params.grad"
    assert "left over, 2 epochs −91,074, this epoch +23,850" in backward.accessibleDescription()
    assert "left over" not in card(panel, "gradient").accessibleDescription()


def test_where_gradients_add_up_stage_4_draws_the_parts_above_their_sum(
    panel: StagesPanel,
) -> None:
    panel.draw(make_view(Experiment(zero_grad=False), epochs=3))
    gradient = card(panel, "gradient")
    marks = drawing(gradient)
    (own, *_) = sorted(marks.filled(LIGHT.positive), key=lambda mark: mark.top)
    blue = [m for m in marks.filled(LIGHT.negative) if abs(m.top - own.top) < 10]
    left, held = sorted(blue, key=lambda mark: mark.top)
    assert left.right == pytest.approx(held.right)
    assert own.left == pytest.approx(left.left)
    assert own.right == pytest.approx(held.left)
    assert held.top >= own.bottom
    assert not any("rises as" in text or "falls as" in text for text in marks.texts)
    assert "this epoch +23,850, held = −67,224" in gradient.accessibleDescription()


def test_before_the_first_epoch_the_switch_decides_which_lines_will_run(
    panel: StagesPanel,
) -> None:
    view = make_view(epochs=1, cursor=0)
    panel.draw(replace(view, experiment=Experiment(zero_grad=False)))
    assert len(card(panel, "update").code) == 1


def hovered(card: StageCard) -> str:
    QApplication.sendEvent(
        card, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), card.mapToGlobal(QPoint(5, 5)))
    )
    QToolTip.hideText()
    return card.toolTip()


def test_hovering_tells_full_precision_and_why(panel: StagesPanel) -> None:
    view = make_view(epochs=2)
    panel.draw(view)
    assert view.snapshot.loss is not None
    assert exact(view.snapshot.loss) in hovered(card(panel, "loss"))
    assert exact(float(view.snapshot.predictions[0])) in hovered(card(panel, "predict"))
    update = hovered(card(panel, "update"))
    assert exact(float(view.history.updated_params[1][2])) in update
    assert "set to None" in update
    assert "requires_grad_()" in hovered(card(panel, "backward"))
    panel.draw(make_view(epochs=2, cursor=2, stage=Stage.PREDICT))
    assert "not run in this epoch yet" in hovered(card(panel, "loss"))


def test_the_tooltip_is_there_before_anything_is_drawn_and_names_a_switched_off_gradient(
    panel: StagesPanel,
) -> None:
    assert all(card(panel, name).toolTip() for name in ARTICLE)
    view = make_view(epochs=1, cursor=1, stage=Stage.PREDICT)
    panel.draw(replace(view, experiment=Experiment(requires_grad=False)))
    assert "requires_grad is off" in hovered(card(panel, "predict"))


def test_a_refused_stage_says_so_until_it_is_taken_back(panel: StagesPanel) -> None:
    panel.draw(make_view(epochs=2, cursor=2, stage=Stage.LOSS))
    panel.set_failed(Stage.BACKWARD)
    assert states(panel) == ["", "ran last", "refused", "not yet", "not yet"]
    assert card(panel, "backward").shown == REFUSED
    assert REFUSED in card(panel, "backward").accessibleDescription()
    panel.set_failed(None)
    assert states(panel)[2] == "not yet"


def test_a_diverged_epoch_is_told_in_words(panel: StagesPanel) -> None:
    view = make_view(Experiment(learning_rate=1e-4), epochs=200)
    assert view.snapshot.loss == np.inf
    panel.draw(view)
    assert card(panel, "loss").shown == "∞"
    assert not panel.grab().isNull()


def test_a_card_keeps_its_place_whatever_it_shows(panel: StagesPanel) -> None:
    panel.draw(make_view(epochs=1, cursor=0))
    before = [card(panel, name).geometry() for name in ARTICLE]
    panel.draw(make_view(Experiment(learning_rate=1e-4), epochs=200))
    QApplication.processEvents()
    assert [card(panel, name).geometry() for name in ARTICLE] == before


def test_a_card_tells_assistive_technology_its_code_value_and_state(panel: StagesPanel) -> None:
    view = make_view(epochs=2, cursor=2, stage=Stage.LOSS)
    panel.draw(view)
    loss = card(panel, "loss")
    assert loss.accessibleName() == "Stage 2, Loss"
    assert view.snapshot.loss is not None
    for part in (ARTICLE["loss"], grouped(view.snapshot.loss), "ran last"):
        assert part in loss.accessibleDescription()


def test_the_themes_look_different(panel: StagesPanel) -> None:
    panel.draw(make_view(epochs=1))
    panel.set_theme(LIGHT)
    light = panel.grab().toImage()
    panel.set_theme(DARK)
    assert panel.grab().toImage() != light


def test_the_lit_card_differs_in_more_than_colour(panel: StagesPanel) -> None:
    panel.draw(make_view(epochs=2, cursor=2, stage=Stage.LOSS))
    lit = card(panel, "loss").grab().toImage()
    panel.draw(make_view(epochs=2, cursor=2))
    unlit = card(panel, "loss").grab().toImage()
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
