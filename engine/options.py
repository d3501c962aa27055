"""The command line: its options, how they are checked, and the Experiment that they describe."""

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from engine import __version__
from engine.numbers import read_number
from engine.text import shortened

if TYPE_CHECKING:
    from engine.experiment import Classroom, Experiment, Points
    from engine.experiment.document import Document
    from engine.lessons import LessonSet

SLOWEST, FASTEST = 0.001, 1_000_000
# No valid number has more characters than this.
MOST_DIGITS = 1000

EXAMPLES = """examples:
  %(prog)s                                     the article's example, in a window
  %(prog)s --learning-rate 3e-5 --play         start playing with another learning rate
  %(prog)s --epochs 5000 --speed max --play    as fast as it goes
  %(prog)s --formula "a*sin(b*t) + c" --start a=1,b=2
                                                 a model of your own
  %(prog)s --data speed.csv --x time --y speed
                                                 a table of your own
  %(prog)s mine.learnscope                     an experiment that was saved
  %(prog)s --headless --json --output run.jsonl
                                                 train without a window, one JSON object an epoch
  %(prog)s --headless --explain 1 --point 19   what happens in epoch 1, in words and numbers
  %(prog)s --screenshot run.png --theme dark   train, take a picture of the window, exit
  %(prog)s --map a,b --output map.png          train, draw the loss around a and b, exit
"""


class Parser(argparse.ArgumentParser):
    """An argument parser that reports an error in one sentence, without the usage around it."""

    def error(self, message: str) -> NoReturn:
        end = "" if message.endswith((".", "?")) else "."
        # A sentence that begins with a file's name keeps the name as it is.
        if message.startswith(("argument", "unrecognized")):
            message = message[0].upper() + message[1:]
            # argparse quotes what was typed in full, however long it is.
            message = re.sub(r"[^\s']{100,}", lambda long: shortened(long[0]), message)
        self.exit(2, f"{self.prog}: {message}{end}\n")

    def say(self, sentence: str) -> None:
        """Print `sentence` to the error output, if there is one."""
        self._print_message(f"{self.prog}: {sentence}\n", sys.stderr)


def _speed(text: str) -> float | None:
    if text == "max":
        return None
    try:
        speed = read_number(text)
    except ValueError:
        speed = -1.0
    if not SLOWEST <= speed <= FASTEST:
        raise argparse.ArgumentTypeError(
            f"“{shortened(text)}” is not a speed; give epochs a second, from {SLOWEST} to "
            f"{FASTEST:,}, or max"
        )
    return speed


def _size(text: str) -> tuple[int, int]:
    size = re.fullmatch(r"(\d{1,5})x(\d{1,5})", text.strip(), re.IGNORECASE | re.ASCII)
    width, height = map(int, size.groups()) if size else (0, 0)
    if not (0 < width < 20_000 and 0 < height < 20_000):
        raise argparse.ArgumentTypeError(
            f"“{shortened(text)}” is not a size; write for example 1440x900"
        )
    return width, height


def _whole(text: str) -> int:
    if not re.fullmatch(r"\s*[+-]?\d+\s*", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"“{shortened(text)}” is not a whole number")
    if len(text) > MOST_DIGITS:
        raise argparse.ArgumentTypeError(f"“{shortened(text)}” is too large a number")
    return int(text)


