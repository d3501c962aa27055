"""Unsaved work in a folder of its own: all that is needed to go on as if nothing had happened.

`state.json` is replaced in one piece and says everything but the points. These are in files of
their own, as little-endian doubles, inputs before targets: each is written once, before the first
state that names it, and removed after the last. So a change of a setting writes a few thousand
bytes, however many points there are, and whoever is killed leaves the state before or after.
"""

import json
import os
import sys
import zlib
from array import array
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine.experiment.classroom import Classroom
from engine.experiment.data import Points
from engine.experiment.described import MAX_EPOCHS, MAX_POINTS
from engine.experiment.document import Document
from engine.experiment.experiment import Experiment
from engine.experiment.settings import Settings
from engine.replacing import remove_leftovers
from engine.replacing import replace as replace_file

STATE = "state.json"
# The mark that the work is being brought back, in which stands how often that was begun.
MARK = "being-brought-back"
# As many bytes of points are kept for undoing, the latest first; the present ones always.
MOST_BYTES = 128 * 2**20
MOST_STATE_BYTES = 64 * 2**20
# More than the undo stack of any window.
MOST_STATES = 1_000


class UnsavedError(Exception):
    """Why unsaved work cannot be read: what is wrong with its folder, in a few words."""


@dataclass(frozen=True)
class Work:
    """What one window held: `states[at]` is its document, the others are to undo and redo.

    `reruns[k]` says how many updates the change from `states[k]` to `states[k + 1]` trains at
    once. `trained` updates had been made, and stage `stage` after update `epoch` was shown; None
    between updates. `settings` are those that the updates were made with, each with the first of
    its updates. `file` is the file that it belonged to. `quiet` work was left on purpose, with
    nothing in it that one would be asked about: it is not offered unasked.
    """

    states: tuple[Document, ...]
    reruns: tuple[int, ...]
    at: int
    file: Path | None
    when: datetime
    trained: int = 0
    epoch: int = 0
    stage: int | None = None
    quiet: bool = False
    settings: tuple[tuple[int, Settings], ...] = ()


@dataclass(frozen=True)
class Head:
    """What is said of unsaved work before it is brought back."""

    file: Path | None
    when: datetime
    quiet: bool


class _Exact(BaseModel):
    # Built when first used, which is not at a start.
    model_config = ConfigDict(strict=True, extra="forbid", defer_build=True)


class _Step(_Exact):
    experiment: dict[str, Any]
    # The file of the points; the experiment then has no data of its own.
    points: Annotated[str, Field(pattern=r"^[0-9a-f]{16}\.points$")] | None
    check: int = 0
    names: tuple[str, str, str] = ("", "", "")
    classroom: Classroom | None = None


class _Since(_Exact):
    update: Annotated[int, Field(ge=1, le=MAX_EPOCHS)]
    learning_rate: float
    zero_grad: bool
    requires_grad: bool


class _State(_Exact):
    unsaved: Literal[1]
    file: str | None
    when: str
    quiet: bool
    trained: Annotated[int, Field(ge=0, le=MAX_EPOCHS)]
    epoch: Annotated[int, Field(ge=0, le=MAX_EPOCHS)]
    stage: Annotated[int, Field(ge=1, le=5)] | None
    at: Annotated[int, Field(ge=0)]
    reruns: list[Annotated[int, Field(ge=0, le=MAX_EPOCHS)]]
    states: Annotated[list[_Step], Field(min_length=1, max_length=MOST_STATES)]
    settings: list[_Since] = []


