"""Reading lessons: what is right is read, and whatever is not is told with its line and key."""

import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.lessons import LessonError, read_file, read_set
from engine.lessons.reading import MOST_BYTES
from engine.text import shortened
from tests.engine.lessons.written import CHOICE, DIRECTION, EPOCH, LOSS, NUMBER, POINT


def error_of(text: str) -> str:
    with pytest.raises(LessonError) as raised:
        read_set(text, "my.toml")
    return str(raised.value)


def told_of(text: str) -> str | None:
    """What is wrong with `text`, or None if it is read."""
    try:
        read_set(text, "my.toml")
    except LessonError as error:
        return str(error)
    return None


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def test_a_set_is_read() -> None:
    (lesson,) = read_set(DIRECTION, "my.toml").lessons
    assert lesson.experiment.epochs == 30
    assert lesson.experiment.learning_rate == 1e-5
    assert (lesson.epoch, lesson.stage, lesson.part, lesson.point) == (2, "gradient", "card:a", 19)
    assert lesson.hide == ("card.arrow", "signs.b")
    assert [action.do for action in lesson.then] == ["play", "view", "try"]
    question = lesson.question()
    assert (question.text, question.kind, question.about) == (
        "Which way will a move?",
        "direction",
        "a",
    )


@pytest.mark.parametrize("text", [NUMBER, EPOCH, POINT, LOSS, CHOICE])
def test_each_kind_of_answer_is_read(text: str) -> None:
    assert len(read_set(text, "my.toml").lessons) == 1


def test_a_question_says_what_it_is_about() -> None:
    def question(text: str) -> object:
        (lesson,) = read_set(text, "my.toml").lessons
        asked = lesson.question()
        return asked.kind, asked.about, asked.options, asked.unit

    assert question(NUMBER) == ("number", None, (), "km")
    assert question(EPOCH) == ("epoch", "a", (), "")
    assert question(LOSS) == ("loss", 2, (), "")
    assert question(CHOICE) == ("choice", None, ("it falls", "it stays", "it is no number"), "")


def test_what_is_tried_is_the_lessons_own_setting_but_for_what_it_names() -> None:
    (lesson,) = read_set(DIRECTION, "my.toml").lessons
    (trying,) = lesson.then[-1].settings  # type: ignore[union-attr]
    assert trying.experiment == lesson.experiment.changed(start={"a": 1.0})


def test_texts_are_put_on_one_line() -> None:
    text = changed(DIRECTION, '"Which way will a move?"', '"""\nWhich way\n   will a move?"""')
    assert read_set(text, "my.toml").lessons[0].text == "Which way will a move?"


def test_data_of_ones_own_are_read() -> None:
    own = 'data = {kind = "points", inputs = [0, 1, 2.5], targets = [1, 2, 3]}, formula = "a*t + b"'
    text = changed(DIRECTION, "{epochs = 30}", f"{{epochs = 30, {own}}}")
    text = changed(text, "point = 19", "point = 2")
    assert read_set(text, "my.toml").lessons[0].experiment.data.size == 3


