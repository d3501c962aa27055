"""What a frame costs in the window, where there are many epochs and where there are many points.

Every frame shows another epoch than the one before: what is kept from frame to frame helps only
where it helps a person who plays.
"""

import itertools
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from engine.experiment import Experiment, Points
from engine.runs import History
from gui.run import View
from tests.benchmarks.engine import made_up
from tests.benchmarks.played import Played
from tests.benchmarks.rows import FRAME, Row, milliseconds, ratio, seconds

SHORT, LONG = 1_000, 1_000_000
# Epochs from one frame to the next.
STRIDE = 5
FRAMES = 10
LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def rows(quick: bool) -> list[Row]:
    return [*many_epochs(quick), *many_points(quick)]


def many_epochs(quick: bool) -> list[Row]:
    """A frame as it plays on at a million epochs, and at a thousand; and seeking in a million."""
    played = Played(Experiment(epochs=2 * LONG))
    # Snapshots as they were really taken, one after the other and back again.
    views = played.step_through(30)
    snapshots = itertools.cycle([view.snapshot for view in views + views[-2:0:-1]])

    def frames(length: int) -> float:
        """The median frame of a run that plays on from `length` epochs."""
        # Another run than any other, for whoever draws it; its first frame is not counted.
        run = replace(views[-1].facts)
        figures = []
        for view in playing_on(length, replace(views[-1], facts=run)):
            shown = replace(view, snapshot=next(snapshots))
            figures.append(seconds(lambda shown=shown: played.draw(shown)))
        return statistics.median(figures[1:])

    frames(SHORT), frames(LONG)
    at_short, at_long = [], []
    for _ in range(3 if quick else 10):
        at_short.append(frames(SHORT))
        at_long.append(frames(LONG))

    played.player.run.history = grown(LONG)
    seeks = []
    for number in np.random.default_rng(0).integers(1, LONG, 20 if quick else 100).tolist():

        def seek(number: int = number) -> None:
            played.player.seek(number)
            played.shows(number)
            played.app.processEvents()

        seeks.append(seconds(seek))
    played.close()
    return [
        Row(
            "a frame at 1,000,000 epochs / at 1,000",
            ratio(at_long, at_short),
            1.5,
            f"{milliseconds(at_long)}, {milliseconds(at_short)}",
        ),
        within_a_frame("seeking in 1,000,000 epochs, asked to drawn", seeks),
    ]


def grown(length: int) -> History:
    history = History(3)
    history.append(made_up(1, length))
    return history


def playing_on(length: int, view: View) -> Iterator[View]:
    """`view` at the end of a history that begins with `length` epochs and grows, frame by frame."""
    history = grown(length)
    for _ in range(FRAMES + 1):
        history.append(made_up(len(history) + 1, STRIDE))
        yield replace(view, history=history, cursor=len(history))


def many_points(quick: bool) -> list[Row]:
    """Frames with 100,000 points: while the run plays, and while one of them is dragged."""
    chance = np.random.default_rng(0)
    inputs = np.sort(chance.uniform(0, 20, 100_000))
    targets = 0.75 * (inputs - 9.5) ** 2 + chance.normal(size=len(inputs))
    data = Points(inputs=tuple(inputs.tolist()), targets=tuple(targets.tolist()))
    played = Played(Experiment(data=data))
    views = played.step_through(10 if quick else 50)
    plays = [seconds(lambda view=view: played.draw(view)) for view in views]
    drags = dragging(played, 20 if quick else 100)
    played.close()
    return [
        within_a_frame("a frame with 100,000 points, playing", plays),
        within_a_frame("   while one of them is dragged", drags),
    ]


def dragging(played: Played, moves: int) -> list[float]:
    """How long each move of the mouse takes until it is drawn, with a point in the hand."""
    plot = played.window.fit
    viewport, handles = plot.canvas.viewport(), plot.edits.handles
    row = int(handles.rows[len(handles.rows) // 2])
    place = handles.place(row)
    assert place is not None
    start = plot.box.mapViewToScene(QPointF(*place))

    def mouse(kind: QEvent.Type, at: QPointF, button: Qt.MouseButton) -> None:
        held = NO_BUTTON if kind is QEvent.Type.MouseButtonRelease else LEFT
        place = viewport.mapToGlobal(at)
        event = QMouseEvent(kind, at, place, button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(viewport, event)
        played.app.processEvents()

    mouse(QEvent.Type.MouseButtonPress, start, LEFT)
    taken = []
    for k in range(1, moves + 1):
        at = start + QPointF(20 * np.sin(k / 5), -40 * np.sin(k / 9))
        taken.append(seconds(lambda at=at: mouse(QEvent.Type.MouseMove, at, NO_BUTTON)))
    hand = plot.edits.hand
    assert hand is not None, "nothing is in the hand"
    assert hand.place != hand.origin, "the point did not follow"
    plot.edits.cancel()
    mouse(QEvent.Type.MouseButtonRelease, start, LEFT)
    return taken


def within_a_frame(name: str, figures: Sequence[float]) -> Row:
    slowest = max(figures) * 1000
    return Row(
        f"{name} / one frame of 30",
        statistics.median(figures) / FRAME,
        1.0,
        f"{milliseconds(figures)}, at most {slowest:.1f} ms",
    )
