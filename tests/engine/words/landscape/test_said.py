"""What is said of the loss's landscape, in every situation, as it was approved."""

import math
from dataclasses import replace

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.experiment.settings import Settings
from engine.queries import Course, Curvature, LossMap, LossParts, Lowest, Preview, Turned
from engine.queries.plane import pair_plane
from engine.runs import Facts, Valley
from engine.words.ends.notice import Remedy
from engine.words.landscape import on_map
from engine.words.landscape.around import Around, around_in_words
from engine.words.landscape.axes import (
    axes_of,
    curvature_in_words,
    direction,
    valley_axes,
    valley_in_words,
)
from engine.words.landscape.course import (
    AHEAD,
    NO_VALLEY,
    NOT_DESCRIBED,
    axes_in_few,
    course_for_reader,
    cut_in_words,
    half_in_words,
    left_in_words,
)
from engine.words.landscape.curved import LIMIT, bends, limit_in_words, sized
from engine.words.landscape.parts import goal_of, made_of, short, still_to_go, whole
from engine.words.landscape.place import beside_the_map, map_in_words, points_used
from engine.words.landscape.preview import preview_in_words
from engine.words.landscape.rate import (
    ZONES,
    across,
    certainty_in_short,
    dial,
    share_in_words,
    zone_of,
)
from engine.words.landscape.to_go import to_go, to_go_title
from engine.words.landscape.turned import turned_in_words
from engine.words.remedies import Offer, Promise
from tests.approved import Hold
from tests.engine.told import Said
from tests.gui.views import make_view

INF, NAN = math.inf, math.nan
SETTINGS = Settings(0.125, zero_grad=True, requires_grad=True)


@pytest.fixture(scope="module")
def facts() -> Facts:
    """Those of some run; what is asked of them is replaced."""
    return make_view(epochs=1).facts


def valley(
    *curvatures: float, only: bool = True, every: int = 1, floor_loss: float = 0.5
) -> Valley:
    """A valley along the axes of its parameters, with its floor at 0."""
    size = len(curvatures)
    steepness = curvatures[-1] / curvatures[0] if curvatures[0] else INF
    return Valley(
        floor=np.zeros(size),
        floor_loss=floor_loss,
        largest_rate=2 / curvatures[-1],
        steepness=steepness,
        only=only,
        curvatures=np.array(curvatures),
        axes=np.eye(size),
        safe_rate=2 / curvatures[-1],
        every=every,
    )


def curvature(*eigenvalues: float, exact: bool = False) -> Curvature:
    """A curvature along the axes of its parameters."""
    size = len(eigenvalues)
    top = eigenvalues[-1]
    return Curvature(
        number=3,
        settings=SETTINGS,
        params=np.zeros(size, np.float32),
        leftover=np.zeros(size, np.float32),
        eigenvalues=np.array(eigenvalues),
        eigenvectors=np.eye(size) * np.nan if math.isnan(top) else np.eye(size),
        largest_rate=2 / top if top > 0 else INF,
        exact=exact,
        every=1,
    )


CURVATURES = {
    "one up": curvature(2.0),
    "one down": curvature(-2.0),
    "one flat": curvature(0.0),
    "a valley": curvature(1.0, 50.0),
    "a valley everywhere": curvature(1.0, 50.0, exact=True),
    "a valley of three": curvature(0.25, 4.0, 1234.5),
    "a valley of four": curvature(0.5, 1.0, 2.0, 3.0, exact=True),
    "a level floor": curvature(0.0, 0.0, 3.0),
    "a level floor everywhere": curvature(0.0, 3.0, exact=True),
    "a pass": curvature(-3.0, -1.0, 0.0, 2.0, 5.0),
    "a pass of two": curvature(-1.0, 2.0),
    "down and flat": curvature(-1.0, 0.0),
    "down and flat of three": curvature(-1.0, 0.0, 0.0),
    "a hilltop": curvature(-2.0, -1.0),
    "flat": curvature(0.0, 0.0),
    "not finite": curvature(NAN, NAN),
    "huge": curvature(1e-3, 2.5e9),
    "nine axes": curvature(*(float(k) for k in range(1, 10))),
    "ten axes": curvature(*(float(k) for k in range(1, 11))),
}


