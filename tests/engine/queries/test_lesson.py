"""The right answers to lessons: each computation against the run itself, and what cannot be."""

from typing import Any

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.lessons import Asked, read_set, shipped
from engine.queries.lesson import LessonQuery
from engine.runs import Updates
from engine.training import Problem

ARTICLE = Experiment()
OTHER = 'formula = "a*sin(b*t) + c", seed = 3, learning_rate = 0.001, epochs = 40'


def asked(kind: str, right: str, source: str, more: str = "", setting: str = "") -> Asked:
    """What the engine has to say to such a lesson, asked beside another run."""
    options = [line for line in more.split("\n") if "text = " in line]
    texts = [line.split('"')[1] for line in options]
    every = {
        "direction": ["left", "right"],
        "card": ["a", "b", "c"],
        "chip": ["predict", "loss", "backward", "gradient", "update"],
        "choice": texts,
    }.get(kind, ["else"])
    wrong = ", ".join(f'{{when = "{when}", say = "Look."}}' for when in every if when not in right)
    text = f"""
title = "A set"
[[lesson]]
id = "one"
chapter = "One"
title = "One"
setting = {{{setting}}}
part = "fit"
question = "What?"
wrong = [{wrong}]
because = "So."
[lesson.answer]
kind = "{kind}"
right = {right}
from = {{{source}}}
{more}
"""
    (lesson,) = read_set(text, "my.toml").lessons
    return LessonQuery(lesson).answer(Problem(Experiment(seed=5, formula="a*t + b")))


def near(source: str, right: float, setting: str = "") -> float:
    """The number that `source` computes, which is expected to be near `right`."""
    found = asked("number", repr(right), source, "tolerance = 1e300", setting)
    assert found.fault == ""
    assert isinstance(found.right, float | int)
    return found.right


def run(epochs: int, **fields: Any) -> tuple[Problem, Updates]:
    problem = Problem(ARTICLE.changed(**fields))
    return problem, problem.rerun().train(epochs)


def test_numbers_are_those_of_the_run() -> None:
    problem, updates = run(9)
    at = updates[6]
    predictions = updates.predictions[6]
    gradient = updates.gradient[6]
    assert near('compute = "prediction", point = 3, epoch = 7', 1.0) == predictions[3]
    residual = problem.targets[3] - predictions[3]
    assert near('compute = "residual", point = 3, epoch = 7', 1.0) == residual
    assert near('compute = "loss", epoch = 7', 1.0) == at.loss
    assert near('compute = "value", parameter = "b", epoch = 7', 1.0) == at.params[1]
    assert near('compute = "gradient", parameter = "b", epoch = 7', 1.0) == gradient[1]


def test_they_are_those_of_the_lessons_own_setting() -> None:
    other = ARTICLE.changed(formula="a*sin(b*t) + c", seed=3, learning_rate=0.001, epochs=40)
    updates = Problem(other).rerun().train(40)
    assert near('compute = "loss", epoch = 40', 1.0, OTHER) == updates[39].loss


def test_a_gradient_is_this_epochs_own() -> None:
    problem, updates = run(3, zero_grad=False)
    own = problem.evaluate(updates[2].params)[2]
    assert own[0] != updates.gradient[2][0]
    source = 'compute = "gradient", parameter = "a", epoch = 3'
    assert near(source, 1.0, "zero_grad = false") == own[0]


def test_what_is_passed_back_is_the_chain_rules() -> None:
    problem, updates = run(1)
    residual = float(problem.targets[4] - updates.predictions[0][4])
    source = 'compute = "passed_back", operation = "{}", point = 4, epoch = 1'
    assert near(source.format("mean"), 1.0) == pytest.approx(1 / 20)
    assert near(source.format("pow"), 1.0) == pytest.approx(2 * residual / 20, rel=1e-6)
    # What the difference passes on to the predictions, which are subtracted.
    assert near(source.format("sub"), 1.0) == pytest.approx(-2 * residual / 20, rel=1e-6)


def test_a_nudge_is_one_parameters_own() -> None:
    problem, updates = run(1)
    params = updates.params[0].astype(np.float64)
    before, after = (
        problem.losses(list(params + np.array([0.0, step, 0.0]))) for step in (0.0, 0.5)
    )
    found = near('compute = "nudge", parameter = "b", by = 0.5, epoch = 1', 1.0)
    assert found == pytest.approx(float(after - before))


