"""How predictions have gone, in a line, and what that opens."""

import pytest

from engine.predicting import SORTS, Sort, Tally
from tests.approved import Hold


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


@pytest.mark.parametrize(
    ("recent", "opens"),
    [
        ((True,) * 3, False), ((True,) * 4, True), ((True, True, True, False), True),
        ((True, True, False, False), False), ((False, *[True] * 4), True),
        ((False, False, *[True] * 5), False), ((False, False, *[True] * 6), True), ((), False),
    ],
)  # fmt: skip
def test_three_quarters_of_at_least_four_replies_open_what_is_harder(
    recent: tuple[bool, ...], opens: bool
) -> None:
    for group, harder in (("signs", "sizes"), ("sizes", "curves")):
        good = {"signs": (True,) * 4} | {group: recent}
        assert (harder in Tally(recent=good).open) is opens  # type: ignore[arg-type]


def test_the_last_eight_replies_of_a_group_are_kept() -> None:
    tally = replied("direction", *[False] * 3, *[True] * 4)
    tally = replied("flip", False, True, tally=tally)
    assert tally.recent == {"signs": (False, False, *[True] * 4, False, True)}
    assert tally.counts == {"direction": (4, 7), "flip": (1, 2)}
    assert Tally.read(tally.written()) == tally


def test_large_numbers_are_grouped_and_read_as_far_as_a_million() -> None:
    text = '{{"counts": {{"curve": [{}, {}]}}, "recent": {{"curves": {}}}}}'
    tally = Tally.read(text.format(1_000, 1_000_000, [1, 0] * 5))
    assert tally.words == "curves 1,000 of 1,000,000"
    assert tally.recent == {"curves": (True, False) * 4}
    assert Tally.read(text.format(0, 0, [])).counts == {"curve": (0, 0)}
    assert Tally.read(text.format(0, 1_000_001, [])) == Tally()
    assert Tally.read(text.format(-1, 3, [])) == Tally()
    assert Tally.read(text.format(1, 1, '"yes"')) == Tally()


def test_what_nobody_knows_any_more_is_left_out() -> None:
    held = '{"counts": {"old": [1, 2], "flip": [1, 2]}, "recent": {"old": [true], "signs": [true]}}'
    assert Tally.read(held) == Tally({"flip": (1, 2)}, {"signs": (True,)})


def test_every_sort_has_its_title_and_group(hold: Hold) -> None:
    hold("sorts", [f"{sort}: {of.title}, {of.group}" for sort, of in SORTS.items()])
