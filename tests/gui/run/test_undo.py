"""Changes of the experiment: each has its words, its way back and its way forward."""

import random
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from pydantic import ValidationError
from PySide6.QtWidgets import QApplication

from engine.experiment import Classroom, Experiment, RollerCoaster
from engine.experiment.classroom import SETTINGS
from gui.run import Changes, Player


@pytest.fixture
def player(qapp: QApplication) -> Iterator[Player]:
    player = Player(Experiment())
    yield player
    player.close()


@pytest.fixture
def changes(player: Player) -> Changes:
    return Changes(player)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("data", RollerCoaster(noise=2.0)), ("formula", "a*t + b"), ("learning_rate", 2e-5),
        ("epochs", 7), ("stop_at_loss", 9.0), ("seed", 3), ("zero_grad", False),
        ("requires_grad", False), ("start", {"a": 1.0}), ("standardise", True), ("held_out", 0.2),
    ],
)  # fmt: skip
def test_a_change_says_what_it_changes(
    player: Player, changes: Changes, field: str, value: Any
) -> None:
    changes.make(Experiment().changed(**{field: value}))
    assert getattr(player.experiment, field) == value
    assert changes.undoText() == f"change of {SETTINGS[field]}"
    changes.undo()
    assert player.experiment == Experiment()
    assert changes.redoText() == f"change of {SETTINGS[field]}"
    changes.redo()
    assert getattr(player.experiment, field) == value


def test_every_field_that_can_be_changed_has_words() -> None:
    only_one_choice = {"loss", "optimizer"}
    assert set(SETTINGS) == set(Experiment.model_fields) - only_one_choice


def test_several_fields_at_once_are_one_change(player: Player, changes: Changes) -> None:
    changes.make(Experiment(formula="a*t + b", seed=4))
    assert changes.undoText() == "change of the seed and the formula"
    changes.undo()
    assert player.experiment == Experiment()
    assert not changes.canUndo()


def test_no_change_is_none(player: Player, changes: Changes) -> None:
    changes.make(Experiment())
    assert changes.count() == 0
    assert changes.isClean()


def test_the_player_is_told_once_a_change(player: Player, changes: Changes) -> None:
    told: list[Experiment] = []
    player.experimentChanged.connect(told.append)
    changes.make(Experiment(seed=1))
    changes.undo()
    changes.redo()
    assert told == [Experiment(seed=1), Experiment(), Experiment(seed=1)]


def test_a_change_after_undoing_ends_the_way_forward(player: Player, changes: Changes) -> None:
    changes.make(Experiment(seed=1))
    changes.undo()
    changes.make(Experiment(seed=2))
    assert not changes.canRedo()
    changes.undo()
    assert player.experiment == Experiment()


def test_undone_to_what_was_saved_it_is_clean(changes: Changes) -> None:
    changes.make(Experiment(seed=1))
    changes.setClean()
    changes.make(Experiment(seed=2))
    assert not changes.isClean()
    changes.undo()
    assert changes.isClean()
    changes.undo()
    assert not changes.isClean()


def test_the_oldest_changes_are_forgotten(player: Player, changes: Changes) -> None:
    for seed in range(1, 211):
        changes.make(Experiment(seed=seed))
    assert changes.count() == 200
    while changes.canUndo():
        changes.undo()
    assert player.experiment == Experiment(seed=10)


def test_changes_made_together_are_undone_together(player: Player, changes: Changes) -> None:
    changes.make(Experiment(seed=4))
    for epochs in (201, 202, 203):
        changes.make(player.experiment.changed(epochs=epochs), together=True)
    assert changes.undoText() == "change of the epochs"
    changes.undo()
    assert player.experiment == Experiment(seed=4)
    changes.redo()
    assert player.experiment.epochs == 203
    changes.make(player.experiment.changed(epochs=9))
    changes.make(player.experiment.changed(epochs=10), together=True)
    changes.undo()
    assert player.experiment.epochs == 9


def kept_of(experiment: Experiment, closed: Iterable[str]) -> dict[str, object]:
    """What `experiment` has of the settings that are `closed`, the start apart."""
    return {name: getattr(experiment, name) for name in closed if name != "start"}


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_done_while_a_layout_is_locked_leaves_what_it_closes(
    player: Player, changes: Changes, seed: int
) -> None:
    chance = random.Random(seed)
    refused: list[object] = []
    changes.refused.connect(refused.append)
    undone = 0
    for _ in range(400):
        closed, locked = set(changes.closed.settings), changes.closed.locked
        before, layout = player.experiment, changes.classroom
        match chance.randrange(8):
            case 0 if not locked:
                names = chance.sample([*SETTINGS], 4)
                kinds = {name: chance.choice(["fixed", "hidden"]) for name in names}
                changes.arrange(chance.choice([None, Classroom(settings=kinds)]))
                continue
            case 1 if layout is not None:
                changes.closed.lock(layout.settings)
                continue
            case 2 if chance.random() < 0.3:
                changes.closed.unlock()
                continue
            case 3 | 4:
                changes.undo()
                undone += player.experiment != before
            case 5:
                changes.redo()
            case _:
                field, value = chance.choice(
                    [
                        ("learning_rate", chance.choice([1e-5, 2e-5, 0.1])),
                        ("epochs", chance.randrange(1, 50)), ("seed", chance.randrange(9)),
                        ("zero_grad", chance.random() < 0.5), ("start", {"a": chance.random()}),
                        ("formula", chance.choice(["a*t + b", "b*t + c", "a*(t**2) + b*(t) + c"])),
                        ("held_out", chance.choice([0.0, 0.2])),
                        ("data", RollerCoaster(noise=chance.random())),
                    ]
                )  # fmt: skip
                try:
                    changes.make(before.changed(**{field: value}))
                except ValidationError:
                    # There may be no parameter a.
                    continue
        if locked:
            assert kept_of(player.experiment, closed) == kept_of(before, closed)
            assert changes.classroom == layout
            if "start" in closed:
                common = set(before.names) & set(player.experiment.names)
                now, then = player.experiment.start, before.start
                assert {n: now.get(n) for n in common} == {n: then.get(n) for n in common}
    assert refused
    assert undone > 10
