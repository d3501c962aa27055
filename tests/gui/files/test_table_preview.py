"""The first rows of a table: what each cell shows, on which side, and which columns are marked."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.table import Table, read_text
from gui.files.table_preview import Preview
from gui.theme import DARK, LIGHT, Theme
from tests.gui.drawn import drawing

# Of `half` just half are numbers, of `few` fewer.
TEXT = "day\thalf\tfew\n1\t10\tx\n2\t20\ty\n3\tno\tz\n4\tno\t7\n"
ROLE = Qt.ItemDataRole
ACROSS = Qt.Orientation.Horizontal


def table(text: str = TEXT) -> Table:
    return read_text(text, lambda: False, True)


@pytest.fixture
def preview(qtbot: QtBot) -> Preview:
    preview = Preview(table())
    qtbot.addWidget(preview)
    return preview


def titles(preview: QWidget) -> list[str]:
    model = preview.model()  # type: ignore[attr-defined]
    return [model.headerData(k, ACROSS, ROLE.DisplayRole) for k in range(model.columnCount())]


def test_numbers_stand_at_the_right_and_words_at_the_left(preview: Preview) -> None:
    model = preview.model()
    assert (model.rowCount(), model.columnCount()) == (4, 3)
    rows = [[model.index(row, k).data() for k in range(3)] for row in range(4)]
    assert rows == [["1", "10", "x"], ["2", "20", "y"], ["3", "no", "z"], ["4", "no", "7"]]
    assert model.index(1, 2).data(ROLE.ToolTipRole) == "y"
    sides = [model.index(0, k).data(ROLE.TextAlignmentRole) for k in range(3)]
    middle = Qt.AlignmentFlag.AlignVCenter
    left, right = (Qt.AlignmentFlag.AlignLeft | middle, Qt.AlignmentFlag.AlignRight | middle)
    assert [Qt.AlignmentFlag(side) for side in sides] == [right, right, left]
    # A cell has no cells of its own.
    assert model.rowCount(model.index(0, 0)) == model.columnCount(model.index(0, 0)) == 0


def test_the_chosen_columns_are_marked_in_their_titles_and_tinted(preview: Preview) -> None:
    model = preview.model()
    assert titles(preview) == ["day", "half", "few"]
    told: list[tuple[int, ...]] = []
    model.dataChanged.connect(
        lambda first, last: told.append((first.row(), first.column(), last.row(), last.column()))
    )
    model.headerDataChanged.connect(lambda _way, first, last: told.append((first, last)))
    preview.mark("day", "few")
    assert told == [(0, 0, 3, 2), (0, 2)]
    assert titles(preview) == ["x: day", "half", "y: few"]
    preview.mark("half", "half")
    assert titles(preview) == ["day", "x and y: half", "few"]
    assert [model.headerData(k, ACROSS, ROLE.ToolTipRole) for k in range(3)] == [
        "day", "half", "few"
    ]  # fmt: skip
    assert model.headerData(0, ACROSS, ROLE.BackgroundRole) is None
    assert model.headerData(0, Qt.Orientation.Vertical, ROLE.DisplayRole) is None
    for theme in (LIGHT, DARK):
        preview.set_theme(theme)
        tints = [model.index(0, k).data(ROLE.BackgroundRole) for k in range(3)]
        assert [tint is not None for tint in tints] == [False, True, False]
        assert tints[1].name() == theme.ink
        assert tints[1].alphaF() == pytest.approx(0.16, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_it_is_tinted_in_the_theme_that_it_is_made_in(qtbot: QtBot, theme: Theme) -> None:
    preview = Preview(table(), theme=theme)
    qtbot.addWidget(preview)
    preview.mark("day", "half")
    assert preview.model().index(0, 0).data(ROLE.BackgroundRole).name() == theme.ink


@pytest.mark.parametrize(("columns", "measured"), [(60, True), (61, False)])
def test_columns_are_as_wide_as_they_need_if_there_are_not_too_many(
    qtbot: QtBot, columns: int, measured: bool
) -> None:
    names = [f"column with a title {'so long ' * (k % 7)}{k}" for k in range(columns)]
    text = "\n".join(["\t".join(names), *["\t".join("1" * columns)] * 3])
    preview = Preview(table(text))
    qtbot.addWidget(preview)
    preview.show()
    preview.mark(names[0], names[1])
    widths = {preview.columnWidth(k) for k in range(columns)}
    assert (len(widths) > 1) is measured
    assert min(widths) >= 64
    assert max(widths) <= 200


def test_what_is_chosen_is_scrolled_into_sight(qtbot: QtBot) -> None:
    names = [f"column {k}" for k in range(30)]
    preview = Preview(table("\n".join(["\t".join(names), *["\t".join("1" * 30)] * 3])))
    qtbot.addWidget(preview)
    preview.resize(400, 200)
    preview.show()
    for x, y in (("column 20", "column 0"), ("column 3", "column 29")):
        preview.mark(x, y)
        place = preview.visualRect(preview.model().index(0, names.index(x)))
        assert preview.viewport().rect().contains(place)
        assert f"x: {x}" in drawing(preview.horizontalHeader().viewport()).texts


def test_nothing_can_be_chosen_or_changed_in_it(preview: Preview, qtbot: QtBot) -> None:
    preview.show()
    preview.setFocus()
    qtbot.mouseClick(preview.viewport(), Qt.MouseButton.LeftButton)
    qtbot.mouseDClick(preview.viewport(), Qt.MouseButton.LeftButton)
    assert preview.selectedIndexes() == []
    assert preview.state() is Preview.State.NoState
    assert not preview.verticalHeader().isVisible()
    assert not preview.tabKeyNavigation()
    assert not preview.isCornerButtonEnabled()
    assert not preview.wordWrap()
    assert preview.accessibleName() == "The first rows of the table"
    assert preview.rowHeight(0) == preview.fontMetrics().height() + 4
