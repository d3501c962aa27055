"""Reads a set of lessons from a TOML file, which may come from anyone.

Whatever a file holds, what comes of it is a `LessonSet` that has passed every check, or one
sentence that names the line and the key.
"""

import re
import stat
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from pydantic_core import to_json

from engine.lessons import lines
from engine.lessons.checks import faults
from engine.lessons.lesson import LessonSet
from engine.text import one_line, shortened

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

SUFFIX = ".toml"
# The seventeen lessons take some 30 KB.
MOST_BYTES = 256 * 2**10
DEEPEST = 10
_MOST_INTEGER = 2**63
# These join or part letters in some scripts, and are no tricks with the direction of a text.
_JOINERS = str.maketrans("", "", "\u200c\u200d")
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
# Strings and comments, in which a dot means nothing, and keys of far too many parts: reading one
# takes a time that grows with the square of them.
_QUOTED = re.compile(
    r"\"{3}(?:[^\"\\]|\\.|\"(?!\"\"))*(?:\"{3}|\Z)|'{3}(?:[^']|'(?!''))*(?:'{3}|\Z)"
    r"|\"(?:[^\"\\\n]|\\.)*\"?|'[^'\n]*'?|#[^\n]*",
    re.DOTALL,
)
_MANY_PARTS = re.compile(rf"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){{{DEEPEST}}}")
SHIPPED = Path(__file__).with_name("lessons.toml")


class LessonError(Exception):
    """What is wrong with a file of lessons, in one sentence for the person who wrote it."""


def shipped() -> LessonSet:
    """The lessons that come with the program."""
    return read_set(SHIPPED.read_text("utf-8"), SHIPPED.name)


