"""The log: its rows, whose numbers they are, what it asks for, following, copying and folding."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from engine.experiment import Experiment
from engine.experiment.settings import Settings
from engine.numbers import exact, number
from engine.queries import PredictionsQuery
from engine.runs import History, Updates
from engine.training import Problem
from gui.panels.log import LogPanel
from gui.panels.log.model import KEPT_EPOCHS, KEPT_NUMBERS, LogModel, tensor_text
from gui.panels.log.view import fitted
from gui.run import View
from gui.theme import DARK, LIGHT, Theme
from gui.zoom import SMALL, face
from tests.gui.drawn import drawing
from tests.gui.views import make_view
from tests.gui.windows import at_front

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key
Asked = list[tuple[int, int]]


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[LogPanel]:
    panel = LogPanel()
    qtbot.addWidget(panel)
    panel.resize(1000, 220)
    panel.show()
    yield panel
    panel.hide()


@pytest.fixture
def asked(panel: LogPanel) -> Asked:
    ranges: Asked = []
    panel.model.predictionsWanted.connect(lambda first, last: ranges.append((first, last)))
    return ranges


@pytest.fixture
def epochs(panel: LogPanel) -> list[int]:
    requested: list[int] = []
    panel.epochRequested.connect(requested.append)
    return requested


@pytest.fixture(scope="module")
def view() -> View:
    return make_view(epochs=120, cursor=37)


def painted() -> None:
    QApplication.processEvents()


def predictions(view: View, first: int, last: int) -> NDArray[np.float32]:
    return PredictionsQuery(first, view.history.params[first - 1 : last]).answer(
        Problem(view.experiment)
    )


def rows_seen(panel: LogPanel) -> range:
    last = panel.view.rowAt(panel.view.viewport().height() - 1)
    return range(panel.view.rowAt(0), (panel.model.rowCount() if last < 0 else last + 1))


def batch(first: int, epochs: int, points: int = 3) -> Updates:
    ones = np.ones((epochs, 1), np.float32)
    preds = np.repeat(np.arange(first, first + epochs, dtype=np.float32)[:, None], points, 1)
    params = np.ones((epochs + 1, 1), np.float32)
    settings, loss = Settings(0.1, True, True), ones[:, 0]
    return Updates(first, settings, ones[0], params, preds, loss, loss, ones)


def long_view(view: View, epochs: int) -> View:
    history = History(1)
    history.append(batch(1, epochs, points=0))
    return replace(view, history=history, cursor=epochs)


def numbers_of(line: str) -> list[float]:
    return [float(each) for each in line[line.index("[") + 1 : line.index("]")].split(",")]


# what a row says


@given(
    st.lists(st.floats(width=32), min_size=1, max_size=20)
    | st.lists(st.floats(-999, 999, width=32), min_size=1, max_size=20)
    | st.lists(st.integers(-999, 999).map(float), min_size=1, max_size=20)
)
def test_numbers_look_as_torch_prints_them(values: list[float]) -> None:
    torch.set_printoptions(linewidth=10_000)
    try:
        printed = str(torch.tensor(values, dtype=torch.float32))
    finally:
        torch.set_printoptions(profile="default")
    assert tensor_text(values) == printed.replace("-", "−")


def test_more_numbers_than_are_kept_end_in_dots() -> None:
    assert tensor_text([1.0, 2.5], more=True) == "tensor([1.0000, 2.5000, ...])"


def test_a_row_is_what_the_article_prints(panel: LogPanel, view: View) -> None:
    panel.draw(view)
    panel.add_predictions(1, predictions(view, 1, 120))
    epoch = view.history[36]
    head, preds, loss, grad = str(panel.model.index(36, 0).data()).split("\n")
    assert head == "epoch 37"
    assert preds.startswith("preds tensor([")
    assert numbers_of(preds) == pytest.approx(predictions(view, 37, 37)[0].tolist(), abs=5e-5)
    assert loss == f"loss  {number(epoch.loss)}"
    assert grad.startswith("grad  tensor([")
    assert numbers_of(grad) == pytest.approx(epoch.gradient.tolist(), abs=5e-5)
    assert exact(epoch.loss) in str(panel.model.index(36, 0).data(Qt.ItemDataRole.ToolTipRole))


def test_a_row_without_its_predictions_shows_dots_in_their_place(
    panel: LogPanel, view: View
) -> None:
    panel.draw(view)
    assert "preds …" in panel.model.text(37)


def test_numbers_that_are_not_finite_are_written_out(panel: LogPanel) -> None:
    diverged = make_view(Experiment(learning_rate=1e-4), epochs=200)
    panel.draw(diverged)
    panel.add_predictions(1, predictions(diverged, 1, len(diverged.history)))
    painted()
    assert "loss  ∞" in panel.model.text(len(diverged.history))


def test_a_line_is_cut_between_numbers() -> None:
    line = "preds tensor([ 0.3704, −2.0307,  5.5000])"
    assert fitted(line, 100) == line
    assert fitted(line, 36) == "preds tensor([ 0.3704, −2.0307, …"
    assert len(fitted(line, 36)) <= 36
    assert fitted("loss  661.20", 8) == "loss  6…"


# rows come and go with the history


def test_rows_are_appended_as_the_history_grows(panel: LogPanel, view: View) -> None:
    history = History(1)
    grown = replace(view, history=history, cursor=0)
    inserted: list[tuple[int, int]] = []
    resets: list[None] = []
    panel.draw(grown)
    panel.model.rowsInserted.connect(lambda _, first, last: inserted.append((first, last)))
    panel.model.modelReset.connect(lambda: resets.append(None))
    for first in (1, 11):
        history.append(batch(first, 10))
        panel.draw(replace(grown, cursor=first))
    panel.draw(replace(grown, cursor=3))
    assert inserted == [(0, 9), (10, 19)]
    assert resets == []
    assert panel.model.rowCount() == 20


def test_another_run_begins_anew(panel: LogPanel, view: View, asked: Asked) -> None:
    panel.draw(view)
    painted()
    panel.add_predictions(1, predictions(view, 1, 120))
    other = make_view(Experiment(seed=3), epochs=5)
    panel.draw(other)
    assert panel.model.rowCount() == 5
    assert "preds …" in panel.model.text(5)
    painted()
    assert asked[-1] == (rows_seen(panel).start + 1, 5)


def test_the_same_problem_trained_again_begins_anew(panel: LogPanel, view: View) -> None:
    panel.draw(view)
    empty = History(view.history.parameters)
    panel.draw(replace(view, history=empty, cursor=0))
    assert panel.model.rowCount() == 0


def test_ten_million_epochs_are_a_log_like_any_other(
    panel: LogPanel, view: View, asked: Asked, epochs: list[int], qtbot: QtBot
) -> None:
    many = 10_000_000
    panel.draw(long_view(view, many))
    painted()
    assert rows_seen(panel).stop == many
    assert asked == [(rows_seen(panel).start + 1, many)]
    place = panel.view.visualRect(panel.model.index(many - 1, 0))
    assert panel.view.viewport().rect().contains(place)
    qtbot.mouseClick(panel.view.viewport(), LEFT, pos=place.center())
    assert epochs == [many]


# predictions


def test_the_rows_in_sight_ask_for_their_predictions_once(
    panel: LogPanel, view: View, asked: Asked
) -> None:
    panel.draw(view)
    painted()
    seen = rows_seen(panel)
    assert asked == [(seen.start + 1, seen.stop)]
    panel.view.scrollToTop()
    painted()
    panel.view.scrollToBottom()
    painted()
    assert len(asked) == 1, "at most one question is open"

    panel.add_predictions(seen.start + 1, predictions(view, seen.start + 1, seen.stop))
    painted()
    assert asked[1:] == [(rows_seen(panel).start + 1, 120)], "then what is in sight by now"
    panel.add_predictions(asked[1][0], predictions(view, *asked[1]))
    painted()
    assert len(asked) == 2
    assert all("…" not in panel.model.text(epoch) for epoch in range(asked[1][0], 121))


def test_what_came_with_training_is_not_asked_for(
    panel: LogPanel, view: View, asked: Asked
) -> None:
    panel.draw(replace(view, history=History(3), cursor=0))
    panel.draw(view)
    panel.add_predictions(1, predictions(view, 1, 120))
    painted()
    assert asked == []


def test_an_answer_to_something_else_leaves_the_question_open(
    panel: LogPanel, view: View, asked: Asked
) -> None:
    panel.draw(view)
    painted()
    panel.add_predictions(119, predictions(view, 119, 120))
    panel.view.viewport().update()
    painted()
    assert len(asked) == 1


def model_of(history: History, points: int) -> LogModel:
    model = LogModel()
    model.begin(history, points)
    return model


def cached(model: LogModel, epochs: int) -> list[int]:
    return [k for k in range(1, epochs + 1) if "preds …" not in model.text(k)]


@given(st.lists(st.integers(1, KEPT_EPOCHS + 500), min_size=1, max_size=6))
def test_the_newest_predictions_are_kept_and_no_more(sizes: list[int]) -> None:
    history = History(1)
    model = model_of(history, 3)
    for size in sizes:
        new = batch(len(history) + 1, size)
        history.append(new)
        model.extend()
        model.add_predictions(new.first, new.predictions)
    total = len(history)
    assert cached(model, total) == list(range(max(1, total - KEPT_EPOCHS + 1), total + 1))
    assert numbers_of(model.text(total).split("\n")[1]) == [total] * 3


def test_of_many_points_the_first_twenty_are_kept() -> None:
    history = History(1)
    new = batch(1, 2, points=50)
    history.append(new)
    model = model_of(history, 50)
    model.add_predictions(1, new.predictions)
    preds = model.text(1).split("\n")[1]
    assert preds.count("1.") == KEPT_NUMBERS
    assert preds.endswith(", ...])")


# where it stands


def test_the_epoch_shown_is_scrolled_to_and_marked(panel: LogPanel, view: View) -> None:
    for cursor in (37, 120, 1):
        panel.draw(replace(view, cursor=cursor))
        painted()
        assert panel.view.shown == cursor
        assert cursor - 1 in rows_seen(panel)
    panel.draw(replace(view, cursor=3))
    painted()
    marked = panel.view.viewport().grab().toImage()
    panel.draw(replace(view, cursor=2))
    painted()
    assert panel.view.viewport().grab().toImage() != marked


def test_scrolling_away_ends_the_following_and_back_begins_it(panel: LogPanel, view: View) -> None:
    follow = panel.findChild(QCheckBox, "logFollowCheck")
    assert isinstance(follow, QCheckBox)
    panel.draw(replace(view, cursor=120))
    painted()
    bar = panel.view.verticalScrollBar()
    bar.setValue(0)
    assert not panel.view.following
    assert not follow.isChecked()
    panel.draw(replace(view, cursor=119))
    painted()
    assert rows_seen(panel).start == 0
    bar.setValue(bar.maximum())
    assert panel.view.following
    assert follow.isChecked()


def test_the_box_begins_the_following_again(panel: LogPanel, view: View, qtbot: QtBot) -> None:
    follow = panel.findChild(QCheckBox, "logFollowCheck")
    assert isinstance(follow, QCheckBox)
    panel.draw(replace(view, cursor=120))
    panel.view.verticalScrollBar().setValue(0)
    qtbot.keyClick(follow, Key.Key_Space)
    painted()
    assert rows_seen(panel).stop == 120


def test_epochs_that_come_do_not_push_a_reader_away(panel: LogPanel, view: View) -> None:
    history = History(1)
    history.append(batch(1, 100))
    read = replace(view, history=history, cursor=100)
    panel.draw(read)
    panel.view.verticalScrollBar().setValue(panel.view.verticalScrollBar().maximum() // 2)
    painted()
    seen = rows_seen(panel)
    history.append(batch(101, 50))
    panel.draw(replace(read, cursor=150))
    painted()
    assert rows_seen(panel) == seen


# what a person does


def test_a_click_asks_for_the_epoch_and_with_a_modifier_only_selects(
    panel: LogPanel, view: View, epochs: list[int], qtbot: QtBot
) -> None:
    panel.draw(replace(view, cursor=3))
    painted()

    def click(row: int, modifier: Qt.KeyboardModifier) -> None:
        place = panel.view.visualRect(panel.model.index(row, 0)).center()
        qtbot.mouseClick(panel.view.viewport(), LEFT, modifier, pos=place)

    click(0, Qt.KeyboardModifier.NoModifier)
    click(1, Qt.KeyboardModifier.ShiftModifier)
    assert epochs == [1]
    assert len(panel.view.selectionModel().selectedRows()) == 2


def test_page_keys_and_enter_work_without_a_mouse(
    panel: LogPanel, view: View, epochs: list[int], qtbot: QtBot
) -> None:
    panel.draw(replace(view, cursor=1))
    painted()
    panel.view.setCurrentIndex(panel.model.index(0, 0))
    qtbot.keyClick(panel.view, Key.Key_PageDown)
    row = panel.view.currentIndex().row()
    assert row > 0
    qtbot.keyClick(panel.view, Key.Key_Return)
    assert epochs == [row + 1]


class Window(QWidget):
    """What is around the log: keeps the keys that come to it."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[int] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.keys.append(event.key())


