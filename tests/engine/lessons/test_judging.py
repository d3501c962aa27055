"""What is said to a reply: never that it is wrong, but what can be seen."""

import math

import pytest

from engine.lessons import Asked, Lesson, Reply, Verdict, judge, read_set
from engine.lessons.replies import replies_meant
from tests.approved import Hold
from tests.engine.lessons.written import CHOICE, DIRECTION, EPOCH, LOSS, NUMBER, POINT, with_answer


def lesson_of(text: str) -> Lesson:
    (lesson,) = read_set(text, "my.toml").lessons
    return lesson


def judged(text: str, right: float | int | str, reply: Reply) -> Verdict:
    return judge(lesson_of(text), Asked(right), reply)


SEVERAL = (
    '{when = "104 ± 1", say = "Size."}, {when = "< -200", say = "Less."},'
    ' {when = "> 500", say = "More."}, {when = "50", say = "Fifty."},'
    ' {when = "else", say = "Look."}'
)
BY_FACTOR = with_answer("""
kind = "number"
right = 307000
factor = 3.0
unit = "epochs"
from = {compute = "epochs_to_go", parameter = "c", epoch = 20}
""")


@pytest.mark.parametrize(
    ("reply", "right", "say"),
    [
        (-103.92, True, "Yes."),
        (-103.0, True, "Yes, near enough. It is −103.92 km."),
        (-102.9, False, "Look again."),
        (103.92, False, "Look again."),
    ],
)
def test_a_number_is_right_within_its_tolerance(reply: float, right: bool, say: str) -> None:
    assert judged(NUMBER, -103.92022, reply) == Verdict(right, say)


@pytest.mark.parametrize(
    ("reply", "say"),
    [(104, "Size."), (103, "Size."), (105.01, "Look."), (-200, "Look."), (-201, "Less."),
     (500, "Look."), (501, "More."), (50, "Fifty."), (50.1, "Look.")],
)  # fmt: skip
def test_a_reply_meets_the_first_that_means_it(reply: float, say: str) -> None:
    text = NUMBER.replace('{when = "else", say = "Look again."}', SEVERAL)
    assert judged(text, -103.92, reply) == Verdict(False, say)


@pytest.mark.parametrize(
    ("reply", "right"),
    [(307436, True), (110_000, True), (900_000, True), (1e6, False), (90_000, False), (0, False),
     (-307436, False)],
)  # fmt: skip
def test_a_number_is_right_within_a_factor(reply: float, right: bool) -> None:
    assert judged(BY_FACTOR, 307436.0, reply).right is right


def test_what_is_right_is_what_the_engine_has() -> None:
    """On another machine, say, where the sign changes at another epoch."""
    assert judged(EPOCH, 20, 14) == Verdict(False, "Look again.")
    assert judged(EPOCH, 20, 21) == Verdict(True, "Yes, near enough. It is epoch 20.")
    assert judged(EPOCH, 20, 20) == Verdict(True, "Yes.")


def test_further_replies_can_be_right() -> None:
    assert judged(LOSS, 7393.7, 7000.0) == Verdict(True, "Yes, near enough. It is 7,393.7.")
    assert judged(LOSS, 7393.7, 10.0) == Verdict(True, "Yes, that way. It is 7,393.7.")
    assert judged(LOSS, 7393.7, 20000.0) == Verdict(False, "Look again.")


@pytest.mark.parametrize(
    ("text", "right", "reply", "verdict"),
    [
        (DIRECTION, "right", "right", Verdict(True, "Yes.")),
        (DIRECTION, "right", "left", Verdict(False, "Look to the right.")),
        (POINT, 19, 19, Verdict(True, "Yes.")),
        (POINT, 19, 18, Verdict(False, "Look again.")),
        (CHOICE, "it falls", "it falls", Verdict(True, "Yes.")),
        (CHOICE, "it falls", "it is no number", Verdict(False, "It is one.")),
    ],
)
def test_other_replies_are_right_or_not(
    text: str, right: int | str, reply: Reply, verdict: Verdict
) -> None:
    assert judged(text, right, reply) == verdict


