"""The front door: reads the command line, builds an Experiment, opens the window or trains."""

import argparse
import gc
import os
import re
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from engine.numbers import read_number, shortened
from engine.words.torch_missing import why_torch_is_missing

if TYPE_CHECKING:
    from engine.experiment.experiment import Experiment, Points

SLOWEST, FASTEST = 0.001, 1_000_000
# No number that can be given has as many.
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
  %(prog)s --screenshot run.png --theme dark   train, take a picture of the window, exit
"""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the usage around it."""

    def error(self, message: str) -> NoReturn:
        end = "" if message.endswith((".", "?")) else "."
        # A sentence of ours may begin with the name of a file, which stays as it is.
        if message.startswith(("argument", "unrecognized")):
            message = message[0].upper() + message[1:]
            # Where argparse itself quotes what was typed, it quotes all of it.
            message = re.sub(r"[^\s']{100,}", lambda long: shortened(long[0]), message)
        self.exit(2, f"{self.prog}: {message}{end}\n")

    def say(self, sentence: str) -> None:
        """Tell the person, where there is somewhere to tell it."""
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
    size = re.fullmatch(r"(\d{1,5})x(\d{1,5})", text, re.IGNORECASE | re.ASCII)
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
        if not equals:
            raise argparse.ArgumentTypeError(
                f"“{shortened(part)}” is not name=number, as in a=1,b=0"
            )
        # Bytes that are no text arrive as halves of surrogate pairs.
        if shortened(name, len(name)) != name:
            raise argparse.ArgumentTypeError(f"“{shortened(name)}” is not the name of a parameter")
        if name in values:
            raise argparse.ArgumentTypeError(f"{name} is given two starting values")
        values[name] = _number(value.strip())
    return values


