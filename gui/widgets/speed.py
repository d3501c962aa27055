"""The speed slider: from one epoch in two seconds to as fast as it goes, said in words."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from engine.numbers import count
from gui.theme import LIGHT, SMALL_SPACE, SPACE, Theme
from gui.widgets.slider import PaintedSlider
from gui.zoom import face, px, sized

SPEEDS: tuple[float | None, ...] = (
    0.5, 1, 2, 3, 5, 10, 20, 30, 60, 100, 200, 500, 1_000, 2_000, 5_000, None,
)  # fmt: skip


def in_words(speed: float | None) -> str:
    """`speed` in epochs a second, or None for as fast as it goes, as people say it."""
    if speed is None:
        return "as fast as it goes"
    if speed < 1:
        return f"an epoch in {_short(1 / speed)} seconds"
    if speed == 1:
        return "1 epoch a second"
    return f"{_short(speed)} epochs a second"


def _short(value: float) -> str:
    return count(round(value)) if value >= 100 else f"{value:.3g}"


class SpeedSlider(PaintedSlider):
    """The slider itself, filled up to its handle."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(None, theme, handle=6, height=22, size=110, least=96)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_groove(painter, self.ends[1], self.theme.border)
        self.paint_groove(painter, self.position_of(self.sliderPosition()), self.theme.ink)
        here = self.position_of(self.sliderPosition())
        self.paint_handle(painter, self.theme.ink, self.theme.window, here)
        painter.end()


class SpeedControl(QWidget):
    """A slider over `SPEEDS` with its meaning beside it."""

    speedChanged = Signal(object)

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self.slider = SpeedSlider(theme)
        self.slider.setObjectName("speedSlider")
        self.slider.setAccessibleName("Speed")
        self.slider.setRange(0, len(SPEEDS) - 1)
        self.slider.setPageStep(3)
        self.label = QLabel()
        self.label.setProperty("faint", True)
        row = QHBoxLayout(self)
        sized(row.setContentsMargins, SPACE, 0, SPACE, 0)
        sized(row.setSpacing, SMALL_SPACE + 2)
        row.addWidget(self.slider)
        row.addWidget(self.label)
        self.slider.valueChanged.connect(self._moved)
        self.set_theme(theme)
        self.set_speed(10)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`, and make room for the longest words in the present font."""
        self.slider.set_theme(theme)
        metrics = QFontMetrics(face())
        widest = max(metrics.horizontalAdvance(in_words(speed)) for speed in SPEEDS)
        self.label.setMinimumWidth(widest + px(4))

    def _moved(self, index: int) -> None:
        self._say(SPEEDS[index])
        self.speedChanged.emit(SPEEDS[index])

    def _say(self, speed: float | None) -> None:
        words = in_words(speed)
        self.label.setText(words)
        self.slider.setToolTip(f"How fast to play: {words}. (Ctrl+Up faster, Ctrl+Down slower)")

    def set_speed(self, speed: float | None) -> None:
        """Show `speed` (finite, above 0, or None), even between two steps; emits nothing."""
        places = [i for i, s in enumerate(SPEEDS) if s is not None and speed and s <= speed]
        self.slider.blockSignals(True)
        self.slider.setValue(len(SPEEDS) - 1 if speed is None else places[-1] if places else 0)
        self.slider.blockSignals(False)
        self._say(speed)

    def step(self, places: int) -> None:
        """Go faster by `places` steps of the slider, or slower if negative."""
        self.slider.setValue(self.slider.value() + places)
