"""The map of the loss: its colours and contours on a plane of parameters, and the path over it."""

import math
from typing import Any

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from engine.numbers import count, grouped
from engine.queries import LossAtQuery, LossMap as Map, LossMapQuery, Plane, Query
from engine.runs import Doubles, Frame
from engine.words.landscape import on_map
from engine.words.landscape.place import beside_the_map, map_in_words, points_used
from gui.motion import Phase
from gui.plots.base.axes import NumberAxis
from gui.plots.base.overlays import NONE
from gui.plots.base.plot import Plot
from gui.plots.landscape import ahead, lens, planes
from gui.plots.landscape.colours import LossColours
from gui.plots.landscape.foot import Foot
from gui.plots.landscape.ground import Ground, GroundOverlay
from gui.plots.landscape.ink import Drawn, Ink
from gui.plots.landscape.kept import Kept
from gui.plots.landscape.modes import ModeSwitch
from gui.plots.landscape.pairs import PairStrip, Small
from gui.plots.landscape.path import Path, path_of
from gui.plots.landscape.planes import Choice
from gui.plots.landscape.start_here import StartHere
from gui.plots.landscape.strip import TrueScaleStrip
from gui.run import View
from gui.theme import LIGHT, Theme
from gui.widgets.list_combo import ListCombo
from gui.zoom import SMALL, px, typeface

