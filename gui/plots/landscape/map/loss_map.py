"""The map of the loss: its colours and contours on a plane of parameters, and the path over it."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import (
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from engine.numbers import count, grouped
from engine.queries import LossMap as Map
from engine.queries import Plane, Query
from engine.runs import Doubles
from engine.words.landscape import on_map
from engine.words.landscape.place import map_in_words, points_used
from gui.plots.base.axes import NumberAxis
from gui.plots.base.overlays import NONE
from gui.plots.base.plot import Plot
from gui.plots.landscape.map import said
from gui.plots.landscape.map.around import Around
from gui.plots.landscape.map.chooser import PlaneChooser
from gui.plots.landscape.map.drawn import Drawn, Sight, draw_up
from gui.plots.landscape.map.ink import Ink
from gui.plots.landscape.map.wanted import Wanted
from gui.plots.landscape.modes import ModeSwitch
from gui.plots.landscape.paint.colours import LossColours
from gui.plots.landscape.paint.ground import GroundOverlay, Grounds
from gui.plots.landscape.ways import planes
from gui.plots.landscape.ways.path import Path, finite, path_of
from gui.plots.landscape.ways.planes import Choice
from gui.plots.landscape.ways.starting_plot import StartingPlot
from gui.run import View
from gui.theme import LIGHT, Theme
from gui.zoom import SMALL, px, typeface

LEAST_WIDTH = 300


class LossMap(StartingPlot):
    """Draws the loss around the parameters of the epoch shown, on a plane that can be chosen."""

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(
            "lossMap",
            "Landscape",
            "what does the loss look like?",
            "The loss around the parameters will appear here.",
            (NumberAxis("bottom", room=70), NumberAxis("left", room=34)),
            50,
            theme,
            parent,
        )
        self.colours = LossColours(1.0, 10.0)
        self._wanted = Wanted()
        self._path: Path | None = None
        self._ground = GroundOverlay()
        self._ink = Ink()
        for item in (self._ground, self._ink):
            self.box.addItem(item)
        self._grounds = Grounds()
        self.box.sigResized.connect(self._on_box_resized)
        self._add_controls()
        column = self.layout()
        assert column is not None
        self._around = Around(self._page, column, self._grounds)
        self._around.pairs.chosen.connect(self.choose)
        self.set_theme(theme)

    def _add_controls(self) -> None:
        self._combo = PlaneChooser()
        self._combo.chosen.connect(self.choose)
        self._header.insertWidget(self._header.count() - 1, self._combo)
        self.true_scale = self.add_control(
            "True scale", "lossMapTrueScaleButton", "Draw both directions at the same scale"
        )
        self.true_scale.setCheckable(True)
        self.true_scale.toggled.connect(lambda _on: self.fit_view())
        self.fit_button = self.add_control(
            "Fit view", "lossMapFitButton", "Back to the whole way, from the start to the best fit"
        )
        self.fit_button.clicked.connect(self.fit_view)
        self._switch = ModeSwitch("map")
        self._header.insertWidget(self._header.count() - 1, self._switch)

    # --- what the person does

    def choose(self, choice: Choice) -> None:
        """Show the map of `choice`."""
        if choice != self._choice and self._view is not None:
            self._combo.offer(self._combo.choices, choice)
            self._start.cross = None
            self._wanted.turn_to(choice)
            self.fit_view()

    def show_pair(self, first: int, second: int) -> None:
        """Show the map of the parameters with these numbers."""
        if self._view is None:
            return
        self.choose(planes.choice_of(self._view, (first, second)))

    def params_at(self, x: float, y: float) -> Doubles:
        """(p,): the parameters at a place of the map."""
        plane = self._plane
        return plane.origin + x * plane.first + y * plane.second

    @property
    def seconds_to_paint(self) -> float:
        """How long the last painting took, in seconds."""
        return self._ink.seconds + self._ground.seconds

    # --- what the surface shows as well

    @property
    def axes_in_words(self) -> str:
        """Which direction is which."""
        if self._choice is None:
            return ""
        return f"Along the front: {self._choice.x_label}; to the back: {self._choice.y_label}."

    def shown(self) -> tuple[Map | None, tuple[Doubles, Doubles, Doubles]]:
        """The map, if there is one yet, and the path on it: x, y and the losses, each (m,)."""
        if self._path is None or self._choice is None:
            return None, (NONE, NONE, NONE)
        x, y, _ = self._path.on(self._plane)
        return self._wanted.map.answer, (x, y, self._path.losses)

    # --- Plot

    def _begin(self, view: View) -> None:
        known, choices = self._choice, planes.choices(view)
        first = choices[0] if choices else None
        self._combo.offer(choices, known if known in choices else first)
        self.colours = LossColours.of(view.facts)
        self._home = None
        self._wanted.begin(choices)
        self._grounds.begin(self.colours, self.theme)

    def _offer(self, view: View) -> None:
        """Offer the pairs that matter by now, where there are too many to offer them all."""
        if not view.playing and planes.too_many(view):
            self._combo.offer(planes.choices(view, self._wanted.curvature.current), self._choice)
            self._wanted.offer(self._combo.choices)

    def _fit_range(self, view: View) -> None:
        if self._choice is None or (self._home is not None and self.visible() != self._home):
            return
        frame = planes.home(self._choice, self._wanted.plane(self._choice, view), view)
        if self.true_scale.isChecked():
            area = self.box.sceneBoundingRect()
            frame = planes.at_one_scale(frame, area.width(), area.height())
        self.set_visible(*frame)
        self._home = self.visible()

    def _colour(self, theme: Theme) -> None:
        self._grounds.begin(self.colours, theme)
        self._ink.set_style(theme, self.small_font)
        self._switch.set_theme(theme)
        self._around.set_theme(theme)
        typeface(self._combo, SMALL)

    def _redraw(self, view: View) -> None:
        choice, wanted = self._choice, self._wanted
        self.show_canvas(choice is not None)
        if choice is None:
            return
        self._label(choice)
        self._path = path = finite(path_of(view))
        self._around.fit(self.size(), choice, len(self._combo.choices), self.true_scale.isChecked())
        for axis in self.canvas.axes:
            axis.showLabel(not self._around.low)
        sight = Sight(self.visible(), self.box.sceneBoundingRect())
        wanted.want_map(view, choice, sight.frame, (sight.area.width(), sight.area.height()))
        plane = self._plane
        wanted.want_under(view, plane, path)
        wanted.want_curvature(view)
        self._offer(view)
        drawn = draw_up(view, plane, path, sight, wanted, self._progress)
        if self.true_scale.isChecked():
            drawn = replace(drawn, lens=None, lens_words=("", ""))
        wanted.want_lens(view, plane, drawn.lens.frame if drawn.lens else None)
        ground = self._grounds.of("map", wanted.map.answer)
        self._ground.show_ground(ground, self.theme)
        lens_ground = self._grounds.of("lens", wanted.lens.answer) if drawn.lens else None
        self._ink.show(
            replace(
                drawn,
                lens_ground=lens_ground,
                cross=self._start.cross,
                held=self._start.held is not None,
            ),
            ground,
        )
        self._around.draw(
            view, plane, path, sight, wanted, choice, self._combo.choices, self.canvas
        )
        under = None if view.playing else wanted.under.current
        text = said.sentence(view, plane, path, sight, under)
        if text is not None or view.playing:
            self._around.foot.say(text or " ")
        self._around.foot.key.show_scale(self.colours, ground is not None and ground.hatched)
        self.ask(said.question(view, choice, drawn))
        self.say(self._note(view, plane))
        self.say_at_edge(said.leaves(path, plane, sight), top=True)
        self.fit_button.setEnabled(self.visible() != self._home)
        x, y, _ = path.on(plane)
        handle = (float(x[0]), float(y[0])) if len(x) and path.numbers[0] == 0 else None
        self._start.see(view, self._start.held or handle)

    def _note(self, view: View, plane: Plane) -> str:
        found = self._wanted.map.answer
        if view.playing and plane.pair and self._wanted.epoch != view.cursor:
            return f"the colours are of epoch {count(self._wanted.epoch)}"
        return points_used(found.every).strip() if found is not None else ""

    def _label(self, choice: Choice) -> None:
        for axis, text in zip(self.canvas.axes, (choice.x_label, choice.y_label), strict=True):
            if axis.labelText != text:
                axis.setLabel(text)

    def _on_box_resized(self) -> None:
        """One scale for both directions is another one in another room."""
        if self._view is not None and self.true_scale.isChecked() and not self._drawing:
            self._fit_range(self._view)

    # --- in words

    def _loss_at(self, view: View, place: tuple[float, float]) -> str:
        self._wanted.want_hover(view, self.params_at(*place))
        exact = self._wanted.hover.current
        if exact is not None:
            return on_map.loss_there(float(exact[0]), exact=True)
        between = self._between(*place)
        return "…" if between is None else on_map.loss_there(between, exact=False)

    def _between(self, x: float, y: float) -> float | None:
        """About the loss at a place: that of the nearest place of the map."""
        found = self._wanted.map.answer
        if found is None or not (found.x[0] <= x <= found.x[-1] and found.y[0] <= y <= found.y[-1]):
            return None
        column, row = int(np.argmin(np.abs(found.x - x))), int(np.argmin(np.abs(found.y - y)))
        return float(found.losses[row, column])

    def _seen(self, view: View) -> str:
        if self._choice is None or self._path is None:
            return self.empty.text()
        found, drawn = self._wanted.map.answer, self._ink.drawn
        parts = [f"The loss on the map of {self._choice.title}."]
        if found is not None:
            parts.append(map_in_words(found))
        if len(self._path):
            last, loss = int(self._path.numbers[-1]), float(self._path.losses[-1])
            where = f"The path is at {on_map.epoch_of(last)}"
            parts.append(f"{where}." if math.isnan(loss) else f"{where}, loss {grouped(loss)}.")
        if drawn.best is not None:
            parts.append(f"{drawn.best.first} {drawn.best.second}.".capitalize())
        if drawn.lens is not None:
            parts.append(f"{' '.join(drawn.lens_words)}.".capitalize())
        parts.append(self._around.foot.text.strip())
        return " ".join(filter(None, parts))

    @property
    def drawn(self) -> Drawn:
        """What is drawn over the colours now."""
        return self._ink.drawn

    # --- the mouse and the keys

    def _pointed(self) -> tuple[float, float] | None:
        """The place on the map that is pointed at, through the lens too."""
        pixel = None if self._start.cross is not None else self.mouse()
        through = None if pixel is None else self._ink.through_lens(pixel[1])
        return None if self._choice is None else through or super()._pointed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        self._combo.setVisible(len(self._combo.choices) > 1)
        self._fit_head()
        if self._view is not None:
            self.draw(self._view)
            self.queryChanged.emit()

    def minimumSizeHint(self) -> QSize:
        """Narrower than the whole head, of which the most important stays."""
        return QSize(px(LEAST_WIDTH), super().minimumSizeHint().height())

    def _fit_head(self) -> None:
        """Leave out of the head what it has no room for, the least important first."""
        kept: list[QWidget] = [self._combo, self._switch, self.enlarge_button]
        # The name is on the tab as well, so the question is more important.
        optional = (self._title, self._question, self.true_scale, self.fit_button)

        def needed(parts: Sequence[QWidget]) -> int:
            return sum(part.sizeHint().width() + px(6) for part in parts) + px(10)

        shown = list(optional)
        while shown and needed([*kept, *shown]) > self.width():
            shown.pop(0)
        for part in optional:
            part.setVisible(part in shown)

    # --- questions

    @property
    def _choice(self) -> Choice | None:
        """The map that is shown."""
        return self._combo.choice

    @property
    def _plane(self) -> Plane:
        """The plane that everything is drawn on."""
        assert self._choice is not None
        assert self._view is not None
        return self._wanted.plane_shown(self._choice, self._view)

    def query(self, view: View) -> Query[Any] | None:
        """The first question that has no answer yet, if any."""
        if self._choice is None or self._view is None or view.facts is not self._view.facts:
            return None
        small = self._combo.choices[: self._around.small]
        return self._wanted.open(
            hovering=self._pointed() is not None, small=small, playing=self._view.playing
        )

    def show_answer(self, query: Query[Any], answer: Any, *, at_once: bool = True) -> None:
        """Draw with what is known now; if not `at_once`, then with the next view."""
        if self._wanted.hover.take(query, answer):
            self._tell_loss()
        elif not self._wanted.take(query, answer):
            return
        elif at_once:
            Plot._range_changed(self)
        if at_once:
            self.queryChanged.emit()