def test_the_windows_keys_and_letters_pass_through_to_the_window(view: View, qtbot: QtBot) -> None:
    window = Window()
    qtbot.addWidget(window)
    panel = LogPanel(window)
    panel.draw(view)
    panel.view.setCurrentIndex(panel.model.index(30, 0))
    keys = [
        Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_Home, Key.Key_End,
        Key.Key_Space, Key.Key_E, Key.Key_Question,
    ]  # fmt: skip
    for key in keys:
        qtbot.keyClick(panel.view, key)
    assert window.keys == keys
    assert panel.view.currentIndex().row() == 30


def select(panel: LogPanel, *spans: tuple[int, int]) -> None:
    selection = panel.view.selectionModel().selection()
    flag = QItemSelectionModel.SelectionFlag.Select
    for first, last in spans:
        selection.select(panel.model.index(first - 1, 0), panel.model.index(last - 1, 0))
    panel.view.selectionModel().select(selection, flag)


def test_copying_takes_the_selected_rows_in_order_as_a_program_reads_them(
    panel: LogPanel, view: View, qtbot: QtBot
) -> None:
    panel.draw(view)
    panel.add_predictions(1, predictions(view, 1, 120))
    select(panel, (7, 7), (2, 3))
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied == "\n".join(panel.model.text(epoch) for epoch in (2, 3, 7))
    assert "−" not in copied
    assert numbers_of(copied.split("\n")[1])[1] < 0


