"""Sums hold as they are printed, which a person can check by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.words.sums import Sum, joined_sum, like, printed


def read(text: str) -> Decimal:
    return Decimal(text.replace("−", "-").replace(",", ""))


def test_the_fewest_decimals_that_add_up_are_taken() -> None:
    assert printed([603.0231, 15.5028], 618.5259) == Sum(("603.023", "15.503"), "618.526", "=")
    assert printed([1.0, 2.0], 3.0) == Sum(("1.0000", "2.0000"), "3.0000", "=")
    assert printed([35_795.0, 0.0], 35_795.0).parts == ("35,795", "0")


def test_decimals_with_which_another_total_reads_alike_are_preferred() -> None:
    """0.26 + 0.26 = 0.52, but the loss has 0.53; with three, 0.263 + 0.263 = 0.526 is its too."""
    assert printed([0.263, 0.263], 0.526, digits=2).total == "0.526"
    assert printed([1.2, 1.2], 2.4, 2.36, digits=2).total == "2.4"
    assert printed([1.24, 1.24], 2.48, 2.484, digits=2).total == "2.48"


def test_parts_that_are_not_all_of_it_do_not_claim_to_be() -> None:
    found = printed([1.0, 2.0], 4.0)
    assert found.relation == "≈"
    assert found.total == "4.0000"


def test_large_numbers_stay_readable() -> None:
    found = printed([2e20, 1e20, 603.0], 3e20)
    assert found == Sum(("2.0000e20", "1.0000e20", "0"), "3.0000e20", "=")
    assert printed([1.5e6], 1.5e6).total == "1,500,000"


@given(st.lists(st.floats(0, 1e5) | st.floats(-1e12, 1e12), min_size=1, max_size=6))
def test_what_claims_to_add_up_does(parts: list[float]) -> None:
    total = sum(parts)
    found = printed(parts, total)
    if found.relation == "=":
        assert sum(map(read, found.parts)) == read(found.total)
    for text, value in zip((*found.parts, found.total), (*parts, total), strict=True):
        mantissa, _, power = text.partition("e")
        places = len(mantissa.partition(".")[2]) - int(power or 0)
        assert abs(read(text) - Decimal(value)) <= Decimal((0, (1,), -places)) / 2 or text == "0"


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("618.53", 12.3456, "12.35"),
        ("36,415", 1e3, "1,000"),
        ("3.0000e20", 1.23456e20, "1.2346e20"),
    ],
)
def test_like(text: str, value: float, said: str) -> None:
    assert like(text, value) == said


def test_a_negative_part_is_subtracted() -> None:
    assert joined_sum(["1 a", "−2 b", "3 c"]) == "1 a − 2 b + 3 c"
