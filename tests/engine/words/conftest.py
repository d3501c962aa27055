"""The words that were approved: every test that asks for `said` is held against its file.

What a function says in many situations is written down in `said/`, beside the test, in a file of
the test's name. `pytest tests/engine/words --approve` writes them anew; what has changed is then
read before it is committed. Only numbers that are the same on every machine belong there.
"""

from collections.abc import Iterator

import pytest

from tests.approved import approve, read
from tests.engine.words.saying import Said


@pytest.fixture
def said(request: pytest.FixtureRequest) -> Iterator[Said]:
    """Keeps what a test says, and compares all of it with what was approved."""
    found = Said()
    yield found
    name, _, case = request.node.name.removeprefix("test_").removesuffix("]").partition("[")
    file = request.path.parent / "said" / name / f"{case}.txt"
    if not case:
        file = request.path.parent / "said" / f"{name}.txt"
    if request.config.getoption("approve"):
        approve(file, found.parts)
        return
    approved = read(file.read_text("utf-8"))
    assert list(found.parts) == list(approved)
    for part, lines in found.parts.items():
        assert lines == approved[part], part