def test_copying_a_great_many_rows_says_how_many_are_left_out(panel: LogPanel, view: View) -> None:
    panel.draw(long_view(view, 1_000_000))
    select(panel, (1, 1_000_000))
    panel.view.copy()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 2000 * 4 + 1
    assert lines[-1].startswith("(998,000 more epochs")


def test_copying_nothing_leaves_the_clipboard_alone(panel: LogPanel, view: View) -> None:
    QGuiApplication.clipboard().setText("kept")
    panel.draw(view)
    panel.view.clearSelection()
    panel.view.copy()
    assert QGuiApplication.clipboard().text() == "kept"


# folding


def test_folding_leaves_the_title_alone_and_is_told(
    panel: LogPanel, view: View, qtbot: QtBot
) -> None:
    told: list[bool] = []
    panel.foldedChanged.connect(told.append)
    panel.draw(view)
    title = panel.findChild(QToolButton, "logFoldButton")
    assert isinstance(title, QToolButton)
    unfolded = panel.sizeHint().height()
    qtbot.mouseClick(title, LEFT)
    assert panel.folded
    assert not panel.view.isVisible()
    assert title.isVisible()
    assert panel.sizeHint().height() < unfolded / 2
    panel.folded = True
    panel.folded = False
    assert told == [True, False]
    assert panel.view.isVisible()


