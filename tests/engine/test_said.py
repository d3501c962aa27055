"""What the command line makes of many arguments, and how many numbers and texts are written."""

import math
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.experiment import Classroom, Experiment, Points
from engine.experiment.classroom import SETTINGS
from engine.experiment.document import Document, save
from engine.numbers import (
    apart,
    count,
    exact,
    grouped,
    in_brackets,
    nice_above,
    nice_below,
    number,
    ordinal,
    rate,
    read_number,
)
from engine.options import (
    command_line,
    document_of,
    lessons_of,
    refuse_contradictions,
    refuse_what_is_not_there,
    tell_lessons_apart,
)
from engine.text import cut, shortened
from tests.approved import Hold

LONG = "x" * 99

COMMANDS = [
    # One option each, and what it cannot be.
    "", "mine.learnscope", "MINE.TOML", "mine.toml", "--lesson mine.toml", "--lesson none.toml",
    "nowhere.learnscope", "folder", "empty.learnscope",
    "--lesson broken.toml", "broken.toml",
    "--seed 0", "--seed 3", "--seed +3", "--seed ' 3 '", "--seed -1", "--seed 3.0", "--seed ''",
    "--seed 9223372036854775807", "--seed 9223372036854775808", "--seed 0x10", "--seed 1_0",
    f"--seed {'0' * 999}7", f"--seed {'0' * 1000}7", f"--seed {'x' * 40}", f"--seed {'x' * 41}",
    "--seed", "--learning-rate 1", "--learning-rate 1e6", "--learning-rate 1000000.1",
    "--learning-rate 0", "--learning-rate -0.5", "--learning-rate x", "--learning-rate 1_0",
    "--learning-rate nan", "--learning-rate inf", "--learning-rate ''", "--learning-rate ' 1 '",
    "--epochs 1", "--epochs 0", "--epochs 10000000", "--epochs 10000001", "--epochs many",
    "--stop-at-loss 0", "--stop-at-loss 1.5", "--stop-at-loss -1", "--stop-at-loss inf",
    "--stop-at-loss low", "--formula a*t", "--formula 'a*x + b'", "--formula 2*t", "--formula ''",
    "--formula a*sen(t)", f"--formula {'a' * 1001}", "--start a=1", "--start 'a = 1 , b = -2e3'",
    "--start a=1,b=2,c=3", "--start a", "--start a=", "--start =1", "--start a=1,", "--start a=1=2",
    "--start a=1,a=2", "--start 'a=1, a=2'", "--start d=1", "--start a=x", "--start a=nan",
    "--start a=1e39", f"--start {LONG}=1", "--start 'a\u200b=1'", "--formula k*t --start a=1",
    "--formula k*t --start k=1", "--standardise", "--plain", "--play",
    "--speed max", "--speed MAX", "--speed 0.001", "--speed 0.00099", "--speed 10", "--speed 1e6",
    "--speed 1000001", "--speed -1", "--speed 0", "--speed nan", "--speed fast", "--speed 1_0",
    f"--speed {LONG}", "--theme light", "--theme dark", "--theme system",
    "--size 1440x900", "--size 1440X900", "--size 1x1", "--size 0x1", "--size 1x0",
    "--size 19999x19999", "--size 20000x1", "--size 1x20000", "--size 123456x1", "--size 1440",
    "--size 1440x", "--size ' 1x1'", "--size 1x1x1", f"--size {LONG}", "--size 1.5x2",
    "--screenshot a.png", "--headless", "--json", "--output a.txt", "--explain 1", "--point 1",
    "--map a,b", "--map ' a , c ' --output a.png", "--map a --output a.png",
    "--map a,b,c --output a.png", "--map a, --output a.png", "--map ,a --output a.png",
    "--map a,a --output a.png", "--map 'a, a' --output a.png", "--map a,q --output a.png",
    "--map q,a --output a.png", f"--map {LONG} --output a.png",
    f"--map {LONG},{LONG} --output a.png",
    f"--map a,{LONG} --output a.png", "--formula a*t --map a,b --output a.png", "--map",
    f"--{'y' * 99}", f"--{'y' * 200}", f"{LONG}y.learnscope --seed", "a.learnscope b.learnscope",
    "--see 3", "--headles", "--nothing 3",
    # What goes together, and what does not.
    "--headless --json --output a.txt", "--headless --explain 3 --point 2", "--headless --plain",
    "--headless --explain 0", "--headless --explain 1", "--headless --explain 200",
    "--headless --explain 201", "--headless --explain -1", "--headless --epochs 5 --explain 6",
    "--headless --epochs 1000 --explain 1001", "--headless --explain x",
    f"--headless --explain {'9' * 99}", "--headless --explain 1 --point 0",
    "--headless --explain 1 --point 19", "--headless --explain 1 --point 20",
    "--headless --explain 1 --point -1", f"--headless --explain 1 --point {'9' * 99}",
    "--headless --point 1", "held.learnscope --headless --explain 1 --point 2",
    "held.learnscope --headless --explain 1 --point 4",
    "many.learnscope --headless --explain 1 --point 2000",
    *(f"--headless --{option}" for option in (
        "screenshot a.png", "lesson mine.toml", "speed 3", "play", "theme dark", "size 1x1",
    )),
    *(f"--map a,b --output a.png --{option}" for option in (
        "headless", "screenshot b.png", "lesson mine.toml", "speed 3", "play",
        "theme dark", "size 9x9",
        "plain", "json", "explain 1", "point 1",
    )),
    *(f"--lesson mine.toml --{option}" for option in (
        "screenshot a.png", "play", "speed 3", "theme dark", "size 9x9", "plain", "epochs 3",
    )),
    "mine.toml --play", "mine.toml --screenshot a.png", "mine.toml --headless",
    "mine.learnscope --lesson mine.toml",
    "--screenshot a.png --play --speed 3", "--json --screenshot a.png",
    # Tables.
    "--data table.csv", "--data table.csv --x height --y time", "--data table.csv --x height",
    "--data table.csv --y height", "--data table.csv --x weight", "--data table.csv --y weight",
    "--data gaps.csv", "--data gaps.csv --x time --y height", "--data guess.csv", "--data none.csv",
    "--data words.csv",
    "--data folder", "--x time", "--y time", "--x time --y speed mine.learnscope",
    "mine.learnscope --data table.csv --epochs 3",
    "--data table.csv --formula k*t --standardise --seed 2",
    # What is read is not overwritten.
    "--headless --output table.csv --data table.csv", "--screenshot table.csv --data table.csv",
    "--headless --output mine.learnscope mine.learnscope",
    "mine.learnscope --screenshot mine.learnscope",
    "mine.learnscope --map a,b --output mine.learnscope",
    "--headless --output folder/../table.csv --data table.csv",
    "--headless --output other.csv --data table.csv",
    "--headless --output none.csv --data none.csv",
    # A classroom layout.
    "class.learnscope", *(f"class.learnscope {option}" for option in (
        "--learning-rate 1", "--epochs 3", "--stop-at-loss 1", "--seed 3", "--formula a*t",
        "--start a=1", "--standardise",
        "--data table.csv", "--play", "--speed 3", "--seed 3 --epochs 3",
    )),
    "class.learnscope --headless --seed 3", "class.learnscope --map a,b --output a.png --epochs 3",
    "free.learnscope --epochs 3", "free.learnscope --seed 3", "free.learnscope --data table.csv",
]  # fmt: skip