def read_file(path: Path) -> LessonSet:
    """The lessons in the file at `path`. Raises LessonError."""
    name = shortened(path.name or str(path))
    try:
        status = path.stat()
        # Checked before opening: opening a named pipe would block until someone writes to it.
        if not stat.S_ISREG(status.st_mode):
            raise LessonError(f"{name} is not a file: choose a {SUFFIX} file with lessons.")
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise LessonError(f"There is no file {name}: check its name and folder.") from error
    except PermissionError as error:
        raise LessonError(f"{name} may not be read: change its permissions.") from error
    except (OSError, ValueError) as error:
        raise LessonError(f"{name} cannot be read: check its name and the disk.") from error
    if len(data) > MOST_BYTES:
        raise LessonError(_too_large(name))
    try:
        return read_set(data.decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LessonError(f"{name}, line {line}: this is not text in UTF-8.") from error


def read_set(text: str, name: str) -> LessonSet:
    """The lessons in `text`, which a file called `name` holds. Raises LessonError."""
    if len(text) > MOST_BYTES:
        raise LessonError(_too_large(name))
    raw = _toml(text, name)

    def wrong(place: lines.Path, said: str, missing: str = "") -> LessonError:
        line, path = lines.nearest(lines.lines_of(text), place)
        key = missing or next((str(part) for part in reversed(path) if isinstance(part, str)), "")
        at = f", `{shortened(key)}`" if key else ""
        return LessonError(f"{name}, line {line}{at}: {said}")

    for place, said in _unfit(raw):
        raise wrong(place, said)
    document = _tidied(raw)
    _complete_trials(document)
    try:
        lessons = LessonSet.model_validate_json(to_json(document, inf_nan_mode="constants"))
    except ValidationError as error:
        first = error.errors()[0]
        missing = str(first["loc"][-1]) if first["type"] == "missing" else ""
        raise wrong(first["loc"], _said(first), missing) from error
    ids: set[str] = set()
    for number, lesson in enumerate(lessons.lessons):
        if lesson.id in ids:
            raise wrong(("lesson", number, "id"), f"There are two lessons “{lesson.id}”.")
        ids.add(lesson.id)
        for place, said in faults(lesson):
            raise wrong(("lesson", number, *place), said)
    return lessons


def _too_large(name: str) -> str:
    return f"{name} is larger than the {MOST_BYTES // 2**10} KB that lessons may have."


def _toml(text: str, name: str) -> dict[str, Any]:
    many = _MANY_PARTS.search(_QUOTED.sub(_blank, text))
    if many is not None:
        line = text.count("\n", 0, many.start()) + 1
        key = shortened(many[0], 20)
        raise LessonError(f"{name}, line {line}, `{key}`: this key has too many parts.")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise LessonError(f"{name} has brackets in brackets, far too many of them.") from error
    except ValueError as error:
        said = str(error)
        at = _AT_LINE.search(said)
        line = int(at[1]) if at else text.count("\n") + 1
        said = shortened(_AT_LINE.sub("", said).removesuffix(" (at end of document)"), 100)
        key = _key_on(text.split("\n")[line - 1 : line])
        raise LessonError(f"{name}, line {line}{key}: this is not TOML: {said}.") from error


def _blank(quoted: re.Match[str]) -> str:
    """As long as what is `quoted`, with its lines, and a single part where it is a key."""
    return re.sub(r"[^\n]", "_", quoted[0]) if quoted[0][0] != "#" else " " * len(quoted[0])


def _key_on(line: list[str]) -> str:
    key = re.match(r"\s*([\w.-]{1,40})\s*=", line[0]) if line else None
    return f", `{key[1]}`" if key else ""


def _unfit(raw: dict[str, Any]) -> Iterator[tuple[lines.Path, str]]:
    """What no lesson can have, wherever it stands."""
    waiting: list[tuple[lines.Path, Any]] = [((), raw)]
    while waiting:
        path, value = waiting.pop()
        match value:
            case dict() | list():
                if len(path) > DEEPEST:
                    yield path, "This is deeper than any lesson is."
                    return
                members = value.items() if isinstance(value, dict) else enumerate(value)
                waiting.extend(((*path, key), each) for key, each in members)
            case bool() | float():
                pass
            case int():
                if abs(value) >= _MOST_INTEGER:
                    yield path, "This whole number is far too large."
            case str():
                if not one_line(value).translate(_JOINERS).isprintable():
                    yield path, "This text has characters in it that cannot be shown."
            case _:
                yield path, "A date or a time means nothing here."


def _tidied(value: Any) -> Any:
    """`value` with each of its texts on one line."""
    match value:
        case dict():
            return {key: _tidied(each) for key, each in value.items()}
        case list():
            return [_tidied(each) for each in value]
        case str():
            return one_line(value)
    return value


def _complete_trials(document: dict[str, Any]) -> None:
    """What is to be tried is the lesson's own setting, but for what it names."""
    for lesson in _tables(document.get("lesson")):
        setting = lesson.get("setting", {})
        for action in _tables(lesson.get("then")):
            for each in _tables(action.get("settings")):
                if isinstance(setting, dict) and isinstance(each.get("setting"), dict):
                    each["setting"] = setting | each["setting"]


def _tables(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _said(error: "ErrorDetails") -> str:
    """A sentence for what pydantic found."""
    context = error.get("ctx", {})
    match error["type"]:
        case "value_error":
            said = str(context["error"])
            return said[:1].upper() + said[1:] + ("" if said.endswith((".", "?")) else ".")
        case "missing":
            return "This is missing."
        case "extra_forbidden":
            return "There is no such key here."
        case "literal_error":
            return f"It must be {context['expected']}."
        case "union_tag_invalid":
            tag = shortened(str(context["tag"]), 40)
            return f"“{tag}” is not known; there are {context['expected_tags']}."
        case "union_tag_not_found":
            return f"It must have a key {context['discriminator']}."
        case "string_too_long":
            return f"It may have at most {context['max_length']} characters."
        case "too_long":
            return f"There may be at most {context['max_length']} of them."
        case "string_too_short" | "too_short":
            return "It is empty."
        case "string_pattern_mismatch":
            return "It must be of small letters, digits and hyphens."
    if "right" in error["loc"]:
        return "It must be a number or a text."
    return error["msg"].replace("Input should", "It must", 1).replace("an object", "a table") + "."