# The places of a map, and of the small ones.
CELLS, MOST_ROWS = 256 * 256, 256
SMALL_CELLS = 56, 36
LENS_CELLS = 72, 48
STRIP_CELLS = 256, 24
# While it plays, a map that would be another one for every epoch is asked for this rarely.
RARELY_MS = 700
# The least size of the map beside which there is room for the small ones, or for the strip.
LEAST_BESIDE, LEAST_ABOVE = 470, 190
# In a lower view the map comes before what is said about it.
LOW = 240


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
        self._planes: dict[Choice, tuple[bytes, Plane]] = {}
        self._home: Frame | None = None
        self._colours = LossColours(1.0, 10.0)
        self._progress = 1.0
        self._main: Kept[Map] = Kept()
        self._path_losses: Kept[Doubles] = Kept()
        self._lens: Kept[Map] = Kept()
        self._strip_map: Kept[Map] = Kept()
        self._hover: Kept[Doubles] = Kept()
        self._small: dict[Choice, Kept[Map]] = {}
        self._grounds: dict[int, tuple[Map, Ground]] = {}
        self._epoch_of_map = 0
        self._path: Path | None = None
        self._playing_since_map = QElapsedTimer()
        self._ground = GroundOverlay()
        self._ink = Ink()
        for item in (self._ground, self._ink):
            self.box.addItem(item)
        self._start = StartHere(self, self.params_at)
        self._start.trialWanted.connect(self.trialWanted)
        self._start.changeWanted.connect(self.changeWanted)
        self._start.moved.connect(self._on_moved)
        self._start.refused.connect(lambda: self.say("pause to start a new run from here"))
        self._add_controls(theme)
        self._pairs = PairStrip()
        self._pairs.chosen.connect(self.choose)
        self._page.addWidget(self._pairs)
        self._strip = TrueScaleStrip()
        self._foot = Foot("lossMapSentence")
        column = self.layout()
        assert column is not None
        column.addWidget(self._strip)
        column.addWidget(self._foot)
        self.set_theme(theme)

    def _add_controls(self, theme: Theme) -> None:
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
        if choice == self._choice or self._view is None:
            return
        self._choice = choice
        self._home = None
        self._start.cross = None
        self._main.forget()
        for kept in (self._lens, self._path_losses, self._strip_map, self._hover):
            kept.forget()
        if choice in self._small and self._small[choice].answer is not None:
            # Until the sharp map is there, the small one stands for it.
            self._main.answer = self._small[choice].answer
        self.draw(self._view)
        self.queryChanged.emit()

    def fit_view(self) -> None:
        """Return to what the map shows at first."""
        self._home = None
        if self._view is not None:
            self.draw(self._view)
            self.queryChanged.emit()

    def set_state(self, state: str) -> None:
        """Allow new starting values while nothing plays or loads."""
        self._start.editable = state not in ("playing", "loading")
        self._refresh_tip()

    def set_progress(self, progress: float) -> None:
        """Draw the update as it is at `progress` of its movement."""
        if progress != self._progress:
            self._progress = progress
            self._range_changed()

    def params_at(self, x: float, y: float) -> Doubles:
        """(p,): the parameters at a place of the map."""
        plane = self._plane_shown
        return plane.origin + x * plane.first + y * plane.second

    # --- what the surface shows as well

    @property
    def colours(self) -> LossColours:
        """The scale of the colours of the run."""
        return self._colours

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
        x, y, _ = self._path.on(self._plane_shown)
        return self._main.answer, (x, y, self._path.losses)

    # --- Plot

    def _begin(self, view: View) -> None:
        kept = self._choice
        self._choices = planes.choices(view)
        same = next((each for each in self._choices if each == kept), None)
        self._choice = same or (self._choices[0] if self._choices else None)
        self._fill_combo()
        self._colours = LossColours.of(view.facts)
        self._home = None
        self._main.forget()
        for each in (self._path_losses, self._lens, self._strip_map, self._hover):
            each.forget()
        self._small = {choice: Kept() for choice in self._choices}
        self._grounds.clear()

    def _fill_combo(self) -> None:
        self._combo.blockSignals(True)
        self._combo.clear()
        for choice in self._choices:
            self._combo.addItem(choice.title)
        self._combo.blockSignals(False)

    def _fit_range(self, view: View) -> None:
        if self._choice is None:
            return
        if self._home is not None and self.visible() != self._home:
            return
        frame = planes.home(self._choice, self._wanted_plane(self._choice, view), view)
        if self.true_scale.isChecked():
            frame = self._at_one_scale(frame)
        self.set_visible(*frame)
        self._home = self.visible()

    def _at_one_scale(self, frame: Frame) -> Frame:
        """`frame`, enlarged in one direction so that a pixel is as wide as it is high."""
        left, right, bottom, top = frame
        area = self.box.sceneBoundingRect()
        pixel = max(
            (right - left) / max(area.width(), 1.0), (top - bottom) / max(area.height(), 1.0)
        )
        x, y = (left + right) / 2, (bottom + top) / 2
        wide, high = pixel * area.width() / 2, pixel * area.height() / 2
        return x - wide, x + wide, y - high, y + high

    def _colour(self, theme: Theme) -> None:
        self._grounds.clear()
        self._ink.set_style(theme, self.small_font)
        for part in (self._switch, self._pairs, self._strip, self._foot):
            part.set_theme(theme)
        typeface(self._combo, SMALL)

    def _redraw(self, view: View) -> None:
        self.show_canvas(self._choice is not None)
        if self._choice is None:
            self.empty.setText("There is no map: the parameters' numbers are not finite.")
            return
        self._combo.setCurrentIndex(self._choices.index(self._choice))
        self._label_axes(view)
        self._path = _finite(path_of(view))
        self._fit_parts()
        self._want_map(view)
        plane = self._plane_shown
        x, y, beside = self._path.on(plane)
        self._want_losses(view, plane)
        drawn = self._drawn(view, plane, x, y)
        ground = self._ground_of(0, self._main.answer)
        self._ground.show_ground(ground, self.theme)
        self._ink.show(drawn, ground)
        moved = self._path.params.astype(np.float64)
        self._foot.say(self._sentence(view, plane, beside, np.ptp(moved, axis=0)))
        self._foot.key.show_scale(self._colours, ground is not None and ground.hatched)
        self._draw_strip(view, plane, x, y)
        self._draw_pairs(view)
        self.ask(self._question_now(view))
        self.say(self._note_now(view))
        self.fit_button.setEnabled(self.visible() != self._home)
        handle = (float(x[-1]), float(y[-1])) if len(x) else None
        at_start = len(x) == 1 and view.snapshot.stage is None
        self._start.see(view, self._start.held or (handle if at_start else self._start_place(x, y)))

    def _start_place(self, x: Doubles, y: Doubles) -> tuple[float, float] | None:
        return (float(x[0]), float(y[0])) if len(x) else None

    def _drawn(self, view: View, plane: Plane, x: Doubles, y: Doubles) -> Drawn:
        """All that is drawn over the colours."""
        assert self._path is not None
        snapshot, path = view.snapshot, self._path
        progress = Phase.PARAMETER.share(self._progress)
        if snapshot.updated_params is not None and len(x) > 1 and progress < 1:
            x, y = x.copy(), y.copy()
            x[-1] = x[-2] + progress * (x[-1] - x[-2])
            y[-1] = y[-2] + progress * (y[-1] - y[-2])
        begin = down = None
        down_words = step_words = ""
        if snapshot.gradient is not None and np.isfinite(snapshot.gradient).all():
            (bx,), (by,), _ = plane.placed(snapshot.params[None])
            begin = float(bx), float(by)
            along, up = plane.directed(-snapshot.gradient.astype(np.float64))
            down = along, up
            down_words = on_map.gradient(plane.pair, along, up)
            step = snapshot.settings.learning_rate * math.hypot(along, up)
            if snapshot.updated_params is not None and self._is_seen(x, y):
                step_words = on_map.step(snapshot.settings.learning_rate, step)
        found, words = self._lens_of(view, plane, x, y)
        self._want_lens(view, plane, found)
        lowest = self._lowest(x, y) if plane.pair is not None else None
        return Drawn(
            x=x, y=y, numbers=path.numbers, losses=path.losses, off=self._off(view),
            begin=begin, down=down, down_words=down_words, step_words=step_words,
            best=self._best(view, plane), lowest=lowest,
            ahead=ahead.ghosts(view, plane) if plane.pair is None else (),
            way=ahead.way(view, plane) if plane.pair is None else (NONE, NONE),
            cross=self._start.cross, held=self._start.held is not None,
            lens=found, lens_words=words,
            lens_ground=self._ground_of(1, self._lens.current) if found else None,
        )  # fmt: skip

    def _is_seen(self, x: Doubles, y: Doubles) -> bool:
        """Whether the last step is long enough to be seen."""
        a, b = self.to_scene(x[-2:], y[-2:])
        return len(a) == 2 and math.hypot(a[1] - a[0], b[1] - b[0]) >= px(16)

    def _lens_of(
        self, view: View, plane: Plane, x: Doubles, y: Doubles
    ) -> tuple[lens.Lens | None, tuple[str, str]]:
        assert self._path is not None
        size = lens.size_in(self.box.sceneBoundingRect())
        if size is None or self.true_scale.isChecked():
            return None, ("", "")
        numbers = self._path.numbers
        found = lens.find(x, y, numbers, self._unit(), size)
        if found is None:
            return None, ("", "")
        if found.swings:
            return found, (on_map.wider(found.times), "every step crosses the valley, and back")
        moved = math.hypot(x[found.first] - x[-1], y[found.first] - y[-1])
        left = abs(float(x[found.first])) if plane.pair is None else None
        epochs = int(numbers[found.last] - numbers[found.first])
        return found, (on_map.larger(found.times), on_map.crawl(epochs, moved, left))

    def _unit(self) -> tuple[float, float]:
        left, right, bottom, top = self.visible()
        area = self.box.sceneBoundingRect()
        return (right - left) / max(area.width(), 1.0), (top - bottom) / max(area.height(), 1.0)

    def _best(self, view: View, plane: Plane) -> tuple[float, float, str, str, bool] | None:
        valley = view.facts.valley
        if valley is None or not np.isfinite(valley.floor).all():
            return None
        (x,), (y,), _ = plane.placed(valley.floor[None])
        apart = valley.floor - self.params_at(float(x), float(y))
        first, second = on_map.best_fit(
            valley.floor_in_words, valley.floor_loss, view.facts.names, plane.pair, apart
        )
        return float(x), float(y), first, second, "not on" not in first

    def _lowest(self, x: Doubles, y: Doubles) -> tuple[float, float, str] | None:
        found = self._main.current
        if found is None or found.lowest is None or found.lowest.on_edge:
            return None
        lowest = found.lowest
        if len(x):
            a, b = self.to_scene(np.array([x[-1], lowest.x]), np.array([y[-1], lowest.y]))
            if math.hypot(a[1] - a[0], b[1] - b[0]) < px(9):
                return None
        return lowest.x, lowest.y, f"loss {grouped(lowest.loss, 4)}"

    def _off(self, view: View) -> Doubles:
        """The shares by which the losses of the path differ from those of the map under it."""
        found, path = self._path_losses.current, self._path
        assert path is not None
        if found is None or view.playing:
            return np.empty(0)
        with np.errstate(all="ignore"):
            apart = np.abs(path.losses - found[:-1]) / np.maximum(path.losses, 1e-300)
        return np.where(np.isfinite(apart), apart, 0.0)

    # --- words

    def _sentence(self, view: View, plane: Plane, beside: Doubles, moved: Doubles) -> str:
        path, names = self._path, view.facts.names
        assert path is not None
        if not len(path):
            return "The parameters are not finite, so they are on no map."
        found = None if view.playing else self._path_losses.current
        epoch = int(path.numbers[-1])
        if plane.pair is None:
            if found is None or not np.isfinite(found[-2:]).all():
                # The sum follows in a moment, unless it plays.
                return " " if view.playing else self._foot.text
            extent = self.visible()[1] - self.visible()[0]
            said = beside_the_map(float(found[-1]), float(found[-2]), float(beside[-1]), extent)
            return f"{said[0].upper()}{said[1:]}"
        values = planes.here(view)
        text = on_map.others(names, plane.pair, values, epoch, moved)
        if found is None or len(names) == 2:
            return text
        with np.errstate(all="ignore"):
            apart = np.abs(path.losses - found[:-1])
        known = np.isfinite(apart)
        k = int(np.argmax(np.where(known, apart, -1.0)))
        worst = (float(apart[k]), float(path.losses[k])) if known.any() else (math.nan, 0.0)
        return f"{text} {on_map.off_the_map(float(beside.max()), *worst, len(path))}"

    def _question_now(self, view: View) -> str:
        assert self._choice is not None
        choice, snapshot = self._choice, view.snapshot
        if choice.pair is not None:
            return f"what does the loss look like around {choice.x_label} and {choice.y_label}?"
        loss = snapshot.updated_loss if snapshot.updated_loss is not None else snapshot.loss
        if self._ink.drawn.lens is not None and loss is not None:
            if self._ink.drawn.lens.swings:
                return "why does it swing?"
            return f"why does the loss stay at {grouped(loss, 4)}?"
        return "where does one step take it?" if snapshot.number <= 1 else "where does it lead?"

    def _note_now(self, view: View) -> str:
        found = self._main.answer
        if view.playing and self._plane_shown.pair and self._epoch_of_map != view.cursor:
            return f"the colours are of epoch {count(self._epoch_of_map)}"
        return points_used(found.every).strip() if found is not None else ""

    def _label_axes(self, view: View) -> None:
        assert self._choice is not None
        for axis, text in zip(
            self.canvas.axes, (self._choice.x_label, self._choice.y_label), strict=True
        ):
            if axis.labelText != text:
                axis.setLabel(text)

    def _tip_text(self, view: View) -> str:
        place = self._pointed()
        if place is None or self._choice is None:
            return ""
        params = self.params_at(*place)
        exact = self._hover.current
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
        """The loss at a place, read off the map between the places where it was computed."""
        found = self._main.answer
        if found is None or not (found.x[0] <= x <= found.x[-1] and found.y[0] <= y <= found.y[-1]):
            return None
        column = int(np.argmin(np.abs(found.x - x)))
        row = int(np.argmin(np.abs(found.y - y)))
        return float(found.losses[row, column])

    def _seen(self, view: View) -> str:
        found = self._main.answer
        parts = [f"The loss on the map of {self._choice.title}." if self._choice else ""]
        if found is not None:
            parts.append(map_in_words(found))
        if self._path is not None and len(self._path):
            last = int(self._path.numbers[-1])
            loss = self._path.losses[-1]
            parts.append(f"The path is at {on_map.epoch_of(last)}, loss {grouped(float(loss))}.")
        first, second = self._ink.drawn.lens_words
        parts += [f"{first} {second}." if first else "", self._foot.text.strip()]
        return " ".join(filter(None, parts))

    # --- the mouse and the keys

    def _pointed(self) -> tuple[float, float] | None:
        """The place on the map that is pointed at, through the lens too."""
        if self._start.cross is not None:
            return self._start.cross
        place = self.mouse()
        if place is None:
            return None
        area, drawn = self._ink.lens_area, self._ink.drawn
        if drawn.lens is not None and area.contains(place[1]):
            left, right, bottom, top = drawn.lens.frame
            across = (place[1].x() - area.left()) / area.width()
            up = (area.bottom() - place[1].y()) / area.height()
            return left + across * (right - left), bottom + up * (top - bottom)
        return place[0].x(), place[0].y()

    def _on_moved(self) -> None:
        cross = self._start.cross
        if cross is not None:
            self._mouse = self.box.mapViewToScene(QPointF(*cross))
        self._range_changed()
        self._refresh_tip()
        self.queryChanged.emit()

    def _remember_mouse(self, place: QPointF) -> None:
        if self._start.held is None and self._start.cross is not None:
            self._start.cross = None
            self._range_changed()
        super()._remember_mouse(place)
        self.queryChanged.emit()

    def event(self, event: QEvent) -> bool:
        """Keep the keys from the window that choose a place here."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self._start.wants(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cross, start there, or give up."""
        if not self._start.key_pressed(event):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the cross away when the focus leaves."""
        super().focusOutEvent(event)
        if self._start.cross is not None:
            self._start.cross = None
            self._on_moved()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        parts = (
            self._title, self._question, self._combo, *self._controls, self._switch,
            self.enlarge_button,
        )  # fmt: skip
        room = self.width() - px(8) - sum(part.sizeHint().width() + px(6) for part in parts)
        # The name is on the tab as well: where there is no room for both, the question stays.
        self._title.setVisible(room >= 0)
        room += 0 if room >= 0 else self._title.sizeHint().width() + px(6)
        self._question.setVisible(room >= 0)
        if self._view is not None:
            self.draw(self._view)

    def _fit_parts(self) -> None:
        """Show the small maps and the strip where there is room for them beside the map."""
        assert self._choice is not None
        several = len(self._choices) > 1
        self._combo.setVisible(several)
        wide = self.width() - self._pairs.sizeHint().width() >= px(LEAST_BESIDE)
        self._pairs.setVisible(several and wide and self.height() >= px(300))
        low = self.height() < px(LOW)
        self._foot.set_low(low)
        for axis in self.canvas.axes:
            axis.showLabel(not low)
        tall = self.height() - self._strip.sizeHint().height() >= px(LEAST_ABOVE + 90)
        self._strip.setVisible(
            tall and self._choice.pair is None and not self.true_scale.isChecked()
        )

    # --- questions

    def query(self, view: View) -> Query[Any] | None:
        """The first question that has no answer yet, if any."""
        if self._choice is None or self._path is None or view.facts is not self._facts:
            return None
        place = self._pointed()
        if place is not None:
            plane = self._plane_shown
            key = (view.run, plane.origin.tobytes(), self._choice, place)
            self._hover.want(key, lambda: LossAtQuery(self.params_at(*place)[None]))
        kept: list[Kept[Any]] = [self._main]
        if place is not None:
            kept.append(self._hover)
        kept += [self._lens, self._path_losses, self._strip_map]
        if not view.playing and self._pairs.isVisible():
            kept += [self._small[choice] for choice in self._choices[: self._pairs.room()]]
        return next((each.open for each in kept if each.open is not None), None)

    @property
    def _facts(self) -> object:
        return self._view.facts if self._view is not None else None

    def show_answer(self, query: Query[Any], answer: Any) -> None:
        """Draw with what is known now."""
        if self._hover.take(query, answer):
            self._refresh_tip()
            if self._start.cross is not None:
                said = self.tip.text().replace("\n", ", ")
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))
        else:
            others: list[Kept[Any]] = [
                self._main, self._lens, self._path_losses, self._strip_map, *self._small.values()
            ]  # fmt: skip
            if not any(each.take(query, answer) for each in others):
                return
            self._range_changed()
        self.queryChanged.emit()

    def _wanted_plane(self, choice: Choice, view: View) -> Plane:
        """The plane of `choice` now; the same object as long as it is the same plane."""
        plane = choice.plane(view)
        same = plane.origin.tobytes() + plane.first.tobytes() + plane.second.tobytes()
        known = self._planes.get(choice)
        if known is None or known[0] != same:
            self._planes[choice] = known = same, plane
        return known[1]

    @property
    def _plane_shown(self) -> Plane:
        """The plane that everything is drawn on: that of the colours, once there are any."""
        if self._main.answer is not None:
            return self._main.answer.plane
        assert self._choice is not None
        assert self._view is not None
        return self._wanted_plane(self._choice, self._view)

    def _want_map(self, view: View) -> None:
        assert self._choice is not None
        plane = self._wanted_plane(self._choice, view)
        rare = view.playing and self._main.answer is not None
        if rare and self._playing_since_map.isValid():
            shown = self._main.answer
            moved = shown is not None and shown.plane is not plane
            if moved and self._playing_since_map.elapsed() < RARELY_MS:
                return
        frame, area = self.visible(), self.box.sceneBoundingRect()
        rows = int(min(max(area.height(), 24), MOST_ROWS))
        columns = int(min(max(area.width() / 2, 24), CELLS // rows))
        key = (view.run, self._choice, plane, frame, columns, rows)

        def make() -> LossMapQuery:
            self._playing_since_map.start()
            self._epoch_of_map = view.cursor
            left, right, bottom, top = frame
            # A place more at every side, for the grid may be shifted by half of one.
            x, y = (right - left) / columns, (top - bottom) / rows
            return LossMapQuery(
                plane, (left - x, right + x), (bottom - y, top + y), columns + 2, rows + 2,
                self._through(view, plane),
            )  # fmt: skip

        self._main.want(key, make)

    def _through(self, view: View, plane: Plane) -> tuple[float, float] | None:
        """A place where the grid must have a row: a narrow floor falls between two otherwise."""
        valley = view.facts.valley
        if valley is None or not np.isfinite(valley.floor).all():
            return None
        (x,), (y,), _ = plane.placed(valley.floor[None])
        return float(x), float(y)

    def _want_lens(self, view: View, plane: Plane, found: lens.Lens | None) -> None:
        if found is None:
            self._lens.forget()
        elif not view.playing or self._lens.answer is None:
            left, right, bottom, top = found.frame
            self._lens.want(
                (view.run, plane, found.frame),
                lambda: LossMapQuery(plane, (left, right), (bottom, top), *LENS_CELLS),
            )

    def _want_losses(self, view: View, plane: Plane) -> None:
        """Want the losses of the map under the path, and that of the place that is shown."""
        path = self._path
        assert path is not None
        if view.playing or not len(path):
            return

        def make() -> LossAtQuery:
            x, y, _ = path.on(plane)
            under = plane.origin + x[:, None] * plane.first + y[:, None] * plane.second
            return LossAtQuery(np.concatenate([under, path.params[-1:].astype(np.float64)]))

        snapshot = view.snapshot
        key = view.run, plane, snapshot.number, snapshot.stage, path.params[-1].tobytes()
        self._path_losses.want(key, make)

    # --- the parts around the map

    def _ground_of(self, place: int, found: Map | None) -> Ground | None:
        """The ground of `found`, made once; `place` tells the grounds apart."""
        if found is None:
            return None
        known = self._grounds.get(place)
        if known is None or known[0] is not found:
            known = self._grounds[place] = found, Ground.of(found, self._colours, self.theme)
        return known[1]

    def _draw_strip(self, view: View, plane: Plane, x: Doubles, y: Doubles) -> None:
        if self._strip.isHidden():
            self._strip_map.forget()
            return
        area = self.box.sceneBoundingRect()
        offset = self.canvas.mapTo(self, area.topLeft().toPoint()).x() - self._strip.x()
        self._strip.set_edges(offset, offset + area.width())
        left, right, bottom, top = self.visible()
        frame = self._strip.frame_of(left, right, (bottom + top) / 2)

        def make() -> LossMapQuery:
            low, high = frame[2], frame[3]
            return LossMapQuery(
                plane, (left, right), (low, high), *STRIP_CELLS, self._through(view, plane)
            )

        self._strip_map.want((view.run, plane, frame), make)
        valley = view.facts.valley
        ratio = None
        if valley is not None and valley.exact and math.isfinite(valley.steepness):
            ratio = math.sqrt(valley.steepness)
        unit = self._unit()
        self._strip.show_strip(
            self._ground_of(2, self._strip_map.answer), frame, (x, y), (0.0, 0.0),
            on_map.true_scale(unit[0] / unit[1], ratio),
        )  # fmt: skip

    def _draw_pairs(self, view: View) -> None:
        if self._pairs.isHidden():
            return
        small = []
        for k, choice in enumerate(self._choices[: self._pairs.room()]):
            plane = self._wanted_plane(choice, view)
            frame = planes.home(choice, plane, view)
            if not view.playing:
                self._want_small(view, choice, plane, frame)
            assert self._path is not None
            x, y, _ = self._path.on(plane)
            best = self._best(view, plane)
            ground = self._ground_of(10 + k, self._small[choice].answer)
            small.append(
                Small(choice, ground, frame, x, y, best and (best[0], best[1], best[4]))
            )
        self._pairs.show_maps(tuple(small), self._choice)

    def _want_small(self, view: View, choice: Choice, plane: Plane, frame: Frame) -> None:
        def make() -> LossMapQuery:
            left, right, bottom, top = frame
            return LossMapQuery(
                plane, (left, right), (bottom, top), *SMALL_CELLS, self._through(view, plane)
            )

        self._small[choice].want((view.run, plane, frame), make)


def _finite(path: Path) -> Path:
    """`path` without the places that are nowhere."""
    with np.errstate(all="ignore"):
        ok = np.isfinite(path.params).all(axis=1)
    return path if ok.all() else Path(path.numbers[ok], path.params[ok], path.losses[ok])