def test_where_the_engine_differs_the_lessons_own_answer_is_met_with_what_happened() -> None:
    """The file has nothing to say to what it takes to be right."""
    assert judged(DIRECTION, "left", "right") == Verdict(False, "See what happened.")


REPLIES: dict[str, tuple[Reply, ...]] = {
    "number": (-104.93, -104.92, -103.92, -103.0, -102.92, -102.91, 0, "left"),
    "epoch": (11, 12, 14, 16, 17, 0),
    "point": (18, 19, 20),
    "loss": (4929.0, 4930.0, 6999.9, 7000, 7393.7, 7394.0, 11090.0, 11091.0, 0.0, -7393.7),
    "factor": (102_479.0, 102_479.4, 307_437, 922_308.0, 922_309.0),
    "direction": ("left", "right", "up"),
    "choice": ("it falls", "it stays", "it is no number"),
}
LESSONS: dict[str, tuple[str, float | int | str]] = {
    "number": (NUMBER, -103.92), "epoch": (EPOCH, 14), "point": (POINT, 19),
    "loss": (LOSS, 7393.7), "factor": (BY_FACTOR, 307436.0), "direction": (DIRECTION, "right"),
    "choice": (CHOICE, "it falls"),
}  # fmt: skip


@pytest.mark.parametrize("name", LESSONS)
def test_what_is_said_to_each_reply_is_as_approved(name: str, hold: Hold) -> None:
    text, right = LESSONS[name]
    verdicts = [(reply, judged(text, right, reply)) for reply in REPLIES[name]]
    question = lesson_of(text).question()
    asked = f"{question.text} {question.kind}, {question.about}, {question.options}"
    said = [f"{reply}: {each.right}, {each.say}" for reply, each in verdicts]
    hold(name, [f"{asked}, {question.unit}", *said])


@pytest.mark.parametrize(
    ("right", "reply", "near"),
    [(0.0, 0.0, True), (0.0, 1e-9, False), (-3.0, -8.9, True), (-3.0, 8.9, False), (3, 1, True)],
)
def test_zero_and_the_other_sign_are_no_factor_away(right: float, reply: float, near: bool) -> None:
    assert judged(BY_FACTOR, right, reply).right is near


def test_what_the_engine_has_is_no_fault_unless_it_is_said() -> None:
    assert Asked(3.0).fault == ""


REPLIES_MEANT = [
    ("104 ± 1", "number"), ("104+-1", "loss"), ("104  +-  1,5", "epoch"), ("< 12", "number"),
    ("<12", "point"), (">  16", "loss"), (" 7 ", "epoch"), ("else", "number"), ("else", "card"),
    ("< 12", "card"), ("left", "direction"), (" left", "direction"), ("Else", "choice"),
    ("-3 ± 2", "number"), ("1e5", "loss"),
]  # fmt: skip


def test_which_replies_are_meant_is_as_approved(hold: Hold) -> None:
    """And whether those at, and beside, their ends are among them."""
    lines = []
    for when, kind in REPLIES_MEANT:
        meant = replies_meant(when, kind)
        near = sorted({each + more for each in (meant.low, meant.high) if abs(each) < math.inf
                       for more in (-0.001, 0, 0.001)})  # fmt: skip
        inside = [
            each for each in (*near, -1e9, 1e9, "left", "< 12", (1.0,)) if meant.include(each)
        ]
        lines.append(f"“{when}”, {kind}: {meant.how} “{meant.text}” {inside}")
    hold("meant", lines)


@pytest.mark.parametrize("when", ["", "<", "< x", "± 1", "3 ±", "3 ± x", "1 2 3 x", "<> 3", "= 3"])
def test_what_means_no_reply_is_refused(when: str) -> None:
    with pytest.raises(ValueError, match=r"[Nn]umber"):
        replies_meant(when, "number")
