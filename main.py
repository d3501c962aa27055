"""The front door: reads the command line, then opens the window or trains without one."""

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.signals import Ended, ending_at_once, raising

if TYPE_CHECKING:
    from engine.experiment import Experiment
    from engine.experiment.document import Document
    from engine.lessons import LessonSet
    from engine.options import Parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit code."""
    with ending_at_once():
        return _main(arguments)


def _main(arguments: Sequence[str] | None) -> int:
    from engine.options import command_line

    parser = command_line()
    try:
        return _run(parser, vars(parser.parse_args(arguments)))
    except KeyboardInterrupt:
        return 130
    except Ended as ended:
        return ended.code
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package in ("", "engine", "gui"):
            raise
        parser.exit(
            1,
            f"{parser.prog}: The Python package {package} is not installed; what Learnscope "
            f"needs is installed by: python -m pip install {Path(__file__).parent}\n",
        )
    finally:
        gc.enable()


def _run(parser: "Parser", given: dict[str, Any]) -> int:
    from engine.options import (
        document_of,
        lessons_of,
        refuse_contradictions,
        refuse_what_is_not_there,
        tell_lessons_apart,
    )

    # There are none for it, and pydantic would look through all installed packages.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    tell_lessons_apart(given)
    refuse_contradictions(parser, given)
    # Imported modules stay for good, and collecting garbage while they load would take a tenth of
    # the start-up time. `gui.run.garbage` collects once the window is there.
    gc.disable()
    document, doubts = document_of(parser, given)
    refuse_what_is_not_there(parser, given, document.experiment)
    lessons = lessons_of(parser, given)
    if "headless" in given:
        gc.enable()
        return _headless(parser, document.experiment, given)
    return _window(parser, document, given, doubts, lessons)


def _headless(parser: "Parser", experiment: "Experiment", given: dict[str, Any]) -> int:
    if sys.stdout is None and "output" not in given:
        parser.error("The standard output is closed: name a file to write to with --output")
    try:
        import torch  # noqa: F401
    except ModuleNotFoundError:
        raise
    except (ImportError, OSError) as error:
        from engine.words.torch_missing import why_torch_is_missing

        parser.say(why_torch_is_missing(error))
        return 1
    with raising():
        return _train(parser, experiment, given)


def _train(parser: "Parser", experiment: "Experiment", given: dict[str, Any]) -> int:
    from engine.headless import HeadlessError, Output, explain, train

    file, as_json = given.get("output"), "json" in given
    try:
        output = Output(file) if file else None
    except OSError as error:
        parser.error(f"{file} cannot be written: {error.strerror}")
    try:
        with output or nullcontext(sys.stdout) as stream:
            try:
                if "explain" in given:
                    explain(experiment, given["explain"], given.get("point"), stream, as_json)
                else:
                    train(experiment, stream, as_json, plain="plain" in given)
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
            # The reader of the pipe has closed it.
            return 0
        where = file or "The output"
        parser.say(f"{where} cannot be written: {error.strerror}.")
        return 1
    return 0


def _window(
    parser: "Parser",
    document: "Document",
    given: dict[str, Any],
    doubts: str,
    lessons: "LessonSet | None",
) -> int:
    from gui.display import missing_library_sentence, obstacle

    theme, size, plain = given.get("theme"), given.get("size"), "plain" in given
    file: Path | None = given["output"] if "map" in given else given.get("screenshot")
    if file and (file.is_dir() or not file.absolute().parent.is_dir()):
        parser.error(f"{file} cannot be written: there is no such folder, or it is one itself")
    hindrance = obstacle()
    if hindrance and file:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    elif hindrance:
        parser.exit(1, f"{parser.prog}: {hindrance}\n")
    try:
        from gui import application
        from gui.window import LEAST_SIZE
    except ImportError as error:
        if ".so" not in str(error):
            raise
        parser.exit(1, f"{parser.prog}: {missing_library_sentence(str(error).split(':')[0])}\n")
    if size and (size[0] < LEAST_SIZE[0] or size[1] < LEAST_SIZE[1]):
        least = "x".join(map(str, LEAST_SIZE))
        parser.error(f"The window needs at least {least}; {size[0]}x{size[1]} is too small")
    experiment, classroom = document
    if file and "map" in given:
        return application.draw_map(experiment, given["map"], file, theme, size, plain)
    if file:
        return application.screenshot(experiment, file, theme, size, classroom, plain)
    return application.run(
        experiment,
        theme,
        given.get("speed", 10.0),
        "play" in given,
        size,
        given["document"],
        doubts,
        classroom,
        (lessons, given["lesson"]) if lessons else None,
        plain,
    )


if __name__ == "__main__":
    sys.exit(main())
