"""Every key of a lesson, in and out of its bounds: what is read, and the sentence for what is not.

What the sentences mean is tested beside this; here each is whole, with its line and its key.
"""

from collections.abc import Iterator

from engine.lessons import LessonError, read_set
from engine.lessons.reading import MOST_BYTES
from tests.approved import Hold
from tests.engine.lessons.test_reading import WRONG, changed
from tests.engine.lessons.written import (
    CHOICE,
    DIRECTION,
    EPOCH,
    LOSS,
    NUMBER,
    POINT,
    with_answer,
)
from tests.engine.told import told

REFUSED = with_answer(
    """
kind = "chip"
right = "backward"
from = {compute = "refused_stage"}
""",
    '{when = "else", say = "Look."}',
).replace("{epochs = 30}", "{epochs = 30, requires_grad = false}")
CARD = with_answer(
    """
kind = "card"
right = "a"
from = {compute = "most_sensitive", epoch = 1}
""",
    '{when = "b", say = "Look."}, {when = "c", say = "Look."}',
)
ANSWERS = {
    "direction": DIRECTION, "number": NUMBER, "epoch": EPOCH, "point": POINT, "loss": LOSS,
    "choice": CHOICE, "chip": REFUSED, "card": CARD,
}  # fmt: skip
ACTION = '{do = "view", show = "graph"}'
TRYING = '{label = "a from 1", setting = {start = {a = 1.0}}, epoch = 3}'
SECOND = DIRECTION.partition("\n\n")[2]


def lists() -> Iterator[tuple[str, str, str]]:
    """Lists as long as they may be, and a member longer."""
    for most in (12, 13):
        yield DIRECTION, ACTION, ", ".join([ACTION] * (most - 2))
        yield NUMBER, '{when = "else"', '{when = "1", say = "1."}, ' * (most - 1) + '{when = "else"'
    for most in (6, 7):
        yield DIRECTION, TRYING, ", ".join([TRYING] * most)
    for most in (20, 21):
        yield DIRECTION, '"card.arrow", "signs.b"', ", ".join(['"signs.b"'] * most)
    for most in (100, 101):
        others = "\n".join(SECOND.replace('"first"', f'"l{k}"') for k in range(most - 1))
        yield DIRECTION, SECOND, SECOND + others


def texts() -> Iterator[tuple[str, str, str]]:
    """Texts as long as they may be, and a letter longer; and empty ones."""
    for old, most in [
        ("A small set", 60), ("first", 40), ("One", 60), ("A lesson", 60),
        ("Which way will a move?", 400), ("Look to the right.", 400), ("a from 1", 60),
        ("The gradient is negative.", 400),
    ]:  # fmt: skip
        for length in (0, most, most + 1):
            yield DIRECTION, f'"{old}"', f'"{"x" * length}"'
    for length in (20, 21):
        yield NUMBER, '"km"', f'"{"k" * length}"'
    for length in (40, 41):
        yield CHOICE, '"not finite"', f'"{"n" * length}"'
        yield DIRECTION, 'parameter = "a"', f'parameter = "{"a" * length}"'
    for length in (0, 1, 60, 61):
        yield LOSS, '"< 7000"', f'"{"7" * length}"'
        yield NUMBER, 'when = "else"', f'when = "{"e" * length}"'
        yield CHOICE, 'text = "it falls"', f'text = "{"f" * length}"'
    for each in ("a", "0", "-a", "a-", "a_b", "é", "a b", "A"):
        yield DIRECTION, 'id = "first"', f'id = "{each}"'


def numbers() -> Iterator[tuple[str, str, str]]:
    """Numbers at their bounds and beyond."""
    for points in (10_000, 10_001):
        data = f'{{data = {{kind = "roller_coaster", points = {points}}}, epochs = 30}}'
        yield DIRECTION, "{epochs = 30}", data
    long = "{epochs = 20000}"
    for epoch in (-1, 0, 1, 30, 31, 10_000, 10_001):
        for old in ("\nepoch = 2\n", "to = 30", "from = 2,", "epoch = 3}", "epoch = 2}"):
            yield DIRECTION, old, old.replace("= 2", f"= {epoch}").replace("= 30", f"= {epoch}")
        setting = (
            DIRECTION.replace("{epochs = 30}", long),
            "\nepoch = 2\n",
            f"\nepoch = {epoch}\n",
        )
        yield setting
    for point in (-1, 0, 19, 20):
        yield DIRECTION, "point = 19", f"point = {point}"
        yield NUMBER, "point = 10", f"point = {point}"
        yield POINT, "right = 19", f"right = {point}"
        yield POINT, '{when = "else"', f'{{when = "{point}", say = "1."}}, {{when = "else"'
    half = DIRECTION.replace("{epochs = 30}", "{epochs = 30, held_out = 0.5}")
    for point in (9, 10):
        yield half, "point = 19", f"point = {point}"
    for each in ("1.5", "-0.5", "0.0", "18 ± 1", "3 ± 0.5", "20 ± 0", "< 30", "> 30", "1e1", "x"):
        yield POINT, '{when = "else"', f'{{when = "{each}", say = "1."}}, {{when = "else"'
        yield EPOCH, '{when = "else"', f'{{when = "{each}", say = "1."}}, {{when = "else"'
    for each in ("0", "0.0", "-1.0", "1e300", "inf", "nan", '"1"', "true"):
        yield NUMBER, "tolerance = 1.0", f"tolerance = {each}"
        yield LOSS, "factor = 1.5", f"factor = {each}"
    for each in ("1.0", "1.001"):
        yield LOSS, "factor = 1.5", f"factor = {each}"
    for nth in (0, 1, 100, 101):
        yield EPOCH, "nth = 1", f"nth = {nth}"
    for right in ("0", "1", "30", "31", "14.0", "-1", '"14"', "nan", "true"):
        yield EPOCH, "right = 14", f"right = {right}"
        yield POINT, "right = 19", f"right = {right}"
        yield LOSS, "right = 7393.7", f"right = {right}"
        yield DIRECTION, 'right = "right"', f"right = {right}"
    for large in (2**63 - 1, 2**63, -(2**63)):
        yield DIRECTION, "point = 19", f"point = {large}"


