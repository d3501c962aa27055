"""Column headings as short names of Python."""

import doctest

from hypothesis import given
from hypothesis import strategies as st

from engine.experiment import names as experiment_names
from engine.experiment.names import LONGEST_NAME, identifier


def test_the_examples_hold() -> None:
    assert doctest.testmod(experiment_names).failed == 0


@given(st.text(max_size=40))
def test_a_heading_becomes_a_short_name_of_python_s_or_none(heading: str) -> None:
    name = identifier(heading)
    assert not name or name.isidentifier()
    assert len(name) <= LONGEST_NAME + 1
    if name:
        compile(f"{name} = 1", "", "exec")
