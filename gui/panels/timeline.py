"""The timeline: which epoch is shown, how many are trained, and how far those asked for have come.

Dragging, or clicking anywhere on it, asks for an epoch; while the run goes on it follows by itself.
"""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QWidget,
)

from engine.numbers import count
from gui.run import View
from gui.theme import LIGHT, SMALL_SPACE, SPACE, Theme
from gui.widgets.slider import PaintedSlider

BAR = 3
# What takes less than this is not worth announcing.
FEW_SECONDS = 5.0
PAGES: dict[int, int] = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


class EpochSlider(PaintedSlider):
    """A slider whose handle comes to where it is clicked, and which leaves most keys alone.

    The arrows, Home, End and Space belong to the window, wherever the focus is.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, theme, handle=7, height=22, size=300, least=120)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = PAGES.get(event.key())
        if page is None:
            event.ignore()
            return
        self.setValue(self.value() + page * self.pageStep())
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self.theme
        self.paint_groove(painter, self.ends[1], theme.previous)
        self.paint_groove(painter, self.position_of(self.sliderPosition()), theme.ink)
        ground = theme.ink if self.maximum() else theme.previous
        self.paint_handle(painter, ground, theme.text if self.hasFocus() else theme.window)
        painter.end()


class Timeline(QWidget):
    """The slider over the trained epochs, and under it the progress of those asked for."""

    epochRequested = Signal(int)

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self._rate: float | None = None
        self._view: View | None = None
        self._widest = 0

        self.slider = EpochSlider(theme, self)
        self.slider.setObjectName("timelineSlider")
        self.slider.setAccessibleName("Epoch shown")
        self.slider.setToolTip(
            "Drag or click to see any trained epoch. Page Up and Page Down: a tenth on or back"
        )
        self.slider.setRange(0, 0)
        self.slider.valueChanged.connect(self.epochRequested)

        self._bar = QProgressBar(self)
        self._bar.setObjectName("timelineProgress")
        self._bar.setAccessibleName("Epochs trained of those asked for")
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(BAR)

        self._shown = _label("timelineEpoch", self)
        self._progress = _label("timelineTimeLeft", self)

        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(SPACE + SMALL_SPACE)
        layout.setVerticalSpacing(0)
        layout.addWidget(self.slider, 0, 0)
        # As long as the groove, and under it.
        under = QHBoxLayout()
        under.setContentsMargins(self.slider.margin, 0, self.slider.margin, 0)
        under.addWidget(self._bar)
        layout.addLayout(under, 1, 0)
        layout.addWidget(self._shown, 0, 1)
        layout.addWidget(self._progress, 1, 1)
        layout.setColumnStretch(0, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_theme(theme)
        self._make_room(200)
        self._write()

    def draw(self, view: View) -> None:
        """Show where `view` is in its run, without asking for anything."""
        self._view = view
        trained, asked = len(view.history), view.experiment.epochs
        self._make_room(max(trained, asked))
        self._follow(trained, view.cursor)
        if self._bar.maximum() != asked:
            self._bar.setRange(0, asked)
        # A progress bar paints at once, and the whole window with it; here it waits for the frame.
        self._bar.setUpdatesEnabled(False)
        self._bar.setValue(min(trained, asked))
        self._bar.setUpdatesEnabled(True)
        self._write()

    def set_rate(self, epochs_per_second: float | None) -> None:
        """How fast training goes now; None while it does not go."""
        if epochs_per_second != self._rate:
            self._rate = epochs_per_second
            self._write()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self.slider.set_theme(theme)
        self._bar.setStyleSheet(
            f"QProgressBar {{ border: 0; border-radius: 1px; background: {theme.border}; }}"
            f"QProgressBar::chunk {{ border-radius: 1px; background: {theme.curve}; }}"
        )
        self._shown.setStyleSheet(f"color: {theme.text}")
        self._progress.setStyleSheet(f"color: {theme.faint_text}")

    def _follow(self, trained: int, cursor: int) -> None:
        # Under a hand that holds it the handle stays; the next view after that is followed again.
        if self.slider.isSliderDown() and trained >= self.slider.maximum():
            return
        with QSignalBlocker(self.slider):
            if self.slider.maximum() != trained:
                self.slider.setRange(0, trained)
                self.slider.setPageStep(max(1, round(trained / 10)))
            self.slider.setValue(cursor)

    def _write(self) -> None:
        if self._view is None:
            self._shown.setText("no epoch trained yet")
            return
        trained, asked = len(self._view.history), self._view.experiment.epochs
        self._shown.setText(shown_text(self._view.cursor, trained))
        self._progress.setText(progress_text(trained, asked, self._rate))

    def _make_room(self, epochs: int) -> None:
        """Fixed places for the texts, so that nothing moves as their numbers grow."""
        digits = 10 ** len(str(epochs)) - 1
        if digits == self._widest:
            return
        self._widest = digits
        texts = [shown_text(digits, digits)]
        texts += [progress_text(digits - 1, digits, 1 / left) for left in (HOUR * 0.9, 3 * DAY)]
        metrics = QFontMetricsF(self._shown.font())
        width = max(metrics.horizontalAdvance(text) for text in texts)
        for label in (self._shown, self._progress):
            label.setFixedSize(round(width) + SPACE, round(metrics.height()) + 2)


def _label(name: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def shown_text(cursor: int, trained: int) -> str:
    """Which epoch is shown, of how many."""
    if not trained:
        return "no epoch trained yet"
    return f"epoch {count(cursor)} of {count(trained)} trained"


def progress_text(trained: int, asked: int, rate: float | None) -> str:
    """How far the epochs asked for have come; the time left where it is worth a word.

    `rate` is in epochs a second; None where nothing is being trained.
    """
    if trained >= asked:
        return f"all {count(asked)} asked for"
    # Rounded down: all but one is not yet all.
    text = f"{100 * trained // asked} % of {count(asked)} asked for"
    left = time_left((asked - trained) / rate) if rate else ""
    return f"{text} · {left}" if left else text


def time_left(seconds: float) -> str:
    """`seconds` in words, as exactly as they can be known; empty for a few seconds or fewer."""
    if seconds <= FEW_SECONDS:
        return ""
    if seconds < 20:
        return f"about {round(seconds)} s left"
    if seconds < MINUTE - 2.5:
        return f"about {5 * round(seconds / 5)} s left"
    if seconds < HOUR - MINUTE / 2:
        return f"about {max(1, round(seconds / MINUTE))} min left"
    if seconds < 2 * DAY:
        return f"about {max(1, round(seconds / HOUR))} h left"
    return "over two days left"
