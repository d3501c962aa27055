"""An experiment with its data as a `.learnscope` file: versioned JSON, written in one piece.

It may carry a classroom layout. A save that fails or is killed leaves the file as it was. A file
may come from anyone: `load` gives what has passed every check, or one sentence, whatever the file
holds. No PyTorch is imported here.

A version is a set of keys and what they mean, and a file has all of its version's keys, so that no
default of today decides what an experiment of yesterday was. Whoever adds a field, takes one away
or gives one another meaning raises the version: a step is added to `_STEPS`, which makes a document
of the version before into one of the new version and gives a new field the value that older
programs trained with, and `_NEEDS` names the first Learnscope that has the step. Files of the
version before are kept in `tests/engine/experiment/documents`.
"""

import errno
import json
import os
import re
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json, to_json

from engine import __version__
from engine.experiment.classroom import Classroom
from engine.experiment.described import MAX_POINTS, Described, sentence
from engine.experiment.experiment import Experiment
from engine.numbers import count
from engine.replacing import remove_leftovers, replace
from engine.text import cut

SUFFIX = ".learnscope"
# A million points with every digit take 50 MB, and more where the JSON has been indented.
MAX_BYTES = 128 * 2**20

# The first Learnscope that opens what this one saves.
_NEEDS = "0.4.0"
# More JSON values, points aside, than any real experiment has.
_MAX_OTHERS = 10_000
_LONGEST = 300


class DocumentError(Exception):
    """Why a document cannot be saved or opened and what to do, in one sentence for the person."""


class Document(NamedTuple):
    """What a file holds; most have no classroom layout."""

    experiment: Experiment
    classroom: Classroom | None = None


class _Head(BaseModel):
    """What a file of any version says about itself, later versions included."""

    model_config = ConfigDict(strict=True, defer_build=True)

    learnscope: Annotated[int, Field(ge=1)]
    needs: Any = None


class _Document(Described):
    """A file of today's version."""

    learnscope: int
    needs: Annotated[str, Field(max_length=20)]
    experiment: Experiment
    classroom: Classroom | None = None


def _from_1(document: dict[str, Any]) -> dict[str, Any]:
    """Version 2 names the Learnscope that it needs, so that an older one can tell the person."""
    return _with(document, needs="0.2.0")


def _from_2(document: dict[str, Any]) -> dict[str, Any]:
    """Version 3 says at which loss the run stops; before, every run made all of its epochs."""
    experiment = _with(document["experiment"], stop_at_loss=None)
    return document | {"needs": "0.3.0", "experiment": experiment}


def _from_3(document: dict[str, Any]) -> dict[str, Any]:
    """Version 4 may have a classroom layout; before, every file showed everything."""
    return _with(document | {"needs": "0.4.0"}, classroom=None)


# The step at place n makes version n + 2 from version n + 1.
_STEPS: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = (_from_1, _from_2, _from_3)


def _with(fields: dict[str, Any], **new: Any) -> dict[str, Any]:
    """`fields` and the `new` ones. Raises DocumentError for one that its version cannot have."""
    for key in new:
        if key in fields:
            raise DocumentError(f"It has an unknown `{key}`.")
    return fields | new


def save(experiment: Experiment, path: Path, classroom: Classroom | None = None) -> None:
    """Write `experiment` to `path`, wholly or not at all. Raises DocumentError.

    `classroom` is the layout that whoever opens the file sees, if there is one.

    An existing file keeps its permissions; of a symbolic link, the target is replaced. A
    process that is killed while it writes leaves a hidden temporary file in the folder, which the
    next one that saves there removes.
    """
    title = _title(path)
    document = _Document(
        learnscope=len(_STEPS) + 1, needs=_NEEDS, experiment=experiment, classroom=classroom
    )
    text = document.model_dump_json() + "\n"
    try:
        _replace(path, title, text.encode())
    except OSError as error:
        raise DocumentError(_unsaved(error, title)) from error
    except ValueError as error:
        raise DocumentError(f"No file can be called {title}: choose another name.") from error


def load(path: Path) -> Document:
    """What `path` holds, every value checked. Raises DocumentError.

    The file must have every key of its version exactly once, and no others.
    """
    title = _title(path)
    try:
        text = _read(path, title)
    except OSError as error:
        raise DocumentError(_unread(error, title)) from error
    except UnicodeDecodeError as error:
        raise DocumentError(_foreign(title, "it is not text in UTF-8")) from error
    except ValueError as error:
        raise DocumentError(f"No file can be called {title}: choose another one.") from error
    _check_amount(text, title)
    try:
        head = _Head.model_validate_json(text)
        if head.learnscope > len(_STEPS) + 1:
            raise DocumentError(_newer(head.needs, title))
        document = _Document.model_validate_json(_upgraded(text, head.learnscope, title))
    except ValidationError as error:
        raise DocumentError(_invalid(error, title)) from error
    except OverflowError as error:
        raise DocumentError(_mistake(title, "A whole number in it is far too large.")) from error
    _check_keys(document, text, title)
    return Document(document.experiment, document.classroom)