def test_epochs_to_go_are_moves_like_this_one() -> None:
    problem, updates = run(200)
    best = np.polyfit(problem.inputs.astype(float), problem.targets.astype(float), 2)[2]
    c, after = float(updates.params[199][2]), float(updates.params[200][2])
    found = near('compute = "epochs_to_go", parameter = "c", epoch = 200', 1.0)
    assert found == pytest.approx((best - c) / (after - c), rel=1e-4)


@pytest.mark.parametrize(
    ("kind", "source", "setting", "right"),
    [
        ("point", 'compute = "largest_residual", epoch = 1', "", 19),
        ("point", 'compute = "largest_residual", epoch = 200', "", 0),
        ("card", 'compute = "most_sensitive", epoch = 1', "", "a"),
        ("card", 'compute = "most_sensitive", epoch = 200', "", "c"),
        ("direction", 'compute = "direction", parameter = "a", epoch = 1', "", "right"),
        ("direction", 'compute = "direction", parameter = "a", epoch = 30', "", "left"),
        ("direction", 'compute = "direction", parameter = "a", epoch = 3', "zero_grad = false",
         "right"),
        ("chip", 'compute = "refused_stage"', "requires_grad = false", "backward"),
    ],
)  # fmt: skip
def test_places_and_names_are_those_of_the_run(
    kind: str, source: str, setting: str, right: int | str
) -> None:
    quoted = f'"{right}"' if isinstance(right, str) else str(right)
    assert asked(kind, quoted, source, setting=setting) == Asked(right)


def test_a_sign_changes_where_the_run_says() -> None:
    _, updates = run(200, learning_rate=3e-5)
    signs = np.sign(updates.gradient[:, 0])
    changes = [k + 1 for k in range(1, 200) if signs[k] != signs[k - 1]]
    for nth in (1, 2, 5):
        source = f'compute = "sign_change", parameter = "a", nth = {nth}, epoch = 200'
        found = asked("epoch", str(changes[nth - 1]), source, "tolerance = 0",
                      "learning_rate = 3e-5")  # fmt: skip
        assert found == Asked(changes[nth - 1])


WAYS = """options = [
  {text = "left down", is = "left, falls"},
  {text = "left up", is = "left, rises"},
  {text = "right down", is = "right, falls"},
  {text = "right up", is = "right, rises"},
]"""


@pytest.mark.parametrize(
    ("setting", "epoch", "right"),
    [
        ("", 1, "right down"),
        ("start = {a = 1.0}", 1, "left down"),
        ("zero_grad = false", 3, "right up"),
        ("zero_grad = false", 7, "left up"),
    ],
)
def test_a_choice_can_be_of_way_and_loss(setting: str, epoch: int, right: str) -> None:
    source = f'compute = "direction_and_loss", parameter = "a", epoch = {epoch}'
    assert asked("choice", f'"{right}"', source, WAYS, setting) == Asked(right)


RANGES = """options = [
  {text = "low", below = 500.0},
  {text = "middle", at_least = 500.0, below = 618.6},
  {text = "high", at_least = 618.6, below = 1e5},
  {text = "gone", is = "not finite"},
]"""


@pytest.mark.parametrize(
    ("rate", "right"), [("1e-5", "middle"), ("1e-6", "high"), ("1e-3", "gone"), ("4e-5", "gone")]
)
def test_a_choice_can_be_of_a_number_or_none(rate: str, right: str) -> None:
    setting = f"learning_rate = {rate}"
    source = 'compute = "loss", epoch = 200'
    assert asked("choice", f'"{right}"', source, RANGES, setting) == Asked(right)


@pytest.mark.parametrize(
    ("epoch", "right"), [(1, "none"), (3, "none"), (7, "across"), (200, "across")]
)
def test_the_parts_that_are_gone(epoch: int, right: str) -> None:
    more = 'options = [\n{text = "across", is = "3"},\n{text = "none", is = "none"},\n]'
    source = f'compute = "parts_gone", epoch = {epoch}'
    assert asked("choice", f'"{right}"', source, more) == Asked(right)


