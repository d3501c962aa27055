"""The map of the loss: its colours and contours on a plane of parameters, and the path over it."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from engine.numbers import count, grouped
from engine.queries import LossMap as Map
from engine.queries import Plane, Query
from engine.runs import Doubles, Frame
from engine.words.landscape import on_map
from engine.words.landscape.place import map_in_words, points_used
from gui.plots.base.axes import NumberAxis
from gui.plots.base.overlays import NONE
from gui.plots.base.plot import Plot
from gui.plots.landscape.map import said
from gui.plots.landscape.map.around import Around
from gui.plots.landscape.map.drawn import Drawn, Sight, draw_up
from gui.plots.landscape.map.ink import Ink
from gui.plots.landscape.map.wanted import Wanted
from gui.plots.landscape.modes import ModeSwitch
from gui.plots.landscape.paint.colours import LossColours
from gui.plots.landscape.paint.ground import GroundOverlay, Grounds
from gui.plots.landscape.ways import planes
from gui.plots.landscape.ways.path import Path, finite, path_of
from gui.plots.landscape.ways.planes import Choice
from gui.plots.landscape.ways.start_here import StartHere
from gui.run import View
from gui.theme import LIGHT, Theme
from gui.widgets.list_combo import ListCombo
from gui.zoom import SMALL, px, typeface

LEAST_WIDTH = 300


class LossMap(Plot):
    """Draws the loss around the parameters of the epoch shown, on a plane that can be chosen."""

    queryChanged = Signal()
    trialWanted = Signal(dict)
    changeWanted = Signal(dict)

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
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.legend.hide()
        self._choices: tuple[Choice, ...] = ()
        self._choice: Choice | None = None
        self._home: Frame | None = None
        self.colours = LossColours(1.0, 10.0)
        self._progress = 1.0
        self._wanted = Wanted()
        self._path: Path | None = None
        self._ground = GroundOverlay()
        self._ink = Ink()
        for item in (self._ground, self._ink):
            self.box.addItem(item)
        self._grounds = Grounds()
        self._start = StartHere(self, self.params_at)
        self._start.trialWanted.connect(self.trialWanted)
        self._start.changeWanted.connect(self.changeWanted)
        self._start.moved.connect(self._on_moved)
        self._start.refused.connect(lambda: self.say("pause to start a new run from here"))
        self.box.sigResized.connect(self._on_box_resized)
        self._add_controls()
        column = self.layout()
        assert column is not None
        self._around = Around(self._page, column, self._grounds)
        self._around.pairs.chosen.connect(self.choose)
        self.set_theme(theme)

    def _add_controls(self) -> None:
        self._combo = ListCombo()
        self._combo.setObjectName("lossMapPlane")
        self._combo.setAccessibleName("Which map")
        self._combo.setToolTip("Which two directions the map shows")
        self._combo.setMinimumContentsLength(12)
        self._combo.activated.connect(lambda k: self.choose(self._choices[k]))
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
            self._choice = choice
            self._start.cross = None
            self._wanted.turn_to(choice)
            self.fit_view()

    def show_pair(self, first: int, second: int) -> None:
        """Show the map of the parameters with these numbers."""
        if self._view is None:
            return
        pair = (first, second)
        choice = next((each for each in self._choices if each.pair == pair), None)
        if choice is None:
            choice = planes.choice_of(self._view, pair)
            self._choices = (*self._choices, choice)
            self._fill_combo()
        self.choose(choice)

    def fit_view(self) -> None:
        """Return to what the map shows at first."""
        self._home = None
        if self._view is not None:
            self.draw(self._view)
            self.queryChanged.emit()

    def set_state(self, state: str) -> None:
        """Allow new starting values while nothing plays or loads."""
        self._start.editable = state not in ("playing", "loading")
        view = self._view
        if view is not None and view.playing and state != "playing":
            # No other view comes where it is paused between two slices.
            self.draw(replace(view, playing=False))
            self.queryChanged.emit()
        self._refresh_tip()

    def set_progress(self, progress: float) -> None:
        """Draw the update as it is at `progress` of its movement."""
        if progress != self._progress:
            self._progress = progress
            self._range_changed()

    def params_at(self, x: float, y: float) -> Doubles:
        """(p,): the parameters at a place of the map."""
        plane = self._plane
        return plane.origin + x * plane.first + y * plane.second

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
        known = self._choice
        self._choices = planes.choices(view)
        same = next((each for each in self._choices if each == known), None)
        self._choice = same or (self._choices[0] if self._choices else None)
        self._fill_combo()
        self.colours = LossColours.of(view.facts)
        self._home = None
        self._wanted.begin(self._choices)
        self._grounds.begin(self.colours, self.theme)

    def _fill_combo(self) -> None:
        self._combo.blockSignals(True)
        self._combo.clear()
        for choice in self._choices:
            self._combo.addItem(choice.title)
        self._combo.blockSignals(False)

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
        self._around.fit(self.size(), choice, len(self._choices), self.true_scale.isChecked())
        for axis in self.canvas.axes:
            axis.showLabel(not self._around.low)
        sight = Sight(self.visible(), self.box.sceneBoundingRect())
        wanted.want_map(view, choice, sight.frame, (sight.area.width(), sight.area.height()))
        plane = self._plane
        wanted.want_under(view, plane, path)
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
        self._around.draw(view, plane, path, sight, wanted, choice, self._choices, self.canvas)
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
        self._combo.setCurrentIndex(self._choices.index(choice))
        for axis, text in zip(self.canvas.axes, (choice.x_label, choice.y_label), strict=True):
            if axis.labelText != text:
                axis.setLabel(text)

    def _on_box_resized(self) -> None:
        """One scale for both directions is another one in another room."""
        if self._view is not None and self.true_scale.isChecked() and not self._drawing:
            self._fit_range(self._view)

    def _range_changed(self) -> None:
        super()._range_changed()
        if not self._drawing:
            self.queryChanged.emit()

    # --- in words

    def _tip_text(self, view: View) -> str:
        place = self._pointed()
        if place is None or self._choice is None:
            return ""
        params = self.params_at(*place)
        self._wanted.want_hover(view, params)
        exact = self._wanted.hover.current
        if exact is not None:
            loss = on_map.loss_there(float(exact[0]), exact=True)
        else:
            between = self._between(*place)
            loss = "…" if between is None else on_map.loss_there(between, exact=False)
        lines = on_map.place(loss, view.facts.names, params.tolist())
        if self._start.editable:
            key = "Enter" if self._start.cross is not None else "click"
            lines.append(f"{key}: start a new run from here")
        return "\n".join(lines)

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
        if self._start.cross is not None:
            return self._start.cross
        place = self.mouse()
        if place is None:
            return None
        return self._ink.through_lens(place[1]) or (place[0].x(), place[0].y())

    def _on_moved(self) -> None:
        cross = self._start.cross
        if cross is not None:
            self._mouse = self.box.mapViewToScene(QPointF(*cross))
        self._range_changed()
        self._refresh_tip()

    def _remember_mouse(self, place: QPointF) -> None:
        self._start.forget_cross()
        super()._remember_mouse(place)
        self.queryChanged.emit()

    def event(self, event: QEvent) -> bool:
        """Keep the keys from the window that choose a place here."""
        shortcut = event.type() == QEvent.Type.ShortcutOverride
        return (shortcut and self._start.keeps(event)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cross, start there, or give up."""
        if not self._start.key_pressed(event):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the cross away when the focus leaves."""
        super().focusOutEvent(event)
        self._start.forget_cross()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        self._combo.setVisible(len(self._choices) > 1)
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
    def _plane(self) -> Plane:
        """The plane that everything is drawn on."""
        assert self._choice is not None
        assert self._view is not None
        return self._wanted.plane_shown(self._choice, self._view)

    def query(self, view: View) -> Query[Any] | None:
        """The first question that has no answer yet, if any."""
        if self._choice is None or self._view is None or view.facts is not self._view.facts:
            return None
        small = self._choices[: self._around.small]
        return self._wanted.open(
            hovering=self._pointed() is not None, small=small, playing=self._view.playing
        )

    def show_answer(self, query: Query[Any], answer: Any) -> None:
        """Draw with what is known now."""
        if self._wanted.hover.take(query, answer):
            self._refresh_tip()
            if self._start.cross is not None:
                told = self.tip.text().replace("\n", ", ")
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, told))
        elif self._wanted.take(query, answer):
            super()._range_changed()
        else:
            return
        self.queryChanged.emit()
