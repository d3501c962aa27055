"""What can be wrong with a lesson whose keys and types are right: each a place and a sentence."""

from collections.abc import Iterator

from engine.experiment import Experiment
from engine.experiment.held_out import trained_on
from engine.lessons.lesson import Answer, Epoch, Lesson, Option, Play, Try, Trying, Turn
from engine.lessons.parts import COVERS, PARTS, named
from engine.lessons.replies import ELSE, NUMERIC, Replies, replies_meant
from engine.lessons.sources import AtEpoch, OfParameter, OfPoint, RefusedStage
from engine.numbers import count
from engine.text import shortened

Path = tuple[str | int, ...]
Fault = tuple[Path, str]

STAGES = ("predict", "loss", "backward", "gradient", "update")
# More would keep the answer waiting.
MOST_POINTS = 10_000
# Of what the kinds of answers want besides: which ones must say how near is near enough.
NEAR = {"number": ("tolerance", "factor"), "loss": ("tolerance", "factor"), "epoch": ("tolerance",)}


def faults(lesson: Lesson) -> Iterator[Fault]:
    """What is wrong with `lesson`: a key of it, or of what it consists of, and a sentence."""
    yield from _setting(lesson, lesson.experiment, ("setting",))
    yield from _moment(lesson.epoch, lesson.experiment, ())
    yield from _places(lesson)
    yield from _source(lesson)
    yield from _answer(lesson)
    yield from _wrong(lesson)
    for number, action in enumerate(lesson.then):
        yield from _action(lesson, action, ("then", number))


def _setting(lesson: Lesson, experiment: Experiment, path: Path) -> Iterator[Fault]:
    if experiment.data.size > MOST_POINTS:
        yield (*path, "data"), f"A lesson's data may have at most {count(MOST_POINTS)} points."
    if experiment.stop_at_loss is not None:
        yield (*path, "stop_at_loss"), "A lesson's run makes all of its epochs: leave this out."
    about_refusing = isinstance(lesson.answer.source, RefusedStage)
    if not experiment.requires_grad and not about_refusing:
        yield (
            (*path, "requires_grad"),
            "This setting cannot run: PyTorch refuses it. Only a lesson that asks for the refused"
            ' stage, from = {compute = "refused_stage"}, may have it.',
        )
    if experiment.requires_grad and about_refusing and path == ("setting",):
        yield path, "PyTorch refuses no stage of this setting: it needs requires_grad = false."


def _moment(epoch: int, experiment: Experiment, path: Path, key: str = "epoch") -> Iterator[Fault]:
    if epoch > experiment.epochs:
        yield (
            (*path, key),
            f"There is no epoch {count(epoch)}: this setting has {count(experiment.epochs)}.",
        )


def _places(lesson: Lesson) -> Iterator[Fault]:
    yield from _known(lesson, lesson.part, PARTS, "part", ("part",))
    for number, cover in enumerate(lesson.hide):
        yield from _known(lesson, cover, COVERS, "cover", ("hide", number))
    if lesson.point is not None:
        yield from _point(lesson, lesson.point, ("point",))


def _known(
    lesson: Lesson, name: str, known: tuple[str, ...], what: str, path: Path
) -> Iterator[Fault]:
    parameter = named(name, known)
    if parameter is None:
        listed = ", ".join(each + "a" * (each[-1] in ":.") for each in known)
        yield path, f"There is no {what} “{shortened(name)}”; there are {listed}."
    elif parameter:
        yield from _parameter(lesson, parameter, path)


def _parameter(lesson: Lesson, name: str, path: Path) -> Iterator[Fault]:
    names = lesson.experiment.names
    if name not in names:
        yield (
            path,
            f"The formula has no parameter {shortened(name)}; it has {', '.join(names)}.",
        )


def _point(lesson: Lesson, point: int, path: Path) -> Iterator[Fault]:
    experiment = lesson.experiment
    size = len(trained_on(experiment.data.size, experiment.held_out, experiment.seed))
    if not 0 <= point < size:
        yield (
            path,
            f"There is no point {count(point)}: the {count(size)} points trained on are counted"
            f" from 0 to {count(size - 1)}.",
        )


def _source(lesson: Lesson) -> Iterator[Fault]:
    source, path = lesson.answer.source, ("answer", "from")
    if isinstance(source, AtEpoch):
        yield from _moment(source.epoch, lesson.experiment, path)
    if isinstance(source, OfParameter):
        yield from _parameter(lesson, source.parameter, (*path, "parameter"))
    if isinstance(source, OfPoint):
        yield from _point(lesson, source.point, (*path, "point"))
    if lesson.answer.kind not in source.kinds:
        yield (
            (*path, "compute"),
            f"“{source.compute}” gives no answer of the kind “{lesson.answer.kind}”, but of"
            f" {', '.join(source.kinds)}.",
        )


def _answer(lesson: Lesson) -> Iterator[Fault]:
    answer = lesson.answer
    ways = NEAR.get(answer.kind, ())
    for way in ("tolerance", "factor"):
        if way not in ways and getattr(answer, way) is not None:
            yield (
                ("answer", way),
                f"An answer of the kind “{answer.kind}” has no {way}: it is right or not.",
            )
    if ways and sum(getattr(answer, way) is not None for way in ways) != 1:
        yield (
            ("answer",),
            f"It must be said how near is near enough, by {' or '.join(f'`{w}`' for w in ways)}.",
        )
    if answer.unit and answer.kind != "number":
        yield ("answer", "unit"), "Only a number has a unit."
    yield from _options(answer)
    yield from _right(lesson)
    if answer.accept is not None:
        yield from _meant(lesson, answer.accept, ("answer", "accept"))


