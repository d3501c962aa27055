"""The parts of the loss, one on the other: their shapes, their colours, their names, the cut."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFontMetricsF
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from gui.plots.parts import LossPartsPlot
from gui.plots.parts.areas import blended, colours_of, ink_on
from gui.run import View
from gui.theme import DARK, LIGHT, Theme
from gui.zoom import small_face
from tests.gui.drawn import Drawing, Mark, drawing
from tests.gui.views import make_view

VIEW = make_view()
Draw = Callable[..., tuple[LossPartsPlot, Drawing]]
themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


@pytest.fixture
def draw(qtbot: QtBot) -> Draw:
    def drawn(
        view: View = VIEW, theme: Theme = LIGHT, size: tuple[int, int] = (900, 560)
    ) -> tuple[LossPartsPlot, Drawing]:
        plot = LossPartsPlot(theme=theme)
        qtbot.addWidget(plot)
        plot.resize(*size)
        plot.show()
        plot.draw(view)
        return plot, drawing(plot.paper)

    return drawn


def areas(plot: LossPartsPlot, marks: Drawing, colour: str) -> list[Mark]:
    """What is filled with `colour` in the picture above the strips."""
    floor = plot._scale.area.bottom() + 1
    shapes = [mark for mark in marks.filled(colour) if mark.kind == "polygon"]
    return [mark for mark in shapes if mark.bottom <= floor]


def upper(mark: Mark, x: np.ndarray) -> np.ndarray:
    """The upper edge of an area at `x`, in pixels from the top."""
    half = len(mark.points[:-1]) // 2 if len(mark.points) % 2 else len(mark.points) // 2
    there = mark.points[:half]
    return np.interp(x, there[:, 0], there[:, 1])


@themes
def test_areas_lie_one_on_the_other_as_high_as_their_parts(draw: Draw, theme: Theme) -> None:
    plot, marks = draw(theme=theme)
    scale = plot._scale
    valley = VIEW.facts.valley
    assert valley is not None
    epochs = np.array([20, 50, 100, 199])
    x = scale.x(epochs.astype(float))
    parts = np.stack([valley.parts(VIEW.history.params[k - 1]) for k in epochs])
    below = np.full(4, valley.floor_loss)
    grounds = (theme.along, theme.slant, theme.across)
    for k, colour in enumerate(grounds):
        below = below + parts[:, k]
        (area,) = areas(plot, marks, colour)
        assert upper(area, x) == pytest.approx(scale.y(below), abs=0.5)
        assert area.right == pytest.approx(scale.x_of(200), abs=0.5)
        assert area.left == pytest.approx(scale.area.left(), abs=0.5)
        assert area.stroke == ""
    pale = [blended(colour, theme.panel, 0.55).name() for colour in grounds]
    for colour in pale:
        (area,) = areas(plot, marks, colour)
        assert area.left == pytest.approx(scale.x_of(200), abs=0.5)
        assert area.right == pytest.approx(scale.area.right(), abs=0.5)
    floors = [
        areas(plot, marks, blended(theme.zero, theme.panel, 0.6 * strength).name())
        for strength in (1.0, 0.55)
    ]
    assert [len(each) for each in floors] == [1, 1]


@themes
def test_the_loss_is_a_line_over_them_and_faint_where_it_is_to_come(
    draw: Draw, theme: Theme
) -> None:
    plot, marks = draw(theme=theme)
    scale = plot._scale
    line = max(marks.stroked(theme.loss), key=lambda mark: len(mark.points))
    epochs = np.array([1, 2, 20, 200])
    x, losses = scale.x(epochs.astype(float)), VIEW.history.loss[epochs - 1].astype(float)
    assert (line.left, line.right) == pytest.approx((x[0], x[-1]), abs=0.1)
    for place, height in zip(x, scale.y(losses), strict=True):
        (there,) = np.flatnonzero(np.isclose(line.points[:, 0], place, atol=0.1))
        assert line.points[there, 1] == pytest.approx(height, abs=0.1)
    assert (line.width, line.fill) == (2, "")
    (ahead,) = (m for m in marks.stroked(theme.faint_text) if m.kind == "path" and m.width == 1.5)
    assert ahead.left == pytest.approx(scale.x_of(200), abs=0.5)
    assert ahead.right == pytest.approx(scale.area.right(), abs=0.5)
    assert ahead.points[-1, 1] > ahead.points[0, 1], "it falls"


@themes
def test_the_axis_at_the_left_has_round_losses_at_their_heights(draw: Draw, theme: Theme) -> None:
    plot, marks = draw(theme=theme)
    scale, area = plot._scale, plot._scale.area
    lines = marks.stroked(theme.border)
    boxes = [line.box for line in lines]
    assert pytest.approx((area.left(), area.top(), area.left(), area.bottom()), abs=0.01) in boxes
    assert (
        pytest.approx((area.left(), area.bottom(), area.right(), area.bottom()), abs=0.01) in boxes
    )
    ticks = [
        line for line in lines
        if line.right == pytest.approx(area.left(), abs=0.01)
        and line.left == pytest.approx(line.right - 4, abs=0.01)
    ]  # fmt: skip
    assert len(ticks) > 3
    for tick in ticks:
        (said,) = (
            mark for mark in marks
            if mark.kind == "text" and mark.ends[1] == pytest.approx(tick.left - 2, abs=1)
            and abs(mark.top - tick.top) < 8
        )  # fmt: skip
        assert said.fill == theme.faint_text
        loss = float(said.text.replace(",", ""))
        assert scale.y(np.array([loss]))[0] == pytest.approx(tick.top, abs=0.1)


@themes
def test_a_name_stands_in_its_area_in_an_ink_that_can_be_read(draw: Draw, theme: Theme) -> None:
    plot, marks = draw(theme=theme)
    said = marks.text("along 603")
    (area,) = areas(plot, marks, theme.along)
    (pale,) = areas(plot, marks, blended(theme.along, theme.panel, 0.55).name())
    middle = np.array([sum(said.ends) / 2])
    inside = area if middle[0] < area.right else pale
    assert upper(inside, middle)[0] < said.top < plot._scale.area.bottom()
    assert said.bold
    ground = QColor(inside.fill)
    assert said.fill == ink_on(ground, theme)
    apart = abs(QColor(said.fill).lightnessF() - ground.lightnessF())
    assert apart > 0.3


@themes
def test_where_the_picture_is_cut_off_it_has_teeth_and_says_how_much(
    draw: Draw, theme: Theme
) -> None:
    plot, marks = draw(theme=theme)
    area = plot._scale.area
    teeth = [
        mark for mark in areas(plot, marks, theme.panel)
        if mark.top == pytest.approx(area.top() - 2, abs=0.01) and mark.bottom - mark.top < 8
    ]  # fmt: skip
    (cut,) = teeth
    heights = set(np.round(cut.points[:, 1] - area.top(), 1).tolist())
    assert heights == {-2.0, 0.0, 4.0}
    name, words = marks.text("across 35,795"), marks.starting("  cut off: ")
    assert name.bold
    assert (words.bold, words.fill) == (False, theme.faint_text)
    assert cut.right < name.left < cut.right + 10
    assert words.left == pytest.approx(name.ends[1], abs=2)
    assert name.top == pytest.approx(words.top, abs=1)


@themes
def test_what_is_trained_and_what_is_to_come_is_said_at_their_border(
    draw: Draw, theme: Theme
) -> None:
    plot, marks = draw(theme=theme)
    area, x = plot._scale.area, plot._scale.x_of(200)
    (border,) = (
        mark for mark in marks.stroked(theme.faint_text)
        if mark.dashes not in ("", "none") and mark.left == mark.right
    )  # fmt: skip
    assert border.box == pytest.approx((x, area.top(), x, area.bottom()), abs=0.01)
    trained, ahead = marks.text("trained ◂"), marks.text("▸ if it went on at this rate")
    assert trained.ends[1] == pytest.approx(x - 5, abs=1.5)
    assert ahead.left == pytest.approx(x + 5, abs=1)
    assert trained.fill == ink_on(QColor(theme.along), theme)
    assert ahead.fill == ink_on(blended(theme.along, theme.panel, 0.55), theme)
    for said in (trained, ahead):
        assert area.bottom() - 14 < said.top < area.bottom()


@pytest.mark.parametrize("epochs", [1, 12, 60, 130, 190])
@pytest.mark.parametrize("size", [(900, 560), (330, 260)])
def test_at_the_border_nothing_is_said_beyond_the_areas_or_the_picture(
    draw: Draw, epochs: int, size: tuple[int, int]
) -> None:
    plot, marks = draw(make_view(epochs=epochs), size=size)
    area, x = plot._scale.area, plot._scale.x_of(epochs)
    picture = plot.paper.grab().toImage()
    height = QFontMetricsF(small_face()).height()
    wide = QFontMetricsF(small_face()).horizontalAdvance
    for text, left in (
        ("trained ◂", x - 5 - wide("trained ◂")), ("▸ if it went on at this rate", x + 5),
    ):  # fmt: skip
        inside = left >= area.left() + 2 and left + wide(text) <= area.right() - 2
        top = area.bottom() - 4 - height

        def covered(y: float, left: float = left, text: str = text) -> bool:
            """Whether no panel is seen at `y`, from end to end of the text."""
            return all(
                picture.pixelColor(round(left + share * wide(text)), round(y)).name() != LIGHT.panel
                for share in (0.0, 0.25, 0.5, 0.75, 1.0)
            )

        if text in marks.texts:
            assert inside, text
            assert covered(top + 2), text


def test_what_no_fit_can_take_away_is_said_where_nothing_else_is(draw: Draw) -> None:
    plot, marks = draw()
    area = plot._scale.area
    said = marks.text("0.66")
    assert said.ends[1] == pytest.approx(area.right() - 2, abs=1)
    assert area.bottom() - 14 < said.top < area.bottom()


def test_updates_that_the_curvature_does_not_describe_are_left_out(draw: Draw) -> None:
    experiment = Experiment(formula="a*tanh(b*t+c)+d", learning_rate=0.05, epochs=300)
    plot, marks = draw(make_view(experiment, epochs=300))
    known = plot._course
    assert known is not None
    described = known.trained.described
    shapes = areas(plot, marks, colours_of(LIGHT, len(known.first))[0])
    starts = int(described[0]) + int((np.diff(described.astype(int)) == 1).sum())
    assert len(shapes) == starts


def test_colours_belong_to_the_axes_however_many_there_are() -> None:
    along, slant, across = LIGHT.along, LIGHT.slant, LIGHT.across
    assert colours_of(LIGHT, 1) == [across]
    assert colours_of(LIGHT, 2) == [along, across]
    assert colours_of(LIGHT, 3) == [along, slant, across]
    assert blended("#ff0000", "#0000ff", 0.25).name() == "#4000bf"
    for theme in (LIGHT, DARK):
        dark, light = sorted((theme.text, theme.panel), key=lambda ink: QColor(ink).lightnessF())
        assert ink_on(QColor("#ffffff"), theme) == dark
        assert ink_on(QColor("#000000"), theme) == light
