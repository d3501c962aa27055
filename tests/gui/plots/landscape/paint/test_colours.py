"""The colours of the loss: by powers of ten, one scale for a run, and the key that explains it."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFontMetricsF
from pytestqt.qtbot import QtBot

from gui.plots.landscape.paint.colours import ColourKey, LossColours, ramp
from gui.theme import DARK, LIGHT, Theme
from gui.zoom import small_face
from tests.gui.drawn import drawing
from tests.gui.views import make_view

SCALE = LossColours(1.0, 10_000.0)
themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def key_of(qtbot: QtBot, colours: LossColours, hatched: bool = False) -> ColourKey:
    key = ColourKey()
    qtbot.addWidget(key)
    key.show_scale(colours, hatched)
    key.resize(key.sizeHint())
    key.show()
    return key


def test_a_loss_lies_on_the_scale_by_its_powers_of_ten() -> None:
    losses = np.array([1.0, 10, 100, 10_000, 1e9, 0.1, 0.0, np.inf, np.nan])
    assert SCALE.shares(losses) == pytest.approx(
        [0, 0.25, 0.5, 1, 1, 0, 0, np.nan, np.nan], nan_ok=True
    )
    assert SCALE.shown(losses[:7])
    assert not SCALE.shown(losses)


def test_the_scale_of_a_run_is_from_its_best_fit_to_above_its_start() -> None:
    facts = make_view(epochs=1).facts
    assert facts.valley is not None
    colours = LossColours.of(facts)
    assert colours.low == facts.valley.floor_loss
    assert colours.high == facts.scale.common_top
    exact = replace(facts, valley=replace(facts.valley, floor_loss=0.0))
    for unknown in (exact, replace(facts, valley=None)):
        assert LossColours.of(unknown).low == pytest.approx(1e-6 * colours.high)
    high_floor = replace(facts, valley=replace(facts.valley, floor_loss=2 * colours.high))
    assert LossColours.of(high_floor).low == pytest.approx(0.1 * colours.high)


@themes
def test_a_picture_has_its_first_row_below_and_holes_where_no_loss_is(
    qapp: object, theme: Theme
) -> None:
    losses = np.array([[1.0, 10_000.0, 100.0], [np.inf, 1.0, 1.0]])
    image = SCALE.image(losses, theme)
    assert (image.width(), image.height()) == (3, 2)
    below = [image.pixelColor(x, 1) for x in range(3)]
    assert below[0].name() == QColor(theme.losses[0]).name()
    assert below[1].name() == QColor(theme.losses[-1]).name()
    assert below[2].getRgb() == tuple(ramp(theme)[127])
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(1, 0).name() == below[0].name()


@themes
def test_the_ramp_goes_through_the_theme_s_colours_at_equal_distances(theme: Theme) -> None:
    colours = ramp(theme)
    assert colours.shape == (256, 4)
    stops = len(theme.losses)
    for k, name in enumerate(theme.losses):
        found = colours[round(k * 255 / (stops - 1))]
        assert np.abs(found.astype(int) - QColor(name).getRgb()).max() <= 2


@themes
def test_the_key_names_the_powers_of_ten_where_they_are(qtbot: QtBot, theme: Theme) -> None:
    key = key_of(qtbot, LossColours(0.5, 50_000.0))
    key.set_theme(theme)
    marks = drawing(key)
    word = marks.text("loss")
    assert (word.left, word.fill) == (0, theme.faint_text)
    (bar,) = (mark for mark in marks if mark.kind == "image")
    assert bar.left > word.ends[1]
    assert bar.right == pytest.approx(key.width() - 1, abs=1)
    ticks = [mark for mark in marks if mark.kind == "text" and mark is not word]
    assert [tick.text for tick in ticks] == ["1", "100", "10,000"]
    lines = [mark for mark in marks.stroked(theme.faint_text) if mark.kind != "image"]
    for tick, line, power in zip(ticks, lines, (0, 2, 4), strict=True):
        at = bar.left + (power - np.log10(0.5)) / 5 * (bar.right - bar.left)
        assert line.left == line.right == pytest.approx(at, abs=1.5)
        assert (line.top, line.bottom) == pytest.approx((bar.top, bar.bottom), abs=1)
        assert sum(tick.ends) / 2 == pytest.approx(at, abs=12)
        assert tick.top > bar.bottom
        assert tick.fill == theme.faint_text
        assert tick.ends[1] <= key.width()
    image = key.grab().toImage()
    middle = round((bar.top + bar.bottom) / 2)
    ends = [image.pixelColor(round(x), middle) for x in (bar.left + 1, bar.right - 1)]
    for colour, stop in zip(ends, (theme.losses[0], theme.losses[-1]), strict=True):
        apart = np.abs(np.subtract(colour.getRgb(), QColor(stop).getRgb())).max()
        assert apart < 12


def test_the_key_explains_the_hatching_only_where_there_is_some(qtbot: QtBot) -> None:
    plain, hatched = key_of(qtbot, SCALE), key_of(qtbot, SCALE, hatched=True)
    said = "colours from loss 1.0 to 1.0e4"
    assert plain.accessibleName() == hatched.accessibleName() == said
    assert plain.toolTip() == (
        f"One scale for all maps of this run: {said}, by powers of ten.\n"
        "Yellow is near the best fit."
    )
    assert hatched.toolTip() == (f"{plain.toolTip()}\nHatched: the loss is not finite there.")
    assert "∞" not in drawing(plain).texts
    marks = drawing(hatched)
    infinite = marks.text("∞")
    assert infinite.ends[1] == pytest.approx(hatched.width() - 1, abs=1.5)
    bar = next(mark for mark in marks if mark.kind == "image" and mark.left < 60)
    assert bar.right < hatched.width() - 12
    image = hatched.grab().toImage()
    middle = round((bar.top + bar.bottom) / 2)
    beside = {image.pixel(x, middle) for x in range(hatched.width() - 14, hatched.width() - 2)}
    assert QColor(LIGHT.wrong).rgb() in beside
    assert len(beside) > 1, "lines and gaps"


def test_the_key_is_as_high_as_its_bar_and_a_line(qtbot: QtBot) -> None:
    key = key_of(qtbot, SCALE)
    assert key.minimumSizeHint() == key.sizeHint()
    line = QFontMetricsF(small_face()).height()
    assert line + 9 < key.height() < line + 16
    marks = drawing(key)
    assert max(mark.top for mark in marks if mark.kind == "text") <= key.height()
