"""Classroom layouts: what they may hold, and the sentence for what they may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.experiment import Classroom, Experiment, sentence
from engine.experiment.classroom import MAX_LINES, MAX_TASK, PANELS, SETTINGS, VIEWS
from engine.words.classroom import TITLES


def test_every_setting_that_can_be_changed_can_be_closed() -> None:
    only_one_choice = {"loss", "optimizer"}
    assert set(SETTINGS) == set(TITLES) == set(Experiment.model_fields) - only_one_choice


def test_by_itself_it_shows_everything_and_closes_nothing() -> None:
    layout = Classroom()
    assert (layout.task, layout.views, layout.closed) == ("", (*VIEWS, *PANELS), frozenset())


def test_what_is_fixed_and_what_is_hidden_is_closed() -> None:
    layout = Classroom(settings={"seed": "fixed", "data": "hidden"})
    assert layout.closed == {"seed", "data"}


@pytest.mark.parametrize(
    "task",
    [
        "",
        "x" * MAX_TASK,
        "\n" * (MAX_LINES - 1),
        "<b>bold</b> &amp; <a href='https://example.org'>here</a>",
        "Größe, Ωμέγα, \u05e9\u05dc\u05d5\u05dd, 学ぶ",
        "\u0645\u06cc\u200c\u0631\u0648\u062f",
        "👩\u200d🏫 narrow\u202fspace and\u00a0another",
    ],
)
def test_a_task_is_any_plain_text(task: str) -> None:
    assert Classroom(task=task).task == task


@pytest.mark.parametrize(
    "bad", ["\0", "\x1b", "\r", "\t", "\u200b", "\u202e", "\u2028", "\ud800", "\ue000", "\ufeff"]
)
def test_a_task_holds_nothing_that_is_not_seen(bad: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Classroom(task=f"What is {bad}?")
    said = sentence(caught.value)
    assert said.isprintable()
    # pydantic itself refuses half a letter.
    assert f"U+{ord(bad):04X} in it cannot be shown." in said or bad == "\ud800"


@given(
    st.text(max_size=700) | st.none() | st.integers(),
    st.lists(st.sampled_from([*VIEWS, *PANELS, "los", ""]) | st.text(), max_size=12).map(tuple)
    | st.none(),
    st.dictionaries(
        st.sampled_from([*SETTINGS, "sede"]) | st.text(),
        st.sampled_from(["fixed", "hidden", "free", ""]) | st.text() | st.none(),
        max_size=12,
    ),
)
def test_whatever_it_is_given_it_is_a_layout_or_a_sentence(
    task: object, views: object, settings: object
) -> None:
    try:
        layout = Classroom.model_validate({"task": task, "views": views, "settings": settings})
    except ValidationError as error:
        said = sentence(error)
        assert said.isprintable()
        assert len(said) < 400
        assert said.endswith(".")
    else:
        assert set(layout.views) <= {*VIEWS, *PANELS}
        assert len(set(layout.views)) == len(layout.views)
        assert set(layout.views) & set(VIEWS)
        assert layout.closed <= SETTINGS.keys()
        assert set(layout.settings.values()) <= {"fixed", "hidden"}
        assert len(layout.task) <= MAX_TASK
