"""What stands around the map, where there is room for it: small maps, a strip, and a sentence."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QBoxLayout, QLayout

from engine.queries import Plane
from engine.words.landscape import on_map
from gui.plots.base.canvas import Canvas
from gui.plots.landscape.map.drawn import Sight, star_of
from gui.plots.landscape.map.foot import Foot
from gui.plots.landscape.map.pairs import PairStrip, Small
from gui.plots.landscape.map.strip import TrueScaleStrip
from gui.plots.landscape.map.wanted import Wanted
from gui.plots.landscape.paint.ground import Grounds
from gui.plots.landscape.ways import planes
from gui.plots.landscape.ways.path import Path
from gui.plots.landscape.ways.planes import Choice
from gui.run import View
from gui.theme import Theme
from gui.zoom import px

# The least size of a view beside whose map there is room for the small ones, or for the strip.
LEAST_BESIDE, LEAST_HIGH = 470, 300
LEAST_ABOVE = 280
# In a lower view the map comes before what is said about it.
LOW = 240


class Around:
    """The parts around a map: `pairs` at its right in `row`, `strip` and `foot` below it."""

    def __init__(self, row: QBoxLayout, column: QLayout, grounds: Grounds) -> None:
        self._grounds = grounds
        self.pairs = PairStrip()
        self.strip = TrueScaleStrip()
        self.foot = Foot("lossMapSentence")
        self.low = False
        row.addWidget(self.pairs)
        column.addWidget(self.strip)
        column.addWidget(self.foot)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`."""
        for part in (self.pairs, self.strip, self.foot):
            part.set_theme(theme)

    @property
    def small(self) -> int:
        """How many small maps are shown."""
        return 0 if self.pairs.isHidden() else self.pairs.room()

    def fit(self, size: QSize, choice: Choice, choices: int, true_scale: bool) -> None:
        """Show what there is room for in a view of `size`."""
        self.low = size.height() < px(LOW)
        self.foot.set_low(self.low)
        wide = size.width() - self.pairs.sizeHint().width() >= px(LEAST_BESIDE)
        self.pairs.setVisible(choices > 1 and wide and size.height() >= px(LEAST_HIGH))
        tall = size.height() - self.strip.sizeHint().height() >= px(LEAST_ABOVE)
        self.strip.setVisible(tall and choice.pair is None and not true_scale)

    def draw(
        self,
        view: View,
        plane: Plane,
        path: Path,
        sight: Sight,
        wanted: Wanted,
        choice: Choice,
        choices: Sequence[Choice],
        canvas: Canvas,
    ) -> None:
        """Draw the strip and the small maps."""
        if self.strip.isHidden():
            wanted.strip.forget()
        else:
            self._draw_strip(view, plane, path, sight, wanted, canvas)
        small = [self._small(view, each, path, wanted) for each in choices[: self.small]]
        self.pairs.show_maps(tuple(small), choice)

    def _draw_strip(
        self,
        view: View,
        plane: Plane,
        path: Path,
        sight: Sight,
        wanted: Wanted,
        canvas: Canvas,
    ) -> None:
        inside = self.strip.mapFromGlobal(canvas.mapToGlobal(sight.area.topLeft().toPoint()))
        self.strip.set_edges(inside.x(), inside.x() + sight.area.width())
        left, right, bottom, top = sight.frame
        frame = self.strip.frame_of(left, right, (bottom + top) / 2)
        wanted.want_strip(view, plane, frame)
        valley = view.facts.valley
        steepness = valley.steepness if valley is not None and valley.exact else None
        across, up = sight.unit
        x, y, _ = path.on(plane)
        ground = self._grounds.of("strip", wanted.strip.answer)
        self.strip.show_strip(ground, frame, (x, y), on_map.true_scale(across / up, steepness))

    def _small(self, view: View, choice: Choice, path: Path, wanted: Wanted) -> Small:
        plane = wanted.plane(choice, view)
        frame = planes.home(choice, plane, view)
        wanted.want_small(view, choice, frame)
        x, y, _ = path.on(plane)
        star = star_of(view, plane)
        best = None if star is None else (star.x, star.y, star.here)
        ground = self._grounds.of(choice.title, wanted.small[choice].answer)
        return Small(choice, ground, frame, x, y, best)
