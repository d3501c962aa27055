"""A short trial of damaged files, and that it finds what it is for."""

import random
from pathlib import Path

from engine.experiment.document import DocumentError
from tests.endurance.mutated import TABLES, Held, Kind, damaged, look, try_out


def test_damaged_files_are_opened_or_refused_with_a_sentence(tmp_path: Path) -> None:
    results, _longest, faults = try_out(300, 1, tmp_path)
    assert faults == []
    # Both happen, to each kind.
    kinds = "experiment", "table", "lessons"
    assert set(results) == {f"{kind} {what}" for kind in kinds for what in ("opened", "refused")}


def test_damage_is_the_same_for_the_same_seed_and_seldom_none() -> None:
    original = TABLES[0]
    twice = [[damaged(original, random.Random(seed)) for seed in range(50)] for _ in range(2)]
    assert twice[0] == twice[1]
    assert sum(data == original for data in twice[0]) < 5


def test_a_traceback_and_a_refusal_that_is_no_sentence_are_faults(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    def opened(error: Exception) -> Kind:
        def fail(_file: Path) -> Held:
            raise error

        return Kind("", [b""], fail, (DocumentError,))

    assert look(opened(DocumentError("It is damaged: choose another.")), file).result == "refused"
    assert look(opened(DocumentError("Value error\n  for 1 field")), file).result == "fault"
    fault = look(opened(KeyError("data")), file)
    assert fault.result == "fault"
    assert "KeyError: 'data'" in fault.said
