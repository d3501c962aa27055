"""Texts that hold much at once: what the engine says of many things, approved and then compared.

After a change that is meant, `pytest tests/engine --approve` writes down what is said now; what has
changed is then read before it is committed.
"""

from collections.abc import Callable, Iterable

import pytest

Approved = Callable[[Iterable[str]], None]


@pytest.fixture
def approved(request: pytest.FixtureRequest) -> Approved:
    """Compares lines with the file beside the test that is named like it, without `test_`."""
    file = request.path.with_name("approved") / f"{request.node.name.removeprefix('test_')}.txt"

    def compare(lines: Iterable[str]) -> None:
        said = [line.rstrip() for line in lines]
        assert not any("\n" in line for line in said), "a line is one line"
        if request.config.getoption("approve"):
            file.parent.mkdir(exist_ok=True)
            file.write_text("\n".join([*said, ""]), "utf-8", newline="\n")
        assert said == file.read_text("utf-8").split("\n")[:-1]

    return compare