WRONG = [
    # Not TOML.
    (DIRECTION, "epoch = 2\n", "epoch = \n", 8, "epoch", "this is not TOML"),
    (DIRECTION, "epoch = 2\n", "epoch = 2\nepoch = 3\n", 9, "epoch", "this is not TOML"),
    (DIRECTION, 'part = "card:a"', 'part = "card:a', 10, "part", "this is not TOML"),
    (DIRECTION, 'lesson"\nsetting = {epochs = 30}\nepoch = 2\n',
     'les\u2028son"\nsetting = {epochs = 30}\nepoch = \n', 8, "epoch", "this is not TOML"),
    # What no lesson can have.
    (DIRECTION, "epoch = 2\n", "epoch = 2020-01-01\n", 8, "epoch", "A date"),
    (DIRECTION, "point = 19", f"point = {'9' * 30}", 11, "point", "far too large"),
    (DIRECTION, "point = 19", "point = " + "[" * 12 + "]" * 12, 11, "point", "deeper"),
    (DIRECTION, "Which way", "Which \\u202E way", 14, "question", "cannot be shown"),
    # Keys and types.
    (DIRECTION, "point = 19", "pointt = 19", 11, "pointt", "no such key"),
    (DIRECTION, "setting = {epochs", "setting = {epoch", 7, "epoch", "no such key"),
    (DIRECTION, 'because = "The gradient is negative."\n', "", 3, "because", "missing"),
    (DIRECTION, 'title = "A small set"\n', "", 1, "title", "missing"),
    (DIRECTION, 'compute = "direction", ', "", 25, "from", "must have a key 'compute'"),
    (DIRECTION, "epoch = 2\n", 'epoch = "2"\n', 8, "epoch", "must be a valid integer"),
    (DIRECTION, "epoch = 2\n", "epoch = 0\n", 8, "epoch", "must be greater than or equal to 1"),
    (DIRECTION, "epoch = 2\n", "epoch = 20000\n", 8, "epoch", "less than or equal to 10000"),
    (DIRECTION, 'stage = "gradient"', 'stage = "gradients"', 9, "stage", "must be 'none', 'pred"),
    (DIRECTION, 'id = "first"', 'id = "First"', 4, "id", "small letters"),
    (DIRECTION, 'chapter = "One"', 'chapter = ""', 5, "chapter", "empty"),
    (DIRECTION, "Look to the right", "L" * 500, 15, "say", "at most 400 characters"),
    (DIRECTION, 'right = "right"', "right = [1]", 24, "right", "a number or a text"),
    (NUMBER, "right = -103.92", "right = nan", 24, "right", "a number or a text"),
    (DIRECTION, 'do = "play"', 'do = "run"', 17, "then", "“run” is not known"),
    (DIRECTION, 'compute = "direction"', 'compute = "guess"', 25, "from", "“guess” is not known"),
    # The setting.
    (DIRECTION, "{epochs = 30}", "{epochs = 0}", 7, "epochs", "must be between 1 and"),
    (DIRECTION, "{epochs = 30}", '{formula = "a*"}', 7, "formula", ""),
    (DIRECTION, "{epochs = 30}", "{start = {d = 1.0}}", 7, "start", "no parameter d"),
    (DIRECTION, "{epochs = 30}", "{requires_grad = false}", 7, "requires_grad", "cannot run"),
    (DIRECTION, "{epochs = 30}", "{stop_at_loss = 1.0}", 7, "stop_at_loss", "all of its epochs"),
    (DIRECTION, "start = {a = 1.0}", "learning_rate = 0.0", 19, "learning_rate", "above 0"),
    (DIRECTION, "start = {a = 1.0}", "requires_grad = false", 19, "requires_grad", "cannot run"),
    (DIRECTION, "{epochs = 30}", '{data = {kind = "roller_coaster", points = 20000}}',
     7, "data", "at most 10,000 points"),
    # What there is not.
    (DIRECTION, 'part = "card:a"', 'part = "card"', 10, "part", "no part “card”"),
    (DIRECTION, 'part = "card:a"', 'part = "card:d"', 10, "part", "no parameter d"),
    (DIRECTION, '"card.arrow"', '"arrow"', 13, "hide", "no cover “arrow”"),
    (DIRECTION, '"signs.b"', '"signs.z"', 13, "hide", "no parameter z"),
    (DIRECTION, "point = 19", "point = 20", 11, "point", "from 0 to 19"),
    (DIRECTION, "\nepoch = 2\n", "\nepoch = 31\n", 8, "epoch", "this setting has 30"),
    (DIRECTION, "epoch = 2}", "epoch = 31}", 25, "epoch", "this setting has 30"),
    (DIRECTION, "to = 30", "to = 31", 17, "to", "this setting has 30"),
    (DIRECTION, "epoch = 3}", "epoch = 31}", 19, "epoch", "this setting has 30"),
    (DIRECTION, "from = 2,", "from = 31,", 17, "from", "begin after it ends"),
    (DIRECTION, 'show = "graph"', 'show = "map"', 18, "show", "must be 'fit'"),
    (DIRECTION, ', show = "graph"', "", 18, "then", "must say what to show"),
    # Answers.
    (DIRECTION, 'right = "right"', 'right = "up"', 24, "right", "“up”, is not among"),
    (DIRECTION, 'kind = "direction"', 'kind = "card"', 25, "compute", "no answer of the kind"),
    (DIRECTION, 'parameter = "a"', 'parameter = "z"', 25, "parameter", "no parameter z"),
    (DIRECTION, '"right"\n', '"right"\ntolerance = 1.0\n', 25, "tolerance", "right or not"),
    (DIRECTION, '"right"\n', '"right"\nunit = "km"\n', 25, "unit", "Only a number"),
    (DIRECTION, '"right"\n', '"right"\noptions = [{text = "x"}]\n', 25, "options", "no options"),
    (NUMBER, "tolerance = 1.0", "", 22, "answer", "near enough, by `tolerance` or `factor`"),
    (NUMBER, "unit =", "factor = 2.0\nunit =", 22, "answer", "near enough"),
    (NUMBER, "tolerance = 1.0", "tolerance = -1.0", 25, "tolerance", "greater than or equal"),
    (NUMBER, "-103.92", '"many"', 24, "right", "must be a number"),
    (NUMBER, "point = 10", "point = 20", 27, "point", "from 0 to 19"),
    (EPOCH, "right = 14", "right = 0", 24, "right", "counted from 1"),
    (EPOCH, "right = 14", "right = 31", 24, "right", "this setting has 30"),
    (EPOCH, "right = 14", "right = 14.5", 24, "right", "whole number"),
    (POINT, "right = 19", "right = 20", 24, "right", "from 0 to 19"),
    (LOSS, '"< 7000"', '"less"', 26, "accept", "no such reply"),
    (CHOICE, 'right = "it falls"', 'right = "it fell"', 24, "right", "“it fell”, is not among"),
    (CHOICE, '"it stays", at', '"it falls", at', 28, "text", "read the same"),
    (CHOICE, "at_least = 36000.0", "at_least = 30000.0", 28, "options", "exactly one option"),
    (CHOICE, ", below = 36000.0", "", 27, "options", "When it is right must be said"),
    (CHOICE, "below = 37000.0", "below = 36000.0", 28, "below", "No number"),
    (CHOICE, 'is = "not finite"', 'is = "finite"', 29, "is", "never gives “finite”"),
    # Wrong answers.
    (DIRECTION, 'when = "left"', 'when = "up"', 15, "when", "“up” is not among"),
    (DIRECTION, 'when = "left"', 'when = "right"', 15, "when", "This is the right answer"),
    (CHOICE, 'when = "it stays"', 'when = "it waits"', 15, "when", "“it waits” is not among"),
    (CHOICE, '{when = "it stays", say = "Look."}, ', "", 15, "wrong", "“it stays” is missing"),
    (NUMBER, '{when = "else"', '{when = "-104 ± 1", say = "No."}, {when = "else"', 15, "when",
     "This is the right answer"),
    (NUMBER, 'when = "else"', 'when = "104 ± 1"', 15, "wrong", "all other replies"),
    (NUMBER, '{when = "else"', '{when = "else", say = "No."}, {when = "3"', 15, "when",
     "comes last"),
    (NUMBER, 'when = "else"', 'when = "about 3"', 15, "when", "no such reply"),
    (POINT, '{when = "else"', '{when = "20", say = "No."}, {when = "else"', 15, "when",
     "from 0 to 19"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "old", "new", "line", "key", "said"), WRONG)
