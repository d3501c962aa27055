"""Unsaved work comes back as it was, to the last bit; damaged work is said to be so."""

import json
import os
import struct
import zlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from engine.experiment import Classroom, Experiment, Generated, Points, unsaved
from engine.experiment.document import Document
from engine.experiment.settings import Settings
from engine.experiment.unsaved import (
    MARK,
    STATE,
    UnsavedError,
    Work,
    Writer,
    begin,
    end,
    read,
    read_head,
    times_begun,
)

WHEN = datetime(2026, 3, 1, 14, 3, 9)
OWN = Points(
    inputs=(0.1, 1 / 3, -2e30), targets=(5e-324, -0.0, 1.5), input_name="Zeit", source="by hand"
)
CLASS = Classroom(task="Find a rate\nthat diverges.", views=("fit",), settings={"seed": "fixed"})
STATES = (
    Document(Experiment()),
    Document(Experiment(data=OWN), CLASS),
    Document(Experiment(data=OWN, learning_rate=1 / 3e5, start={"a": 0.1})),
    Document(
        Experiment(data=Generated(formula="k*t", truth=(2.0,)), formula="k*t", stop_at_loss=1e-9),
        CLASS,
    ),
)
USED = ((1, Settings(1e-5, True, True)), (13, Settings(1 / 3e5, False, True)))
WORK = Work(STATES, (0, 3, 0), 2, Path("/some/coaster.learnscope"), WHEN, 40, 12, 3, settings=USED)


@pytest.mark.parametrize(
    "work", [WORK, Work((STATES[1],), (), 0, None, WHEN, quiet=True), replace(WORK, at=0)]
)
def test_it_comes_back_as_it_was(tmp_path: Path, work: Work) -> None:
    Writer(tmp_path).write(work)
    back = read(tmp_path)
    assert back == work
    # Equal numbers may differ in their sign.
    assert [each.experiment.model_dump_json() for each in back.states] == [
        each.experiment.model_dump_json() for each in work.states
    ]
    head = read_head(tmp_path)
    assert (head.file, head.when, head.quiet) == (work.file, WHEN, work.quiet)


def test_one_that_an_older_program_wrote_knows_of_no_settings(tmp_path: Path) -> None:
    Writer(tmp_path).write(WORK)
    state = json.loads((tmp_path / STATE).read_text("utf-8"))
    del state["settings"]
    (tmp_path / STATE).write_text(json.dumps(state), "utf-8")
    assert read(tmp_path) == replace(WORK, settings=())


def points_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.points"))