VALUES = [
    0.0, -0.0, 1.0, -1.0, 3, 0.5, 2 / 3, -2 / 3, 12.5, 99.999, 99.9995, 999.995, 1234.5678,
    -1234.5678,
    9999.94, 9999.95, 9999.96, 99999.4, 99999.5, -99999.96, 123456.0, 999999.0, 1234567.0,
    9999999.0, 9999999.6,
    1e7, 12345678.0, 1e15, 9.9e15, 1e16, 1.5e16, 2e16, 1e21, -2.5e21, 1e22, 0.1, 0.012345678, 1e-3,
    1e-4, 9.9999e-5,
    9.99995e-5, 1e-5, 3e-5, 1e-6, 1.5e-6, 1.25e-7, 1e-7, 3e-7, -3e-7, 1e-10, 1.5e-300, 1e300,
    0.000001, 0.0000015,
    0.1234567, 0.000012, 100.0, 1000000.0, 123456789.25, 5e-324, 3.4028234663852886e38, math.inf,
    -math.inf, math.nan,
]  # fmt: skip
PAIRS = [
    (618.534, 618.526), (36415.2, 7393.72), (1.0, 1.0), (1.0, 1.0000001), (1.0, 1.00000001),
    (1.0, 1.000000001),
    (1.0, 1.0000000001), (100000.4, 100000.2), (0.0, -0.0), (math.nan, 1.0), (12345.6, 12345.7),
    (-5.00001, -5.00002),
]  # fmt: skip
NICE = [
    1.0, 1.0000000005, 1.000000002, 0.9999999995, 0.999999998, 1.5, 2.0, 2.0000000001, 2.00001, 3.0,
    5.0, 5.1, 9.9,
    9.9999999999, 10.0, 10.1, 99.0, 100.0, 1000.0, 0.1, 0.2, 0.25, 0.5, 0.75, 0.001, 0.000175, 1e-9,
    3e-9, 2e9, 7e12,
    1e15, 1e23, 4.9999999999, 19.0, 20.0, 49.0, 51.0,
]  # fmt: skip
TEXTS = [
    "", "a", "temperature", " a  b\tc\nd ", "x" * 40, "x" * 41, "x" * 160, "x" * 161, "a\u200bb",
    "a\ud800b", "é",
    f"{'x' * 39} {'y' * 5}", f"{' ' * 159}x", f"{' ' * 160}x", f"a{' ' * 159}bc", "\x07bell",
]  # fmt: skip


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files that the commands name, where they are looked for."""
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("empty.learnscope").touch()
    Path("table.csv").write_text("time,speed,height\n0,5.5,30\n1,6.25,20\n2,8,25\n")
    Path("gaps.csv").write_text("time,speed,height\n0,5.5,30\n1,,20\n2,8,25\n3,9,x\n")
    Path("guess.csv").write_text("time\tspeed\n1.234\t2\n2.345\t3\n")
    Path("words.csv").write_text("a,b\nc,d\n")
    lessons = Path(__file__).parents[2] / "engine" / "lessons" / "lessons.toml"
    for name in ("mine.toml", "other.toml", "MINE.TOML"):
        Path(name).write_text(lessons.read_text("utf-8"), "utf-8")
    Path("broken.toml").write_text("title = 3\n")
    save(Experiment(seed=7, epochs=30), Path("mine.learnscope"))
    save(Experiment(held_out=0.2), Path("held.learnscope"))
    numbers = tuple(float(k) for k in range(2000))
    save(Experiment(data=Points(inputs=numbers, targets=numbers)), Path("many.learnscope"))
    closed = dict.fromkeys(SETTINGS, "fixed") | {"data": "hidden", "seed": "hidden"}
    save(Experiment(), Path("class.learnscope"), Classroom(settings=closed))
    save(Experiment(), Path("free.learnscope"), Classroom(settings={"seed": "fixed"}))


def run(command: str) -> Iterator[str]:
    """What is made of `command`, as the program itself does it."""
    parser = command_line()
    given = vars(parser.parse_args(shlex.split(command)))
    tell_lessons_apart(given)
    refuse_contradictions(parser, given)
    document, doubts = document_of(parser, given)
    refuse_what_is_not_there(parser, given, document.experiment)
    lessons = lessons_of(parser, given)
    for name, value in sorted(given.items()):
        yield f"  {name}: {value.as_posix() if isinstance(value, Path) else value!r}"
    yield from changed(document)
    if doubts:
        yield f"  doubts: {doubts}"
    if lessons is not None:
        yield f"  lessons: {lessons.title}"


def changed(document: Document) -> Iterator[str]:
    """What is not as in the article, and whether there is a layout."""
    plain = Experiment()
    for name in Experiment.model_fields:
        value = getattr(document.experiment, name)
        if value != getattr(plain, name):
            yield f"  → {name}: {str(value)[:200]}"
    if document.classroom is not None:
        yield f"  → {len(document.classroom.settings)} settings are closed"


@pytest.mark.usefixtures("files")
def test_commands(hold: Hold, capsys: pytest.CaptureFixture[str]) -> None:
    lines = []
    for command in COMMANDS:
        shown = command if len(command) < 150 else f"{command[:150]}…"
        lines.append(f"$ learnscope {shown}".rstrip().replace("\u200b", "\\u200b"))
        try:
            made, end = [*run(command)], ""
        except SystemExit as ended:
            made, end = [], f"  exit {ended.code}"
        said = capsys.readouterr()
        assert said.out == ""
        lines += [*made, *(f"  {line}" for line in said.err.splitlines()), *[end] * bool(end)]
    hold("commands", lines)


def test_examples(hold: Hold) -> None:
    said = command_line().format_help()
    hold("examples", said[said.index("examples:") :].splitlines())


def test_numbers(hold: Hold) -> None:
    lines = [
        f"{value!r}: {number(value)} | {grouped(value)} | {in_brackets(value)} | {exact(value)}"
        f" | {rate(value) if math.isfinite(value) else ''}"
        f" | {number(value, 1)} | {number(value, 3)} | {number(value, 9)} | {grouped(value, 7)}"
        f" | {in_brackets(value, 2)}"
        for value in VALUES
    ]
    lines += [f"{pair}: {apart(*pair)}, {apart(*pair, 3)}, {apart(*pair, 9)}" for pair in PAIRS]
    lines += [f"{value!r}: {nice_below(value):.12g} to {nice_above(value):.12g}" for value in NICE]
    places = [
        0,
        1,
        2,
        3,
        4,
        10,
        11,
        12,
        13,
        14,
        21,
        22,
        23,
        101,
        111,
        112,
        113,
        121,
        1001,
        1011,
        12345,
    ]
    lines += [f"{place}: {count(place)}, {ordinal(place)}" for place in places]
    hold("numbers", lines)


@pytest.mark.parametrize(
    ("text", "value"), [("1", 1.0), (" -2.5e3 ", -2500.0), ("inf", math.inf), ("1e400", math.inf)]
)
def test_a_number_is_read_as_it_is_written(text: str, value: float) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize("text", ["", "1_0", "_", "x", "1,5", "0x10"])
def test_what_is_no_number_is_not_read(text: str) -> None:
    with pytest.raises(
        ValueError, match=f"“{text}” is not a number" if "_" in text else "could not"
    ):
        read_number(text)


def test_texts(hold: Hold) -> None:
    ways: list[Callable[[str], str]] = [
        shortened,
        lambda text: shortened(text, 5),
        lambda text: cut(text, 10),
        lambda text: cut(text, 10, 3),
        lambda text: cut(text, 1),
    ]
    hold("texts", (f"{text!r}: {[way(text) for way in ways]!r}" for text in TEXTS))
