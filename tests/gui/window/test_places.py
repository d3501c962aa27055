"""Where the parts of the window stand, how they share its room, and which take the focus."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QFormLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.panels.log import LogPanel
from gui.panels.timeline import Timeline
from gui.window import MainWindow
from gui.window.place import PlaceOfViews
from tests.gui.windows import Open, trigger

# The margins around each part's contents (left, top, right, bottom), and the gaps between them.
NO_MARGIN = (0, 0, 0, 0)
ROOMS: dict[str, tuple[tuple[int, int, int, int], int | tuple[int, int]]] = {
    "StagesPanel": (NO_MARGIN, 20),
    "Banner": ((8, 4, 4, 4), 8),
    "PlaceOfViews": (NO_MARGIN, 0),
    "MovesPanel": (NO_MARGIN, 4),
    "PanelHead": (NO_MARGIN, 4),
    "LossPlot": ((8, 4, 4, 4), 2),
    "SignsPlot": ((8, 4, 4, 4), 2),
    "FitPlot": ((8, 4, 4, 4), 2),
    "Section": (NO_MARGIN, 4),
    "ControlsPanel": (NO_MARGIN, 8),
    "StartPanel": (NO_MARGIN, 4),
    "StartRow": (NO_MARGIN, (4, 0)),
    "FormulaPanel": (NO_MARGIN, 4),
    "DataPanel": (NO_MARGIN, 4),
    "SampledFields": (NO_MARGIN, (6, 4)),
    "Timeline": (NO_MARGIN, (12, 0)),
    "LogPanel": (NO_MARGIN, 4),
    "SpeedControl": ((8, 0, 8, 0), 6),
}
# How each part stretches, across and down, and how the keyboard reaches it.
Fixed, Grows, Gives = (
    QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred,
)  # fmt: skip
STRETCHED: dict[str, tuple[QSizePolicy.Policy, QSizePolicy.Policy, Qt.FocusPolicy]] = {
    "StagesPanel": (Grows, Fixed, Qt.FocusPolicy.NoFocus),
    "StageCard": (QSizePolicy.Policy.Minimum, Fixed, Qt.FocusPolicy.TabFocus),
    "Banner": (Grows, Fixed, Qt.FocusPolicy.NoFocus),
    "EnlargeButton": (Fixed, Fixed, Qt.FocusPolicy.TabFocus),
    "OverviewPlot": (Gives, Gives, Qt.FocusPolicy.StrongFocus),
    "Canvas": (Grows, Grows, Qt.FocusPolicy.NoFocus),
    "FitPlot": (Gives, Gives, Qt.FocusPolicy.StrongFocus),
    "NumberEdit": (Grows, Fixed, Qt.FocusPolicy.StrongFocus),
    "StartSlider": (Grows, Fixed, Qt.FocusPolicy.StrongFocus),
    "BackButton": (Fixed, Fixed, Qt.FocusPolicy.TabFocus),
    "TypesetLabel": (Grows, QSizePolicy.Policy.Minimum, Qt.FocusPolicy.NoFocus),
    "Timeline": (Grows, Fixed, Qt.FocusPolicy.NoFocus),
    "EpochSlider": (Grows, Fixed, Qt.FocusPolicy.StrongFocus),
    "LogPanel": (Grows, Fixed, Qt.FocusPolicy.NoFocus),
    "LogView": (Grows, Grows, Qt.FocusPolicy.StrongFocus),
    "SpeedSlider": (Fixed, Fixed, Qt.FocusPolicy.StrongFocus),
    "Status": (Grows, Gives, Qt.FocusPolicy.NoFocus),
}


@pytest.fixture
def window(open_window: Open, qtbot: QtBot) -> MainWindow:
    window = open_window(theme="light")
    window.column.complete()
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: window.settled, timeout=20_000)
    return window


def parts(window: MainWindow, kind: str) -> list[QWidget]:
    found = [each for each in window.findChildren(QWidget) if type(each).__name__ == kind]
    assert found, kind
    return found


def place(window: MainWindow, part: QWidget) -> QRect:
    return QRect(part.mapTo(window, QPoint(0, 0)), part.size())


def gaps(layout: QLayout) -> int | tuple[int, int]:
    if isinstance(layout, QFormLayout | QGridLayout):
        return layout.horizontalSpacing(), layout.verticalSpacing()
    return layout.spacing()


def test_every_part_has_its_margins_and_gaps(window: MainWindow) -> None:
    for kind, room in ROOMS.items():
        for part in parts(window, kind):
            margins = part.layout().contentsMargins()
            sides = margins.left(), margins.top(), margins.right(), margins.bottom()
            assert (sides, gaps(part.layout())) == room, kind


def test_every_part_stretches_and_takes_the_focus_as_it_should(window: MainWindow) -> None:
    for kind, (across, down, focus) in STRETCHED.items():
        for part in parts(window, kind):
            policy = part.sizePolicy()
            assert (policy.horizontalPolicy(), policy.verticalPolicy()) == (across, down), kind
            assert part.focusPolicy() == focus, kind
    # Unfolded, the log shares the height with the views.
    trigger(window, "logPanelAction")
    (log,) = parts(window, "LogPanel")
    assert log.sizePolicy().verticalPolicy() is Gives


def test_the_rows_fill_the_window_with_equal_gaps(window: MainWindow) -> None:
    window.banner.hide()
    QApplication.processEvents()
    bar = window.bars.bar.geometry()
    rows = [
        place(window, part)
        for part in (
            window.stages, window.body, window.findChild(Timeline), window.findChild(LogPanel)
        )
    ]  # fmt: skip
    assert {(row.left(), row.right() + 1) for row in rows} == {(8, 1440 - 8)}
    assert rows[0].top() == bar.bottom() + 1
    for above, below in pairwise(rows):
        assert below.top() - above.bottom() - 1 == 8
    assert rows[-1].bottom() + 1 == 900 - 8
    assert rows[1].height() > 500


def test_the_body_s_columns_have_their_shares_and_keep_them(window: MainWindow) -> None:
    column = window.column
    views = {
        name: next(
            each for each in parts(window, "PlaceOfViews")
            if isinstance(each, PlaceOfViews) and each.isAncestorOf(window.body.view(name))
        )
        for name in ("fit", "loss", "signs", "moves")
    }  # fmt: skip

    def places() -> dict[str, QRect]:
        QApplication.processEvents()
        return {name: place(window, view) for name, view in views.items()}

    at = places()
    left = place(window, column)
    assert left.width() == 250
    assert at["fit"].left() - left.right() - 1 == 8
    assert at["moves"].left() - at["fit"].right() - 1 == 8
    assert at["fit"].width() / at["moves"].width() == pytest.approx(680 / 490, abs=0.01)
    assert (at["loss"].left(), at["signs"].right()) == (at["fit"].left(), at["fit"].right())
    assert at["signs"].left() - at["loss"].right() - 1 == 8
    assert abs(at["signs"].width() - at["loss"].width()) <= 1
    assert at["loss"].top() - at["fit"].bottom() - 1 == 8
    assert at["moves"].top() == at["fit"].top() == left.top()
    assert at["moves"].bottom() == at["loss"].bottom() == left.bottom()
    window.resize(1440 + 340, 900 + 180)
    wider = places()
    assert column.width() == 250
    assert wider["fit"].width() - at["fit"].width() == pytest.approx(200, abs=2)
    assert wider["moves"].width() - at["moves"].width() == pytest.approx(140, abs=2)
    more = [wider[name].height() - at[name].height() for name in ("fit", "loss")]
    assert more[0] > more[1] > 60
    # No part can be pushed away altogether.
    for splitter in window.body.splitters:
        assert not splitter.childrenCollapsible()
        assert splitter.handleWidth() == 8


def test_only_the_column_and_the_cards_scroll_and_only_downwards(window: MainWindow) -> None:
    for part in (window.column, window.body.view("moves")):
        scroll = part.findChild(QScrollArea)
        assert scroll.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        assert scroll.widgetResizable()
        assert scroll.frameShape() == QFrame.Shape.NoFrame
    assert window.column.findChild(QScrollArea).focusPolicy() == Qt.FocusPolicy.NoFocus
    moves = window.body.view("moves").findChild(QScrollArea)
    assert moves.accessibleName() == "Cards of the parameters"
    assert moves.alignment() == Qt.AlignmentFlag.AlignTop
    assert not moves.viewport().autoFillBackground()
    assert window.column.minimumWidth() == 248
    assert (window.minimumWidth(), window.minimumHeight()) == (1024, 700)


def test_numbers_are_typed_in_peace(window: MainWindow) -> None:
    """What is typed counts once it is finished; steps are as large as the number is."""
    epochs = window.findChild(QSpinBox, "epochsSpin")
    assert not epochs.keyboardTracking()
    assert epochs.isGroupSeparatorShown()
    assert epochs.stepType() is QAbstractSpinBox.StepType.AdaptiveDecimalStepType
    assert epochs.minimum() == 1
    before = epochs.value()
    epochs.stepUp()
    assert epochs.value() - before == 10
    new = window.column.training.new_seed
    assert new.width() == new.fontMetrics().horizontalAdvance("New") + 24
    assert window.column.training.stop_at_loss.placeholderText() == "off"


def test_what_explains_is_faint(window: MainWindow) -> None:
    faint = {
        label.text() for label in window.findChildren(QLabel) if label.property("faint") is True
    }
    assert {
        "else the derivatives add up", "else nothing can be derived",
        "Drawn hollow, never trained on; its loss is a second curve.", "10 epochs a second",
    } <= faint  # fmt: skip
    assert any("to go" in text for text in faint)
    assert window.bars.status.property("heading") is True
    assert window.bars.bar.widgetForAction(window.bars.play).property("primary") is True
    assert window.column.property("panel") is True