def test_points_are_written_once_and_go_with_the_last_state_that_has_them(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    writer.write(WORK)
    names = points_in(tmp_path)
    assert len(names) == 1
    writer.write(
        replace(WORK, states=(*STATES[:3], Document(STATES[1].experiment.changed(seed=9))))
    )
    assert points_in(tmp_path) == names
    writer.write(Work((STATES[0],), (), 0, None, WHEN))
    assert points_in(tmp_path) == []


def test_of_many_points_the_latest_changes_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = tuple(
        Document(Experiment(data=Points(inputs=(0.0, 1.0), targets=(2.0, float(k)))))
        for k in range(6)
    )
    monkeypatch.setattr(unsaved, "MOST_BYTES", 3 * 32)
    Writer(tmp_path).write(Work(states, (1, 2, 3, 4, 5), 4, None, WHEN))
    back = read(tmp_path)
    assert (back.states, back.reruns, back.at) == (states[2:5], (3, 4), 2)
    monkeypatch.setattr(unsaved, "MOST_BYTES", 1)
    Writer(tmp_path).write(Work(states, (1, 2, 3, 4, 5), 4, None, WHEN))
    assert read(tmp_path).states == states[4:5]


def test_a_write_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = Writer(tmp_path)
    writer.write(WORK)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            writer.write(replace(WORK, at=0))
    assert read(tmp_path) == WORK


def test_how_often_it_was_begun_is_known_until_it_ends(tmp_path: Path) -> None:
    assert times_begun(tmp_path) == 0
    for times in (1, 2):
        begin(tmp_path)
        assert times_begun(tmp_path) == times
    end(tmp_path)
    end(tmp_path)
    assert times_begun(tmp_path) == 0


def changed(folder: Path, **fields: object) -> None:
    state = json.loads((folder / STATE).read_text("utf-8"))
    (folder / STATE).write_text(json.dumps(state | fields), "utf-8")


DAMAGES = {
    "cut": lambda folder: os.truncate(folder / STATE, 100),
    "empty": lambda folder: os.truncate(folder / STATE, 0),
    "no text": lambda folder: (folder / STATE).write_bytes(b"\xff\x00\xfe"),
    "gone": lambda folder: (folder / STATE).unlink(),
    "a list": lambda folder: (folder / STATE).write_text("[]"),
    "newer": lambda folder: changed(folder, unsaved=2),
    "no time": lambda folder: changed(folder, when="yesterday"),
    "at nowhere": lambda folder: changed(folder, at=4),
    "too few steps": lambda folder: changed(folder, reruns=[]),
    "a bad value": lambda folder: changed(
        folder, states=[{"experiment": {"epochs": -1}, "points": None}], reruns=[], at=0
    ),
    "settings out of order": lambda folder: changed(
        folder, settings=json.loads((folder / STATE).read_text("utf-8"))["settings"][::-1]
    ),
    "a rate below 0": lambda folder: changed(
        folder,
        settings=[{"update": 1, "learning_rate": -1.0, "zero_grad": True, "requires_grad": True}],
    ),
    "elsewhere": lambda folder: changed(
        folder, states=[{"experiment": {}, "points": "../../secret"}], reruns=[], at=0
    ),
    "no points": lambda folder: (folder / points_in(folder)[0]).unlink(),
    "cut points": lambda folder: os.truncate(folder / points_in(folder)[0], 16),
    "other points": lambda folder: (folder / points_in(folder)[0]).write_bytes(bytes(48)),
}


SAID = {
    "cut": "it is not whole",
    "empty": "it is not whole",
    "no text": "it is not whole",
    "gone": "it holds no experiment",
    "a list": "it is not whole",
    "newer": "it is not whole",
    "no time": "its time is not a time",
    "at nowhere": "its steps do not fit together",
    "too few steps": "its steps do not fit together",
    "a bad value": "it holds a value that no experiment can have",
    "settings out of order": "its settings do not follow each other",
    "a rate below 0": "it holds a value that no experiment can have",
    "elsewhere": "it is not whole",
    "no points": "its points are missing",
    "cut points": "its points are damaged",
    "other points": "its points are damaged",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_told_in_a_few_words(tmp_path: Path, damage: str) -> None:
    Writer(tmp_path).write(WORK)
    DAMAGES[damage](tmp_path)
    with pytest.raises(UnsavedError) as error:
        read(tmp_path)
    assert str(error.value) == SAID[damage]


def settings_at(*updates: int) -> list[dict[str, object]]:
    rest = {"learning_rate": 1.0, "zero_grad": True, "requires_grad": True}
    return [{"update": update, **rest} for update in updates]


PLAIN = {"experiment": {}, "points": None}
MOST = 10_000_000


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        *(({name: value}, said) for name in ("trained", "epoch") for value, said in (
            (0, ""), (-1, "it is not whole"), (MOST, ""), (MOST + 1, "it is not whole"),
        )),
        *(({"stage": value}, said) for value, said in (
            (1, ""), (5, ""), (None, ""), (0, "it is not whole"), (6, "it is not whole"),
        )),
        *(({"reruns": value}, said) for value, said in (
            ([0, 0, MOST], ""), ([0, 0, MOST + 1], "it is not whole"),
            ([0, 0, -1], "it is not whole"),
            ([0, 0], "its steps do not fit together"), ([0] * 4, "its steps do not fit together"),
        )),
        *(({"at": value}, said) for value, said in (
            (3, ""), (4, "its steps do not fit together"), (-1, "it is not whole"),
        )),
        *(({"settings": settings_at(*updates)}, said) for updates, said in (
            ((), ""), ((1,), ""), ((1, 2), ""), ((0,), "it is not whole"), ((MOST,), ""),
            ((MOST + 1,), "it is not whole"), ((2, 1), "its settings do not follow each other"),
            ((1, 1), "its settings do not follow each other"),
        )),
        *(({"states": [PLAIN] * count, "reruns": [0] * (count - 1), "at": 0}, said) for count,
        said in (
            (1, ""), (0, "it is not whole"), (1000, ""), (1001, "it is not whole"),
        )),
        ({"states": [PLAIN | {"points": "0" * 16 + ".points"}], "reruns": [], "at": 0},
        "its points are missing"),
        ({"states": [PLAIN | {"points": "0" * 15 + ".points"}], "reruns": [], "at": 0},
        "it is not whole"),
        ({"states": [PLAIN | {"points": "0" * 16 + ".points\n"}], "reruns": [], "at": 0},
        "it is not whole"),
        ({"unsaved": 1}, ""), ({"unsaved": 0}, "it is not whole"), ({"more": 1}, "it is not whole"),
        ({"when": "2026-03-01T14:03:09+02:00"}, ""),
        ({"when": "2026-03-32"}, "its time is not a time"),
        ({"quiet": 1}, "it is not whole"), ({"file": None}, ""), ({"file": 3}, "it is not whole"),
    ],
)  # fmt: skip
def test_what_its_state_may_say(tmp_path: Path, fields: dict[str, object], said: str) -> None:
    Writer(tmp_path).write(WORK)
    changed(tmp_path, **fields)
    if said:
        with pytest.raises(UnsavedError) as error:
            read(tmp_path)
        assert str(error.value) == said
    else:
        assert read(tmp_path).when == WHEN


def test_its_state_may_leave_out_what_older_programs_did_not_know(tmp_path: Path) -> None:
    """Of every step its experiment and whether it has points; the rest is as it was then."""
    Writer(tmp_path).write(WORK)
    changed(tmp_path, states=[PLAIN], reruns=[], at=0, settings=[])
    assert read(tmp_path).states == (Document(Experiment()),)


