"""Which questions a map asks, in which order, and what it knows until they are answered."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.queries import CurvatureQuery, LossMapQuery
from gui.plots.landscape.map.wanted import Wanted
from gui.plots.landscape.ways import planes
from gui.plots.landscape.ways.path import path_of
from gui.run import View
from tests.gui.views import make_view

FRAME = (0.0, 80.0, 10.0, 30.0)


@pytest.fixture(scope="module")
def view() -> View:
    return make_view(epochs=3)


def asked(wanted: Wanted, *, playing: bool = False) -> Any:
    return wanted.open(hovering=False, small=(), playing=playing)


@pytest.mark.parametrize(
    ("size", "columns", "rows"),
    [
        # A row for each pixel, a column for two, and one more at each side.
        ((160.0, 100.0), 80, 100), ((40.0, 20.0), 24, 24), ((480.0, 256.0), 240, 256),
        ((480.0, 300.0), 240, 256), ((600.0, 256.0), 256, 256), ((9000.0, 64.0), 1024, 64),
    ],
)  # fmt: skip
def test_a_map_has_as_many_places_as_are_seen_and_no_more_than_are_quick(
    view: View, size: tuple[float, float], columns: int, rows: int
) -> None:
    wanted, choice = Wanted(), planes.choices(view)[1]
    wanted.want_map(view, choice, FRAME, size)
    query = asked(wanted)
    assert isinstance(query, LossMapQuery)
    assert (query.columns, query.rows) == (columns + 2, rows + 2)
    assert query.x_range == pytest.approx((-80 / columns, 80 + 80 / columns))
    assert query.y_range == pytest.approx((10 - 20 / rows, 30 + 20 / rows))
    best = planes.best_on(query.plane, view)
    assert best is not None
    assert query.through == best[:2]
    assert wanted.epoch == 3


def test_what_is_largest_is_asked_first(view: View) -> None:
    wanted, (valley, pair, *_) = Wanted(), planes.choices(view)
    wanted.begin(planes.choices(view))
    plane = wanted.plane(pair, view)
    wanted.want_small(view, valley, FRAME)
    wanted.want_curvature(view)
    wanted.want_under(view, plane, path_of(view))
    wanted.want_strip(view, plane, FRAME)
    wanted.want_lens(view, plane, FRAME)
    wanted.want_hover(view, planes.here(view))
    wanted.want_map(view, pair, FRAME, (100.0, 100.0))
    kept = {
        "map": wanted.map, "hover": wanted.hover, "lens": wanted.lens, "strip": wanted.strip,
        "under": wanted.under, "curvature": wanted.curvature, "small": wanted.small[valley],
    }  # fmt: skip

    def order(*, hovering: bool, playing: bool) -> list[str]:
        found = []
        for each in kept.values():
            each._answered = None
        while query := wanted.open(hovering=hovering, small=(valley,), playing=playing):
            (name,) = (name for name, each in kept.items() if each.open is query)
            found.append(name)
            # The loss under the mouse changes nothing that is drawn.
            assert wanted.take(query, object()) is (name != "hover")
            if name == "hover":
                assert wanted.hover.take(query, object())
        return found

    assert order(hovering=True, playing=False) == list(kept)
    assert order(hovering=False, playing=False) == [each for each in kept if each != "hover"]
    assert order(hovering=False, playing=True) == ["map", "lens", "strip"]


def test_each_part_of_a_map_has_its_own_places(view: View) -> None:
    wanted, choice = Wanted(), planes.choices(view)[1]
    wanted.begin([choice])
    plane = wanted.plane(choice, view)
    wanted.want_lens(view, plane, FRAME)
    wanted.want_strip(view, plane, FRAME)
    wanted.want_small(view, choice, FRAME)
    found = [wanted.lens.open, wanted.strip.open, wanted.small[choice].open]
    for query, cells in zip(found, ((72, 48), (256, 24), (56, 36)), strict=True):
        assert isinstance(query, LossMapQuery)
        assert (query.columns, query.rows) == cells
        assert (query.x_range, query.y_range) == ((0, 80), (10, 30))
    wanted.want_lens(view, plane, None)
    assert wanted.lens.open is None
    wanted.want_curvature(view)
    assert isinstance(wanted.curvature.open, CurvatureQuery)


def test_under_the_path_and_at_its_end_the_loss_is_asked(view: View) -> None:
    wanted, choice = Wanted(), planes.choices(view)[1]
    plane, path = wanted.plane(choice, view), path_of(view)
    wanted.want_under(view, plane, path)
    query: Any = wanted.under.open
    assert query.params.shape == (5, 3)
    # On the map of a and b, c stands still.
    assert query.params[:4, :2] == pytest.approx(path.params[:, :2])
    assert query.params[:4, 2] == pytest.approx(np.full(4, plane.origin[2]))
    assert query.params[4] == pytest.approx(path.params[-1])


def test_while_it_plays_only_what_is_quick_is_wanted(view: View) -> None:
    playing = replace(view, playing=True)
    wanted, choice = Wanted(), planes.choices(view)[1]
    wanted.begin([choice])
    plane = wanted.plane(choice, view)
    wanted.want_under(playing, plane, path_of(view))
    wanted.want_curvature(playing)
    wanted.want_small(playing, choice, FRAME)
    assert asked(wanted) is None
    wanted.want_lens(playing, plane, FRAME)
    first = wanted.lens.open
    assert first is not None
    wanted.take(first, "a map")
    wanted.want_lens(playing, plane, (0.0, 1.0, 0.0, 1.0))
    assert wanted.lens.current == "a map"
    nowhere = replace(view.snapshot, params=np.array([np.inf, 0, 0], np.float32))
    wanted.want_curvature(replace(view, snapshot=nowhere))
    assert wanted.curvature.open is None


def test_until_another_map_is_there_the_small_one_stands_for_it(view: View) -> None:
    wanted, (valley, pair, *_) = Wanted(), planes.choices(view)
    wanted.begin([valley])
    wanted.want_small(view, valley, FRAME)
    small = wanted.small[valley].open
    assert small is not None
    wanted.take(small, "small")
    wanted.turn_to(valley)
    assert wanted.map.answer == "small"
    assert asked(wanted) is None
    wanted.turn_to(pair)
    assert wanted.map.answer is None
    wanted.offer([valley, pair])
    assert wanted.small[valley].answer == "small"
    wanted.begin([pair])
    assert list(wanted.small) == [pair]


def test_a_plane_is_the_same_object_while_it_is_the_same_plane(view: View) -> None:
    wanted, (valley, pair, *_) = Wanted(), planes.choices(view)
    assert wanted.plane(pair, view) is wanted.plane(pair, view)
    assert wanted.plane(valley, view) is not wanted.plane(pair, view)
    before = wanted.plane(pair, view)
    moved = replace(view.snapshot, updated_params=view.snapshot.params + np.float32(1))
    assert wanted.plane(pair, replace(view, snapshot=moved)) is not before
