"""The plot of the gradient's signs over the epochs: a strip for each parameter, its size above.

Where a sign flips, the parameter has stepped across its valley's floor; those epochs are marked.
"""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollBar, QWidget

from engine.numbers import count
from engine.runs import Stage
from engine.words.seen import of_signs
from gui.plots.asked.kinds import EpochAsked
from gui.plots.base.columns import Columns, flips_between, powers
from gui.plots.base.cut import Extremes
from gui.plots.base.epochs import EpochPlot
from gui.plots.base.legend import Entry
from gui.plots.base.plot import told
from gui.plots.signs.strip_axis import StripAxis, strip
from gui.plots.signs.strips import Strips
from gui.run import Asking, Covers, View
from gui.theme import LIGHT, Theme
from gui.widgets.cover import COVERED
from gui.zoom import px

LEAST_STRIP = 18
HOVER_WIDTH = 5
QUESTION = "which way is downhill?"
HELD_QUESTION = "what is held, and which way does it move?"
# The last flip is looked for among this many epochs.
LOOKED_BACK = 10_000


class SignsPlot(EpochPlot):
    """Draws a strip for every parameter; scrolls where there are too many for the height."""

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        self._axis = StripAxis()
        super().__init__(
            "signsPlot",
            "Gradient signs",
            QUESTION,
            "The sign of every parameter's gradient will appear here, epoch by epoch.",
            self._axis,
            52,
            theme,
            parent,
        )
        self.box.invertY(True)
        self.strips = Strips()
        self.box.addItem(self.strips)
        # Whether gradients are left over from epoch to epoch, and whether sizes are drawn.
        self._held, self._sizes = False, True
        self._extremes = Extremes(0)
        # What the strips were made of when they were drawn last.
        self._drawn: tuple[object, ...] = ()
        self._covers = Covers(self)
        self._asked: EpochAsked | None = None
        self._scroll_bar = QScrollBar(Qt.Orientation.Vertical)
        self._scroll_bar.setAccessibleName("Scroll the parameters")
        self._scroll_bar.valueChanged.connect(self._range_changed)
        self._scroll_bar.hide()
        self._page.addWidget(self._scroll_bar)
        self.set_theme(theme)

    def set_covers(self, covers: Covers) -> None:
        """Leave out the strips that `covers` hides."""
        self._covers = covers
        covers.changed.connect(self.draw_again)

    def set_asking(self, asking: Asking) -> None:
        """Let an epoch be chosen while `asking` asks for one."""
        super().set_asking(asking)
        asking.changed.connect(self.draw_again)
        self._asked = EpochAsked(self, asking)
        self._asked.ink.set_theme(self.theme)

    def _begin(self, view: View) -> None:
        super()._begin(view)
        self._extremes = Extremes(view.history.parameters)
        self._drawn = ()
        self._scroll_bar.setValue(0)

    def _colour(self, theme: Theme) -> None:
        super()._colour(theme)
        self._drawn = ()
        self.strips.set_theme(theme)
        if self._asked is not None:
            self._asked.ink.set_theme(theme)
        self._axis.set_theme(theme)
        self._set_legend()

    def _set_legend(self) -> None:
        """Explain the signs; if gradients add up, they need not tell how the loss changes."""
        theme = self.theme
        falls, rises = ("held", "held") if self._held else ("falls", "rises")
        if self._covers.hides("card.arrow", "card.sentence"):
            # Which way it moves is asked just now.
            self.legend.set_entries(
                (Entry("below", theme.negative, f"− {falls}"),
                 Entry("above", theme.positive, f"+ {rises}"))
            )  # fmt: skip
            return
        entries = [
            Entry(
                "below",
                theme.negative,
                f"− {falls}: subtracting adds, moves right",
                f"− {falls}: moves right",
            ),
            Entry(
                "above",
                theme.positive,
                f"+ {rises}: subtracting takes away, moves left",
                f"+ {rises}: moves left",
            ),
            Entry("flip", theme.text, "flips"),
        ]
        if self._sizes:
            entries.append(Entry("line", theme.curve, "size"))
        self.legend.set_entries(tuple(entries))

    def _redraw(self, view: View) -> None:
        gradient = view.history.gradient
        self.show_canvas(len(gradient) > 0)
        self._show_strips(view.history.parameters)
        self._held = view.history.adds_up or not view.experiment.zero_grad
        self.ask(HELD_QUESTION if self._held else QUESTION)
        self._set_legend()
        left, right, _, _ = self.visible()
        covered = tuple(self._covers.hides_signs(name) for name in view.facts.names)
        drawn = view.history, len(gradient), left, right, self.view_width, covered
        if drawn != self._drawn:
            self._drawn = drawn
            self._draw_strips(view, left, right, covered)
        self.place_cursor(self.shown_epoch(view, Stage.LOSS))
        # Where the cursor was at the edge, Qt would leave it on the screen.
        self.strips.update()
        if self._asked is not None:
            self._asked.draw()

    def _draw_strips(
        self, view: View, left: float, right: float, covered: tuple[bool, ...]
    ) -> None:
        gradient = view.history.gradient
        self._extremes.update(gradient)
        column = (right - left) / self.view_width
        step = self._extremes.step(column)
        first = max(0, int(left - 0.5)) // step
        last = -(-min(len(gradient), int(right + 1.5)) // step)
        if first < last:
            least, greatest = self._extremes.buckets(gradient, first, last, step)
            edges = np.linspace(first * step + 0.5, last * step + 0.5, last - first + 1)
            columns = Columns(edges, least, greatest)
            reaches = powers(columns.sizes())
            self.strips.set_columns(columns, reaches, step / column, covered)
            self._axis.set_strips(view.facts.names, [top for _, top in reaches])

    def _show_strips(self, parameters: int) -> None:
        """Show as many strips as fit, beginning with the scroll bar's."""
        fitting = min(parameters, max(1, int(self.box.height()) // px(LEAST_STRIP)))
        self._scroll_bar.setRange(0, parameters - fitting)
        self._scroll_bar.setPageStep(fitting)
        self._scroll_bar.setVisible(fitting < parameters)
        left, right, _, _ = self.visible()
        top = float(self._scroll_bar.value())
        self.set_visible(left, right, top, top + fitting)
        self._sizes = strip(0.0, self.box.height() / fitting).tall

    def _seen(self, view: View) -> str:
        epoch, gradient = view.cursor, view.history.gradient
        if not epoch:
            return self.empty.text()
        # However long the run is, saying what is seen costs no more than this.
        first = max(1, epoch - LOOKED_BACK)
        flips = [flips_between(column, first, epoch)[-1:] for column in gradient.T]
        last = [flip[0] if flip else None for flip in flips]
        names = view.facts.names
        seen = [k for k, name in enumerate(names) if not self._covers.hides_signs(name)]
        if not seen:
            return COVERED
        told = [names[k] for k in seen], gradient[epoch - 1][seen], epoch, [last[k] for k in seen]
        return of_signs(*told)

    def _tip_text(self, view: View) -> str:
        place = self.mouse()
        if place is None or not len(view.history):
            return ""
        k = int(place[0].y())
        if not 0 <= k < view.history.parameters:
            return ""
        name = view.facts.names[k]
        if self._covers.hides_signs(name):
            return ""
        epoch = self.epoch_at(place[0].x(), least=1)
        value = float(view.history.gradient[epoch - 1, k])
        lines = [f"epoch {count(epoch)}", f"gradient of {name} = {told(value)}"]
        if self._held:
            left = float(view.history[epoch - 1].leftover[k])
            lines[1:] = [f"held for {name} = {told(value)}", f"left over in it: {told(left)}"]
        flips = self._flips_near(view, k, place[0].x())
        if flips and self._held:
            lines.append(f"The sign of what is held for {name} flips here.")
        elif len(flips) == 1:
            lines.append(
                f"The sign of {name}'s gradient flips at epoch {count(flips[0])}:\n"
                f"{name} stepped over its valley floor."
            )
        elif flips:
            lines.append(
                f"The sign of {name}'s gradient flips {count(len(flips))} times from epoch"
                f" {count(flips[0])} to {count(flips[-1])}:\n"
                f"{name} steps to and fro over its valley floor."
            )
        return "\n".join(lines)

    def _flips_near(self, view: View, k: int, x: float) -> list[int]:
        """The epochs within a few pixels of `x` at which the sign of parameter `k` flips."""
        left, right, _, _ = self.visible()
        reach = max(0.5, px(HOVER_WIDTH) * (right - left) / self.view_width)
        first, last = max(1, round(x - reach)), round(x + reach)
        return flips_between(view.history.gradient[:, k], first, last)