def _parser() -> _Parser:
    from engine import __version__

    parser = _Parser(
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
        help="a .learnscope file to open",
    )  # fmt: skip
    add("--seed", type=_whole, metavar="N", help="seed of the noise and the starting parameters")
    add("--learning-rate", type=_number, metavar="X", help="learning rate (1e-5)")
    add("--epochs", type=_whole, metavar="N", help="how many epochs to train (200)")
    add("--formula", metavar="TEXT", help="the model, such as 'a*(t**2) + b*(t) + c'")
    add("--data", type=Path, dest="table", metavar="FILE", help="a CSV or TSV table to learn from")
    add("--x", metavar="COLUMN", help="with --data: the column of inputs")
    add("--y", metavar="COLUMN", help="with --data: the column of targets")
    add("--start", type=_start, metavar="a=1,b=0", help="starting values of parameters")
    add("--standardise", action="store_true", help="train on standardised inputs")
    add("--speed", type=_speed, metavar="X|max", help="epochs a second (10), or max")
    add("--play", action="store_true", help="start playing at once")
    add("--theme", choices=("light", "dark", "system"), help="colours of the window")
    add("--size", type=_size, metavar="WxH", help="size of the window")
    add("--screenshot", type=Path, metavar="FILE", help="train, write a PNG of the window, exit")
    add("--headless", action="store_true", help="train without a window and print every epoch")
    add("--json", action="store_true", help="with --headless: one JSON object a line")
    add("--output", type=Path, metavar="FILE", help="with --headless: write there")
    add("--version", action="version", version=f"%(prog)s {__version__}")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit code."""
    parser = _parser()
    try:
        return _run(parser, vars(parser.parse_args(arguments)))
    except KeyboardInterrupt:
        return 130
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package in ("", "engine", "gui"):
            raise
        parser.exit(
            1,
            f"{parser.prog}: The Python package {package} is not installed; what Learnscope "
            f"needs is installed by: python -m pip install {Path(__file__).parent}\n",
        )


def _run(parser: _Parser, given: dict[str, Any]) -> int:
    _refuse_what_has_no_use(parser, given)
    _refuse_to_overwrite_what_is_read(parser, given)

    experiment = _experiment(parser, given)
    if "headless" in given:
        return _headless(parser, experiment, "json" in given, given.get("output"))
    return _window(parser, experiment, given)


def _refuse_what_has_no_use(parser: _Parser, given: dict[str, Any]) -> None:
    for name in ("screenshot", "speed", "play", "theme", "size"):
        if name in given and "headless" in given:
            parser.error(f"--{name} is only for the window that --headless does without")
    for name in ("json", "output"):
        if name in given and "headless" not in given:
            parser.error(f"--{name} is only for --headless")
    for name in ("x", "y"):
        if name in given and "table" not in given:
            parser.error(f"--{name} names a column of the table that --data gives")


def _refuse_to_overwrite_what_is_read(parser: _Parser, given: dict[str, Any]) -> None:
    for option in ("output", "screenshot"):
        for read, what in (("table", "the table"), ("document", "the experiment")):
            written, source = given.get(option), given.get(read)
            if written and source and _same_file(written, source):
                parser.error(
                    f"--{option} would overwrite {what} that is read, {source}: name another file"
                )


def _same_file(one: Path, other: Path) -> bool:
    """Whether both are one file, also by a link."""
    try:
        return one.samefile(other)
    except OSError:
        # One of them is not there, or not to be looked at.
        return False


def _experiment(parser: _Parser, given: dict[str, Any]) -> "Experiment":
    """A document's experiment or the article's, with what the command line changes in it."""
    from pydantic import ValidationError

    from engine.experiment.document import DocumentError, load
    from engine.experiment.experiment import Experiment, sentence

    try:
        experiment = load(given["document"]) if given["document"] else Experiment()
        fields = {name: given[name] for name in Experiment.model_fields if name in given}
        if "table" in given:
            fields["data"] = _points(parser, given)
        return experiment.changed(**fields)
    except DocumentError as error:
        parser.error(str(error))
    except ValidationError as error:
        parser.error(sentence(error))


def _points(parser: _Parser, given: dict[str, Any]) -> "Points":
    """The two columns of the table that `--data` names."""
    from engine.table.table import TableError, guess_columns, read_table

    try:
        table = read_table(given["table"])
        x, y = guess_columns(table)
        picked = table.pick(given.get("x", x), given.get("y", y))
    except TableError as error:
        parser.error(str(error))
    if picked.left_out:
        parser.say(picked.sentence)
    return picked.points(table.source)


def _headless(parser: _Parser, experiment: "Experiment", as_json: bool, file: Path | None) -> int:
    if sys.stdout is None and not file:
        parser.error("The standard output is closed: name a file to write to with --output")
    try:
        import torch  # noqa: F401
    except ModuleNotFoundError:
        raise
    except (ImportError, OSError) as error:
        parser.say(why_torch_is_missing(error))
        return 1
    from engine.headless import HeadlessError, train

    try:
        output = file.open("w", encoding="utf-8") if file else None
    except OSError as error:
        parser.error(f"{file} cannot be written: {error.strerror}")
    try:
        with output or nullcontext(sys.stdout) as stream:
            try:
                train(experiment, stream, as_json)
            finally:
                stream.flush()
    except HeadlessError as error:
        parser.say(str(error))
        return 1
    except OSError as error:
        if not file:
            # Python's own flush at exit would fail once more, and complain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            # Whoever read along has had enough.
            return 0
        where = file or "The output"
        parser.say(f"{where} cannot be written: {error.strerror}.")
        return 1
    return 0


def _window(parser: _Parser, experiment: "Experiment", given: dict[str, Any]) -> int:
    from gui.display import missing_library_sentence, obstacle

    file, theme, size = given.get("screenshot"), given.get("theme"), given.get("size")
    if file and (file.is_dir() or not file.absolute().parent.is_dir()):
        parser.error(f"{file} cannot be written: there is no such folder, or it is one itself")
    hindrance = obstacle()
    if hindrance and file:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    elif hindrance:
        parser.exit(1, f"{parser.prog}: {hindrance}\n")
    # What the imports make stays for good: walking through it again and again while they go on
    # would be a tenth of the time until the window is there. `application` ends this.
    gc.disable()
    try:
        from gui import application
        from gui.window.window import LEAST_SIZE
    except ImportError as error:
        if ".so" not in str(error):
            raise
        parser.exit(1, f"{parser.prog}: {missing_library_sentence(str(error).split(':')[0])}\n")
    if size and (size[0] < LEAST_SIZE[0] or size[1] < LEAST_SIZE[1]):
        least = "x".join(map(str, LEAST_SIZE))
        parser.error(f"The window needs at least {least}; {size[0]}x{size[1]} is too small")
    if file:
        return application.screenshot(experiment, file, theme, size)
    return application.run(
        experiment, theme, given.get("speed", 10.0), "play" in given, size, given["document"]
    )


if __name__ == "__main__":
    sys.exit(main())