def answers() -> Iterator[tuple[str, str, str]]:
    """What belongs to one kind of answer, in each of them."""
    for text in ANSWERS.values():
        for line in ("tolerance = 2.0", "factor = 2.0", 'unit = "km"', 'accept = "left"',
                     'accept = "else"', 'options = [{text = "x", is = "left"}]'):  # fmt: skip
            if line.partition(" ")[0] not in text.partition("[lesson.answer]")[2]:
                yield text, "[lesson.answer]\n", f"[lesson.answer]\n{line}\n"
        yield text, "[lesson.answer]\n", "[lesson.answer]\nunknown = 1\n"
        for kind in ANSWERS:
            found = text.partition('kind = "')[2].partition('"')[0]
            yield text, f'kind = "{found}"', f'kind = "{kind}"'
        before, _, after = text.partition("wrong = [")
        yield text, f"wrong = [{after.partition(']')[0]}]", "wrong = []"
        assert before
    for compute in (
        "prediction", "residual", "passed_back", "loss", "largest_residual", "most_sensitive",
        "parts_gone", "value", "gradient", "nudge", "direction", "direction_and_loss",
        "sign_change", "epochs_to_go", "refused_stage",
    ):  # fmt: skip
        for more in ("epoch = 1", 'parameter = "a", epoch = 1', "point = 3, epoch = 1", "by = 1.0",
                     'parameter = "a", by = 1, epoch = 1', 'operation = "add", epoch = 1',
                     'point = 3, operation = "pow", epoch = 1'):  # fmt: skip
            old = 'compute = "loss", epoch = 2'
            yield CHOICE, old, f'compute = "{compute}", {more}'


def options() -> Iterator[tuple[str, str, str]]:
    """When an option is right."""
    first = '{text = "it falls", below = 36000.0}'
    for new in (
        '{text = "it falls"}', '{text = "it falls", at_least = 1.0}',
        '{text = "it falls", is = "not finite"}',
        '{text = "it falls", is = "not finite", below = 1}',
        '{text = "it falls", is = "up"}', '{text = "it falls", below = 36000.1}',
        '{text = "it falls", at_least = 36999.0, below = 37000.0}',
        '{text = "it falls", at_least = 37000.0, below = 37000.0}',
        '{text = "it falls", at_least = 37000.0}', '{text = "it falls", below = inf}',
    ):  # fmt: skip
        yield CHOICE, first, new
        yield CHOICE.replace('compute = "loss"', 'compute = "prediction", point = 1'), first, new
    before, _, _ = CHOICE.partition("options = [")
    for count in (0, 1, 6, 7):
        rows = [f'{{text = "{k}", at_least = {k}.0, below = {k + 1}.0}}' for k in range(count)]
        wrong = ", ".join(f'{{when = "{k}", say = "No."}}' for k in range(1, count))
        text = f"{before.replace('it falls', '0')}options = [{', '.join(rows)}]\n"
        old = text.partition("wrong = [")[2].partition("]")[0]
        yield text, old, wrong or old


