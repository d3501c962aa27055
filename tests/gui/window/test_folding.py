"""What is folded in the window: by whom, and that it is remembered for the next start."""

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.windows import Open, trigger


def test_a_section_of_the_column_stays_as_it_was_left(open_window: Open) -> None:
    window = open_window()
    window.column.complete()
    window.column.fold("Formula", folded=False)
    window.column.fold("Start from", folded=True)
    window.close_unasked()
    again = open_window()
    again.column.complete()
    column = again.column
    assert (column.formula.isHidden(), column.start.isHidden()) == (False, True)


def test_the_log_stays_as_it_was_left(open_window: Open) -> None:
    for folded in (False, True):
        window = open_window()
        assert window.log.folded is not folded
        # By its own heading, not by the menu.
        window.log.folded = folded
        window.close_unasked()
        again = open_window()
        assert again.log.folded is folded
        again.close_unasked()


def test_the_experiment_stays_as_it_was_left(open_window: Open) -> None:
    window = open_window()
    heard: list[bool] = []
    window.folding.experimentUnfolded.connect(heard.append)
    for unfolded in (False, True, False):
        trigger(window, "experimentPanelAction")
        assert window.column.isVisible() is unfolded
    assert heard == [False, True, False]
    window.close_unasked()
    again = open_window()
    assert not again.column.isVisible()
    trigger(again, "experimentPanelAction")
    assert again.column.isVisible()


def test_the_rate_s_field_unfolds_the_experiment_for_now(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    trigger(window, "experimentPanelAction")
    window.folding.edit_learning_rate()
    assert window.column.isVisible()
    window.close_unasked()
    assert not open_window().column.isVisible()


@pytest.mark.parametrize("wants", ["toggle_experiment", "edit_learning_rate"])
def test_what_is_unfolded_is_seen_beside_the_views(open_window: Open, wants: str) -> None:
    window = open_window()
    window.looking.toggle_enlarged("fit")
    assert window.body.enlarged == ("fit",)
    getattr(window.folding, wants)()
    assert window.body.enlarged == ()


def test_folding_the_log_ends_a_presentation(open_window: Open) -> None:
    window = open_window()
    window.looking.toggle_presenting()
    assert window.looking.presenting
    window.folding.toggle_log()
    assert not window.looking.presenting
