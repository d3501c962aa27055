"""How the table by hand is drawn: colours, columns, bars, the marked row, keys, tips, places."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent
from PySide6.QtWidgets import QApplication, QComboBox, QGridLayout, QLabel
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment, RollerCoaster
from engine.runs import Stage
from engine.training import Problem
from gui.panels.by_hand import ByHandPanel
from gui.panels.by_hand.model import NOTHING, Column
from gui.run import Picks, View
from gui.theme import DARK, LIGHT, Theme
from gui.widgets.typeset import TypesetLabel
from gui.zoom import SMALL, face
from tests.gui.drawn import Drawing, Mark, drawing
from tests.gui.views import make_view
from tests.gui.windows import at_front

NAMED = ("byHandMean", "byHandAutograd", "byHandDifference")
Shown = tuple[ByHandPanel, Picks]


def answer(panel: ByHandPanel, view: View) -> None:
    panel.draw(view)
    query = panel.query(view)
    assert query is not None
    panel.show_answer(query, query.answer(Problem(view.experiment)))


def shown_of(qtbot: QtBot, view: View, size: tuple[int, int] = (900, 620)) -> Shown:
    panel = ByHandPanel()
    qtbot.addWidget(panel)
    panel.resize(*size)
    picks = Picks(panel)
    picks.begin(len(view.facts.inputs), len(view.facts.names))
    panel.set_picks(picks)
    at_front(qtbot, panel)
    answer(panel, view)
    QApplication.processEvents()
    return panel, picks


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    """Epoch 3 of a run, all of its 20 rows in view."""
    return shown_of(qtbot, make_view(epochs=3))


def painted(panel: ByHandPanel, theme: Theme = LIGHT) -> Drawing:
    if theme is not LIGHT:
        panel.set_theme(theme)
    return drawing(panel.table.viewport())


def hover(panel: ByHandPanel, place: QPoint) -> None:
    """Move the mouse to `place` on the rows, wherever it was before."""
    viewport = panel.table.viewport()
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(place), viewport.mapToGlobal(QPointF(place)), none, none,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(viewport, event)


def cell(panel: ByHandPanel, picture: Drawing, row: int, column: Column) -> Mark:
    """What is written in a cell."""
    room = panel.table.visualRect(panel.table.model().index(row, column))
    (found,) = (
        mark for mark in picture
        if mark.kind == "text" and room.top() <= mark.top <= room.bottom()
        and room.left() < mark.ends[1] <= room.right()
    )  # fmt: skip
    return found


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_numbers_have_the_colours_of_what_they_are(shown: Shown, theme: Theme) -> None:
    panel, _ = shown
    picture, model = painted(panel, theme), panel.table.model()
    colours = {
        Column.INPUT: theme.text,
        Column.TARGET: theme.text,
        Column.PREDICTION: theme.prediction,
        Column.RESIDUAL: theme.text,
        Column.DOUBLED: theme.slope,
        Column.LOCAL: theme.slope,
    }
    signs = set()
    for row in range(20):
        for column, colour in colours.items():
            mark = cell(panel, picture, row, column)
            assert (mark.text, mark.fill, mark.bold) == (model.text(row, column), colour, False)
        part = cell(panel, picture, row, Column.PART)
        sign = int(np.sign(model.value(row, Column.PART)))
        signs.add(sign)
        assert (part.text, part.fill, part.bold) == (
            model.text(row, Column.PART), theme.sign_text(sign), True
        )  # fmt: skip
    assert signs >= {0, 1} or signs >= {0, -1}


def test_every_number_ends_a_space_before_its_column_does_in_the_row_s_middle(
    shown: Shown,
) -> None:
    panel, _ = shown
    picture, table = painted(panel), panel.table
    ascent = QFontMetricsF(face(SMALL)).ascent()
    for column in {*Column} - {Column.BAR}:
        for row in (0, 7, 19):
            mark = cell(panel, picture, row, column)
            room = table.visualRect(table.model().index(row, column))
            assert mark.ends[1] == pytest.approx(room.right() + 1 - 8, abs=1)
            assert mark.left >= room.left() + 4
            height = QFontMetricsF(face(SMALL)).height()
            middle = room.top() + (room.height() - height) / 2
            assert mark.top == pytest.approx(middle + ascent, abs=1)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_a_bar_is_as_long_as_its_part_from_one_line_at_zero(shown: Shown, theme: Theme) -> None:
    panel, _ = shown
    picture, table = painted(panel, theme), panel.table
    parts = [table.model().value(row, Column.PART) for row in range(20)]
    low, high = min(*parts, 0.0), max(*parts, 0.0)
    room = table.visualRect(table.model().index(0, Column.BAR))
    left, wide = room.left() + 8, room.width() - 16
    zero = left - low * wide / (high - low)
    bars = [
        mark for colour in (theme.negative, theme.positive) for mark in picture.filled(colour)
    ]  # fmt: skip
    for row, part in enumerate(parts):
        area = table.visualRect(table.model().index(row, Column.BAR))
        at = [bar for bar in bars if area.top() <= bar.top <= area.bottom()]
        if not part:
            assert not at
            continue
        (bar,) = at
        assert bar.fill == theme.sign(int(np.sign(part)))
        long = max(abs(part) * wide / (high - low), 1.0)
        ends = (zero - long, zero) if part < 0 else (zero, zero + long)
        assert (bar.left, bar.right) == pytest.approx(ends, abs=0.1)
        assert bar.top - area.top() == 3
        assert area.bottom() + 1 - bar.bottom == 3
        line = next(
            mark for mark in picture.stroked(theme.faint_text)
            if mark.left == mark.right and mark.top == area.top()
        )  # fmt: skip
        assert line.left == pytest.approx(zero, abs=0.1)
        assert line.bottom == pytest.approx(area.bottom() + 1, abs=0.1)
        assert line.width == 1


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_every_other_row_has_a_ground_and_the_picked_one_a_mark(shown: Shown, theme: Theme) -> None:
    panel, picks = shown
    picks.pick(4)
    picture, table = painted(panel, theme), panel.table
    grounds = {round(mark.top) for mark in picture.filled(theme.window)}
    tops = [table.visualRect(table.model().index(row, 0)).top() for row in range(20)]
    assert grounds & {*tops} == {*tops[1::2]}
    marks = [mark for mark in picture.filled(theme.ink) if mark.right - mark.left == 3]
    (mark,) = marks
    room = table.visualRect(table.model().index(4, 0))
    assert mark.box == (0, room.top(), 3, room.bottom() + 1)
    assert not picture.filled(theme.warning)
    picks.point_at(6)
    lit = painted(panel, theme).filled(theme.warning)
    room = table.visualRect(table.model().index(6, 0))
    assert {(mark.top, mark.bottom) for mark in lit} == {(room.top(), room.bottom() + 1)}
    assert sum(mark.right - mark.left for mark in lit) == table.viewport().width()


def test_the_keys_stop_at_the_first_and_at_the_last_row(shown: Shown, qtbot: QtBot) -> None:
    panel, picks = shown
    panel.table.setFocus()
    for point, key, then in (
        (18, Qt.Key.Key_BracketRight, 19), (19, Qt.Key.Key_BracketRight, 19),
        (19, Qt.Key.Key_BracketLeft, 18), (1, Qt.Key.Key_BracketLeft, 0),
        (0, Qt.Key.Key_BracketLeft, 0), (0, Qt.Key.Key_BracketRight, 1),
    ):  # fmt: skip
        picks.pick(point)
        qtbot.keyClick(panel.table, key)
        assert picks.point == then
    # The keys go through the rows as they are sorted.
    panel.table.sort_by(Column.INPUT)
    panel.table.sort_by(Column.INPUT)
    qtbot.keyClick(panel.table, Qt.Key.Key_BracketRight)
    assert picks.point == 0
    qtbot.keyClick(panel.table, Qt.Key.Key_BracketLeft)
    qtbot.keyClick(panel.table, Qt.Key.Key_BracketLeft)
    assert picks.point == 2


def test_picking_before_anything_is_shown_asks_nothing(qtbot: QtBot) -> None:
    panel = ByHandPanel()
    qtbot.addWidget(panel)
    picks = Picks(panel)
    picks.begin(20, 3)
    panel.set_picks(picks)
    asked: list[bool] = []
    panel.queryChanged.connect(lambda: asked.append(True))
    picks.pick_param(1)
    assert not asked
    assert panel.describe() == "Here each point will have its part of the gradient."


def test_another_parameter_is_asked_for_once(shown: Shown) -> None:
    panel, picks = shown
    asked: list[bool] = []
    panel.queryChanged.connect(lambda: asked.append(True))
    picks.pick(3)
    assert not asked
    picks.pick_param(2)
    assert len(asked) == 1
    assert panel.findChild(QComboBox, "byHandParam").currentText() == "c"


def test_titles_and_tips_say_what_each_column_is(shown: Shown) -> None:
    panel, _ = shown
    model, across = panel.table.model(), Qt.Orientation.Horizontal
    titles = [model.headerData(column, across) for column in Column]
    assert titles == [
        "t", "speed", "prediction", "residual", "× 2 × (−1)", "× ∂f/∂a\n= t**2",
        "= this\npoint’s part", "",
    ]  # fmt: skip
    tip = Qt.ItemDataRole.ToolTipRole
    tips = [str(model.headerData(column, across, tip)).split("\n") for column in Column]
    assert [each[0] for each in tips[2:]] == [
        "what the model predicts",
        "speed − prediction",
        "the derivative of the squared residual with respect to the prediction: "
        "2 × residual, times −1, as the prediction is subtracted",
        "how the prediction changes as a grows: t**2",
        "this point’s part of the gradient of a: the product of the columns before it",
        "the same as a bar, all on one scale: left is negative, right positive",
    ]
    assert [each[1] for each in tips] == [f"(click or Alt+{min(k + 1, 7)} sorts)" for k in range(8)]


def test_what_the_parts_come_to_stands_below_in_its_colour(shown: Shown) -> None:
    panel, _ = shown
    sums = [panel.findChild(QLabel, name) for name in NAMED]
    labels = [label for label in panel.findChildren(QLabel) if label.isVisible()]
    titles = ["mean of the 20 parts", "autograd’s params.grad[0]", "they differ by"]
    told = [next(each for each in labels if each.text() == title) for title in titles]
    for row, (title, value) in enumerate(zip(told, sums, strict=True)):
        assert title.y() == value.y()
        assert title.geometry().right() + 8 == value.x() - 1
        assert title.geometry().right() == told[0].geometry().right()
        assert title.font().bold() == value.font().bold() == (row < 2)
        colours = {mark.fill for mark in drawing(value) if mark.kind == "text"}
        assert (colours == {LIGHT.slope}) == (row < 2)
        assert value.toolTip() == f"they differ by {sums[2].text()}"
        assert value.focusPolicy() == Qt.FocusPolicy.NoFocus
        assert value.textInteractionFlags() == Qt.TextInteractionFlag.TextSelectableByMouse
    for above, below in pairwise(told):
        assert above.geometry().bottom() + 1 == below.y()


def test_the_parts_of_the_panel_have_their_margins_and_names(shown: Shown) -> None:
    panel, _ = shown
    margins = panel.layout().contentsMargins()
    sides = margins.left(), margins.top(), margins.right(), margins.bottom()
    assert (sides, panel.layout().spacing()) == ((8, 4, 4, 4), 2)
    foot = next(each for each in panel.layout().children() if isinstance(each, QGridLayout))
    assert (foot.horizontalSpacing(), foot.verticalSpacing()) == (8, 0)
    combo = panel.findChild(QComboBox, "byHandParam")
    assert combo.accessibleName() == "Parameter"
    assert combo.toolTip() == "The parameter whose gradient is calculated"
    assert panel.accessibleName() == "By hand: why is the gradient this number?"
    assert panel.table.accessibleName() == "By hand: each point’s part of the gradient"
    actions = [(each.text(), each.shortcut().toString()) for each in panel.table.actions()]
    assert actions == [("Copy", "Ctrl+C")] + [
        (f"Sort by {name}", f"Alt+{k}")
        for k, name in enumerate(
            ("input", "target", "prediction", "residual", "× 2 × (−1)", "× ∂f/∂p", "part"), 1
        )
    ]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_table_has_its_theme_s_colours_and_a_border_with_the_focus(
    shown: Shown, theme: Theme
) -> None:
    panel, _ = shown
    table = panel.table
    panel.set_theme(theme)

    def colour(x: int, y: int) -> str:
        image = table.grab().toImage()
        return str(QColor(image.pixel(x % image.width(), y % image.height())).name())

    table.setFocus()
    for x, y in ((0, 90), (1, 90), (-1, 90), (200, 0), (200, -1)):
        assert colour(x, y) == theme.ink
    assert colour(4, 4) == theme.panel
    header = drawing(table.horizontalHeader().viewport())
    assert {m.fill for m in header if m.kind == "text"} == {theme.faint_text}
    panel.setFocus()
    table.clearFocus()
    assert colour(0, 90) != theme.ink


def test_before_backward_a_dash_waits_faintly_and_no_bar_is_drawn(qtbot: QtBot) -> None:
    panel, _ = shown_of(qtbot, make_view(epochs=3, cursor=3, stage=Stage.LOSS))
    picture = painted(panel)
    for row in (0, 19):
        mark = cell(panel, picture, row, Column.PART)
        assert (mark.text, mark.fill) == (NOTHING, LIGHT.faint_text)
    assert not picture.filled(LIGHT.positive)
    assert not picture.filled(LIGHT.negative)
    labels = {label.text() for label in panel.findChildren(QLabel) if label.isVisible()}
    assert "no gradient yet" in labels
    assert "they differ by" not in labels


def test_titles_end_above_their_numbers(shown: Shown) -> None:
    panel, _ = shown
    header, table = panel.table.horizontalHeader(), panel.table
    titles = [mark for mark in drawing(header.viewport()) if mark.kind == "text"]
    for column in {*Column} - {Column.BAR}:
        left = header.sectionViewportPosition(column)
        right = left + table.columnWidth(column)
        lines = [mark for mark in titles if left <= mark.left < right]
        assert lines, column
        for line in lines:
            assert line.ends[1] == pytest.approx(right - 8, abs=3), line.text
        # Of two lines the last stands where a single one does.
        assert max(line.top for line in lines) == pytest.approx(
            max(mark.top for mark in titles), abs=1
        )


def test_columns_cannot_be_dragged_wider(shown: Shown, qtbot: QtBot) -> None:
    panel, _ = shown
    header = panel.table.horizontalHeader()
    edge = header.sectionViewportPosition(Column.PREDICTION)
    before = [panel.table.columnWidth(column) for column in Column]
    middle = header.height() // 2
    qtbot.mouseMove(header.viewport(), QPoint(edge - 1, middle))
    qtbot.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(edge - 1, middle))
    qtbot.mouseMove(header.viewport(), QPoint(edge + 30, middle))
    qtbot.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(edge + 30, middle))
    assert [panel.table.columnWidth(column) for column in Column] == before


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_sums_are_gradients_and_bold_and_their_difference_is_neither(
    shown: Shown, theme: Theme
) -> None:
    panel, _ = shown
    panel.set_theme(theme)
    labels = {label.text(): label for label in panel.findChildren(QLabel) if label.isVisible()}
    inks = {}
    for text in ("mean of the 20 parts", "autograd’s params.grad[0]", "they differ by"):
        mark = drawing(labels[text]).starting(text[:4])
        inks[text] = mark.fill, mark.bold
    colours = list(inks.values())
    assert colours[:2] == [(theme.slope, True)] * 2
    assert colours[2][1] is False
    assert colours[2][0] != theme.slope
    for name in NAMED:
        value = panel.findChild(QLabel, name)
        (ink,) = {mark.fill for mark in drawing(value) if mark.kind == "text"}
        assert (ink == theme.slope) is (name != "byHandDifference")


@pytest.mark.parametrize(
    ("column", "part"),
    [
        (Column.INPUT, "inputs"),
        (Column.TARGET, "targets"),
        (Column.PREDICTION, "predictions"),
        (Column.RESIDUAL, "residuals"),
        (Column.DOUBLED, None),
        (Column.LOCAL, None),
        (Column.PART, None),
    ],
)
def test_what_is_under_the_mouse_is_lit_everywhere(
    shown: Shown, column: Column, part: str | None
) -> None:
    panel, picks = shown
    index = panel.table.model().index(4, column)
    hover(panel, panel.table.visualRect(panel.table.model().index(9, 0)).center())
    hover(panel, panel.table.visualRect(index).center())
    assert picks.pointed == 4
    assert picks.lit.parts == ({part} if part else set())


def test_columns_without_room_are_named_as_soon_as_they_go(shown: Shown) -> None:
    panel, _ = shown
    note = panel.findChild(QLabel, "byHandNote")
    assert "No room" not in note.text()
    panel.resize(420, 620)
    QApplication.processEvents()
    assert "No room here for" in note.text().replace("\n", " ")
    assert "× 2 × (−1)" in note.text()
    assert note.isVisible()
    panel.resize(900, 620)
    QApplication.processEvents()
    assert "No room" not in note.text()


def test_below_the_last_row_the_mouse_points_at_nothing(shown: Shown, qtbot: QtBot) -> None:
    panel, picks = shown
    panel.resize(900, 800)
    viewport, model = panel.table.viewport(), panel.table.model()
    rest = panel.table.visualRect(model.index(19, 0)).bottom() + 12
    qtbot.waitUntil(lambda: rest < viewport.height())
    inside = panel.table.visualRect(model.index(4, Column.RESIDUAL)).center()
    hover(panel, inside)
    assert picks.pointed == 4
    assert picks.lit.parts
    hover(panel, QPoint(inside.x(), rest))
    assert picks.pointed is None
    assert not picks.lit.parts


def test_columns_grow_with_their_numbers(qtbot: QtBot) -> None:
    wild = Experiment(learning_rate=1e-3)
    panel, _ = shown_of(qtbot, make_view(wild, epochs=9, cursor=1), (1300, 620))
    table, model = panel.table, panel.table.model()
    before = table.columnWidth(Column.DOUBLED)
    view = make_view(wild, epochs=9)
    # The same run goes on.
    view = replace(view, facts=panel._facts)
    answer(panel, view)
    assert table.columnWidth(Column.DOUBLED) >= before
    wide = QFontMetricsF(face(SMALL)).horizontalAdvance
    for column in {*Column} - {Column.BAR, *table.omitted}:
        for row in range(20):
            assert wide(model.text(row, column)) + 8 <= table.columnWidth(column) + 1, column
    assert table.columnWidth(Column.DOUBLED) > before


def test_columns_are_as_wide_as_their_titles(qtbot: QtBot) -> None:
    panel, _ = shown_of(qtbot, make_view(epochs=1), (1500, 620))
    answer(panel, make_view(Experiment(formula="a*sin(b*t)**2 + c"), epochs=1))
    table, model = panel.table, panel.table.model()
    wide = QFontMetricsF(face(SMALL)).horizontalAdvance
    titles = {
        column: str(model.headerData(column, Qt.Orientation.Horizontal))
        for column in {*Column} - {Column.BAR}
    }
    assert titles[Column.LOCAL] == "× ∂f/∂a\n= sin(b*t)**2"
    for column, title in titles.items():
        for line in title.split("\n"):
            assert wide(line) + 8 <= table.columnWidth(column) + 1, column


def test_the_columns_of_another_run_are_as_wide_as_its_numbers(qtbot: QtBot) -> None:
    panel, _ = shown_of(qtbot, make_view(epochs=1), (1500, 620))
    wild = Experiment(learning_rate=1e-3, data=RollerCoaster(points=9))
    answer(panel, make_view(wild, epochs=12))
    table, model = panel.table, panel.table.model()
    assert model.rowCount() == 9
    wide = QFontMetricsF(face(SMALL)).horizontalAdvance
    for column in {*Column} - {Column.BAR, *table.omitted}:
        for row in range(9):
            assert wide(model.text(row, column)) + 8 <= table.columnWidth(column) + 1, column


def test_a_point_pointed_at_elsewhere_is_brought_into_view(qtbot: QtBot) -> None:
    panel, picks = shown_of(qtbot, make_view(epochs=1), (900, 260))
    table = panel.table
    row = table.model().index(16, Column.INPUT)
    assert not table.viewport().rect().contains(table.visualRect(row))
    # The mouse is elsewhere.
    table.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    picks.point_at(16)
    assert table.viewport().rect().contains(table.visualRect(row))
    marks = painted(panel).filled(LIGHT.warning)
    assert marks
    middle = table.visualRect(row).center().y()
    assert all(mark.top <= middle <= mark.bottom for mark in marks)
    # One that is picked stays where it is.
    picks.point_at(None)
    picks.pick(0)
    assert table.viewport().rect().contains(table.visualRect(row))


def test_derivative_and_law_stand_side_by_side_well_apart(qtbot: QtBot) -> None:
    panel, _ = shown_of(qtbot, make_view(epochs=1), (1300, 620))
    derivative = panel.findChild(TypesetLabel, "byHandDerivative")
    (law,) = (each for each in panel.findChildren(TypesetLabel) if each is not derivative)
    assert law.isVisible()
    assert law.geometry().top() <= derivative.geometry().center().y() <= law.geometry().bottom()
    assert law.x() - derivative.geometry().right() >= 20
    # Low, the law goes first.
    panel.resize(1300, 240)
    assert not law.isVisible()


def test_a_law_that_turns_out_wider_than_its_place_is_left_out(qtbot: QtBot) -> None:
    panel, _ = shown_of(qtbot, make_view(epochs=1), (400, 620))
    derivative = panel.findChild(TypesetLabel, "byHandDerivative")
    (law,) = (each for each in panel.findChildren(TypesetLabel) if each is not derivative)
    # How wide it is, is known only when the typesetter is loaded.
    qtbot.waitUntil(lambda: derivative.drawn and law.drawn)
    assert law.sizeHint().width() + derivative.sizeHint().width() > panel.width()
    assert not law.isVisible()
    assert derivative.isVisible()


def test_a_low_panel_leaves_out_the_difference(qtbot: QtBot) -> None:
    panel, _ = shown_of(qtbot, make_view(epochs=1), (900, 240))
    labels = {label.text(): label for label in panel.findChildren(QLabel)}
    assert not labels["they differ by"].isVisible()
    assert labels["mean of the 20 parts"].isVisible()
    panel.resize(900, 260)
    assert labels["they differ by"].isVisible()
