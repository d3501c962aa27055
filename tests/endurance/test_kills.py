"""A few of the kills; `python -m tests.endurance kills --count 200` makes many."""

import os

import pytest

from tests.endurance.kills import kills


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX has them")
def test_a_killed_window_breaks_and_loses_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert kills(6) == []
    assert capsys.readouterr().out.startswith("6 kills kept")