class Writer:
    """Writes the work of one window to `folder`, again and again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # By identity, because comparing a million points takes as long as writing them.
        self._written: dict[int, tuple[Points, _Step]] = {}

    def write(self, work: Work) -> None:
        """Replace what the folder holds by `work`. Raises OSError, and then all is as before."""
        work = _within(work, MOST_BYTES)
        self._folder.mkdir(parents=True, exist_ok=True)
        steps = [self._step(document) for document in work.states]
        state = _State(
            unsaved=1,
            file=str(work.file) if work.file else None,
            when=work.when.isoformat(timespec="seconds"),
            quiet=work.quiet,
            trained=work.trained,
            epoch=work.epoch,
            stage=work.stage,
            at=work.at,
            reruns=list(work.reruns),
            states=steps,
            settings=[_Since(update=first, **asdict(each)) for first, each in work.settings],
        )
        replace_file(self._folder / STATE, state.model_dump_json().encode())
        self._forget_others({step.points for step in steps})

    def _step(self, document: Document) -> _Step:
        experiment, classroom = document
        data = experiment.data
        if not isinstance(data, Points):
            fields = experiment.model_dump(mode="json")
            return _Step(experiment=fields, points=None, classroom=classroom)
        if id(data) not in self._written:
            raw = _raw(data)
            name = f"{os.urandom(8).hex()}.points"
            replace_file(self._folder / name, raw)
            names = (data.input_name, data.target_name, data.source)
            written = _Step(experiment={}, points=name, check=zlib.crc32(raw), names=names)
            self._written[id(data)] = (data, written)
        fields = experiment.model_dump(mode="json", exclude={"data"})
        step = self._written[id(data)][1]
        return step.model_copy(update={"experiment": fields, "classroom": classroom})

    def _forget_others(self, named: set[str | None]) -> None:
        self._written = {
            key: (points, step)
            for key, (points, step) in self._written.items()
            if step.points in named
        }
        for path in self._folder.glob("*.points"):
            if path.name not in named:
                with suppress(OSError):
                    path.unlink()
        remove_leftovers(self._folder)


def read_head(folder: Path) -> Head:
    """What is in `folder`, without its points. Raises UnsavedError."""
    state = _state(folder)
    return Head(Path(state.file) if state.file else None, _when(state), state.quiet)


def read(folder: Path) -> Work:
    """The work in `folder`, every value checked. Raises UnsavedError."""
    state = _state(folder)
    if len(state.reruns) != len(state.states) - 1 or state.at >= len(state.states):
        raise UnsavedError("its steps do not fit together")
    points: dict[str, Points] = {}
    try:
        documents = tuple(
            Document(_experiment(folder, step, points), step.classroom) for step in state.states
        )
        settings = _settings(state, documents[state.at].experiment)
    except OSError as error:
        raise UnsavedError(f"its points cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise UnsavedError("it holds a value that no experiment can have") from error
    return Work(
        states=documents,
        reruns=tuple(state.reruns),
        at=state.at,
        file=Path(state.file) if state.file else None,
        when=_when(state),
        trained=state.trained,
        epoch=state.epoch,
        stage=state.stage,
        quiet=state.quiet,
        settings=settings,
    )


def times_begun(folder: Path) -> int:
    """How often bringing back the work in `folder` was begun and not ended."""
    mark = folder / MARK
    try:
        return len(mark.read_bytes()) if mark.is_file() else 0
    except OSError:
        return 0


def begin(folder: Path) -> None:
    """Note that the work in `folder` is being brought back. Raises OSError."""
    replace_file(folder / MARK, b"x" * (times_begun(folder) + 1))


def end(folder: Path) -> None:
    """Note that it has been brought back, or is not any more."""
    with suppress(OSError):
        (folder / MARK).unlink()


def _state(folder: Path) -> _State:
    path = folder / STATE
    try:
        # Opening a named pipe would block until someone writes to it.
        if not path.is_file():
            raise UnsavedError("it holds no experiment")
        if path.stat().st_size > MOST_STATE_BYTES:
            raise UnsavedError("it is too large")
        return _State.model_validate_json(path.read_bytes())
    except OSError as error:
        raise UnsavedError(f"it cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise UnsavedError("it is not whole") from error


def _when(state: _State) -> datetime:
    try:
        return datetime.fromisoformat(state.when).replace(tzinfo=None)
    except ValueError as error:
        raise UnsavedError("its time is not a time") from error


def _experiment(folder: Path, step: _Step, points: dict[str, Points]) -> Experiment:
    experiment = Experiment.model_validate_json(json.dumps(step.experiment))
    if step.points is None:
        return experiment
    if step.points not in points:
        points[step.points] = _points(folder / step.points, step)
    return experiment.changed(data=points[step.points])


def _settings(state: _State, experiment: Experiment) -> tuple[tuple[int, Settings], ...]:
    firsts = [each.update for each in state.settings]
    if firsts != sorted(set(firsts)):
        raise UnsavedError("its settings do not follow each other")
    fields = [each.model_dump(exclude={"update"}) for each in state.settings]
    kept = [experiment.changed(**each).settings for each in fields]
    return tuple(zip(firsts, kept, strict=True))


def _points(path: Path, step: _Step) -> Points:
    if not path.is_file() or path.stat().st_size > 16 * MAX_POINTS:
        raise UnsavedError("its points are missing")
    raw = path.read_bytes()
    if zlib.crc32(raw) != step.check or len(raw) % 16:
        raise UnsavedError("its points are damaged")
    both = array("d", raw)
    if sys.byteorder == "big":
        both.byteswap()
    half = len(both) // 2
    input_name, target_name, source = step.names
    return Points(
        inputs=tuple(both[:half]),
        targets=tuple(both[half:]),
        input_name=input_name,
        target_name=target_name,
        source=source,
    )


def _raw(points: Points) -> bytes:
    both = array("d", points.inputs)
    both.extend(points.targets)
    if sys.byteorder == "big":
        both.byteswap()
    return both.tobytes()


def _within(work: Work, most: int) -> Work:
    """`work` with as many states around the present one as have `most` bytes of points."""
    first = last = work.at
    seen: set[int] = set()
    left = most

    def fits(place: int) -> bool:
        nonlocal left
        data = work.states[place].experiment.data
        if isinstance(data, Points) and id(data) not in seen:
            seen.add(id(data))
            left -= 16 * data.size
        return left >= 0

    for place in _around(work.at, len(work.states)):
        if place != work.at and not fits(place):
            break
        if place == work.at:
            fits(place)
        first, last = min(first, place), max(last, place)
    return replace(
        work,
        states=work.states[first : last + 1],
        reruns=work.reruns[first:last],
        at=work.at - first,
    )


def _around(at: int, count: int) -> Iterator[int]:
    """The places 0 to `count` − 1: `at`, those before it backwards, and those after it."""
    yield from range(at, -1, -1)
    yield from range(at + 1, count)