def test_a_folded_log_keeps_count_and_asks_for_nothing_until_it_is_unfolded(
    panel: LogPanel, view: View, asked: Asked
) -> None:
    panel.folded = True
    panel.draw(replace(view, cursor=120))
    painted()
    assert asked == []
    assert panel.model.rowCount() == 120
    panel.folded = False
    painted()
    assert rows_seen(panel).stop == 120
    assert asked == [(rows_seen(panel).start + 1, 120)]


# looks


def test_tab_goes_from_the_title_to_the_box_to_the_rows(panel: LogPanel, view: View) -> None:
    panel.draw(view)
    names = []
    widget: QWidget | None = panel
    while widget is not None and (widget := widget.nextInFocusChain()) is not panel:
        if widget is not None and widget.objectName() in ("logFoldButton", "logFollowCheck", "log"):
            names.append(widget.objectName())
    assert names == ["logFoldButton", "logFollowCheck", "log"]


def test_an_empty_log_says_what_will_stand_there(panel: LogPanel, view: View) -> None:
    blank = panel.view.viewport().grab().toImage()
    panel.draw(replace(view, history=History(3), cursor=0))
    painted()
    image = panel.view.viewport().grab().toImage()
    ground = image.pixelColor(2, 2)
    assert image == blank
    assert any(image.pixelColor(x, image.height() // 2) != ground for x in range(image.width()))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_row_is_painted_with_its_number_and_the_epoch_shown_is_marked(
    panel: LogPanel, view: View, theme: Theme
) -> None:
    panel.set_theme(theme)
    panel.draw(view)
    first, last = 36, 38
    panel.add_predictions(first, predictions(view, first, last))
    painted()
    seen = panel.view
    drawn = drawing(seen.viewport())
    for epoch in (first, last - 1):
        row = seen.visualRect(panel.model.index(epoch - 1, 0))
        texts = [
            mark for mark in drawn if mark.kind == "text" and row.top() < mark.top < row.bottom()
        ]
        if not seen.viewport().rect().contains(row):
            continue
        shown = epoch == 37
        head = [mark for mark in texts if mark.left < row.left() + 20]
        lines = [mark for mark in texts if mark not in head]
        assert [mark.text.strip() for mark in head] == (
            ["▸ epoch 37", "shown"] if shown else [f"epoch {epoch}"]
        )
        assert head[0].bold is shown
        assert {mark.fill for mark in head} == {theme.text if shown else theme.faint_text}
        assert {mark.fill for mark in lines} == {theme.text}
        assert len({mark.left for mark in lines}) == 1
        for mark, line in zip(lines, panel.model.printed(epoch), strict=True):
            # Whole, or cut between two numbers.
            assert line.startswith(mark.text.removesuffix("…").rstrip())
        pitch = lines[1].top - lines[0].top
        assert lines[2].top - lines[1].top == pytest.approx(pitch, abs=0.1)
        assert lines[0].top == head[0].top
        edge = [
            mark
            for mark in drawn.filled(theme.ink)
            if mark.right - mark.left == 3 and mark.top == row.top()
        ]
        assert len(edge) == shown
        under = [
            mark
            for mark in drawn.stroked(theme.border)
            if mark.top == mark.bottom and abs(mark.top - row.bottom()) <= 1.5
        ]
        assert len(under) == 1
        assert under[0].right - under[0].left == pytest.approx(row.width(), abs=2)
    assert seen.rowHeight(0) * 3 <= seen.sizeHint().height()
    assert panel.view.objectName() == "log"
    assert panel.view.accessibleName() == "Log: what the article prints, epoch by epoch"


def test_the_shown_mark_moves_with_the_epoch(panel: LogPanel, view: View) -> None:
    for cursor in (37, 36, 120, 1):
        panel.draw(replace(view, cursor=cursor))
        painted()
        heads = [text.strip() for text in drawing(panel.view.viewport()).texts if "▸" in text]
        assert heads == [f"▸ epoch {cursor}"]
    panel.draw(replace(view, cursor=0))
    painted()
    assert not any("▸" in text for text in drawing(panel.view.viewport()).texts)
    assert panel.view.rowAt(0) == 0


def test_a_selected_row_has_another_ground(panel: LogPanel, view: View) -> None:
    panel.draw(view)
    painted()
    row = panel.view.visualRect(panel.model.index(35, 0))
    before = panel.view.viewport().grab().toImage().pixelColor(row.right() - 4, row.top() + 2)
    panel.view.selectRow(35)
    after = panel.view.viewport().grab().toImage().pixelColor(row.right() - 4, row.top() + 2)
    assert before.name() != after.name()
    assert after.blue() > after.red()


def test_the_row_with_the_focus_is_framed_within_its_edges(
    panel: LogPanel, view: View, qtbot: QtBot
) -> None:
    panel.draw(view)
    at_front(qtbot, panel)
    panel.view.setFocus()
    panel.view.setCurrentIndex(panel.model.index(36, 0))
    painted()
    row = panel.view.visualRect(panel.model.index(36, 0))
    (frame,) = (mark for mark in drawing(panel.view.viewport()) if mark.dashes)
    assert frame.box == pytest.approx(
        (row.left() + 1, row.top() + 1, row.left() + row.width() - 2, row.top() + row.height() - 2)
    )
    assert (frame.stroke, frame.fill, frame.width) == (LIGHT.text, "", 1)


def test_the_numbers_stand_clear_of_the_widest_epoch(panel: LogPanel, view: View) -> None:
    panel.draw(replace(view, experiment=Experiment(epochs=10**7)))
    painted()
    drawn = drawing(panel.view.viewport())
    lines = [mark for mark in drawn if mark.kind == "text" and mark.text.startswith("loss")]
    heads = [mark for mark in drawn if mark.kind == "text" and mark.text.startswith("▸")]
    character = QFontMetricsF(face(SMALL, code=True)).horizontalAdvance("0")
    room = len("▸ epoch 10,000,000") * character
    assert lines[0].left - heads[0].left >= room
    assert lines[0].left - heads[0].left <= room + 3 * character


def test_the_tooltip_of_a_row_has_every_digit(panel: LogPanel, view: View) -> None:
    panel.draw(view)
    tip = panel.model.data(panel.model.index(16, 0), Qt.ItemDataRole.ToolTipRole)
    gradient = ", ".join(exact(each) for each in view.history.gradient[16].tolist())
    assert tip == (
        f"Epoch 17\nloss {exact(float(view.history.loss[16]))}\ngradient {gradient}\n"
        "Click to see this epoch everywhere"
    )
    shown = panel.model.data(panel.model.index(16, 0))
    assert shown is not None
    assert shown.startswith("epoch 17\npreds ")
    assert panel.model.data(QModelIndex()) is None
    assert panel.model.data(panel.model.index(16, 0), Qt.ItemDataRole.FontRole) is None


def test_typing_never_searches_all_rows(
    panel: LogPanel, view: View, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[object] = []

    def match(*args: object) -> list[QModelIndex]:
        searched.append(args)
        return []

    monkeypatch.setattr(panel.model, "match", match)
    panel.draw(view)
    event: Callable[[], QKeyEvent] = lambda: QKeyEvent(  # noqa: E731
        QEvent.Type.KeyPress, Key.Key_E, Qt.KeyboardModifier.NoModifier, "e"
    )
    QApplication.sendEvent(panel.view, event())
    assert searched == []
