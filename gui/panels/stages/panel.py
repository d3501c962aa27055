"""The five stages of an epoch, one card each, joined by arrows.

The cards show, even without colour, which stage ran last and which have not run yet. They keep
their places and sizes whatever the numbers are.
"""

from itertools import pairwise

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from engine.runs import Stage
from gui.panels.stages.card import StageCard
from gui.run import Asking, Covers, View
from gui.theme import LIGHT, Theme
from gui.widgets.choice import Choices
from gui.zoom import scaled, sized

ARROW_ROOM = 20
# The share of the window's height that the cards take, unless they need more.
SHARE = 0.142


class StagesPanel(QWidget):
    """The five cards in their order.

    `stageRequested(stage)` is emitted when the person asks to see the epoch at that stage.
    """

    stageRequested = Signal(Stage)

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self.setObjectName("stages")
        self.setAccessibleName("The five stages of an epoch")
        self._theme = theme
        self._drawn: View | None = None
        self._choices: Choices | None = None
        self._cards = {stage: StageCard(stage, theme, self) for stage in Stage}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        sized(layout.setSpacing, ARROW_ROOM)
        for card in self._cards.values():
            layout.addWidget(card, 1)
            card.clicked.connect(lambda _on=False, card=card: self.stageRequested.emit(card.stage))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._window_height = 0
        self.set_theme(theme)

    def fit_into(self, window_height: int) -> None:
        """Take the cards' share of the window's height, in pixels."""
        self._window_height = window_height
        least = next(iter(self._cards.values())).least_height
        height = max(least, round(SHARE * window_height))
        for card in self._cards.values():
            card.setFixedHeight(height)

    def set_progress(self, progress: float) -> None:
        """Draw the update's animation at `progress`, from 0 to 1."""
        for card in self._cards.values():
            card.set_progress(progress)

    def set_covers(self, covers: Covers) -> None:
        """Leave out what `covers` hides."""
        for card in self._cards.values():
            card.covers = covers
        covers.changed.connect(self._draw_again)

    def set_asking(self, asking: Asking) -> None:
        """Let a card be chosen while `asking` asks for a stage."""
        self._choices = Choices(self, "chip", asking)
        self._choices.set_theme(self._theme)
        self._choices.set_widgets({s.name.lower(): card for s, card in self._cards.items()})

    def _draw_again(self) -> None:
        drawn, self._drawn = self._drawn, None
        if drawn is not None:
            self.draw(drawn)

    def draw(self, view: View) -> None:
        """Show the stages of the epoch that `view` shows."""
        last = self._drawn
        if (
            last is not None
            and view.snapshot is last.snapshot
            and view.facts is last.facts
            and view.experiment is last.experiment
        ):
            return
        self._drawn = view
        for card in self._cards.values():
            card.show_view(view)
        self.update()

    def set_failed(self, stage: Stage | None) -> None:
        """Mark `stage` as the one at which PyTorch raised an error; None marks no stage."""
        for each, card in self._cards.items():
            card.set_failed(each is stage)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        for card in self._cards.values():
            card.set_theme(theme)
        if self._choices is not None:
            self._choices.set_theme(theme)
        self.fit_into(self._window_height)
        self.update()

    def describe(self) -> str:
        """What the panel shows now, for screen readers."""
        return " ".join(f"{card.describe()}." for card in self._cards.values())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        head = scaled(4)
        for left, right in pairwise(self._cards.values()):
            colour = self._theme.text if right.reached else self._theme.faint_text
            painter.setPen(QPen(QColor(colour), scaled(1.5)))
            start, end = left.geometry().right() + head, right.geometry().left() - scaled(3)
            y = self.height() / 2
            painter.drawLine(QPointF(start, y), QPointF(end, y))
            for rise in (-head, head):
                painter.drawLine(QPointF(end, y), QPointF(end - head, y + rise))
        painter.end()
