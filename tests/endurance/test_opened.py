"""A few damaged files on the window; `python -m tests.endurance opened` takes two thousand."""

from pathlib import Path

import pytest

from tests.endurance.opened import Visitor, opened


@pytest.mark.usefixtures("quiet")
def test_damaged_files_are_opened_or_refused_for_all_to_see() -> None:
    said: list[str] = []
    assert opened(60, said.append, seed=4) == []
    assert all(f"{kind} refused" in said[0] for kind in ("experiment", "lessons", "table"))
    assert "opened" in said[0]


@pytest.mark.usefixtures("quiet", "qtbot")
def test_a_refusal_that_nobody_sees_is_a_fault(tmp_path: Path) -> None:
    visitor = Visitor()
    try:
        file = tmp_path / "cut.learnscope"
        file.write_text("{")
        assert visitor.open(file) == "refused"
        assert visitor.faults == []
        visitor.window.documents.failed.connect(lambda _said: visitor.window.banner.clear())
        assert visitor.open(file) == "refused"
        assert len(visitor.faults) == 1
    finally:
        visitor.window.close_unasked()
        visitor.window.deleteLater()