def test_curvature(hold: Hold) -> None:
    said = Said()
    for name, found in CURVATURES.items():
        tell = said.about(name)
        names = [f"p{k}" for k in range(1, len(found.eigenvalues) + 1)]
        tell("axes", axes_of(found))
        tell("in words", curvature_in_words(found))
        tell("bends", bends(found, names))
        tell.each(limit_in_words, (found, 0.001), (found, 0.5))
        around = Around(found, None, None, None, "", (), Experiment())
        tell("around", around_in_words(around, names))
    hold("curvature", said.lines)


def test_axes(hold: Hold) -> None:
    said = Said()
    said.each(valley_axes, 1, 2, 3, 4, 5)
    said.each(
        lambda *axis: direction("abcdef", np.array(axis)),
        (1.0,), (-1.0,), (0.6, -0.8), (-0.8, 0.6), (0.005, 1.0), (0.0051, 0.9999),
        (0.0049, -0.9999),
        (0.5, 0.5, 0.5, 0.5), (0.7, -0.7, 0.14, 0.004), (0.9, -0.3, 0.2, -0.1, 0.003),
        heading="direction",
    )  # fmt: skip
    said.each(
        lambda *axis: direction("abc", np.array(axis), 1),
        (0.6, -0.8),
        (0.0, 1.0),
        heading="direction by one",
    )
    said.each(
        lambda only, every: valley_in_words(valley(1.0, only=only, every=every)),
        (True, 1),
        (True, 2),
        (True, 3),
        (False, 1),
        (False, 3),
        heading="what a valley is worth",
    )
    hold("axes", said.lines)


def course(**fields: object) -> Course:
    """A course of three groups, of which two updates are trained."""
    trained = LossParts(
        numbers=np.array([1, 2]),
        losses=np.array([16.0, 8.0]),
        parts=np.array([[8.0, 4.0, 2.0], [4.0, 4.0, 0.0]]),
        floor=2.0,
        rest=np.zeros(2),
        exact=True,
    )
    plain = Course(
        trained,
        first=np.array([8.0, 4.0, 2.0]),
        ahead=np.array([3.0, 1001.0]),
        ahead_parts=np.array([[3.0, 4.0, 0.0], [1.0, 6.0, 0.0]]),
        last=1001.0,
        top=16.0,
    )
    return replace(plain, **fields)


def test_course(hold: Hold) -> None:
    said = Said()
    said("constants", AHEAD, NO_VALLEY, NOT_DESCRIBED)
    slow = course(ahead=np.array([1001.0]), ahead_parts=np.array([[3.0, 1.0, 0.0]]))
    for name, found in {"some course": course(), "a slow one": slow}.items():
        said.each(
            lambda k, brief, of=found: half_in_words(of, k, brief),
            *((k, brief) for k in range(3) for brief in (False, True)),
            heading=f"half of {name}",
        )
    nothing = course(first=np.array([0.0, 4.0, NAN]))
    said.each(lambda k: half_in_words(nothing, k), 0, 1, 2, heading="half of nothing")
    said("half, not brief", half_in_words(course(), 0))
    said.each(
        lambda top: cut_in_words(course(top=top)),
        32.0, 16.0, 15.9, 8.0, 1.69, 16 / 9.5, 1.67, 0.16, 16 / 12345.4, 1e-320,
        heading="cut off above",
    )  # fmt: skip
    said.each(
        left_in_words, None, NAN, INF, 0.0, 0.99e-6, 1.01e-6, 0.00099, 0.001, 0.00101, 0.5, 0.9994,
        0.9996, 0.99994, 0.99996, 1.0, 1.00001, 1.0004, 1.001, 9.994, 9.99999, 10.0, 12.345,
    )  # fmt: skip
    for curvatures in (
        (2.0,),
        (1.0, 50.0),
        (0.25, 3.0, 1234.5),
        (0.5, 1.0, 2.0, 3000.0),
        (0.5, 1.0, 2.0, 3.0, 1e9),
        (0.001, 999.6, 1000.4),
    ):
        said(f"axes of {curvatures}", axes_in_few(valley(*curvatures)))
    said(
        "for a reader",
        course_for_reader("3 = 1 + 2", ("half gone", "", "grows"), ("along", "slant", "across")),
        course_for_reader("3 = 1 + 2", ("", ""), ("along", "across")),
    )  # fmt: skip
    hold("course", said.lines)


