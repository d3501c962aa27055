"""What a View is without what is covered, and who is told that something is."""

from dataclasses import fields, replace

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.runs import Stage
from gui.run import Covers
from tests.gui.views import make_view, run_of

SEEN = make_view(Experiment(held_out=0.2), epochs=6, cursor=4)
BEHIND = run_of(SEEN.history, SEEN)
CURVE = (np.zeros(2), np.ones(2))
VIEW = replace(SEEN, previous=BEHIND, previous_curve=CURVE, previous_label="seed 5", run=3)
PREVIOUS = {"previous", "previous_curve", "previous_label"}
LATER = {"updated_loss", "loss_change"}
PREDICTED = {
    "predictions", "held_out_predictions", "curve",
    "updated_predictions", "updated_held_out_predictions", "updated_curve",
}  # fmt: skip


@pytest.fixture
def covers(qapp: object) -> Covers:
    return Covers()


def differing(one: object, other: object) -> set[str]:
    """The fields in which the two dataclasses differ."""
    names = [each.name for each in fields(one)]  # type: ignore[arg-type]
    return {name for name in names if not _same(getattr(one, name), getattr(other, name))}


def _same(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray):
        return isinstance(other, np.ndarray) and np.array_equal(one, other, equal_nan=True)
    return one is other or one == other


@pytest.mark.parametrize(
    ("hidden", "of_view", "of_snapshot", "of_facts"),
    [
        ("later", {"history", "snapshot", "facts", *PREVIOUS}, LATER, set()),
        ("ahead", {"history", "snapshot", "facts", *PREVIOUS}, set(), set()),
        ("loss.value", {"snapshot", "facts", *PREVIOUS}, {"loss", *LATER}, set()),
        ("predictions", {"snapshot", "facts", *PREVIOUS}, PREDICTED, set()),
        ("best_fit", {"facts", *PREVIOUS}, set(), {"valley", "standardised_valley"}),
        ("banner", set(), set(), set()),
        ("signs", set(), set(), set()),
    ],
)
def test_a_view_is_without_what_is_covered(
    covers: Covers, hidden: str, of_view: set[str], of_snapshot: set[str], of_facts: set[str]
) -> None:
    covers.cover({hidden}, "fit")
    shown = covers.covered(VIEW)
    assert differing(VIEW, shown) <= of_view
    assert (shown is VIEW) is (not of_view)
    assert differing(VIEW.snapshot, shown.snapshot) == of_snapshot
    assert differing(VIEW.facts, shown.facts) == of_facts
    if of_view:
        assert (shown.previous, shown.previous_curve, shown.previous_label) == (None, None, "")
    trained = 4 if hidden in ("later", "ahead") else 6
    assert len(shown.history) == trained


def test_covered_predictions_are_no_numbers_and_others_are_left(covers: Covers) -> None:
    covers.cover({"predictions"}, "fit")
    snapshot = covers.covered(VIEW).snapshot
    for name in ("predictions", "curve"):
        held = getattr(snapshot, name)
        assert held.shape == getattr(VIEW.snapshot, name).shape
        assert np.isnan(held).all()
    assert snapshot.updated_predictions is None
    assert snapshot.loss == VIEW.snapshot.loss


def test_the_facts_stay_the_same_until_something_else_is_covered(covers: Covers) -> None:
    """Other facts would be a new run to those who draw."""
    covers.cover({"best_fit"}, "fit")
    facts = covers.covered(VIEW).facts
    assert facts is not VIEW.facts
    assert covers.covered(replace(VIEW, cursor=3)).facts is facts
    covers.cover({"best_fit"}, "loss")
    assert covers.covered(VIEW).facts is not facts
    other = replace(VIEW, facts=replace(VIEW.facts))
    assert covers.covered(other).facts is not covers.covered(VIEW).facts


def test_only_what_is_another_is_told(covers: Covers) -> None:
    told: list[None] = []
    covers.changed.connect(lambda: told.append(None))
    covers.lift()
    assert told == []
    covers.cover(["later"], None)
    covers.cover({"later"}, None)
    assert len(told) == 1
    covers.cover({"later"}, "fit")
    assert len(told) == 2
    assert (covers.hidden, covers.part) == (frozenset({"later"}), "fit")
    covers.lift()
    assert len(told) == 3
    assert (covers.hidden, covers.part) == (frozenset(), None)


@pytest.mark.parametrize(
    ("hidden", "log", "a", "b"),
    [
        ((), False, False, False),
        (("banner",), False, False, False),
        (("best_fit", "banner"), False, False, False),
        (("later",), True, False, False),
        (("signs",), True, True, True),
        (("signs.a",), True, True, False),
        (("signs.a", "banner"), True, True, False),
    ],
)
def test_the_log_and_the_signs_are_covered_where_they_would_tell(
    covers: Covers, hidden: tuple[str, ...], log: bool, a: bool, b: bool
) -> None:
    covers.cover(hidden, None)
    assert covers.hides_log is log
    assert (covers.hides_signs("a"), covers.hides_signs("b")) == (a, b)


def test_a_view_that_gives_it_away_is_covered_but_not_the_one_that_is_asked_about(
    covers: Covers,
) -> None:
    covers.cover({"signs.a"}, None)
    assert covers.views == {"landscape", "curvature", "graph", "by_hand"}
    covers.cover({"signs.a", "banner"}, "graph")
    assert covers.views == {"landscape", "curvature", "by_hand"}
    covers.cover({"of no view"}, None)
    assert covers.views == frozenset()
    assert covers.hides("of no view", "later")
    assert not covers.hides("later")


def test_a_stage_under_way_keeps_what_it_has(covers: Covers) -> None:
    view = make_view(epochs=3, cursor=2, stage=Stage.LOSS)
    covers.cover({"loss.value"}, "loss")
    shown = covers.covered(view)
    assert view.snapshot.loss is not None
    assert shown.snapshot.loss is None
    assert shown.snapshot.stage is Stage.LOSS
    np.testing.assert_array_equal(shown.snapshot.predictions, view.snapshot.predictions)
