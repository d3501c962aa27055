"""When a reply counts as right."""

from engine.predicting import judge
from tests.engine.predicting.moments import moment, posed


def test_a_loss_counts_from_half_of_the_way_on() -> None:
    (size,) = posed(moment(), "loss_size")
    for loss, right in [
        (36_415.0, False), (20_000.0, False), (16_000.0, True), (7_400.0, True), (3_500.0, True),
        (3_000.0, False), (80_000.0, False), (float("inf"), False), (0.0, False), (-1.0, False),
    ]:  # fmt: skip
        assert judge(size, loss).right is right, loss


def test_a_drawn_curve_counts_from_half_of_the_way_on() -> None:
    (curve,) = posed(moment(), "curve")
    assert isinstance(curve.truth, tuple)
    for share, right in [(0.0, False), (0.45, False), (0.55, True), (1.0, True), (1.6, False)]:
        drawn = tuple(
            now + share * (then - now) for now, then in zip(curve.now, curve.truth, strict=True)
        )
        assert judge(curve, drawn).right is right, share


def test_a_drawn_loss_below_zero_does_not_count() -> None:
    (course,) = posed(moment(many=(8,)), "loss_curve")
    assert isinstance(course.truth, tuple)
    assert judge(course, course.truth).right
    assert not judge(course, (*course.truth[:-1], 0.0)).right


def test_nothing_is_called_wrong() -> None:
    (way,) = posed(moment(), "loss_way")
    assert judge(way, "fall").say == "As you said."
    assert judge(way, "rise").say == ""