def test_curved(hold: Hold) -> None:
    said = Said()
    said("constants", LIMIT)
    said.each(sized, 0.0, 0.5, -3.0, 999.4, 999.96, 1000.0, 1234.5, -12345.6, 123456.0, 1e6, 2.5e9)
    hold("curved", said.lines)


def parts(
    *sizes: float, loss: float, first: tuple[float, ...] = (), exact: bool = True, rest: float = 0.0
) -> LossParts:
    """The parts of two updates; the second's are `sizes`, from along to across, and the floor."""
    *own, floor = sizes
    began = list(first or own)
    return LossParts(
        numbers=np.array([1, 2]),
        losses=np.array([sum(began) + floor, loss]),
        parts=np.array([began, own]),
        floor=floor,
        rest=np.array([0.0, rest]),
        exact=exact,
    )


PARTS = {
    "exact": parts(3.0, 1.5, 0.25, loss=4.75, first=(4.0, 3.0)),
    "exact, of little": parts(0.25, 0.125, 0.25, loss=0.625, first=(0.5, 0.25)),
    "exact, one axis": parts(3.0, 0.25, loss=3.25),
    "exact, three axes": parts(8.0, 2.0, 0.5, 0.25, loss=10.75, first=(8.0, 4.0, 0.0)),
    "exact, rounded by float32": parts(600.0, 18.5, 0.25, loss=618.754, rest=0.004),
    "exact, with a rest as large as can be unseen": parts(90.0, 9.0, 1.0, loss=100.0, rest=0.0099),
    "exact, with just a rest that can be unseen": parts(90.0, 9.0, 1.0, loss=100.0, rest=0.01),
    "about, with just a rest of rounding": parts(
        90.0, 9.0, 1.0, loss=100.0, exact=False, rest=0.001
    ),
    "exact, with a rest to be told": parts(90.0, 9.0, 1.0, loss=100.02, rest=0.02),
    "exact, with a rest that is taken": parts(90.0, 9.0, 1.0, loss=99.98, rest=-0.02),
    "about": parts(3.0, 1.5, 0.25, loss=4.75, exact=False),
    "about, with a rest": parts(3.0, 1.5, 0.25, loss=5.0, exact=False, rest=0.25),
    "about, with a rest that is taken": parts(3.0, 1.5, 0.25, loss=4.5, exact=False, rest=-0.25),
    "about, with a rest of rounding": parts(90.0, 9.0, 1.0, loss=100.0, exact=False, rest=0.0009),
    "about, with more than rounding": parts(90.0, 9.0, 1.0, loss=100.0, exact=False, rest=0.0011),
    "not described": parts(3.0, 1.5, 0.25, loss=9.0, exact=False, rest=4.25),
    "loss not finite": parts(3.0, 1.5, 0.25, loss=INF),
    "part not finite": parts(3.0, INF, 0.25, loss=4.75),
    "nothing": parts(0.0, 0.0, 0.0, loss=0.0),
}


