"""The timeline: a slider over the run's epochs, showing how many are trained and which one is seen.

Dragging its handle or clicking on it chooses an epoch; during training the handle follows the run.
"""

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from engine.experiment import Experiment
from engine.numbers import count, nice_above
from engine.runs import Stage
from engine.words.ahead import epoch_of, progress
from engine.words.seen import of_timeline
from gui.run import View
from gui.theme import LIGHT, SMALL_SPACE, SPACE, Theme
from gui.widgets.slider import PaintedSlider
from gui.zoom import face, px, scaled, sized, small_face, zoom

PAGES: dict[int, int] = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}
# The least distance in pixels between two numbers below the groove.
TICK_SPACING = 140
HOLE = 2.5


class EpochSlider(PaintedSlider):
    """A slider whose handle jumps to where it is clicked, and which ignores most keys.

    It ranges from 0 to the number of epochs to train; only the first `trained` can be chosen.
    The arrow keys, Home, End and Space are left to the window, even while it has the focus.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, theme, handle=7, height=20, size=300, least=120)
        self.trained = 0
        # How much of the epoch after `value()` has run, from 0 to 1.
        self.part = 0.0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = PAGES.get(event.key())
        if page is None:
            event.ignore()
            return
        self.setValue(min(self.value() + page * self.pageStep(), self.trained))
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self.theme
        here = self.position_of(self.sliderPosition() + self.part)
        self.paint_groove(painter, self.ends[1], theme.previous)
        if self.trained:
            self.paint_groove(painter, self.position_of(self.trained), theme.ink)
        edge = theme.text if self.hasFocus() else theme.window
        self.paint_handle(painter, theme.ink if self.trained else theme.curve, edge, here)
        # A hole tells the handle from the trained part, even where it stands at that part's end.
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.window))
        hole = scaled(HOLE)
        painter.drawEllipse(QRectF(here - hole, self.height() / 2 - hole, 2 * hole, 2 * hole))
        painter.end()


class Ticks(QWidget):
    """The numbers below the groove of `slider`: round ones and the last epoch."""

    def __init__(self, slider: EpochSlider, parent: QWidget) -> None:
        super().__init__(parent)
        self._slider = slider
        self._colour = QColor()
        self.fit()

    def fit(self) -> None:
        """Take the small font at its current size, and the height that it needs."""
        self.setFont(small_face())
        self.setFixedHeight(round(QFontMetricsF(self.font()).height()) + 1)

    def sizeHint(self) -> QSize:
        return QSize(0, self.maximumHeight())

    def set_colour(self, colour: str) -> None:
        """Write in `colour` from now on."""
        self._colour = QColor(colour)
        self.update()

    def epochs(self) -> list[int]:
        """The epochs that have a number, including the last one of the timeline."""
        slider = self._slider
        left, right = slider.ends
        last = slider.maximum()
        spaces = max((right - left) / scaled(TICK_SPACING), 1.0)
        step = max(1, round(nice_above(max(last, 1) / spaces)))
        room = scaled(TICK_SPACING / 4)
        round_ones = range(0, last, step)
        return [k for k in round_ones if slider.position_of(k) < right - room or k == 0] + [last]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._colour)
        metrics = QFontMetricsF(self.font())
        for epoch in self.epochs():
            text = count(epoch)
            wide = metrics.horizontalAdvance(text)
            left = self._slider.position_of(epoch) - wide / 2
            left = min(max(left, 0.0), self.width() - wide)
            painter.drawText(
                QRectF(left, 0, wide + 1, self.height()), Qt.AlignmentFlag.AlignTop, text
            )
        painter.end()


class Timeline(QWidget):
    """The epoch slider, with the epoch shown and the number of trained epochs beside it."""

    epochRequested = Signal(int)

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self._rate: float | None = None
        self._view: View | None = None
        self._room_for = (0, 1.0)
        self._epochs = 200

        self.slider = EpochSlider(theme, self)
        self.slider.setObjectName("timelineSlider")
        self.slider.setAccessibleName("Epoch shown")
        self.slider.setToolTip(
            "Drag or click to see any trained epoch; past them it goes to the last.\n"
            "Page Up and Page Down: a tenth of the trained ones on or back"
        )
        self.slider.setRange(0, Experiment().epochs)
        self.slider.valueChanged.connect(self._on_value)
        self._ticks = Ticks(self.slider, self)
        self._ticks.setObjectName("timelineTicks")

        self._shown = _label("timelineEpoch", self)
        self._shown.setProperty("heading", True)
        self._progress = _label("timelineTimeLeft", self)

        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        sized(layout.setHorizontalSpacing, SPACE + SMALL_SPACE)
        layout.setVerticalSpacing(0)
        layout.addWidget(self.slider, 0, 0)
        layout.addWidget(self._ticks, 1, 0)
        layout.addWidget(self._shown, 0, 1)
        layout.addWidget(self._progress, 1, 1)
        layout.setColumnStretch(0, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_theme(theme)
        self._write()

    def draw(self, view: View) -> None:
        """Show where `view` is in its run, without emitting a request for an epoch."""
        self._view = view
        trained, asked = len(view.history), view.experiment.epochs
        self._make_room(max(trained, asked))
        self._follow(trained, max(trained, asked), view.cursor)
        number, stage = view.snapshot.number, view.snapshot.stage
        under_way = number > view.cursor and stage is not None
        self.slider.part = stage / len(Stage) if under_way and stage is not None else 0.0
        self.slider.update()
        self._write()

    def set_rate(self, epochs_per_second: float | None) -> None:
        """Show the current training speed; None while nothing is trained."""
        if epochs_per_second != self._rate:
            self._rate = epochs_per_second
            self._write()

    def describe(self) -> str:
        """What the timeline shows now, for screen readers."""
        if self._view is None:
            return self._shown.text()
        view = self._view
        return of_timeline(view.cursor, len(view.history), view.experiment.epochs)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self.slider.set_theme(theme)
        self._ticks.fit()
        self._ticks.set_colour(theme.faint_text)
        self._shown.setStyleSheet(f"color: {theme.text}")
        self._progress.setStyleSheet(f"color: {theme.faint_text}")
        self._make_room(self._epochs)

    def _on_value(self, epoch: int) -> None:
        if epoch > self.slider.trained:
            self.slider.setValue(self.slider.trained)
        else:
            self.epochRequested.emit(epoch)

    def _follow(self, trained: int, last: int, cursor: int) -> None:
        slider = self.slider
        # While the person holds the handle it stays put; once released it follows the run again.
        held = slider.isSliderDown() and trained >= slider.trained
        slider.trained = trained
        slider.setPageStep(max(1, round(trained / 10)))
        with QSignalBlocker(slider):
            if slider.maximum() != last:
                slider.setMaximum(last)
                self._ticks.update()
            if not held:
                slider.setValue(cursor)

    def _write(self) -> None:
        view = self._view
        if view is None:
            self._shown.setText("no epoch trained yet")
            return
        self._shown.setText(epoch_of(view.snapshot.number, view.experiment.epochs))
        self._progress.setText(progress(view.experiment, view.history, self._rate))

    def _make_room(self, epochs: int) -> None:
        """Reserve fixed widths for the texts, so that nothing moves as their numbers grow."""
        self._epochs = epochs
        digits = 10 ** len(str(epochs)) - 1
        if (digits, zoom()) == self._room_for:
            return
        self._room_for = digits, zoom()
        metrics = QFontMetricsF(face(bold=True))
        texts = (
            epoch_of(digits, digits),
            f"{count(digits)} trained · about 59 min left",
            f"{count(digits)} trained: the loss is reached",
        )
        width = max(metrics.horizontalAdvance(text) for text in texts)
        for label in (self._shown, self._progress):
            label.setFixedSize(round(width) + px(SPACE), round(metrics.height()) + 2)


def _label(name: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