def test_points_are_doubles_with_the_least_byte_first(tmp_path: Path) -> None:
    Writer(tmp_path).write(WORK)
    raw = (tmp_path / points_in(tmp_path)[0]).read_bytes()
    assert struct.unpack("<6d", raw) == (*OWN.inputs, *OWN.targets)


@pytest.mark.parametrize(("length", "said"), [(32, ""), (40, "damaged"), (48, ""), (16, "value")])
def test_there_is_a_target_for_every_input(tmp_path: Path, length: int, said: str) -> None:
    Writer(tmp_path).write(WORK)
    path = tmp_path / points_in(tmp_path)[0]
    os.truncate(path, length)
    states = json.loads((tmp_path / STATE).read_text("utf-8"))["states"]
    for state in states:
        state["check"] = zlib.crc32(path.read_bytes())
    changed(tmp_path, states=states)
    if said:
        with pytest.raises(UnsavedError, match=said):
            read(tmp_path)
    else:
        assert read(tmp_path).states[1].experiment.data.size == length // 16


def test_more_points_than_there_can_be_are_not_read(tmp_path: Path) -> None:
    Writer(tmp_path).write(WORK)
    path = tmp_path / points_in(tmp_path)[0]
    for size, said in (
        (16_000_000, "its points are damaged"),
        (16_000_001, "its points are missing"),
    ):
        os.truncate(path, size)
        with pytest.raises(UnsavedError) as error:
            read(tmp_path)
        assert str(error.value) == said


def test_a_state_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert unsaved.MOST_STATE_BYTES == 64 * 2**20
    assert unsaved.MOST_BYTES == 128 * 2**20
    Writer(tmp_path).write(WORK)
    size = (tmp_path / STATE).stat().st_size
    monkeypatch.setattr(unsaved, "MOST_STATE_BYTES", size)
    assert read(tmp_path) == WORK
    monkeypatch.setattr(unsaved, "MOST_STATE_BYTES", size - 1)
    for reading in (read, read_head):
        with pytest.raises(UnsavedError, match=r"^it is too large$"):
            reading(tmp_path)


def test_why_it_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Writer(tmp_path).write(WORK)
    read_bytes = Path.read_bytes
    for suffix, said in (
        (".json", "it cannot be read: no"),
        (".points", "its points cannot be read: no"),
    ):

        def refuse(path: Path, suffix: str = suffix) -> bytes:
            if path.suffix == suffix:
                raise OSError(5, "no")
            return read_bytes(path)

        monkeypatch.setattr(Path, "read_bytes", refuse)
        with pytest.raises(UnsavedError) as error:
            read(tmp_path)
        assert str(error.value) == said


def test_how_often_it_was_begun_is_unknown_where_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(tmp_path)

    def refuse(_path: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert times_begun(tmp_path) == 0
    (tmp_path / "other" / MARK).mkdir(parents=True)
    assert times_begun(tmp_path / "other") == 0


def test_its_folder_is_made_and_what_killed_processes_left_there_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "one" / "another"
    Writer(folder).write(WORK)
    left = folder / ".0123456789abcdef.learnscope.tmp"
    left.touch()
    os.utime(left, (0, 0))
    (folder / "notes.txt").touch()
    Writer(folder).write(WORK)
    assert not left.exists()
    assert (folder / "notes.txt").exists()
    # Points of another program's are in nobody's way either.
    assert len(points_in(folder)) == 1
    assert read(folder) == WORK


@pytest.mark.parametrize(
    ("most", "at", "kept"),
    [
        # Of six states with 32 bytes of points each: those before the present one first.
        (192, 0, (0, 6)), (191, 0, (0, 5)), (64, 0, (0, 2)), (63, 0, (0, 1)), (0, 0, (0, 1)),
        (192, 5, (0, 6)), (160, 5, (1, 6)), (64, 5, (4, 6)), (32, 5, (5, 6)),
        (128, 2, (0, 4)), (96, 2, (0, 3)), (64, 2, (1, 3)), (32, 2, (2, 3)), (31, 2, (2, 3)),
    ],
)  # fmt: skip
def test_the_states_around_the_present_one_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, at: int, kept: tuple[int, int]
) -> None:
    states = tuple(
        Document(Experiment(data=Points(inputs=(0.0, 1.0), targets=(2.0, float(k)))))
        for k in range(6)
    )
    monkeypatch.setattr(unsaved, "MOST_BYTES", most)
    Writer(tmp_path).write(Work(states, (1, 2, 3, 4, 5), at, None, WHEN))
    back, (first, last) = read(tmp_path), kept
    assert back.states == states[first:last]
    assert back.reruns == (1, 2, 3, 4, 5)[first : last - 1]
    assert back.states[back.at] == states[at]


def test_points_that_many_states_share_count_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unsaved, "MOST_BYTES", 48)
    Writer(tmp_path).write(WORK)
    assert read(tmp_path) == WORK


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@pytest.mark.parametrize("which", ["state", "points"])
def test_a_pipe_is_not_waited_for(tmp_path: Path, which: str) -> None:
    Writer(tmp_path).write(WORK)
    path = tmp_path / (STATE if which == "state" else points_in(tmp_path)[0])
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(UnsavedError):
        read(tmp_path)