def test_parts(hold: Hold) -> None:
    said = Said()
    for name, made in PARTS.items():
        said(name, made_of(made, 1))
    said("at first", made_of(PARTS["exact"], 0))
    hold("parts", said.lines)


def test_around(hold: Hold) -> None:
    said = Said()
    offers = (
        Offer(Remedy("Reset"), None),
        Offer(Remedy("Raise the rate"), Promise("sooner there")),
    )
    plain = Around(
        curvature(1.0, 2.0, exact=True), valley(1.0, 2.0), PARTS["exact"], None, "It is slow.",
        offers, Experiment(),
    )  # fmt: skip
    names = ("a", "b")
    said("all of it", around_in_words(plain, names))
    said("without a valley", around_in_words(replace(plain, valley=None), names))
    said("without parts", around_in_words(replace(plain, parts=None), names))
    said("no reason", around_in_words(replace(plain, why=""), names))
    said("no way out", around_in_words(replace(plain, offers=()), names))
    hold("around", said.lines)


def test_numbers(hold: Hold) -> None:
    said = Said()
    said.each(short, 1.0, 0.05, 2e-7, 1.5, 1e-12, 123456.0, 1234567.0, 0.1234567, 1e10, 1.25e10)
    said.each(
        whole, 0.0, 0.2, 1.0, 1.1, 998.9, 999.0, 1000.0, 1004.0, 1006.0, 12345.0, 98765432.0,
        9.99e14, 1e15, 2.345e16,
    )  # fmt: skip
    hold("numbers", said.lines)


VALLEYS = {
    "none": None,
    "exact": valley(1.0, 8.0),
    "one axis": valley(4.0),
    "three axes": valley(0.001, 1.0, 8.0),
    "four axes": valley(0.001, 0.1, 1.0, 8.0),
    "five axes": valley(0.001, 0.1, 0.01, 1.0, 8.0),
    "part of the points": valley(1.0, 8.0, every=2),
    "among others": valley(1.0, 8.0, only=False),
    "level": valley(0.0, 8.0),
    "without a loss": valley(1.0, 8.0, floor_loss=0.0),
}


def test_to_go(hold: Hold, facts: Facts) -> None:
    said = Said()
    for name, found in VALLEYS.items():
        tell_how_far(said.about(name), facts, found)
    hold("to go", said.lines)


def tell_how_far(said: Said, facts: Facts, found: Valley | None) -> None:
    size = len(found.curvatures) if found else 2
    mine = replace(facts, valley=found, targets=np.array([1.0, 3.0, 2.0, 5.0], np.float32))
    far, there, nowhere = np.full(size, 16.0), np.zeros(size), np.full(size, 1e200)
    high, low = (
        0.0 if found is None else float(found.parts(at[None]).sum()) for at in (far, there)
    )
    high, low = high + 0.5, low + 0.5
    said("goal", goal_of(mine))
    said("title", to_go_title(mine))
    for rate in (0.001, 0.1, 0.24, 0.26):
        said(f"at {rate}", to_go(mine, far, high, rate), still_to_go(mine, far, high, rate))
    said("there", to_go(mine, there, low, 0.1), still_to_go(mine, there, low, 0.1))
    said("elsewhere", to_go(mine, far, 1e6, 0.1), still_to_go(mine, far, 1e6, 0.1))
    with np.errstate(all="ignore"):
        said("nowhere", to_go(mine, nowhere, INF, 0.1), still_to_go(mine, nowhere, INF, 0.1))
    bent = {
        "none": None,
        "up": curvature(1.0, 5.0),
        "down": curvature(-2.0, -1.0),
        "not finite": curvature(NAN, NAN),
    }
    for how, asked in bent.items():
        stands = dial(0.1, mine, asked, far, high)
        said(f"dial, curvature {how}", stands)
        if stands is not None:
            said(f"dial, curvature {how}, in short", certainty_in_short(stands))


