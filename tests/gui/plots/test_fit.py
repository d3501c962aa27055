"""The fit: data, predictions, residuals, squares, the frame, and what is told of a point."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QTransform
from pytestqt.qtbot import QtBot

from engine.experiment import Data, Experiment, Generated, Points, RollerCoaster
from engine.numbers import grouped
from engine.runs import Stage
from gui.plots.base.overlays import Squares
from gui.plots.base.plot import told
from gui.plots.fit import FitPlot
from gui.plots.fit.ghost import pale
from gui.plots.fit.words import beyond
from gui.plots.points import MOST_POINTS
from gui.run import View
from gui.theme import DARK, LIGHT
from tests.gui.drawn import drawing
from tests.gui.plots.helpers import drag, move, pixels, place_of, shown, start_view, wheel
from tests.gui.views import make_view


@pytest.fixture
def plot(qtbot: QtBot) -> Iterator[FitPlot]:
    plot = FitPlot()
    shown(qtbot, plot)
    yield plot
    plot.hide()


@pytest.fixture(scope="module")
def view() -> View:
    return make_view(epochs=3)


@pytest.fixture(scope="module")
def early(view: View) -> View:
    """The same epoch before its update."""
    return replace(view, snapshot=view.snapshot.until(Stage.GRADIENT))


def table(name: str) -> Points:
    """A table whose column of inputs has the `name`."""
    return Points(inputs=(0.0, 2.0, 4.0), targets=(1.0, 5.0, 3.0), input_name=name)


def frame_is_shown(plot: FitPlot, view: View) -> bool:
    edge = 0.02 * (view.facts.frame[1] - view.facts.frame[0])
    return np.allclose(plot.visible(), view.facts.frame, atol=edge)


def test_before_anything_is_drawn_it_says_what_will_be_there(plot: FitPlot) -> None:
    assert plot.objectName() == "fitPlot"
    assert plot.empty.isVisible()
    assert "will appear here" in plot.empty.text()


def test_the_article_s_frame_and_labels(plot: FitPlot, view: View) -> None:
    plot.draw(view)
    assert frame_is_shown(plot, view)
    assert [axis.labelText for axis in plot.canvas.axes] == ["time t (seconds)", "speed"]
    assert not plot.frame_button.isEnabled()


def test_dots_and_residuals_are_the_numbers_of_the_epoch(plot: FitPlot, view: View) -> None:
    plot.draw(view)
    np.testing.assert_array_equal(plot.data_dots.x, view.facts.inputs)
    np.testing.assert_array_equal(plot.data_dots.y, view.facts.targets)
    predictions = view.snapshot.updated_predictions
    np.testing.assert_array_equal(plot.prediction_dots.y, predictions)
    x, y = plot.residuals.getData()
    np.testing.assert_array_equal(x, np.repeat(view.facts.inputs, 2))
    np.testing.assert_array_equal(y[0::2], predictions)
    np.testing.assert_array_equal(y[1::2], view.facts.targets)
    np.testing.assert_array_equal(plot.curve.getData()[1], view.snapshot.updated_curve)
    assert plot.legend.texts == ("data", "predictions after the update", "before it", "residuals")


def test_data_and_predictions_are_painted_in_their_colours(plot: FitPlot) -> None:
    """The dots, each at its place: lines are in the same colours."""
    view = make_view(Experiment(held_out=0.2), epochs=3)
    for theme in (LIGHT, DARK):
        plot.set_theme(theme)
        plot.draw(view)
        image = plot.canvas.grab().toImage()
        held_out, data, predicted = plot.held_out_dots, plot.data_dots, plot.prediction_dots
        for k in range(16):
            place = place_of(plot, predicted.x[k], predicted.y[k])
            assert image.pixelColor(place).name() == theme.prediction
            apart = place - place_of(plot, data.x[k], data.y[k])
            if apart.manhattanLength() > 10:
                at = place_of(plot, data.x[k], data.y[k])
                assert image.pixelColor(at).name() == theme.data
        for x, y in zip(held_out.x, held_out.y, strict=True):
            assert image.pixelColor(place_of(plot, x, y)).name() == theme.panel
        drawn = drawing(plot.canvas)
        (curve,) = (mark for mark in drawn.stroked(theme.prediction) if mark.kind == "path")
        assert (curve.width, curve.dashes) == (2, "")
        (residuals,) = drawn.stroked(theme.residual)
        assert (residuals.width, residuals.dashes) == (1, "")
        assert residuals.points.shape == (32, 2)
        assert [entry for entry, _ in _entries(plot)] == [
            theme.data, theme.data, theme.prediction, pale(theme).name(), theme.residual,
        ]  # fmt: skip


def _entries(plot: FitPlot) -> list[tuple[str, str]]:
    """The colour and the text of every entry of the legend, as painted."""
    plot.legend.resize(1000, 20)
    drawn = drawing(plot.legend)
    marks = [mark for mark in drawn if mark.kind != "text"][-len(drawn.texts) :]
    return list(zip([mark.fill or mark.stroke for mark in marks], drawn.texts, strict=True))


def test_before_the_first_epoch_a_dashed_curve(plot: FitPlot) -> None:
    plot.draw(start_view())
    assert len(plot.prediction_dots.x) == 0
    assert len(plot.residuals.getData()[0]) == 0
    assert plot.curve.opts["pen"].style().name == "DashLine"
    assert "starting parameters" in plot.note.text()
    assert plot.note.isVisible()
    assert plot.legend.texts == ("data", "starting parameters")
    assert [colour for colour, _ in _entries(plot)] == [LIGHT.data, LIGHT.prediction]
    (dashed,) = (mark for mark in drawing(plot.legend) if mark.kind == "polyline")
    assert dashed.dashes


def test_squares_at_the_stage_of_the_loss_only(plot: FitPlot) -> None:
    view = make_view(epochs=3, stage=Stage.LOSS)
    plot.draw(view)
    assert view.snapshot.loss is not None
    assert plot.note.text() == f"loss = mean of these squares = {grouped(view.snapshot.loss)}"
    pixel = plot.box.viewPixelSize()[1]
    scale = plot.squares.sceneTransform()
    squares = plot.squares.squares(scale, plot.box.sceneBoundingRect())
    assert len(squares) == 20
    residuals = np.abs(view.snapshot.predictions - view.facts.targets)
    sides = np.array([square.width() for square in squares])
    np.testing.assert_allclose(sides / sides.max(), residuals / residuals.max(), rtol=1e-5)
    # As large on the screen as the mean of the squares says.
    assert np.mean((sides * pixel) ** 2) == pytest.approx(view.snapshot.loss, rel=1e-4)
    plot.draw(make_view(epochs=3))
    assert plot.squares.squares(scale, plot.box.sceneBoundingRect()) == []
    assert not plot.note.isVisible()


def squares_seen(plot: FitPlot) -> list[bool]:
    """For each square that is painted, whether it is seen whole."""
    area = plot.box.sceneBoundingRect().adjusted(-1, -1, 1, 1)
    painted = [
        mark for mark in drawing(plot.canvas)
        if mark.kind == "rect" and mark.stroke == LIGHT.prediction
    ]  # fmt: skip
    return [
        area.contains(QRectF(m.left, m.top, m.right - m.left, m.bottom - m.top)) for m in painted
    ]


def test_the_frame_grows_for_the_squares_and_goes_back(plot: FitPlot) -> None:
    predicted, summed, walked = (
        make_view(epochs=1, stage=stage) for stage in (Stage.PREDICT, Stage.LOSS, Stage.BACKWARD)
    )
    summed, walked = (replace(each, facts=predicted.facts) for each in (summed, walked))
    plot.draw(predicted)
    assert frame_is_shown(plot, predicted)
    assert predicted.snapshot.predictions.min() < -300
    plot.draw(summed)
    assert not frame_is_shown(plot, predicted)
    assert squares_seen(plot) == [True] * 20
    assert "beyond" not in plot.note.text()
    assert not plot.frame_button.isEnabled()
    plot.draw(walked)
    assert frame_is_shown(plot, predicted)
    # What a person looks at stays as it is, and what is cut there is told of.
    wheel(plot, place_of(plot, 10, 0), 3)
    own = plot.visible()
    plot.draw(summed)
    assert plot.visible() == own
    cut = squares_seen(plot).count(False)
    assert cut > 1
    assert plot.note.text().endswith(f"; {cut} of them reach beyond this view")
    plot.frame_button.click()
    assert squares_seen(plot) == [True] * 20


def test_squares_that_are_far_too_large_are_counted(plot: FitPlot) -> None:
    view = make_view(Experiment(start={"a": 50.0}), epochs=1, stage=Stage.LOSS)
    plot.draw(view)
    assert frame_is_shown(plot, view)
    assert "of them reach beyond this view" in plot.note.text()


@given(
    st.lists(
        st.tuples(st.floats(0, 20), st.floats(-300, 200), st.floats(-300, 200)),
        min_size=1,
        max_size=20,
    )
)
def test_squares_are_square_and_grow_to_where_there_is_room(
    points: list[tuple[float, float, float]],
) -> None:
    x, predictions, targets = np.array(points).T
    squares = Squares()
    squares.set_residuals(x, predictions, targets)
    view = QRectF(60, 10, 600, 300)
    scale = QTransform(30, 0, 0, -0.6, 60, 130)
    for drawn, (at, prediction, target) in zip(squares.squares(scale, view), points, strict=True):
        assert drawn.width() == drawn.height() == pytest.approx(0.6 * abs(prediction - target))
        place = 60 + 30 * at
        assert min(abs(drawn.left() - place), abs(drawn.right() - place)) < 1e-6
        if drawn.width() <= max(place - view.left(), view.right() - place):
            assert drawn.left() >= view.left() - 1e-6
            assert drawn.right() <= view.right() + 1e-6


def test_too_many_points_for_squares(plot: FitPlot) -> None:
    plot.draw(make_view(Experiment(data=RollerCoaster(points=300)), 1, stage=Stage.LOSS))
    assert plot.squares.squares(QTransform(), QRectF(0, 0, 100, 100)) == []
    assert "squares" not in plot.note.text()


def test_fit_view_shows_everything_and_frame_goes_back(plot: FitPlot, early: View) -> None:
    far = replace(early, snapshot=replace(early.snapshot, predictions=np.full(20, 900, np.float32)))
    plot.draw(far)
    assert plot.edge_note.isVisible()
    assert "above this view" in plot.edge_note.text()
    plot.fit_button.click()
    assert plot.visible()[3] > 900
    assert not plot.edge_note.isVisible()
    plot.frame_button.click()
    assert frame_is_shown(plot, early)


@pytest.mark.parametrize(
    ("predictions", "words"),
    [
        (np.full(20, -900), "below this view"),
        (np.where(np.arange(20) % 2, 900, -900), "outside this view"),
        (np.full(20, np.nan), "no longer finite"),
    ],
)
def test_predictions_that_cannot_be_seen_are_told_of(
    plot: FitPlot, early: View, predictions: np.ndarray, words: str
) -> None:
    snapshot = replace(early.snapshot, predictions=predictions.astype(np.float32))
    plot.draw(replace(early, snapshot=snapshot))
    assert words in plot.edge_note.text()
    assert plot.edge_note.isVisible()


def test_notes_stay_within_the_view_beside_which_the_loss_is_written(
    plot: FitPlot, early: View
) -> None:
    plot.resize(380, 200)
    snapshot = replace(early.snapshot, predictions=np.full(20, -900, np.float32))
    plot.draw(replace(early, snapshot=snapshot))
    plot.say("Dashed: what the starting parameters would predict, far below.")
    area = plot.box.sceneBoundingRect()
    for note in (plot.note, plot.edge_note):
        assert area.left() <= note.geometry().left()
        assert note.geometry().right() <= area.right()


def test_numbers_that_are_not_finite_are_left_out(plot: FitPlot, early: View) -> None:
    predictions, curve = early.snapshot.predictions.copy(), early.snapshot.curve.copy()
    predictions[:2] = np.nan, np.inf
    curve[:3] = np.nan, np.inf, 1e300
    plot.draw(
        replace(early, snapshot=replace(early.snapshot, predictions=predictions, curve=curve))
    )
    assert len(plot.prediction_dots.x) == 18
    assert np.isfinite(plot.curve.getData()[1]).all()
    assert np.isfinite(plot.residuals.getData()[1]).all()
    plot.fit_button.click()
    assert np.isfinite(plot.visible()).all()


def test_pointing_at_a_point_tells_its_numbers(plot: FitPlot, early: View, qtbot: QtBot) -> None:
    plot.draw(early)
    target = float(early.facts.targets[7])
    move(plot, place_of(plot, 7, target))
    assert plot.tip.isVisible()
    prediction = float(early.snapshot.predictions[7])
    assert plot.tip.text().splitlines() == [
        "time t (seconds) = 7.0",
        f"target {told(target)}",
        f"prediction {told(prediction)}",
        f"residual {told(prediction - target)}",
        "drag to move; click, then Delete removes",
    ]
    # The numbers keep up with the epoch that is shown.
    plot.draw(replace(early, snapshot=replace(early.snapshot, predictions=np.ones(20, np.float32))))
    assert "prediction 1.0" in plot.tip.text()
    move(plot, place_of(plot, 7, 190))
    assert not plot.tip.isVisible()


def test_zooming_with_the_wheel_stays_until_a_new_run(plot: FitPlot, view: View) -> None:
    plot.draw(view)
    wheel(plot, place_of(plot, 10, 0), 4)
    zoomed = plot.visible()
    assert zoomed[1] - zoomed[0] < 19
    assert plot.frame_button.isEnabled()
    drag(plot, place_of(plot, 10, 50), place_of(plot, 9, 60), place_of(plot, 8, 70))
    dragged = plot.visible()
    assert dragged[0] > zoomed[0]
    plot.draw(replace(view, cursor=2))
    assert plot.visible() == dragged
    plot.draw(replace(view, facts=replace(view.facts)))
    assert frame_is_shown(plot, view)


def test_held_out_points_are_hollow_dots_of_their_own(plot: FitPlot) -> None:
    view = make_view(Experiment(held_out=0.3), epochs=2)
    plot.draw(view)
    np.testing.assert_array_equal(plot.held_out_dots.y, view.facts.held_out_targets)
    assert "held out" in plot.legend.texts
    x, y = float(view.facts.held_out_inputs[1]), float(view.facts.held_out_targets[1])
    move(plot, place_of(plot, x, y))
    told_of_it = f"time t (seconds) = {told(x)}, held out\ntarget {told(y)}\n"
    assert plot.tip.text().startswith(told_of_it)


@pytest.mark.parametrize(
    ("data", "label", "axis"),
    [
        (Generated(formula="a*x + b", truth=(2.0, 1.0), noise=0.0, stop=4.0), "x", "x"),
        (table("mass (kg)"), "mass (kg)", "mass (kg)"),
        (table("p < 5\n& q"), "p < 5 & q", "p &lt; 5 &amp; q"),
        (table("long " * 20), "long " * 7 + "long…", "long " * 7 + "long…"),
        (table(""), "input", ""),
    ],
)
def test_a_point_is_told_by_the_name_of_its_input(
    plot: FitPlot, data: Data, label: str, axis: str
) -> None:
    view = make_view(Experiment(data=data, formula="a*x + b"), epochs=1)
    plot.draw(view)
    move(plot, place_of(plot, 0, float(view.facts.targets[0])))
    assert plot.tip.text().startswith(f"{label} = 0.0\ntarget ")
    # pyqtgraph reads what stands at an axis as HTML.
    assert plot.canvas.axes[0].labelText == axis


def test_of_many_points_some_are_drawn_and_the_same_ones_each_time(
    plot: FitPlot, early: View
) -> None:
    n = 100_000
    rng = np.random.default_rng(0)
    inputs = rng.permutation(np.linspace(0, 19, n, dtype=np.float32))
    targets = rng.standard_normal(n).astype(np.float32)
    facts = replace(early.facts, inputs=inputs, targets=targets)
    for predictions in (targets + 5, targets - 7):
        snapshot = replace(early.snapshot, predictions=predictions.astype(np.float32))
        plot.draw(replace(early, facts=facts, snapshot=snapshot))
        assert MOST_POINTS / 2 < len(plot.data_dots.x) <= MOST_POINTS
        np.testing.assert_array_equal(plot.data_dots.x, plot.prediction_dots.x)
        np.testing.assert_allclose(
            plot.prediction_dots.y - plot.data_dots.y, (predictions - targets)[0], rtol=1e-4
        )
    assert plot.data_dots.y.max() == targets.max()


def test_a_long_label_is_cut(plot: FitPlot, view: View) -> None:
    plot.draw(replace(view, facts=replace(view.facts, input_label="x" * 200)))
    assert len(plot.canvas.axes[0].labelText) < 50


def test_an_update_is_seen_as_a_new_curve_over_a_ghost_of_the_old(plot: FitPlot) -> None:
    view = make_view(epochs=1)
    plot.draw(view)
    snapshot = view.snapshot
    np.testing.assert_array_equal(plot.ghost.curve.getData()[1], snapshot.curve)
    assert plot.ghost.curve.opts["pen"].style().name == "DashLine"
    np.testing.assert_array_equal(plot.ghost.dots.y, snapshot.predictions)
    arrows = plot.ghost.arrows
    assert len(arrows.x) == 6
    at = np.searchsorted(view.facts.inputs, arrows.x)
    np.testing.assert_array_equal(arrows.starts, snapshot.predictions[at])
    np.testing.assert_array_equal(arrows.ends, plot.prediction_dots.y[at])
    # The old curve leaves the article's frame, and it is said that it does.
    assert plot.ghost.end_labels.texts == [("after", "7,393.7"), ("▼ before", "36,415")]


def test_before_the_update_there_is_no_ghost(plot: FitPlot, view: View, early: View) -> None:
    plot.draw(view)
    plot.draw(early)
    assert plot.ghost.end_labels.texts == []
    assert len(plot.ghost.dots.x) == len(plot.ghost.arrows.x) == 0
    assert len(plot.ghost.curve.getData()[0]) == 0


def test_the_next_epoch_begins_where_the_last_has_ended(plot: FitPlot) -> None:
    plot.draw(make_view(epochs=3, cursor=2))
    ended = plot.curve.getData()[1], plot.prediction_dots.y, plot.residuals.getData()[1]
    plot.draw(make_view(epochs=3, cursor=3, stage=Stage.PREDICT))
    begun = plot.curve.getData()[1], plot.prediction_dots.y, plot.residuals.getData()[1]
    for one, other in zip(ended, begun, strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_movement_goes_from_the_old_curve_to_the_new_residuals_last(
    plot: FitPlot, view: View
) -> None:
    snapshot = view.snapshot
    assert snapshot.updated_curve is not None
    plot.set_progress(0.0)
    plot.draw(view)
    np.testing.assert_array_equal(plot.curve.getData()[1], snapshot.curve)
    np.testing.assert_array_equal(plot.prediction_dots.y, snapshot.predictions)
    assert [title for title, _ in plot.ghost.end_labels.texts] == ["before"]
    plot.set_progress(0.5)
    half = plot.curve.getData()[1]
    assert (np.abs(half - snapshot.curve) <= np.abs(snapshot.updated_curve - snapshot.curve)).all()
    assert not np.array_equal(half, snapshot.curve)
    np.testing.assert_array_equal(plot.residuals.getData()[1][0::2], snapshot.predictions)
    plot.set_progress(1.0)
    np.testing.assert_array_equal(plot.curve.getData()[1], snapshot.updated_curve)
    np.testing.assert_array_equal(plot.residuals.getData()[1][0::2], snapshot.updated_predictions)


def test_an_update_without_end_says_so_and_draws_what_there_is(plot: FitPlot) -> None:
    view = make_view(Experiment(learning_rate=1e-4), epochs=200)
    plot.draw(view)
    assert view.snapshot.updated_loss is not None
    assert not np.isfinite(view.snapshot.updated_loss)
    assert plot.ghost.end_labels.texts[0][1] in ("∞", "not a number")
    plot.set_progress(0.5)
    assert not plot.grab().isNull()


def test_labels_at_the_ends_never_touch(plot: FitPlot) -> None:
    view = make_view(epochs=30)
    plot.draw(view)
    (top, one), (below, other) = plot.ghost.end_labels.places()
    assert below - top >= 2 * plot.fontMetrics().height() * 0.8
    assert one.value != other.value


def test_pointing_at_a_point_after_the_update_tells_both(plot: FitPlot, view: View) -> None:
    plot.draw(view)
    move(plot, place_of(plot, 7, float(view.facts.targets[7])))
    before, after = view.snapshot.predictions[7], view.snapshot.updated_predictions[7]  # type: ignore[index]
    assert f"prediction {told(before)} → {told(after)}" in plot.tip.text()


def test_fit_view_is_as_large_as_what_is_drawn_and_a_margin(plot: FitPlot, view: View) -> None:
    predictions = np.linspace(-500, 700, 20).astype(np.float32)
    plot.draw(replace(view, snapshot=replace(view.snapshot, updated_predictions=predictions)))
    plot.fit_button.click()
    assert plot.visible() == pytest.approx((-0.95, 19.95, -560, 760))
    assert plot.frame_button.isEnabled()
    # Data that is all one number still gets a view.
    points = Points(inputs=(3.0, 3.0), targets=(8.0, 8.0))
    flat = make_view(Experiment(data=points, formula="a*t", learning_rate=1e-9), epochs=1)
    eights = np.full(2, 8, np.float32)
    level = replace(flat.snapshot, predictions=eights, updated_predictions=eights)
    plot.draw(replace(flat, snapshot=level))
    plot.fit_button.click()
    assert plot.visible() == pytest.approx((2.85, 3.15, 7.6, 8.4))


def test_predictions_in_part_of_the_view_need_no_hint(plot: FitPlot, early: View) -> None:
    view = early
    _, _, bottom, top = view.facts.frame
    for inside, words in (((bottom + top) / 2, ""), (top + 1, "above"), (bottom - 1, "below")):
        predictions = np.full(20, top + 50 if inside > bottom else bottom - 50, np.float32)
        predictions[3] = inside
        plot.draw(replace(view, snapshot=replace(view.snapshot, predictions=predictions)))
        assert plot.edge_note.isVisible() == bool(words)
        assert words in plot.edge_note.text()
    middle = plot.edge_note.y() + plot.edge_note.height() / 2
    assert middle > plot.canvas.height() / 2


def test_a_curve_with_gaps_is_not_joined_over_them(plot: FitPlot, early: View) -> None:
    view = early
    curve = view.snapshot.curve.copy()
    curve[100:140] = np.nan
    plot.draw(replace(view, snapshot=replace(view.snapshot, curve=curve)))
    plot.prediction_dots.set_points(np.empty(0), np.empty(0))
    start, end = (place_of(plot, view.facts.curve_inputs[k], 0).x() for k in (99, 140))
    seen = np.unique(pixels(plot.canvas.grab().toImage(), LIGHT.prediction)[0])
    assert not ((seen > start + 2) & (seen < end - 2)).any()
    assert ((seen < start) & (seen > start - 5)).any()
    assert ((seen > end) & (seen < end + 5)).any()


def test_the_previous_run_s_curve_is_behind_in_its_colour(plot: FitPlot, view: View) -> None:
    curve = (view.facts.curve_inputs, np.full(len(view.facts.curve_inputs), 50.0))
    plot.draw(replace(view, previous_curve=curve))
    (line,) = drawing(plot.canvas).stroked(LIGHT.previous)
    assert line.top == line.bottom == pytest.approx(place_of(plot, 0, 50).y(), abs=1)
    assert (LIGHT.previous, "previous run") in _entries(plot)
    plot.draw(view)
    assert drawing(plot.canvas).stroked(LIGHT.previous) == []
    assert "previous run" not in plot.legend.texts


def test_dots_are_smaller_where_there_are_many(plot: FitPlot) -> None:
    for points, size in ((200, 7), (201, 4)):
        plot.draw(make_view(Experiment(data=RollerCoaster(points=points)), 1))
        dots = [mark for mark in drawing(plot.canvas) if mark.kind == "image"]
        assert {round(mark.right - mark.left) for mark in dots} == {size + 2}


def test_squares_up_to_two_hundred(plot: FitPlot) -> None:
    for points, squares in ((200, 200), (201, 0)):
        plot.draw(make_view(Experiment(data=RollerCoaster(points=points)), 1, stage=Stage.LOSS))
        found = drawing(plot.canvas).filled(LIGHT.prediction)
        assert len(found) == squares
        assert plot.note.isVisible() == bool(squares)
        assert ("residuals, squared" in plot.legend.texts) == bool(squares)


@pytest.mark.parametrize(
    ("predictions", "words", "top"),
    [
        ([], "The predictions are no longer finite numbers.", True),
        ([6.0, 9.0], "▲ Predictions are above this view: Fit view shows them.", True),
        ([-9.0, -6.0], "▼ Predictions are below this view: Fit view shows them.", False),
        ([-9.0, 9.0], "Predictions are outside this view: Fit view shows them.", True),
        ([-9.0, 5.0, 9.0], "", True),
        ([-5.0, 9.0], "", True),
        ([5.0], "", True),
        ([-5.0], "", True),
    ],
)
def test_what_is_out_of_sight_is_told_at_the_edge_where_it_is(
    predictions: list[float], words: str, top: bool
) -> None:
    assert beyond(np.array(predictions), -5.0, 5.0) == (words, top)


@pytest.mark.parametrize(("height", "low"), [(190, True), (600, False)])
def test_in_a_low_view_a_note_stands_where_it_hides_no_point(
    qtbot: QtBot, height: int, low: bool
) -> None:
    plot = FitPlot()
    shown(qtbot, plot, 400, height)
    view = make_view(epochs=1, cursor=0)
    plot.draw(view)
    area = plot.box.sceneBoundingRect()
    assert (plot.note.y() > area.center().y()) is low
    x, y = plot.to_scene(view.facts.data_inputs, view.facts.data_targets)
    places = [QPoint(int(a), int(b)) for a, b in zip(x, y, strict=True)]
    assert not any(plot.note.geometry().contains(place) for place in places)
    # One about what is beyond the view stays at its edge, beside the first.
    plot.say_at_edge("▲", top=True)
    assert plot.edge_note.y() == round(area.top() + 4) + (0 if low else plot.note.height() + 4)
    plot.say("")
    plot.say_at_edge("▲ Predictions are above this view: Fit view shows them.", top=True)
    assert (plot.edge_note.y() > area.center().y()) is low