def settings() -> Iterator[tuple[str, str, str]]:
    """What a lesson can have as a setting, and to do."""
    for text in (DIRECTION, REFUSED):
        setting = text.partition("setting = ")[2].partition("\n")[0]
        for new in ("{}", "{requires_grad = false}", "{stop_at_loss = 0.0}", "3", "[1]",
                    '{loss = "mae"}', "{held_out = 0.95}", "{seed = -1}", '{formula = "a*t"}',
                    '{data = {kind = "none"}}', "{data = {}}", "{start = 1}"):  # fmt: skip
            yield text, f"setting = {setting}", f"setting = {new}"
            yield text, "setting = {start = {a = 1.0}}", f"setting = {new}"
    for action in (
        '{do = "view"}', '{do = "view", fit = "all"}', '{do = "view", fit = "some"}',
        '{do = "view", cards = "own"}', '{do = "view", cards = "mine"}', '{do = "stage"}',
        '{do = "stage", to = "loss"}', '{do = "stage", to = "none"}', '{do = "epoch", to = 30}',
        '{do = "epoch", to = 31}', '{do = "play", from = 30, to = 30}',
        '{do = "play", from = 3, to = 2}', '{do = "play", to = 3}', '{do = "keep_previous"}',
        '{do = "keep_previous", to = 3}', '{do = "try"}', '{do = "try", settings = []}', "{}", "3",
        '{do = "try", settings = [3]}', '{do = "try", settings = [{label = "x"}]}',
        '{do = "try", settings = [{label = "x", setting = {epochs = 2}, epoch = 3}]}',
        '{do = "try", settings = [{label = "x", setting = {epochs = 2}, stage = "all"}]}',
    ):  # fmt: skip
        yield DIRECTION, ACTION, action
    for part in ("fit", "card", "card:", "card:a", "card:b.", "cards", "signs.a", "", "x" * 90):
        yield DIRECTION, 'part = "card:a"', f'part = "{part}"'
    for cover in ("signs", "signs.", "signs.a", "signs.d", "card.arrow", "card:a", "log", ""):
        yield DIRECTION, '"card.arrow"', f'"{cover}"'
    for view in ("{}", '{fit = "x"}', '{cards = "common"}', '{show = "log"}', "1"):
        yield DIRECTION, '{fit = "all"}', view
    for key in ("id", "chapter", "title", "part", "question", "wrong", "because"):
        (line,) = (each for each in SECOND.split("\n") if each.startswith(f"{key} = "))
        yield DIRECTION, f"{line}\n", ""
    for key in ("kind", "right", "from"):
        (line,) = (each for each in SECOND.split("\n") if each.startswith(f"{key} = "))
        yield DIRECTION, f"{line}\n", ""
        yield DIRECTION, f"{line}\n", f"{line}\n{line}\n"


def files() -> Iterator[tuple[str, str, str]]:
    """What no file of lessons can be."""
    room = MOST_BYTES - len(DIRECTION)
    for length in (room, room + 1):
        yield DIRECTION, "[lesson.answer]", "[lesson.answer]" + "#" + "x" * (length - 2) + "\n"
    for deep in (8, 9, 10, 11, 12):
        yield DIRECTION, "point = 19", f"point = {'[' * deep}{']' * deep}"
    for parts in (8, 9, 10, 11):
        yield DIRECTION, "point = 19", ". ".join("abcdefghijkl"[:parts]) + " = 19"
        yield DIRECTION, "point = 19", ".".join(f'"{each}"' for each in "abcdefghijkl"[:parts])
    for new in ("point = 12:00:00", "point = 2020-01-01", "point =", "point", "[point", "point = [",
                'point = "\\u200c"', 'point = "\\u202e"', 'point = "\\u0007"', "point = 'x",
                'point = """\nx', "point = {a = 1", "a.b = 1", '"" = 1', "= 1", "point = 1 2",
                f'{"long" * 30} = 1', f'{"long" * 30} ='):  # fmt: skip
        yield DIRECTION, "point = 19", new
    yield DIRECTION, 'title = "A small set"\n', ""
    yield DIRECTION, 'title = "A small set"', "title = 3"
    yield DIRECTION, "[[lesson]]", "[lesson]"
    yield DIRECTION, "[[lesson]]", "[[lessons]]"


def told_of(text: str) -> str:
    try:
        lessons = read_set(text, "my.toml").lessons
    except LessonError as error:
        return str(error)
    return f"{len(lessons)} read"


def test_each_sentence_is_as_approved(hold: Hold) -> None:
    table = [each[:3] for each in WRONG]
    groups = {
        "table": table, "lists": lists(), "texts": texts(), "numbers": numbers(),
        "answers": answers(), "options": options(), "settings": settings(), "files": files(),
    }  # fmt: skip
    for name, cases in groups.items():
        hold(name, [f"{short(old)} → {short(new)}: {told_of(changed(text, old, new))}"
                    for text, old, new in cases])  # fmt: skip


MINIMAL = """
title = "Least"
[[lesson]]
id = "least"
chapter = "One"
title = "Least"
part = "fit"
question = "What?"
wrong = [{when = "b", say = "No."}]
because = "So."
then = [
  {do = "stage", to = "loss"}, {do = "epoch", to = 3}, {do = "play", to = 4},
  {do = "view", cards = "own"}, {do = "keep_previous"},
  {do = "try", settings = [{label = "x", setting = {}}]},
]
[lesson.answer]
kind = "choice"
right = "a"
from = {compute = "value", parameter = "a", epoch = 1}
options = [{text = "a", at_least = 1}, {text = "b", below = 1}]
"""


def test_what_is_read_is_as_approved_with_what_stands_where_nothing_is_said(hold: Hold) -> None:
    for name, text in {"least": MINIMAL, **ANSWERS}.items():
        read = read_set(text, "my.toml")
        (lesson,) = read.lessons
        fields = told(read.model_dump(), "set")
        hold(f"read, {name}", [*fields, *told(lesson.question(), "question")])


def short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) < 90 else f"{plain[:60]}… of {len(plain)}"