def _replace(path: Path, title: str, data: bytes) -> None:
    """Raises OSError, DocumentError, and ValueError for a name that no file can have."""
    target = Path(os.path.realpath(path))
    mode = None
    with suppress(FileNotFoundError):
        mode = path.stat().st_mode
    if mode is not None:
        if stat.S_ISDIR(mode):
            raise DocumentError(f"{title} is a folder: choose the name of a file in it.")
        if not stat.S_ISREG(mode):
            raise DocumentError(f"{title} is a device or a pipe: choose the name of a file.")
        # Replacing would only need a writable folder, but a read-only file must stay as it is.
        if not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    remove_leftovers(target.parent)
    replace(target, data, None if mode is None else stat.S_IMODE(mode))


def _read(path: Path, title: str) -> str:
    """Raises OSError, DocumentError, and ValueError for a name that no file can have."""
    # Checked before opening: opening a named pipe would block until someone writes to it.
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise DocumentError(f"{title} is a folder: choose a {SUFFIX} file in it.")
    if not stat.S_ISREG(status.st_mode):
        raise DocumentError(f"{title} is a device or a pipe: choose a {SUFFIX} file.")
    if status.st_size > MAX_BYTES:
        raise DocumentError(
            f"{title} has {count(status.st_size // 2**20)} MB, more than the"
            f" {MAX_BYTES // 2**20} MB that can be opened: save fewer points in it."
        )
    # Files that the kernel makes up while they are read, as under /proc, also report no size.
    if not status.st_size:
        raise DocumentError(f"{title} is empty: open another copy of it.")
    with path.open("rb") as stream:
        # With or without the byte order mark that some Windows editors put first.
        return stream.read(status.st_size).decode("utf-8-sig")


def _upgraded(text: str, version: int, title: str) -> str | bytes:
    """The document raised from `version` to today's; its values are checked later."""
    steps = _STEPS[version - 1 :]
    if not steps:
        return text
    document = from_json(text)
    try:
        for step in steps:
            document = step(document)
    except DocumentError as error:
        raise DocumentError(_mistake(title, str(error))) from error
    except (KeyError, TypeError, AttributeError):
        # It lacks what its version has; the check that comes next says what is wrong.
        pass
    return to_json(document, inf_nan_mode="constants")


def _check_amount(text: str, title: str) -> None:
    # A few bytes of JSON can take hundreds in memory, and every wrong value makes its own error.
    if text.count(",") > 2 * MAX_POINTS + _MAX_OTHERS:
        raise DocumentError(
            f"{title} holds more than {count(MAX_POINTS)} points can have: save fewer in it."
        )
    if sum(map(text.count, ('"', "[", "{", "null", "true", "false"))) > _MAX_OTHERS:
        raise DocumentError(
            f"{title} holds far more besides numbers than an experiment has: open another copy."
        )


def _check_keys(document: _Document, text: str, title: str) -> None:
    # pydantic would silently fill in a missing key, and take the last value of a repeated one.
    models = [document, document.experiment, document.experiment.data, document.classroom]
    for model in filter(None, models):
        for key in type(model).model_fields:
            if key not in model.model_fields_set:
                raise DocumentError(_mistake(title, f"Its `{key}` is missing."))

    def once(pairs: list[tuple[str, Any]]) -> None:
        keys: set[str] = set()
        for key, _ in pairs:
            if key in keys:
                raise DocumentError(_mistake(title, f"It has more than one `{key}`."))
            keys.add(key)

    # Only the keys are wanted, and reading all numbers a second time would take most of the time.
    json.loads(text, object_pairs_hook=once, parse_float=len, parse_int=len)


def _invalid(error: ValidationError, title: str) -> str:
    first = error.errors()[0]
    kind, place = first["type"], first["loc"]
    if kind == "json_invalid":
        return _foreign(title, first["ctx"]["error"])
    if not place or place == ("learnscope",):
        return _foreign(title, "it does not name a version of Learnscope")
    if kind == "missing":
        return _mistake(title, f"Its `{place[-1]}` is missing.")
    if kind == "extra_forbidden":
        return _mistake(title, f"It has an unknown `{place[-1]}`.")
    return _mistake(title, sentence(error))


def _newer(needs: object, title: str) -> str:
    """`needs` is whatever the file says there."""
    if isinstance(needs, str) and re.fullmatch(r"\d{1,4}(\.\d{1,4}){1,3}", needs, re.ASCII):
        said = f"needs Learnscope {needs} or newer"
    else:
        said = "was written by a newer Learnscope"
    return f"{title} {said}, and this is {__version__}: update Learnscope to open it."


def _foreign(title: str, reason: str) -> str:
    return f"{title} is not a Learnscope file or is damaged ({reason}): open another copy."


def _mistake(title: str, said: str) -> str:
    return f"{title} holds a mistake; correct it or open another copy: {_shown(said)}"


def _unread(error: OSError, title: str) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"There is no file {title}: check its name and folder."
    if isinstance(error, PermissionError):
        return f"{title} may not be read: change its permissions or open a copy."
    reason = error.strerror or type(error).__name__
    return f"{title} cannot be read ({reason}): check the disk or open a copy."


def _unsaved(error: OSError, title: str) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"There is no folder to save {title} in: choose another folder."
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return f"{title} may not be written: choose another name or folder."
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"There is no room to save {title}: free some space or choose another disk."
    reason = error.strerror or type(error).__name__
    return f"{title} cannot be saved ({reason}): choose another folder or disk."


def _title(path: Path) -> str:
    return _shown(path.name or str(path))


def _shown(text: str) -> str:
    """One line of at most some hundred characters, whatever a file or its name may hold."""
    text = cut(text, _LONGEST)
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
