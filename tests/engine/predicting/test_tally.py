"""How predictions have gone, in a line, and what that opens."""

import pytest

from engine.predicting import Sort, Tally


def replied(sort: Sort, *right: bool, tally: Tally | None = None) -> Tally:
    tally = tally or Tally()
    for each in right:
        tally = tally.with_reply(sort, each)
    return tally


def test_it_is_told_by_kind_in_a_line() -> None:
    tally = replied("direction", *[True] * 9)
    tally = replied("loss_way", False, tally=tally)
    tally = replied("largest", True, True, True, True, *[False] * 6, tally=tally)
    assert tally.words == "signs 9 of 10, sizes 4 of 10"
    assert tally.given == 20
    assert Tally().words == ""


def test_what_is_asked_grows_with_the_person() -> None:
    assert Tally().open == ("signs",)
    assert replied("direction", True, True, True).open == ("signs",)
    easy = replied("direction", True, True, False, True)
    assert easy.open == ("signs", "sizes")
    sizes = replied("point", True, True, True, True, tally=easy)
    assert sizes.open == ("signs", "sizes", "curves")
    assert replied("flip", *[False] * 8, tally=sizes).open == ("signs",)


def test_only_the_last_replies_open_what_is_harder() -> None:
    poor = replied("direction", *[False] * 50)
    assert replied("direction", *[True] * 8, tally=poor).open == ("signs", "sizes")


def test_it_is_read_as_it_was_written() -> None:
    tally = replied("curve", True, False, tally=replied("flip", True))
    assert Tally.read(tally.written()) == tally


@pytest.mark.parametrize(
    "text",
    ["", "[", "7", "{}", "[]", '{"counts": 3, "recent": {}}', '{"counts": {"flip": [3, 1]}}',
     '{"counts": {"flip": [2, 1]}, "recent": {}}', '{"counts": {"flip": ["a", 1]}, "recent": {}}',
     '{"counts": {"flip": [1, 1]}, "recent": {"signs": 7}}', "[" * 100_000],
)  # fmt: skip
def test_what_cannot_be_read_is_no_tally(text: str) -> None:
    assert Tally.read(text) == Tally()