def test_rate(hold: Hold) -> None:
    said = Said()
    said("zones", ZONES)
    said.each(
        lambda share: zone_of(share).name,
        0.0, 0.0999, 0.1, 0.1001, 0.4999, 0.5, 0.5001, 0.9999, 1.0, 1.0001, 50.0,
        heading="zone",
    )  # fmt: skip
    said.each(across, 0.25, 0.5, 0.75, 1.0, 1.25)
    said.each(
        share_in_words, 0.0, 0.00123, 0.028, 0.28, 0.994, 0.9951, 0.99951, 0.999951, 0.99999951,
        1 - 1e-9, 1.0, 1 + 1e-9, 1.0000051, 1.00004, 1.004, 1.01, 2.82, 9.99, 10.0, 28.24, 2345.6,
    )  # fmt: skip
    hold("rate", said.lines)


def preview(*losses: float, finite: bool = True, cut_short: bool = False) -> Preview:
    made = np.array(losses, np.float32)
    params = np.zeros((len(losses) + 1, 2), np.float32)
    return Preview(
        replace(SETTINGS, learning_rate=3e-5), made, params, np.zeros(2), finite, cut_short
    )


def test_preview(hold: Hold) -> None:
    said = Said()
    said(
        "previews",
        preview_in_words(preview()),
        preview_in_words(preview(3.0, 2.0)),
        preview_in_words(preview(3.0, INF, finite=False)),
        preview_in_words(preview(3.0, 36415.0, cut_short=True)),
        preview_in_words(preview(3.0, 2.0, finite=False, cut_short=True)),
    )
    hold("preview", said.lines)


def test_turned(hold: Hold) -> None:
    said = Said()
    for steep in (1.0, 20.0):
        for degrees in (0.0, 30.0, 45.0, 90.0):
            found = Turned(steep, degrees)
            for rate, epochs in ((0.01, 5), (0.06, 60), (0.2, 3)):
                path = found.path(found.place(-2.9, -1.8), rate, epochs)
                said(
                    f"{steep:g} times steeper, turned by {degrees:g}, rate {rate}, {epochs} epochs",
                    turned_in_words(found, path, rate, ("a", "b")),
                )
    still = Turned(20.0, 0.0)
    path = still.path(still.place(-3.0, -2.0), 0.1, 5)
    said("at the largest rate", turned_in_words(still, path, 0.1, ("a", "b")))
    path = still.path(still.place(-3.0, 0.0), 0.06, 60)
    said("one is there from the start", turned_in_words(still, path, 0.06, ("a", "b")))
    round_ = Turned(4.0, 0.0)
    path = round_.path(round_.place(-1.0, -1.0), 0.4, 30)
    said("both at once", turned_in_words(round_, path, 0.4, ("a", "b")))
    hold("turned", said.lines)