def _options(answer: Answer) -> Iterator[Fault]:
    path: Path = ("answer", "options")
    if answer.kind != "choice":
        if answer.options:
            yield path, f"An answer of the kind “{answer.kind}” has no options."
        return
    if len(answer.options) < 2:
        yield path, "A choice needs at least two options."
    texts = [option.text for option in answer.options]
    for number, option in enumerate(answer.options):
        if option.text in texts[:number]:
            yield (*path, number, "text"), "Two options read the same."
        yield from _option(answer, option, (*path, number))
        for other in answer.options[:number]:
            if _overlap(option, other):
                yield (
                    (*path, number),
                    f"It can be right together with “{shortened(other.text)}”:"
                    " exactly one option must be.",
                )


def _option(answer: Answer, option: Option, path: Path) -> Iterator[Fault]:
    bounded = option.at_least is not None or option.below is not None
    words = answer.source.words
    if (option.is_ is not None) == bounded:
        yield path, "When it is right must be said, by `is` or by `at_least` and `below`."
    if option.is_ is not None and option.is_ not in words:
        known = ", ".join(f"“{word}”" for word in words) or "numbers only"
        yield (
            (*path, "is"),
            f"“{answer.source.compute}” never gives “{shortened(option.is_)}”; it gives {known}.",
        )
    low, high = option.bounds
    if bounded and not low < high:
        yield (*path, "below"), "No number is at least the one and below the other."


def _overlap(one: Option, other: Option) -> bool:
    if one.is_ is not None or other.is_ is not None:
        return one.is_ == other.is_
    (low, high), (lower, higher) = one.bounds, other.bounds
    return low < higher and lower < high


def replies_of(lesson: Lesson) -> tuple[str, ...]:
    """All replies that an answer of this kind can have; () where they are numbers."""
    match lesson.answer.kind:
        case "direction":
            return "left", "right"
        case "chip":
            return STAGES
        case "card":
            return lesson.experiment.names
        case "choice":
            return tuple(option.text for option in lesson.answer.options)
    return ()


def _right(lesson: Lesson) -> Iterator[Fault]:
    answer, path = lesson.answer, ("answer", "right")
    right = answer.right
    if answer.kind not in NUMERIC:
        known = replies_of(lesson)
        if right not in known:
            yield (
                path,
                f"The right answer, {_quoted(right)}, is not among the possible ones:"
                f" {', '.join(shortened(each) for each in known)}.",
            )
    elif answer.kind in ("point", "epoch"):
        if not isinstance(right, int):
            yield path, f"The right answer must be a whole number, not {_quoted(right)}."
        elif answer.kind == "point":
            yield from _point(lesson, right, path)
        elif right < 1:
            yield path, "Epochs are counted from 1."
        else:
            yield from _moment(right, lesson.experiment, ("answer",), "right")
    elif isinstance(right, str):
        yield path, f"The right answer must be a number, not {_quoted(right)}."


def _quoted(right: float | int | str) -> str:
    return f"“{shortened(right)}”" if isinstance(right, str) else str(right)


def _wrong(lesson: Lesson) -> Iterator[Fault]:
    answered: list[Replies] = []
    for number, wrong in enumerate(lesson.wrong):
        path: Path = ("wrong", number, "when")
        found = [*_meant(lesson, wrong.when, path)]
        yield from found
        if found:
            continue
        replies = replies_meant(wrong.when, lesson.answer.kind)
        if wrong.when != ELSE and replies.include(lesson.answer.right):
            yield path, "This is the right answer."
        if wrong.when == ELSE and number < len(lesson.wrong) - 1:
            yield path, f"“{ELSE}” comes last: what follows it is never said."
        answered.append(replies)
    left = [each for each in replies_of(lesson) if each != lesson.answer.right]
    if lesson.answer.kind in NUMERIC and not any(each.how == "else" for each in answered):
        yield ("wrong",), f"What is said to all other replies is missing: when = “{ELSE}”."
    for reply in left:
        if not any(replies.include(reply) for replies in answered):
            yield ("wrong",), f"What is said to “{shortened(reply)}” is missing."


def _meant(lesson: Lesson, when: str, path: Path) -> Iterator[Fault]:
    kind = lesson.answer.kind
    try:
        replies = replies_meant(when, kind)
    except ValueError:
        yield (
            path,
            f"“{shortened(when)}” is no such reply: write a number, “104 ± 1”, “< 12”, “> 16” or"
            f" “{ELSE}”.",
        )
        return
    known = replies_of(lesson)
    if replies.how == "text" and when not in known:
        yield (
            path,
            f"“{shortened(when)}” is not among the possible answers:"
            f" {', '.join(shortened(each) for each in known)}.",
        )
    if kind == "point" and replies.how == "range" and replies.low == replies.high:
        if replies.low != int(replies.low):
            yield path, "A point is a whole number."
        else:
            yield from _point(lesson, int(replies.low), path)


def _action(lesson: Lesson, action: object, path: Path) -> Iterator[Fault]:
    match action:
        case Epoch(to=to) | Play(to=to):
            yield from _moment(to, lesson.experiment, path, "to")
            if isinstance(action, Play) and action.start is not None and action.start > to:
                yield (*path, "from"), "It must not begin after it ends."
        case Turn(show=None, fit=None, cards=None):
            yield path, "It must say what to show: `show`, `fit` or `cards`."
        case Try(settings=settings):
            for number, each in enumerate(settings):
                yield from _trying(lesson, each, (*path, "settings", number))


def _trying(lesson: Lesson, trying: Trying, path: Path) -> Iterator[Fault]:
    yield from _setting(lesson, trying.experiment, (*path, "setting"))
    yield from _moment(trying.epoch, trying.experiment, path)
