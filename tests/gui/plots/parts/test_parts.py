"""What the loss is made of, as it is seen: areas, sums, strips, the epoch under the mouse."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from gui.plots.parts import LossPartsPlot
from gui.theme import DARK, LIGHT, Theme
from tests.gui.drawn import Drawing, drawing
from tests.gui.views import make_view

VIEW = make_view()
Make = Callable[..., LossPartsPlot]


@pytest.fixture
def make(qtbot: QtBot) -> Make:
    def made(width: int = 900, height: int = 560, theme: Theme = LIGHT) -> LossPartsPlot:
        plot = LossPartsPlot(theme=theme)
        qtbot.addWidget(plot)
        plot.resize(width, height)
        plot.show()
        return plot

    return made


def seen(plot: LossPartsPlot) -> Drawing:
    return drawing(plot.paper)


def amount(text: str) -> float:
    """The number that a piece of the sum adds."""
    words = text.replace("+ ", "").replace("− ", "-").replace(",", "").split()
    return float(words[0])


def test_the_sum_of_the_epoch_shown_adds_up_as_printed(make: Make) -> None:
    plot = make()
    plot.draw(VIEW)
    texts = seen(plot).texts
    (head,) = [text for text in texts if text.startswith("epoch 200: ")]
    pieces = texts[texts.index(head) + 1 :][:4]
    assert [piece.removeprefix("+ ") for piece in pieces] == [
        "0 across",
        "15.508 on the slant",
        "602.368 along",
        "0.658 that no fit can take away",
    ]
    total = head.removeprefix("epoch 200: ").removesuffix(" =")
    assert sum(round(1000 * amount(piece)) for piece in pieces) == round(1000 * float(total))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_each_part_is_an_area_of_its_own_with_its_name(make: Make, theme: Theme) -> None:
    plot = make(theme=theme)
    plot.draw(VIEW)
    marks = seen(plot)
    for colour in (theme.along, theme.slant, theme.across):
        assert marks.filled(colour)
    assert "along 603" in marks.texts
    assert "across 35,795" in marks.texts
    assert "  cut off: 49 times higher than this picture" in marks.texts
    assert "▸ if it went on at this rate" in marks.texts


def test_a_strip_tells_when_half_of_a_part_is_gone_and_what_is_left(make: Make) -> None:
    plot = make()
    plot.draw(VIEW)
    texts = seen(plot).texts
    for said in (
        "half gone within 1 epoch", "half gone after 2,170", "half gone after 134,000",
        "0%", "93.8%", "99.9%", "λ = 15.98",
    ):  # fmt: skip
        assert said in texts


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_a_strip_is_filled_from_its_floor_up_to_what_is_left_of_its_part(
    make: Make, theme: Theme
) -> None:
    plot = make(theme=theme)
    plot.draw(VIEW)
    marks = seen(plot)
    rooms = sorted(
        (m for m in marks.filled(theme.window) if m.kind == "rect" and m.bottom - m.top < 60),
        key=lambda mark: mark.top,
    )
    # Behind its words a strip has its ground once more.
    rooms = [room for room in rooms if room.opacity == 1]
    assert len(rooms) == 3
    for room, colour, left, name in zip(
        rooms, (theme.across, theme.slant, theme.along), ("0%", "93.8%", "99.9%"),
        ("across", "on the slant", "along"), strict=True,
    ):  # fmt: skip
        inside = [
            mark for mark in marks
            if mark.kind in ("polygon", "path", "polyline") and room.top - 1 <= mark.top
            and mark.bottom <= room.bottom + 1
        ]  # fmt: skip
        (line,) = (mark for mark in inside if mark.stroke == theme.faint_text)
        trained = next(mark for mark in inside if mark.fill == colour)
        assert trained.bottom == pytest.approx(room.bottom, abs=0.1)
        assert (trained.left, line.left) == pytest.approx((room.left, room.left), abs=2)
        assert line.right == pytest.approx(room.right, abs=2)
        # The corners of the area begin and end on its floor.
        floor = trained.points[np.isclose(trained.points[:, 1], room.bottom, atol=0.1)]
        assert floor[:, 0].min() == pytest.approx(trained.left)
        assert floor[:, 0].max() == pytest.approx(trained.right)
        assert line.points[0, 1] == pytest.approx(room.top, abs=0.1), "all of it is left"
        share = (room.bottom - line.points[:, 1]) / (room.bottom - room.top)
        here = np.interp(trained.right, line.points[:, 0], share)
        assert here == pytest.approx(float(left.rstrip("%")) / 100, abs=0.01)
        said = [mark for mark in marks if mark.kind == "text" and mark.text == left]
        assert any(room.right < mark.left and room.top < mark.top < room.bottom for mark in said)
        names = [mark for mark in marks if mark.kind == "text" and mark.text == name]
        (beside,) = (mark for mark in names if room.top < mark.top < room.bottom)
        assert beside.bold
        assert beside.ends[1] == pytest.approx(room.left - 8, abs=1)
    # What is not trained yet is paler.
    assert {m.fill for m in marks if m.kind in ("polygon", "path")} - {theme.along, theme.window}


def test_below_the_areas_are_the_epochs(make: Make) -> None:
    plot = make()
    plot.draw(VIEW)
    marks = seen(plot)
    word = marks.text("epoch")
    assert (word.left, word.fill, word.bold) == (0, LIGHT.faint_text, False)
    ticks = [
        mark for mark in marks
        if mark.kind == "text" and mark.top == pytest.approx(word.top) and mark is not word
        and not mark.bold
    ]  # fmt: skip
    assert len(ticks) >= 3
    numbers = [int(mark.text.replace(",", "")) for mark in ticks]
    assert numbers == sorted(numbers)
    assert {mark.fill for mark in ticks} == {LIGHT.faint_text}
    middles = [sum(mark.ends) / 2 for mark in ticks]
    assert middles == sorted(middles)
    for mark, middle in zip(ticks[:-1], middles, strict=False):
        lines = [
            each for each in marks.stroked(LIGHT.border)
            if each.left == pytest.approx(each.right, abs=0.1)
            and each.left == pytest.approx(middle, abs=1.5)
        ]  # fmt: skip
        assert lines, mark.text


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_cursor_has_a_plate_with_its_epoch_and_a_dot_at_its_loss(
    make: Make, theme: Theme
) -> None:
    plot = make(theme=theme)
    plot.draw(make_view(cursor=20))
    marks = seen(plot)
    said = marks.text("epoch 20  620.01")
    assert (said.fill, said.bold) == (theme.ink_text, True)
    plate = next(
        mark for mark in marks.filled(theme.ink)
        if mark.left < said.left and mark.right > said.ends[1] and mark.top < said.top < mark.bottom
    )  # fmt: skip
    dot = marks.circle(fill=theme.loss)
    assert dot.stroke == theme.panel
    assert dot.left == pytest.approx((plate.left + plate.right) / 2, abs=1)
    # Most of the loss is along: the dot lies above that area's upper edge there.
    areas = [m for m in marks.filled(theme.along) if m.kind in ("polygon", "path")]
    assert dot.top < max(area.bottom for area in areas)


def test_each_part_of_the_sum_has_a_box_in_its_area_s_colour(make: Make) -> None:
    plot = make()
    plot.draw(VIEW)
    marks = seen(plot)
    for text, colour in (
        ("0 across", LIGHT.across),
        ("+ 15.508 on the slant", LIGHT.slant),
        ("+ 602.368 along", LIGHT.along),
        ("+ 0.658 that no fit can take away", LIGHT.zero),
    ):
        said = marks.text(text)
        boxes = [
            mark for mark in marks.filled(colour)
            if mark.kind == "rect" and 0 < said.left - mark.right < 8
            and mark.top < said.top < mark.bottom + 5
        ]  # fmt: skip
        (box,) = boxes
        assert box.stroke == LIGHT.faint_text
        assert box.right - box.left == pytest.approx(box.bottom - box.top, abs=0.1)
        assert not said.bold
    assert marks.starting("epoch 200: ").bold


def test_the_cursor_stands_at_the_epoch_shown(make: Make) -> None:
    plot = make()
    plot.draw(make_view(cursor=20))
    early = seen(plot).text("epoch 20  620.01")
    plot.draw(VIEW)
    late = seen(plot).text("epoch 200  618.53")
    assert early.left < late.left


def test_a_click_and_a_drag_ask_for_trained_epochs_only(make: Make) -> None:
    plot = make()
    plot.draw(VIEW)
    seen(plot)
    asked: list[int] = []
    plot.epochRequested.connect(asked.append)
    middle = plot.paper.height() // 3
    left = next(x for x in range(plot.paper.width()) if plot.tip(QPointF(x, middle)))
    QTest.mouseClick(plot.paper, Qt.MouseButton.LeftButton, pos=QPoint(left + 5, middle))
    assert asked == [1]
    QTest.mouseClick(
        plot.paper, Qt.MouseButton.LeftButton, pos=QPoint(plot.paper.width() - 90, middle)
    )
    assert asked[-1] == 200


def test_the_mouse_is_told_what_was_and_what_would_be(make: Make) -> None:
    plot = make()
    plot.draw(VIEW)
    seen(plot)
    tips = [plot.tip(QPointF(x, 200)).split("\n") for x in range(plot.paper.width())]
    tips = [tip for tip in tips if tip[0]]
    assert tips[0][:2] == ["epoch 1", "loss 36,415.44 ="]
    ahead = [tip for tip in tips if tip[0].endswith(", if it went on at this rate")]
    assert len(ahead) > 100
    for tip in ahead[:: len(ahead) // 5]:
        total = tip[1].removeprefix("loss ").removesuffix(" =").replace(",", "")
        parts = [line.split()[0].replace(",", "") for line in tip[2:]]
        assert sum(map(float, parts)) == pytest.approx(float(total), abs=1e-9)


def test_hovering_floats_beside_the_mouse_and_goes_with_it(make: Make) -> None:
    plot = make()
    plot.draw(VIEW)
    seen(plot)
    QTest.mouseMove(plot.paper, QPoint(300, 200))
    plot.paper.pointed.emit(QPointF(300, 200))
    assert plot.floating.isVisible()
    plot.paper.pointed.emit(None)
    assert not plot.floating.isVisible()


def test_in_its_small_place_the_sum_is_whole_and_nothing_is_wider_than_the_view(make: Make) -> None:
    for width, height in ((207, 146), (333, 236)):
        plot = make(width, height)
        plot.draw(VIEW)
        marks = seen(plot)
        sizes = [text for text in marks.texts if "602.368" in text or "0.658" in text]
        assert len(sizes) == 2
        metrics = plot.floating.fontMetrics()
        for mark in marks:
            if mark.kind == "text":
                assert mark.left + metrics.horizontalAdvance(mark.text) * 0.95 <= plot.paper.width()


def test_a_formula_that_is_not_linear_says_about_and_hides_what_would_be_false(make: Make) -> None:
    experiment = Experiment(formula="a*tanh(b*t+c)+d", learning_rate=0.05, epochs=300)
    plot = make()
    plot.draw(make_view(experiment, epochs=300))
    assert "about: true only near the valley floor" in [
        label.text() for label in plot.findChildren(type(plot._question))
    ]
    head = [text for text in seen(plot).texts if text.startswith("epoch 300: ")]
    assert not head or head[0].endswith("≈")


def test_without_a_valley_it_says_so(make: Make) -> None:
    plot = make()
    lost = replace(VIEW, facts=replace(VIEW.facts, valley=None))
    plot.draw(lost)
    assert any("No valley floor was found" in text for text in seen(plot).texts)
    assert plot.describe().startswith("No valley floor")


def test_gradients_that_add_up_do_not_go_on_as_the_curvature_says(make: Make) -> None:
    plot = make()
    plot.draw(make_view(Experiment(zero_grad=False), epochs=20))
    assert not any("if it went on" in text for text in seen(plot).texts)


def test_a_screen_reader_is_told_the_sum_and_the_halves(make: Make) -> None:
    plot = make()
    assert "once the run is loaded" in plot.describe()
    plot.draw(VIEW)
    said = plot.describe()
    assert "618.534 = 0 across + 15.508 on the slant + 602.368 along" in said
    assert "along: half gone after 134,000" in said


def test_thirty_parameters_are_three_areas(make: Make) -> None:
    many = " + ".join(f"p{k}*cos({k}*t)" for k in range(30))
    plot = make()
    plot.draw(make_view(Experiment(formula=many, learning_rate=0.1), epochs=5))
    texts = seen(plot).texts
    assert {"across", "on the slant", "along"} <= set(texts)
    # A text is written in pieces where its letters come from several fonts.
    assert "28 axes, λ 0 to 2.219" in "".join(texts)


def test_a_run_that_diverged_is_told_as_one(make: Make) -> None:
    view = make_view(Experiment(learning_rate=1e-3), epochs=200)
    assert not np.isfinite(view.history.loss[-1])
    plot = make()
    plot.draw(view)
    texts = seen(plot).texts
    assert "The loss is not finite" in texts
    assert any(text.startswith(("Cut off", "  cut off")) for text in texts)
