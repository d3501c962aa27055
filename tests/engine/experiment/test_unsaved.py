"""Unsaved work comes back as it was, to the last bit; damaged work is said to be so."""

import json
import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from engine.experiment import Classroom, Experiment, Generated, Points, unsaved
from engine.experiment.document import Document
from engine.experiment.settings import Settings
from engine.experiment.unsaved import (
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


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_told_in_a_few_words(tmp_path: Path, damage: str) -> None:
    Writer(tmp_path).write(WORK)
    DAMAGES[damage](tmp_path)
    with pytest.raises(UnsavedError, match=r"^it[s ][^\n]{5,80}$"):
        read(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@pytest.mark.parametrize("which", ["state", "points"])
def test_a_pipe_is_not_waited_for(tmp_path: Path, which: str) -> None:
    Writer(tmp_path).write(WORK)
    path = tmp_path / (STATE if which == "state" else points_in(tmp_path)[0])
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(UnsavedError):
        read(tmp_path)
