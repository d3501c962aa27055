"""Which questions the article's run can be asked, their answers, and why."""

from dataclasses import replace

import numpy as np
import pytest

from engine.experiment import Experiment, Points
from engine.predicting import Moment, find
from engine.runs import Stage
from tests.engine.predicting.moments import moment, posed


def test_the_articles_first_epoch() -> None:
    first = moment(many=(8, 24))
    assert [(each.question.about, each.truth) for each in posed(first, "direction")] == [
        ("a", "right"), ("b", "right"), ("c", "right"),
    ]  # fmt: skip
    (way,), (size,) = posed(first, "loss_way"), posed(first, "loss_size")
    assert way.truth == "fall"
    assert size.truth == pytest.approx(7393.7, abs=0.1)
    assert size.question.about == 2
    assert "36,415 to 7,393.7" in size.because
    (largest,), (point,) = posed(first, "largest"), posed(first, "point")
    assert largest.truth == "a"
    assert point.truth == 19
    assert "At t = 19 the residual is 419.05" in point.because
    assert "24\u00a0% of the loss" in point.because
    (curve,) = posed(first, "curve")
    assert isinstance(curve.truth, tuple)
    assert curve.truth[-1] == pytest.approx(-120.3, abs=0.5)
    short, long = posed(first, "loss_curve")
    assert short.question.about == (1, 2, 3, 4, 5, 6, 7, 8, 9)
    assert short.epochs == 8
    assert (long.question.about or (0,))[-1] == 25  # type: ignore[index]


def test_the_sign_that_flips_next_and_none() -> None:
    flips = posed(moment(trained=1, many=(8, 24)), "flip")
    assert [each.truth for each in flips] == ["None in the next 8 epochs", "a"]
    later = posed(moment(trained=8, many=(8, 24)), "flip")
    assert {each.truth for each in later} == {"a"}
    assert later[0].epochs == 6
    assert "positive" not in later[0].question.text
    assert "negative until epoch 13, and at epoch 14 it is 0.03" in later[0].because
    assert later[0].because.endswith("there a turns, and moves left.")


@pytest.mark.parametrize(
    ("stage", "to", "sorts"),
    [
        (None, Stage.PREDICT, set()),
        (Stage.PREDICT, Stage.LOSS, {"point"}),
        (Stage.LOSS, Stage.BACKWARD, set()),
        (Stage.BACKWARD, Stage.GRADIENT, {"largest"}),
        (Stage.GRADIENT, Stage.UPDATE,
         {"direction", "largest", "loss_way", "loss_size", "curve"}),
        (Stage.LOSS, Stage.UPDATE, {"direction", "largest", "loss_way", "loss_size", "curve"}),
    ],
)  # fmt: skip
def test_what_is_asked_depends_on_what_the_step_makes(
    stage: Stage | None, to: Stage, sorts: set[str]
) -> None:
    assert {each.sort for each in find(moment(stage=stage, to=to))} == sorts


def test_what_shows_the_answer_is_hidden() -> None:
    at_gradient = moment(stage=Stage.GRADIENT)
    for each in find(at_gradient):
        assert {"ahead", "banner", "card.arrow", "card.sentence"} <= each.hide
    assert {"card.gradient", "chip.gradient"} <= posed(at_gradient, "largest")[0].hide
    assert "card.gradient" not in posed(at_gradient, "direction")[0].hide
    assert "largest" in posed(moment(), "point")[0].hide


def test_equal_residuals_have_no_point_that_adds_most() -> None:
    twice = Points(inputs=(0.0, 0.0, 1.0, 1.0, 2.0), targets=(9.0, 9.0, 1.0, 1.0, 2.0))
    assert posed(moment(Experiment(data=twice, formula="a*t")), "point") == []
    once = Points(inputs=(0.0, 0.5, 1.0, 1.0, 2.0), targets=(9.0, 1.0, 1.0, 1.0, 2.0))
    assert posed(moment(Experiment(data=once, formula="a*t")), "point")[0].truth == 0


def test_a_point_that_cannot_be_chosen_is_not_asked_for() -> None:
    first = moment()
    assert posed(replace(first, drawn=np.arange(19)), "point") == []


def test_what_does_not_move_has_no_direction() -> None:
    still = moment(
        Experiment(formula="a*t + b + 0*c", data=Points(inputs=(0.0, 1.0), targets=(1.0, 2.0)))
    )
    assert {each.question.about for each in posed(still, "direction")} == {"a", "b"}
    twins = moment(Experiment(formula="a*t + b*t", start={"a": 0.5, "b": 0.5}))
    assert posed(twins, "largest") == []


def test_a_curve_or_loss_that_hardly_changes_is_not_asked_for() -> None:
    settled = moment(trained=60, many=(8,))
    assert {each.sort for each in find(settled)} == {
        "direction", "point", "loss_way", "flip"
    }  # fmt: skip
    far = Experiment(learning_rate=4e-5)
    assert posed(moment(far), "curve") == [], "it would not be seen"


def test_nothing_is_asked_where_numbers_are_not_finite() -> None:
    assert find(moment(Experiment(learning_rate=1e6), trained=6)) == []


