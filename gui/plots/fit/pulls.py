"""Pulls: each residual as a spring that pulls on one parameter, as strongly as its part of the
gradient; beside it what the pulls come to, and below it a bar for each point.
"""

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.numbers import MINUS, count
from engine.queries import ByHand, ByHandQuery
from engine.runs import Doubles, Stage
from gui.plots.base.legend import Entry
from gui.plots.base.overlays import NONE
from gui.plots.base.plot import Plot
from gui.plots.fit.curves import clipped
from gui.plots.fit.pull_bars import PullBars
from gui.plots.fit.pulls_panel import PullsPanel
from gui.plots.fit.springs import Springs
from gui.plots.fit.words import QUESTION
from gui.plots.points import DrawnPoints
from gui.run import AskedByHand, Picks, View
from gui.theme import Theme
from gui.zoom import px

# A plot lower than this has no room for the bars.
FOR_BARS = 400
# A plot narrower than this needs its width for the fit.
NARROW = 560
QUESTIONS = QUESTION, "which points pull on {}?"


class Pulls(QObject):
    """Draws the pulls into `plot` while `on`; `changed` says that another question is to be asked.

    `panel` stands beside the plot's canvas and `bars` below it.
    """

    changed = Signal()

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot)
        self._plot = plot
        self._wanted = self._covered = False
        self.springs = Springs()
        self.panel, self.bars = PullsPanel(), PullBars(plot)
        self._picks: Picks | None = None
        self._asked = AskedByHand()
        self.panel.hide()
        self.bars.hide()
        self.panel.chosen.connect(self._choose)

    def set_picks(self, picks: Picks) -> None:
        """Show the pulls on the picked parameter."""
        self._picks = picks
        picks.changed.connect(self._on_picks)

    def set_on(self, on: bool) -> None:
        """Show the pulls, or the residuals as they are."""
        self._wanted = on
        self.changed.emit()

    def set_covered(self, covered: bool) -> None:
        """Show no pulls while they would tell an answer, even where they are wanted."""
        if covered != self._covered:
            self._covered = covered
            self.changed.emit()

    @property
    def on(self) -> bool:
        """Whether the pulls are shown."""
        return self._wanted and not self._covered

    def forget(self) -> None:
        """Another run is shown."""
        self._asked.forget()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self.springs.set_theme(theme)
        self.panel.set_theme(theme)

    def query(self, view: View) -> ByHandQuery | None:
        """The question for the pulls in the update of `view`; None while they are not shown."""
        if not self.on or not self._plot.isVisible():
            return None
        return self._asked.query(view, self._param)

    def show_answer(self, query: ByHandQuery, by_hand: ByHand) -> None:
        """Take the pulls that were asked for; the plot then draws them."""
        if query.param == self._param:
            self._asked.take(query, by_hand)

    def shown(self, view: View) -> ByHand | None:
        """The pulls that are drawn; None where there are none, or none yet."""
        stage = self._asked.reached(view) if self.on else None
        return self._asked.by_hand if stage is not None and stage >= Stage.BACKWARD else None

    def draw(self, view: View, points: DrawnPoints) -> None:
        """Draw the springs of the drawn `points`, and what stands around the plot."""
        by_hand = self.shown(view)
        self._plot.ask(QUESTIONS[self.on].format(view.facts.names[self._param]))
        self.panel.setVisible(self.on)
        self.panel.set_narrow(self._plot.width() < px(NARROW))
        self.bars.setVisible(by_hand is not None and self._plot.height() >= px(FOR_BARS))
        if self.on:
            self.panel.set_names(view.facts.names, self._param)
            self.panel.show_pulls(by_hand, view)
        if by_hand is None:
            self.springs.set_springs(NONE, NONE, NONE, NONE)
            return
        predictions = points.predicted(by_hand.predictions)
        parts = by_hand.parts[points.chosen]
        finite = np.isfinite(predictions) & np.isfinite(parts)
        x, targets, parts = points.inputs[finite], points.targets[finite], parts[finite]
        most = float(np.abs(parts).max(initial=0.0)) or 1.0
        starts = clipped(self._plot, predictions[finite])
        self.springs.set_springs(x, starts, targets, parts / most)
        self._draw_bars(view, by_hand, x, parts)

    def legend(self, view: View) -> list[Entry]:
        """What the springs mean, in the place of the residuals."""
        theme, by_hand = self._plot.theme, self.shown(view)
        if by_hand is None:
            return []
        name = by_hand.name
        return [
            Entry("upright", theme.negative, f"pulls that raise {name}", f"raise {name}"),
            Entry("upright", theme.positive, f"pulls that lower {name}", f"lower {name}"),
        ]

    def note(self, view: View) -> str:
        """What has to be known of the pulls, in a sentence; '' for nothing."""
        if not self.on:
            return ""
        by_hand = self.shown(view)
        if by_hand is None:
            return "No pulls yet: backward() makes the gradient."
        drawn, n = len(self.springs.x), len(by_hand.parts)
        told = []
        if by_hand.number != view.snapshot.number:
            told.append(f"the pulls of epoch {count(by_hand.epoch)}")
        if drawn < n:
            told.append(f"pulls of {count(drawn)} of {count(n)} points are drawn")
        text = "; ".join(told)
        return text[:1].upper() + text[1:]

    def in_words(self, view: View) -> str:
        """The pulls for screen readers; '' while they are not shown."""
        if not self.on:
            return ""
        told = "; ".join(text.removesuffix(".") for text in self.panel.texts)
        return f" Pulls on {view.facts.names[self._param]}: {told}."

    @property
    def _param(self) -> int:
        return 0 if self._picks is None else self._picks.param

    def _draw_bars(self, view: View, by_hand: ByHand, x: Doubles, parts: Doubles) -> None:
        name, found = by_hand.name, by_hand.derivative
        slope = f"∂f/∂{name}" if found is None or len(found.text) > 20 else found.text
        target = view.facts.target_label[:20]
        self.bars.set_pulls(
            f"Pull of each point on {name} = 2 × (prediction {MINUS} {target}) × {slope}", x, parts
        )

    def _choose(self, param: int) -> None:
        if self._picks is not None:
            self._picks.pick_param(param)

    def _on_picks(self) -> None:
        by_hand = self._asked.by_hand
        if self.on and by_hand is not None and by_hand.param != self._param:
            self.changed.emit()
