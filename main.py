"""The front door: reads the command line, builds an Experiment, opens the window or trains."""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any, NoReturn

EXAMPLES = """examples:
  %(prog)s                                     the article's example, in a window
  %(prog)s --learning-rate 3e-5 --play         start playing with another learning rate
  %(prog)s --epochs 5000 --speed max --play    as fast as it goes
  %(prog)s --headless --json --output run.jsonl
                                               train without a window, one JSON object an epoch
  %(prog)s --screenshot run.png --theme dark   train, take a picture of the window, exit
"""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the usage around it."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message[:1].upper()}{message[1:].removesuffix('.')}.\n")


def _speed(text: str) -> float | None:
    if text == "max":
        return None
    try:
        speed = float(text)
    except ValueError:
        speed = -1.0
    if not 0 < speed < float("inf"):
        raise argparse.ArgumentTypeError(
            f"“{text}” is not a speed; give epochs a second above 0, or max"
        )
    return speed


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal() and 0 < int(width) < 20_000
            and 0 < int(height) < 20_000):  # fmt: skip
        raise argparse.ArgumentTypeError(f"“{text}” is not a size; write for example 1440x900")
    return int(width), int(height)


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number") from None


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number") from None


def _start(text: str) -> dict[str, float]:
    values = {}
    for part in text.split(","):
        name, equals, value = part.partition("=")
        if not equals:
            raise argparse.ArgumentTypeError(f"“{part}” is not name=number, as in a=1,b=0")
        values[name.strip()] = _number(value.strip())
    return values


def _parser() -> _Parser:
    from engine import __version__

    parser = _Parser(
        prog="learnscope",
        description="Watch a PyTorch model learn, one gradient at a time.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--seed", type=_whole, metavar="N", help="seed of the noise and the starting parameters")
    add("--learning-rate", type=_number, metavar="X", help="learning rate (1e-5)")
    add("--epochs", type=_whole, metavar="N", help="how many epochs to train (200)")
    add("--formula", metavar="TEXT", help="the model, such as 'a*(t**2) + b*(t) + c'")
    add("--start", type=_start, metavar="a=1,b=0", help="starting values of parameters")
    add("--standardise", action="store_true", default=None, help="train on standardised inputs")
    add("--speed", type=_speed, metavar="X|max", default=10.0, help="epochs a second (10), or max")
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
    options = parser.parse_args(arguments)
    if options.headless and options.screenshot:
        parser.error("a screenshot needs the window that --headless does without")
    for name in ("json", "output"):
        if getattr(options, name) and not options.headless:
            parser.error(f"--{name} is only for --headless")

    from pydantic import ValidationError

    from engine.experiment import Experiment, sentence

    fields: dict[str, Any] = {
        name: value
        for name in Experiment.model_fields
        if (value := getattr(options, name, None)) is not None
    }
    try:
        experiment = Experiment(**fields)
    except ValidationError as error:
        parser.error(sentence(error))
    if options.headless:
        return _headless(parser, experiment, options)
    return _window(parser, experiment, options)


def _headless(parser: _Parser, experiment: Any, options: argparse.Namespace) -> int:
    from engine.headless import HeadlessError, train

    try:
        output = options.output.open("w", encoding="utf-8") if options.output else None
    except OSError as error:
        parser.error(f"{options.output} cannot be written: {error.strerror}")
    try:
        with output or nullcontext(sys.stdout) as stream:
            train(experiment, stream, options.json)
            stream.flush()
    except HeadlessError as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read along has had enough; Python's own flush at exit must not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return 130
    return 0


def _window(parser: _Parser, experiment: Any, options: argparse.Namespace) -> int:
    from gui.display import missing_library_sentence, obstacle

    hindrance = obstacle()
    if hindrance and options.screenshot:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    elif hindrance:
        parser.exit(1, f"{parser.prog}: {hindrance}\n")
    try:
        from gui import application
    except ImportError as error:
        if ".so" not in str(error):
            raise
        parser.exit(1, f"{parser.prog}: {missing_library_sentence(str(error).split(':')[0])}\n")
    if options.screenshot:
        return application.screenshot(experiment, options.screenshot, options.theme, options.size)
    return application.run(experiment, options.theme, options.speed, options.play, options.size)


if __name__ == "__main__":
    sys.exit(main())
