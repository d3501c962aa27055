"""Each kind of question: asked, answered by mouse or by keys, run, and told beside it."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from engine.predicting import Sort
from engine.runs import Stage
from gui.window import MainWindow
from tests.gui.drawn import drawing
from tests.gui.predicting.person import (
    ALL,
    ASKED,
    KEY,
    LEFT,
    ask,
    by_keys,
    by_mouse,
    here,
    panel,
    press,
    said,
    settle,
    tally,
    told,
    trained_to,
)
from tests.gui.telling import places
from tests.gui.windows import trigger


@pytest.mark.parametrize("sort", ALL)
def test_keys_alone_suffice(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None], sort: Sort
) -> None:
    only(sort)
    posed = ask(qtbot, window)
    assert said(window, "lessonQuestion") == posed.question.text
    shown = panel(window)
    assert shown is not None
    assert posed.question.text in shown.accessibleDescription()
    assert here(window) == (0, None)
    by_keys(qtbot, window, posed)
    told(qtbot, window)
    assert here(window) == (posed.epochs or 1, None)
    assert not window.covers.hidden
    assert said(window, "lessonBecause") == posed.because
    assert posed.because in shown.accessibleDescription()
    if sort not in ("loss_size", "curve", "loss_curve"):
        assert said(window, "lessonVerdict") == "As you said."
    press(qtbot, window, KEY.Key_Return)
    qtbot.waitUntil(lambda: here(window) != (posed.epochs or 1, None) or bool(window.covers.hidden),
                    timeout=20_000)  # fmt: skip


@pytest.mark.parametrize("sort", ALL)
def test_the_mouse_alone_suffices(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None], sort: Sort
) -> None:
    only(sort)
    qtbot.mouseClick(window.bars.bar.widgetForAction(window.bars.epoch), LEFT)
    qtbot.waitUntil(lambda: bool(window.covers.hidden), timeout=20_000)
    settle(qtbot, window)
    by_mouse(qtbot, window, ASKED[-1])
    told(qtbot, window)
    right = said(window, "lessonVerdict")
    assert right.startswith(("As you said.", "That counts"))
    group = {"direction": "signs", "loss_way": "signs", "flip": "signs", "curve": "curves",
             "loss_curve": "curves"}.get(sort, "sizes")  # fmt: skip
    assert said(window, "lessonNote") == f"So far: {group} 1 of 1."


@pytest.mark.parametrize(
    "sort", ["direction", "largest", "point", "loss_size", "curve", "loss_curve"]
)
def test_the_answer_stands_beside_what_happened(
    qtbot: QtBot, window: MainWindow, only: Callable[[Sort], None], sort: Sort
) -> None:
    only(sort)
    posed = ask(qtbot, window)
    other = {"direction": "left", "largest": "c", "point": 3, "loss_size": 9e5}.get(sort, posed.now)
    window.asking.answer(other)  # type: ignore[arg-type]
    told(qtbot, window)
    painted = drawing(window.centralWidget()).texts
    words = "you drew" if "curve" in sort else "you said"
    assert any(words in text for text in painted)
    happened = {"direction": "it moved", "largest": "moves most", "point": "adds most",
                "loss_size": "it went here", "curve": "it became this",
                "loss_curve": "it went this way"}[sort]  # fmt: skip
    assert any(happened in text for text in painted)
    assert "wrong" not in " ".join(painted).lower()
    assert tally().given == 1
    assert " 0 of 1" in tally().words


LEAKS: dict[Sort, str] = {
    "direction": r"a moves (right|left)|a (right|left) by|: (down|up)hill|63,?466|−0\.257",
    "loss_way": r"7,?39[34]|falls? from|−29,?02\d",
    "flip": r"flips? at|epoch 14\b|0\.035",
    "largest": r"63,?466|0\.634|39\s?%",
    "point": r"the largest, at|farthest|8,?780|24 %",
    "loss_size": r"7,?39[34]|falls? from|−29,?02\d",
    "curve": r"7,?39[34]|−0\.257|−1\.468|0\.373",
    "loss_curve": r"1,?901|862\.7|62\d\.\d",
}


@pytest.mark.parametrize(
    ("sort", "stage"),
    [
        *((sort, None) for sort in ALL),
        *((sort, Stage.GRADIENT) for sort in ALL if sort not in ("flip", "loss_curve", "point")),
    ],
)
def test_nothing_tells_the_answer_while_it_is_asked(
    qtbot: QtBot,
    window: MainWindow,
    only: Callable[[Sort], None],
    sort: Sort,
    stage: Stage | None,
) -> None:
    only(sort)
    # Everything has been recorded, and could be shown.
    trained_to(qtbot, window, 30)
    trained_to(qtbot, window, 0)
    if stage:
        trained_to(qtbot, window, 1)
        window.player.show_stage(stage)
        qtbot.waitUntil(lambda: here(window) == (0, stage), timeout=20_000)
        settle(qtbot, window)
    posed = ask(qtbot, window)
    pattern = LEAKS[sort]
    if stage and sort == "direction":
        # The gradient itself is what one predicts from.
        pattern = pattern.replace("|63,?466", "")

    def found() -> list[str]:
        there: list[str] = []
        for name in ("graph", "by_hand", "landscape", "loss_parts", "curvature", "fit", "loss"):
            window.body.turn_to(name)
            settle(qtbot, window)
            there += [f"{name}: {place}" for place in places(window, pattern)]
        return there

    assert found() == []
    trigger(window, "predictModeAction")
    trained_to(qtbot, window, 14 if sort == "flip" else posed.epochs or 1)
    assert found(), "the pattern would not notice the answer"