def faults() -> list[Any]:
    loss = 'compute = "loss", epoch = {}'
    return [
        ("number", "7393.7", loss.format(1), "tolerance = 1.0", "",
         "The lesson expects the answer 7,393.7, but the engine has 36,415."),
        ("direction", '"left"', 'compute = "direction", parameter = "a", epoch = 1', "", "",
         "The lesson expects the answer “left”, but the engine has “right”."),
        ("number", "1.0", loss.format(200), "tolerance = 1.0", "learning_rate = 1e-3",
         "The answer to this lesson is not a finite number."),
        ("number", "1.0", 'compute = "value", parameter = "a", epoch = 190', "tolerance = 1.0",
         "learning_rate = 4e-5",
         "This lesson is about epoch 190, but its run ends at epoch 164, where its numbers are no"
         " longer finite."),
        ("epoch", "14", 'compute = "sign_change", parameter = "a", nth = 2, epoch = 30',
         "tolerance = 1", "",
         "The gradient of a changes its sign less often than this lesson says."),
        ("choice", '"low"', loss.format(1), RANGES.replace("below = 1e5", "below = 700.0"), "",
         "The right answer, 36,415, is none of this lesson's options."),
    ]  # fmt: skip


@pytest.mark.parametrize(("kind", "right", "source", "more", "setting", "fault"), faults())
def test_what_cannot_be_asked_is_told(
    kind: str, right: str, source: str, more: str, setting: str, fault: str
) -> None:
    assert asked(kind, right, source, more, setting).fault == fault


@pytest.mark.parametrize(("stage", "can"), [("none", True), ("predict", False)])
def test_a_moment_that_the_run_does_not_reach_cannot_be_asked_about(stage: str, can: bool) -> None:
    """The run ends at epoch 164; what is asked is of epoch 1."""
    moment = f'learning_rate = 4e-5}}\nstage = "{stage}"\nepoch = 165\nview = {{fit = "all"'
    found = asked("number", "1.0", 'compute = "loss", epoch = 1', "tolerance = 1e300", moment)
    assert (found.fault == "") is can
    assert can or "its run ends at epoch 164" in found.fault


def test_others_may_take_their_turn_while_a_run_is_trained() -> None:
    (lesson,) = read_set(
        """
title = "A set"
[[lesson]]
id = "one"
chapter = "One"
title = "One"
setting = {epochs = 10000}
part = "fit"
question = "What?"
wrong = [{when = "else", say = "Look."}]
because = "So."
[lesson.answer]
kind = "number"
right = 579.0
tolerance = 1e300
from = {compute = "loss", epoch = 10000}
""",
        "my.toml",
    ).lessons
    turns = sum(1 for _ in LessonQuery(lesson).steps(Problem(ARTICLE)))
    assert turns > 10


def test_of_points_that_share_the_largest_residual_none_is_the_answer() -> None:
    data = 'data = {kind = "points", inputs = [0, 0, 1, 2], targets = [9, 9, 1, 2]}'
    setting = f'formula = "a*t + b", start = {{a = 0.0, b = 0.0}}, {data}'
    found = asked("point", "0", 'compute = "largest_residual", epoch = 1', "", setting)
    assert found == Asked("", "Here several points share the largest number.")


STAYS = 'formula = "a*t + 0*b + c", start = {a = 1.0, b = 0.5, c = 0.0}'
SIDES = (
    'options = [\n{text = "l", is = "left"},\n{text = "r", is = "right"},\n'
    '{text = "s", is = "stays"},\n]'
)


def test_what_does_not_move_stays() -> None:
    source = 'compute = "direction", parameter = "b", epoch = 1'
    assert asked("choice", '"s"', source, SIDES, STAYS) == Asked("s")
    found = asked("number", "1.0", source.replace("direction", "epochs_to_go"), "factor = 2.0",
                  STAYS)  # fmt: skip
    assert found == Asked("", "The parameter b does not move here.")


def test_of_parameters_that_share_the_largest_gradient_none_is_the_answer() -> None:
    setting = 'formula = "a*t + b*t + c", start = {a = 0.5, b = 0.5}'
    found = asked("card", '"a"', 'compute = "most_sensitive", epoch = 1', setting=setting)
    assert found == Asked("", "Here several parameters share the largest number.")