def test_a_loss_rises_because_the_step_was_too_long_or_something_was_left_over() -> None:
    (long,) = posed(moment(Experiment(learning_rate=4e-5)), "loss_way")
    assert long.truth == "rise"
    assert "so long that it ended higher up" in long.because
    (left,) = posed(moment(Experiment(zero_grad=False), trained=2), "loss_way")
    assert left.truth == "rise"
    assert "what was left over in params.grad outweighed this epoch's gradient" in left.because


def test_an_answer_as_in_the_epoch_before_is_expected() -> None:
    moments = {each.question.about: each for each in posed(moment(trained=13), "direction")}
    assert moments["a"].truth == "left"
    assert not moments["a"].expected
    assert moments["c"].expected
    # Of which point it is, and how the curve then lies, the epoch before says nothing.
    others = [each for sort in ("point", "curve", "loss_size") for each in posed(moment(), sort)]
    assert len(others) == 3
    assert not any(each.expected for each in others)


def test_a_loss_that_stays_as_it_is_is_not_asked_for() -> None:
    data = Points(inputs=(1.0, 2.0, 3.0), targets=(2.0, 4.0, 6.0))
    found = Experiment(formula="k*t", data=data, start={"k": 2.0})
    assert posed(moment(found), "loss_way") == []


def with_losses(*losses: float) -> Moment:
    """The article's second epoch, if the loss went so."""
    first = moment(trained=1, many=(8,))
    change = losses[1] - losses[0]
    whole = [*losses, *[losses[-1]] * (9 - len(losses))]
    coming = replace(first.coming, losses=np.array(whole, np.float32), change=change)
    return replace(first, coming=coming)


@pytest.mark.parametrize(
    ("losses", "asked"),
    [
        ((4.0, 2.0), True), ((4.0, 2.01), False), ((2.0, 4.0), True), ((2.0, 3.99), False),
        ((0.0, 4.0), False), ((4.0, 0.0), False),
    ],
)  # fmt: skip
def test_where_a_loss_will_be_is_asked_where_it_at_least_halves_or_doubles(
    losses: tuple[float, float], asked: bool
) -> None:
    where = with_losses(*losses)
    assert [each.truth for each in posed(where, "loss_size")] == [losses[1]] * asked
    (way,) = posed(where, "loss_way")
    assert way.truth == ("fall" if losses[1] < losses[0] else "rise")


@pytest.mark.parametrize(
    ("losses", "asked"),
    [
        ([8.0] * 9, False), ([8.0 / 1.6**k for k in range(9)], True),
        # A jump between two places where it is drawn would not be told by the line.
        ([8.0 / 1.05**k for k in range(9)], False), ([8.0, 4.0, 2.0, 0.0, 1.0, 1, 1, 1, 1], False),
        ([8.0, 4.0, 2.0, np.inf, 1.0, 1, 1, 1, 1], False), ([1.0 * 2**k for k in range(9)], True),
    ],
)  # fmt: skip
def test_where_the_loss_will_go_is_asked_where_it_goes_far_enough(
    losses: list[float], asked: bool
) -> None:
    assert len(posed(with_losses(*losses), "loss_curve")) == asked


def test_a_course_that_the_drawn_places_do_not_tell_is_not_asked_for() -> None:
    """Of 24 epochs a line is drawn through every third."""
    smooth = [2.0 ** (8 - k / 3) for k in range(25)]
    first = moment(trained=1, many=(24,))
    for spike, asked in ((1.0, True), (3.0, True), (100.0, False)):
        losses = np.array(smooth, np.float32)
        losses[10] *= spike
        where = replace(first, coming=replace(first.coming, losses=losses, change=-1.0))
        assert len(posed(where, "loss_curve")) == asked, spike


@pytest.mark.parametrize(
    ("lowest", "highest", "asked"),
    [
        (0.0, 1.0, True),
        (-0.001, 1.0, False),
        (0.0, 1.001, False),
        (0.5, 0.5, True),
        (0.0, 0.0, False),
    ],
)
def test_a_curve_is_asked_for_where_it_moves_far_enough_and_stays_in_sight(
    lowest: float, highest: float, asked: bool
) -> None:
    first = moment(trained=1)
    coming = replace(
        first.coming,
        predictions=np.linspace(0, 1, 20, dtype=np.float32),
        curve=np.zeros(9),
        updated_curve=np.array([lowest, highest, *[(lowest + highest) / 2] * 7]),
    )
    targets = np.linspace(0, 1, 20, dtype=np.float32)
    assert len(posed(replace(first, coming=coming, targets=targets), "curve")) == asked


@pytest.mark.parametrize(("by", "asked"), [(0.0599, False), (0.0601, True)])
def test_a_curve_moves_far_enough_by_six_hundredths_of_what_is_seen(by: float, asked: bool) -> None:
    first = moment(trained=1)
    line = np.linspace(0, 1, 20, dtype=np.float32)
    coming = replace(
        first.coming, predictions=line, curve=np.zeros(9), updated_curve=np.full(9, by)
    )
    assert len(posed(replace(first, coming=coming, targets=line), "curve")) == asked
