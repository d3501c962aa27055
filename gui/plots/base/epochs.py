"""What the plots over the epochs share: a range that follows the run, and the cursor.

The person zooms and pans along the epochs only; the range of the values follows from that. The
range of epochs grows in steps of 1, 2, 5, so that the axes are seldom painted anew.
"""

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QWidget

from engine.numbers import nice_above
from engine.runs import Run, Stage
from gui.plots.base.axes import EpochAxis
from gui.plots.base.plot import Plot
from gui.run import Asking, View
from gui.theme import Theme

SHORTEST_RUN = 10
# Room at the right of the last epoch, for the dot that stands on it.
EDGE = 0.02


def last_epoch_shown(view: View, previous: Run | None, asked: int = 0) -> int:
    """The right end of the epochs while the plot follows the run and the `previous` one.

    It leaves room for the loss with which the next epoch begins, and for the epoch `asked` about.
    """
    length = max(len(view.history), view.snapshot.number, asked - 1)
    if previous is not None:
        length = max(length, min(len(previous.history), view.experiment.epochs))
    if view.preview is not None:
        length = max(length, min(len(view.preview.losses), view.experiment.epochs))
    last = _end(length, view)
    # Otherwise its dot would be cut in two by the edge.
    return last if length + 1 <= last + 0.75 * _room(last) else _end(length + 1, view)


def _end(length: int, view: View) -> int:
    length = max(length, SHORTEST_RUN)
    return min(round(nice_above(length)), max(length, view.experiment.epochs))


def _room(last: int) -> float:
    """The free space at the right of the last epoch, in epochs."""
    return max(0.5, EDGE * last)


class EpochPlot(Plot):
    """A plot over the epochs. `epochRequested(number)` asks to show an epoch.

    `zoomed(left, right)` says that the person has chosen to see these epochs.
    """

    epochRequested = Signal(int)
    zoomed = Signal(float, float)

    def __init__(
        self,
        name: str,
        title: str,
        question: str,
        empty: str,
        y_axis: pg.AxisItem,
        axis_width: int,
        theme: Theme,
        parent: QWidget | None,
    ) -> None:
        self.epoch_axis = EpochAxis()
        axes = (self.epoch_axis, y_axis)
        super().__init__(name, title, question, empty, axes, axis_width, theme, parent)
        self._following = True
        self._asking: Asking | None = None
        self._requested: int | None = None
        self._last_epoch = 0
        self._right = 0.0
        # The previous run, kept even after it is dismissed, so that the range does not jump.
        self._beside: Run | None = None
        self.box.setMouseEnabled(x=True, y=False)
        self.cursor_line = pg.InfiniteLine(angle=90, movable=True)
        self.cursor_line.setZValue(10)
        self.cursor_line.hide()
        self.box.addItem(self.cursor_line)
        self.fit_button = self.add_control(
            "Fit view", f"{name}FitButton", "Show all epochs again, and follow the run"
        )
        self.fit_button.setEnabled(False)
        self.fit_button.clicked.connect(self.follow)
        self.cursor_line.sigDragged.connect(self._dragged)
        self.cursor_line.sigPositionChangeFinished.connect(self._dropped)
        self.box.sigRangeChangedManually.connect(self._zoomed)
        self.canvas.scene().sigMouseClicked.connect(self._clicked)

    def set_asking(self, asking: Asking) -> None:
        """Make room for the epochs of losses that `asking` asks for or tells."""
        self._asking = asking

    @property
    def _asked_until(self) -> int:
        """The last epoch of the losses that are asked for or told; 0 for none."""
        asking = self._asking
        if asking is None or asking.kind not in ("loss", "loss_curve") or asking.about is None:
            return 0
        return round(float(np.max(asking.about)))

    def follow(self) -> None:
        """Show all epochs, and keep doing so as the run goes on."""
        self._follow()
        self.zoomed.emit(0.0, self._right)

    def keep_range(self) -> Callable[[], None]:
        """Remember which epochs are shown, if the person has chosen them."""
        if self._following:
            return self.follow
        left, right, _, _ = self.visible()
        return lambda: self._show_epochs(left, right)

    def move_with(self, other: "EpochPlot") -> None:
        """Link this plot and `other`: both show the same epochs, with the same ticks."""
        for one, two in ((self, other), (other, self)):
            one.zoomed.connect(two._show_epochs)
            one.epoch_axis.share_ticks(two.epoch_axis)

    def _follow(self) -> None:
        self._following = True
        self._beside = None
        self.fit_button.setEnabled(False)
        if self._view is not None:
            self.draw(self._view)

    def _show_epochs(self, left: float, right: float) -> None:
        if self._is_all(left, right):
            self._follow()
            return
        self._following = False
        self.fit_button.setEnabled(True)
        _, _, bottom, top = self.visible()
        self.set_visible(left, right, bottom, top)

    @property
    def following(self) -> bool:
        """Whether the visible epochs follow the run, since the person has not zoomed."""
        return self._following

    def shown_epoch(self, view: View, stage: Stage) -> int:
        """The epoch that the cursor marks: the one under way as soon as it has run `stage`."""
        return view.snapshot.number if view.snapshot.reached(stage) else view.cursor

    def place_cursor(self, epoch: int) -> None:
        """Move the cursor line to `epoch`; 0 hides it."""
        if not self.cursor_line.moving:
            self.cursor_line.setVisible(epoch > 0)
            if self.cursor_line.value() != epoch:
                self.cursor_line.setValue(epoch)

    def _begin(self, view: View) -> None:
        self._following = True
        self._last_epoch = 0
        self._beside = None
        self.fit_button.setEnabled(False)

    def _fit_range(self, view: View) -> None:
        self._beside = view.previous or self._beside
        last = last_epoch_shown(view, self._beside, self._asked_until)
        if last != self._last_epoch:
            self._last_epoch = last
            self._right = last + _room(last)
            self.box.setLimits(xMin=0.0, xMax=self._right, minXRange=4.0)
        if self._following:
            _, _, bottom, top = self.visible()
            self.set_visible(0.0, self._right, bottom, top)

    def _colour(self, theme: Theme) -> None:
        self.cursor_line.setPen(self.pen(theme.cursor))
        self.cursor_line.setHoverPen(self.pen(theme.ink, 3))

    def epoch_at(self, x: float, *, least: int) -> int:
        """The epoch at `x` on the axis, at least `least` and at most the last one recorded."""
        recorded = len(self._view.history) if self._view is not None else 0
        return max(min(round(x), recorded), least)

    def _request(self, x: float) -> None:
        epoch = self.epoch_at(x, least=0)
        if epoch != self._requested:
            self._requested = epoch
            self.epochRequested.emit(epoch)

    def _dragged(self) -> None:
        self._request(self.cursor_line.value())

    def _dropped(self) -> None:
        self._requested = None
        if self._view is not None:
            self.draw(self._view)

    def _clicked(self, event: MouseClickEvent) -> None:
        place: QPointF = event.scenePos()
        if (
            self._view is not None
            and event.button() == Qt.MouseButton.LeftButton
            and self.box.sceneBoundingRect().contains(place)
        ):
            self._requested = None
            self._request(self.box.mapSceneToView(place).x())

    def _is_all(self, left: float, right: float) -> bool:
        # pyqtgraph computes the ends of a range that it limits, and rounds them.
        rounding = 1e-9 * self._right
        return left <= rounding and right >= self._right - rounding

    def _zoomed(self) -> None:
        left, right, _, _ = self.visible()
        self._following = self._is_all(left, right)
        self.fit_button.setEnabled(not self._following)
        self._range_changed()
        self.zoomed.emit(left, right)