def _number(text: str) -> float:
    try:
        return read_number(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{shortened(text)}” is not a number") from None


def _start(text: str) -> dict[str, float]:
    values = {}
    for part in text.split(","):
        name, equals, value = part.partition("=")
        name = name.strip()
        if not name or not equals:
            raise argparse.ArgumentTypeError(
                f"“{shortened(part)}” is not name=number, as in a=1,b=0"
            )
        # Bytes that are not valid text arrive as lone surrogates.
        if shortened(name, len(name)) != name:
            raise argparse.ArgumentTypeError(f"“{shortened(name)}” is not the name of a parameter")
        if name in values:
            raise argparse.ArgumentTypeError(f"{name} is given two starting values")
        values[name] = _number(value.strip())
    return values


def _pair(text: str) -> tuple[str, str]:
    names = [name.strip() for name in text.split(",")]
    if len(names) != 2 or not all(names):
        raise argparse.ArgumentTypeError(
            f"“{shortened(text)}” is not two parameters; write for example a,b"
        )
    if names[0] == names[1]:
        raise argparse.ArgumentTypeError(
            f"a map needs two different parameters, not {shortened(names[0])} twice"
        )
    return names[0], names[1]


def command_line() -> Parser:
    """The parser of the command line; an option that is not given is absent from the result."""
    parser = Parser(
        prog="learnscope",
        description="Watch a PyTorch model learn, one gradient at a time.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        argument_default=argparse.SUPPRESS,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add(
        "document", nargs="?", type=Path, metavar="FILE", default=None,
        help="a .learnscope file to open, or one of lessons",
    )  # fmt: skip
    add("--seed", type=_whole, metavar="N", help="seed of the noise and the starting parameters")
    add("--learning-rate", type=_number, metavar="X", help="learning rate (1e-5)")
    add("--epochs", type=_whole, metavar="N", help="how many epochs to train (200)")
    add(
        "--stop-at-loss", type=_number, metavar="X",
        help="end with the first epoch whose loss is not above X",
    )  # fmt: skip
    add("--formula", metavar="TEXT", help="the model, such as 'a*(t**2) + b*(t) + c'")
    add("--data", type=Path, dest="table", metavar="FILE", help="a CSV or TSV table to learn from")
    add("--x", metavar="COLUMN", help="with --data: the column of inputs")
    add("--y", metavar="COLUMN", help="with --data: the column of targets")
    add("--start", type=_start, metavar="a=1,b=0", help="starting values of parameters")
    add("--standardise", action="store_true", help="train on standardised inputs")
    add(
        "--plain", action="store_true",
        help="train every epoch statement by statement, replaying none",
    )  # fmt: skip
    add("--lesson", type=Path, metavar="FILE", help="give the lessons in a .toml file")
    add("--speed", type=_speed, metavar="X|max", help="epochs a second (10), or max")
    add("--play", action="store_true", help="start playing at once")
    add("--theme", choices=("light", "dark", "system"), help="colours of the window")
    add("--size", type=_size, metavar="WxH", help="size of the window")
    add("--screenshot", type=Path, metavar="FILE", help="train, write a PNG of the window, exit")
    add("--headless", action="store_true", help="train without a window and print every epoch")
    add("--json", action="store_true", help="with --headless: one JSON object a line")
    add(
        "--explain", type=_whole, metavar="N",
        help="with --headless: explain epoch N, operation by operation, instead of printing all",
    )  # fmt: skip
    add(
        "--point", type=_whole, metavar="I",
        help="with --explain: with the numbers of data point I, counted from 0 (the last)",
    )  # fmt: skip
    add("--map", type=_pair, metavar="a,b", help="train, draw the loss around two parameters, exit")
    add("--output", type=Path, metavar="FILE", help="with --headless or --map: write there")
    add("--version", action="version", version=f"%(prog)s {__version__}")
    return parser


def tell_lessons_apart(given: dict[str, Any]) -> None:
    """Take a file of lessons that is given like an experiment as one to give lessons from."""
    file = given["document"]
    if file is not None and file.suffix.lower() == ".toml" and "lesson" not in given:
        given["lesson"], given["document"] = file, None


def refuse_contradictions(parser: Parser, given: dict[str, Any]) -> None:
    """Exit with a sentence where options contradict each other or would overwrite an input."""
    _refuse_what_has_no_use(parser, given)
    _refuse_to_overwrite_what_is_read(parser, given)


def _refuse_what_has_no_use(parser: Parser, given: dict[str, Any]) -> None:
    for one, others, why in (
        (
            "headless",
            ("screenshot", "lesson", "speed", "play", "theme", "size"),
            "--{0} is only for the window that --headless does without",
        ),
        (
            "map",
            ("headless", "screenshot", "lesson", "speed", "play"),
            "--map draws a picture and exits: --{0} does not go with it",
        ),
        (
            "lesson",
            ("screenshot", "play"),
            "--lesson begins with a question: --{0} does not go with it",
        ),
    ):
        for name in others:
            if name in given and one in given:
                parser.error(why.format(name))
    if "map" in given and "output" not in given:
        parser.error("--map needs a file to draw into: name it with --output, as map.png")
    for name in ("json", "explain"):
        if name in given and "headless" not in given:
            parser.error(f"--{name} is only for --headless")
    if "output" in given and not ("headless" in given or "map" in given):
        parser.error("--output is only for --headless and --map")
    if "point" in given and "explain" not in given:
        parser.error("--point picks the data point whose numbers --explain gives")
    for name in ("x", "y"):
        if name in given and "table" not in given:
            parser.error(f"--{name} names a column of the table that --data gives")


def _refuse_to_overwrite_what_is_read(parser: Parser, given: dict[str, Any]) -> None:
    for option in ("output", "screenshot"):
        for read, what in (("table", "the table"), ("document", "the experiment")):
            written, source = given.get(option), given.get(read)
            if written and source and _same_file(written, source):
                parser.error(
                    f"--{option} would overwrite {what} that is read, {source}: name another file"
                )


def _same_file(one: Path, other: Path) -> bool:
    """Whether both paths lead to one file, links included."""
    try:
        return one.samefile(other)
    except OSError:
        # One of them does not exist or cannot be accessed.
        return False


def document_of(parser: Parser, given: dict[str, Any]) -> "tuple[Document, str]":
    """The document, or the article's example, with the command line's changes.

    The text beside it says what to know about the table's rows, such as those left out; '' if
    nothing. Exits with a sentence where the document, the table or a value is wrong, or where the
    window is to open with something else than its classroom layout allows.
    """
    # Imported here, so that --help and --version answer at once.
    from pydantic import ValidationError

    from engine.experiment import Experiment, sentence
    from engine.experiment.document import Document, DocumentError, load

    try:
        file = given["document"]
        experiment, classroom = load(file) if file else Document(Experiment())
        if classroom is not None and not ("headless" in given or "map" in given):
            _refuse_what_is_closed(parser, given, classroom)
        fields = {name: given[name] for name in Experiment.model_fields if name in given}
        doubts = ""
        if "table" in given:
            fields["data"], doubts = _points(parser, given)
        return Document(experiment.changed(**fields), classroom), doubts
    except DocumentError as error:
        parser.error(str(error))
    except ValidationError as error:
        parser.error(sentence(error))


def lessons_of(parser: Parser, given: dict[str, Any]) -> "LessonSet | None":
    """The lessons that are to be given, if any are. Exits with a sentence if they are wrong."""
    if "lesson" not in given:
        return None
    from engine.lessons import LessonError, read_file

    try:
        return read_file(given["lesson"])
    except LessonError as error:
        parser.error(str(error))


def _refuse_what_is_closed(parser: Parser, given: dict[str, Any], classroom: "Classroom") -> None:
    from engine.words.classroom import refused_option

    options = {name: f"--{name.replace('_', '-')}" for name in classroom.settings if name in given}
    if "table" in given and "data" in classroom.closed:
        options["data"] = "--data"
    for name, option in options.items():
        parser.error(refused_option(name, option, shortened(given["document"].name)))


def refuse_what_is_not_there(
    parser: Parser, given: dict[str, Any], experiment: "Experiment"
) -> None:
    """Exit with a sentence where an option asks for what the run does not have."""
    from engine.experiment.held_out import held_out

    for name in given.get("map", ()):
        if name not in experiment.names:
            parser.error(
                f"--map: the formula has no parameter {shortened(name)}; it has "
                f"{', '.join(experiment.names)}"
            )
    number, point = given.get("explain"), given.get("point")
    if number is not None and not 1 <= number <= experiment.epochs:
        parser.error(
            f"--explain {shortened(str(number))}: the run has epochs 1 to {experiment.epochs:,}; "
            "--epochs makes it longer"
        )
    if point is None:
        return
    points = experiment.data.size
    if not 0 <= point < points:
        parser.error(
            f"--point {shortened(str(point))}: the data has {points:,} points, counted from 0 to "
            f"{points - 1:,}"
        )
    if held_out(points, experiment.held_out, experiment.seed)[point]:
        parser.error(
            f"--point {point}: this point is held out, so nothing is learned from it; "
            "name one that is trained on"
        )


def _points(parser: Parser, given: dict[str, Any]) -> "tuple[Points, str]":
    """The points of the table that `--data` names, and what to know about its rows, or ''."""
    from engine.table import TableError, guess_columns, read_table

    try:
        table = read_table(given["table"])
        x, y = guess_columns(table)
        picked = table.pick(given.get("x", x), given.get("y", y))
    except TableError as error:
        parser.error(str(error))
    if picked.left_out:
        parser.say(picked.sentence)
    return picked.points(table.source), table.doubts(picked)
