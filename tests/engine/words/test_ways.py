"""What stands among the ways out."""

from engine.queries import RemediesQuery, Trial
from engine.words.ways import in_vain, promised, trying


def query(trials: int) -> RemediesQuery:
    return RemediesQuery(tuple(Trial({"seed": k}, 10) for k in range(trials)))


def test_how_many_are_tried_is_counted() -> None:
    assert [trying(query(k)) for k in (1, 5)] == ["trying 1 more…", "trying 5 more…"]
    assert in_vain(query(1)) == "1 was tried: it does not help"
    assert in_vain(query(5)) == "5 were tried: none helps"


def test_the_only_way_is_part_of_the_sentence() -> None:
    said = promised("Diverged.", "Reset with 0.00001", "900 epochs reach 613")
    assert said == "Diverged. Reset with 0.00001: 900 epochs reach 613."