def test_without_a_best_fit_no_epochs_are_to_go() -> None:
    data = 'data = {kind = "points", inputs = [0, 1, 2, 3], targets = [1, 2, 3, 4]}'
    setting = f'formula = "a*log(b - t) + c", start = {{a = 1.0, b = 3.001, c = 0.0}}, {data}'
    source = 'compute = "epochs_to_go", parameter = "a", epoch = 1'
    found = asked("number", "1.0", source, "factor = 2.0", setting)
    assert found == Asked("", "The best fit of this lesson's data and formula cannot be found.")


def test_a_number_belongs_to_the_option_from_whose_bound_on_it_is() -> None:
    data = 'data = {kind = "points", inputs = [1, 2], targets = [3, 5]}'
    setting = f'formula = "a*t", start = {{a = 1.0}}, {data}'
    source = 'compute = "residual", point = 0, epoch = 1'
    for bound, right in ((2.0, "high"), (2.001, "low"), (1.999, "high")):
        more = (
            f'options = [\n{{text = "low", below = {bound}}},\n'
            f'{{text = "high", at_least = {bound}}},\n]'
        )
        assert asked("choice", f'"{right}"', source, more, setting) == Asked(right)


def test_a_part_is_gone_when_no_more_than_a_hundredth_is_left() -> None:
    """With one parameter a·1, the part shrinks by (1 − 2·rate)² an epoch."""
    data = 'data = {kind = "points", inputs = [1, 1], targets = [1, 3]}'
    more = 'options = [\n{text = "gone", is = "1"},\n{text = "there", is = "none"},\n]'
    source = 'compute = "parts_gone", epoch = 2'
    for rate, right in ((0.4499, "there"), (0.4501, "gone"), (0.5499, "gone"), (0.5501, "there")):
        setting = f'formula = "a*t", start = {{a = 7.0}}, learning_rate = {rate}, {data}'
        assert asked("choice", f'"{right}"', source, more, setting) == Asked(right), rate


def test_several_parts_are_named_together() -> None:
    more = 'options = [\n{text = "two", is = "2, 3"},\n{text = "none", is = "none"},\n]'
    setting = "learning_rate = 3e-5, epochs = 10000, standardise = false"
    source = 'compute = "parts_gone", epoch = 9000'
    assert asked("choice", '"two"', source, more, setting) == Asked("two")


def test_a_loss_that_is_never_reached_is_not_finite_and_one_that_is_is_a_number() -> None:
    more = 'options = [\n{text = "gone", is = "not finite"},\n{text = "number", below = 1e39},\n]'
    for epoch, right in ((163, "number"), (165, "gone")):
        found = asked("choice", f'"{right}"', f'compute = "loss", epoch = {epoch}', more,
                      "learning_rate = 4e-5")  # fmt: skip
        assert found == Asked(right)


def test_where_a_word_is_none_of_the_options_it_is_told() -> None:
    more = 'options = [\n{text = "l", is = "left"},\n{text = "s", is = "stays"},\n]'
    found = asked("choice", '"l"', 'compute = "direction", parameter = "a", epoch = 1', more)
    assert found == Asked("", "The right answer, right, is none of this lesson's options.")


def test_a_loss_that_stays_as_it_is_does_not_fall() -> None:
    data = 'data = {kind = "points", inputs = [1, 2], targets = [2, 4]}'
    setting = f'formula = "a*t + b", start = {{a = 2.0, b = 0.0}}, {data}'
    more = WAYS
    found = asked("choice", '"left up"', 'compute = "direction_and_loss", parameter = "a",'
                  ' epoch = 1', more, setting)  # fmt: skip
    assert found == Asked("", "The right answer, stays, rises, is none of this lesson's options.")


def test_where_pytorch_refuses_nothing_a_lesson_about_refusing_cannot_be_asked() -> None:
    lessons = [each for each in shipped().lessons if each.answer.source.compute == "refused_stage"]
    (lesson,) = lessons
    changed = lesson.model_copy(update={"experiment": ARTICLE})
    assert LessonQuery(changed).answer(Problem(ARTICLE)) == Asked(
        "none", "The lesson expects the answer “backward”, but the engine has “none”."
    )