def test_what_is_wrong_is_told_with_its_line_and_key(
    text: str, old: str, new: str, line: int, key: str, said: str
) -> None:
    told = error_of(changed(text, old, new))
    assert told.startswith(f"my.toml, line {line}, `{key}`: "), told
    assert said in told
    assert told.endswith((".", "?"))
    assert "\n" not in told


def test_two_lessons_of_one_name_are_told() -> None:
    text = DIRECTION + DIRECTION.partition("\n\n")[2]
    assert error_of(text).startswith("my.toml, line 27, `id`: There are two lessons “first”")


def test_a_set_without_lessons_is_refused() -> None:
    assert "`lesson`: This is missing" in error_of('title = "None"')
    assert "It is empty" in error_of('title = "None"\nlesson = []')


def test_only_a_lesson_about_refusing_may_be_refused() -> None:
    answer = '"chip"\nright = "backward"\nfrom = {compute = "refused_stage"}'
    before, _, _ = DIRECTION.partition('"direction"')
    text = before.replace('"left"', '"else"') + answer
    assert "`setting`: PyTorch refuses no stage of this setting" in error_of(text)
    text = changed(text, "{epochs = 30}", "{epochs = 30, requires_grad = false}")
    assert read_set(text, "my.toml").lessons[0].answer.right == "backward"


# --- From someone else


def test_a_text_that_is_too_large_is_refused() -> None:
    assert "256 KB" in error_of("#" * 300_000)


@pytest.mark.parametrize(
    "text",
    ["x = " + "[" * 100_000, "x = " + "{a = " * 30_000, "a." * 100_000 + "a = 1",
     '"a" . ' * 40_000 + "a = 1", "[" + "a." * 100_000 + "a]", "x = {" + "a." * 50_000 + "a = 1}",
     "x = " + "9" * 10_000, "x = 0x" + "f" * 10_000, 'x = "' + "a." * 100_000,
     "x = '''" + "a." * 100_000, "[[lesson]]\n" * 20_000],
    ids=["lists", "tables", "parts", "quoted parts", "header", "inline", "digits", "hex",
         "open text", "open long text", "many"],
)  # fmt: skip
@pytest.mark.timeout(20)
def test_what_is_built_to_hurt_is_told_soon(text: str) -> None:
    assert len(error_of(text)) < 300