def test_on_the_map(hold: Hold) -> None:
    said = Said()
    names, four = ("a", "b", "c"), ("a", "b", "c", "d")
    said.each(on_map.epoch_of, 0, 1, 1234)
    said.each(on_map.stretch_of, (0, 0), (0, 1), (0, 7), (3, 3), (5, 200), (1000, 12345))
    for epoch in (0, 1, 1200):
        said(
            f"others after {epoch}",
            on_map.others(("a", "b"), (0, 1), np.zeros(2), epoch, np.zeros(2)),
            on_map.others(names, (0, 2), np.array([1.0, -2.5, 3.0]), epoch, np.array([0, 1.26, 0])),
            on_map.others(four, (1, 3), np.zeros(4), epoch, np.zeros(4)),
        )
    said.each(
        on_map.off_the_map, (0.0, 1.0, 5.0, 3), (0.5, 1.0, 5.0, 1), (0.5, 1.0, 5.0, 2),
        (INF, 1.0, 5.0, 3), (0.5, NAN, 5.0, 3), (0.5, 0.0, 5.0, 3), (0.5, 4.9e-5, 5.0, 3),
        (0.5, 5e-5, 5.0, 3),
        (0.5, 5.1e-5, 5.0, 3), (1234.5, 617.4, 36415.2, 3),
    )  # fmt: skip
    said.each(
        lambda pair, *apart: on_map.best_fit(
            "best fit", 0.658, "abcd"[: len(apart)], pair, np.array(apart)
        ),
        (None, 1.0, 2.0), ((0, 1), 3.0, 4.0), ((0, 1), 3.0, 4.0, 0.0), ((0, 1), 3.0, 4.0, -67.1),
        ((1, 2), -2.5, 4.0, 0.0), ((0, 1), 9.0, 9.0, -3.0, 4.0), ((0, 3), 9.0, 0.0, 0.0, 4.0),
        ((0, 3), 9.0, 0.0, -0.25, 4.0),
        heading="best fit",
    )  # fmt: skip
    said.each(
        on_map.gradient, (None, 3.0, 4.0), ((0, 1), -1.26, 18.15), ((0, 1), 1.26, -18.15),
        ((0, 1), 0.0, 2.0), ((0, 1), -2.0, 0.0), ((0, 1), 0.0, 0.0),
    )  # fmt: skip
    said("axis", on_map.axis("along", 0.2586), on_map.axis("across", 56499.4))
    said("step", on_map.step(1e-5, 0.63611), on_map.step(0.5, 1234.5))
    values = [0.5, -1.25, 12345.6, 3.0, 0.001, 6.0, 7.0, 8.0]
    for count in (1, 3, 4, 6, 7, 8):
        said(f"place of {count}", on_map.place("12", "abcdefgh"[:count], values[:count]))
    said("place of few", on_map.place("12", "abcd", values[:4], 3))
    said.each(
        on_map.loss_there, (21011.4, True), (21011.4, False), (INF, True), (NAN, False),
        (0.5, True), (0.5, False),
    )  # fmt: skip
    said.each(on_map.crawl, (1200, 0.0126, None), (1200, 0.0126, 3.4567))
    said("crossings", on_map.crossings(grows=True), on_map.crossings(grows=False))
    said.each(on_map.larger, 2.0, 15.3, 12345.0)
    said.each(on_map.wider, 2.0, 15.3, 12345.0)
    said.each(
        on_map.true_scale, (1.0, None), (1.0, INF), (1.04, None), (1.05, None), (0.96, None),
        (0.95, None), (15.0, None), (0.25, 4.0), (1.0, 9900.0), (1.0, 10000.0), (15.0, 218451.0),
    )  # fmt: skip
    said.each(
        on_map.short_loss, 0.658, 9.94, 99.4, 99.96, 100.0, 618.4, 36415.2, 9.9e6, 1e7, 8.07e42
    )
    hold("on the map", said.lines)


def test_place(hold: Hold) -> None:
    said = Said()
    said.each(
        beside_the_map, (618.526, 603.023, 1.39, 10.0), (5.0, 6.5, 0.25, 10.0),
        (5.0, 5.0, 0.0, 10.0), (5.0, 4.0, 0.99e-8, 10.0), (5.0, 4.0, 1e-8, 10.0),
        (5.0, 4.0, 1.01e-8, 10.0),
        (36415.5, 1.25, 1234.5, 10.0),
    )  # fmt: skip
    plane = pair_plane(np.zeros(2), 0, 1)
    plain = LossMap(
        plane, np.zeros(2), np.zeros(2), np.zeros((2, 2)), Lowest(1.0, 2.0, 618.4, on_edge=False),
        (), 1,
    )  # fmt: skip
    edge = replace(plain, lowest=Lowest(1.0, 2.0, 36415.2, on_edge=True), every=3)
    said("maps", map_in_words(plain), map_in_words(edge), map_in_words(replace(plain, lowest=None)))
    said.each(points_used, 1, 2, 3, 11, 1001)
    hold("place", said.lines)