def test_a_sentence_may_have_many_dots() -> None:
    text = changed(DIRECTION, "Look to the right.", "a.b.c.d.e.f.g.h.i.j.k.l.m.n. " * 5)
    assert read_set(text + "# a.b.c.d.e.f.g.h.i.j.k.l.m.n", "my.toml")


PIECES = st.sampled_from(
    ['"', "'", '"""', "[[lesson]]", "[lesson.answer]", "{", "}", "[", "]", "=", ",", ".", "\\",
     "#", "\n", "lesson", "wrong", "then", "when", "a", "1", "-0.5", "nan", "é", "\u202e", "\x00"]
)  # fmt: skip


@given(
    st.sampled_from([DIRECTION, NUMBER, CHOICE]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), PIECES | st.text(max_size=5)),
             max_size=4),
)  # fmt: skip
@example(DIRECTION, [])
@settings(max_examples=200, deadline=None)
def test_whatever_it_holds_it_is_read_or_told(
    text: str, changes: list[tuple[float, int, str]]
) -> None:
    """A piece cut out and another put in, here and there."""
    for where, length, piece in changes:
        place = int(where * len(text))
        text = text[:place] + piece + text[place + length :]
    told = told_of(text)
    assert told is None or (told.startswith("my.toml") and "\n" not in told)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["do", "to", "settings", "setting", "a"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


def toml(value: object) -> str:
    match value:
        case None:
            return '""'
        case bool():
            return str(value).lower()
        case list():
            return f"[{', '.join(map(toml, value))}]"
        case dict():
            return "{" + ", ".join(f"{key} = {toml(each)}" for key, each in value.items()) + "}"
        case str():
            kept = "".join(letter for letter in value if letter.isprintable())
            return '"' + kept.replace("\\", "").replace('"', "") + '"'
    return repr(value)


@given(
    st.sampled_from(["setting", "then", "wrong", "hide", "view", "epoch", "question", "answer"]),
    VALUES,
)
@settings(max_examples=200, deadline=None)
def test_any_value_in_the_place_of_any_other_is_read_or_told(key: str, value: object) -> None:
    before, _, after = DIRECTION.partition("\nbecause")
    lines = [line for line in before.split("\n") if not line.startswith((f"{key} =", " ", "]"))]
    lines = [line for line in lines if not line.startswith("then =")]
    text = "\n".join([*lines, f"{key} = {toml(value)}"]) + "\nbecause" + after
    told = told_of(text)
    assert told is None or told.startswith("my.toml, line ")


# --- Files


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_bytes(b"\xef\xbb\xbf" + DIRECTION.replace("\n", "\r\n").encode())
    assert read_file(path) == read_set(DIRECTION, "my.toml")


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    def told(path: Path) -> str:
        with pytest.raises(LessonError) as raised:
            read_file(path)
        return str(raised.value)

    assert told(tmp_path / "no.toml") == "There is no file no.toml: check its name and folder."
    choose = "is not a file: choose a .toml file with lessons."
    assert told(tmp_path) == f"{shortened(tmp_path.name)} {choose}"
    os.mkfifo(tmp_path / "pipe")
    assert told(tmp_path / "pipe") == f"pipe {choose}"
    assert told(Path("/")) == f"/ {choose}"
    (tmp_path / "bytes").write_bytes(b'title = "a"\nx = "\xff"')
    assert told(tmp_path / "bytes") == "bytes, line 2: this is not text in UTF-8."
    (tmp_path / "large").write_bytes(b"#" * 300_000)
    assert told(tmp_path / "large") == "large is larger than the 256 KB that lessons may have."
    assert (
        told(Path("a\0b"))
        == "a\N{REPLACEMENT CHARACTER}b cannot be read: check its name and the disk."
    )


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.toml").write_text(DIRECTION)

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(LessonError) as raised:
        read_file(tmp_path / "mine.toml")
    assert str(raised.value) == "mine.toml may not be read: change its permissions."


def test_a_file_may_be_as_large_as_lessons_may_be(tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    path.write_text(DIRECTION + "#" * (MOST_BYTES - len(DIRECTION)))
    assert len(read_file(path).lessons) == 1
    path.write_text(DIRECTION + "#" * (MOST_BYTES - len(DIRECTION) + 1))
    with pytest.raises(LessonError, match="larger than the 256 KB"):
        read_file(path)
