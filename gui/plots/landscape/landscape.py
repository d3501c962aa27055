"""The landscape of the loss: a map, the same as a surface, and a valley to turn."""

from dataclasses import replace
from time import perf_counter
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engine.queries import Query
from gui.plots.landscape.curve import LossCurve
from gui.plots.landscape.map.loss_map import LossMap
from gui.plots.landscape.modes import ModeSwitch
from gui.plots.landscape.surface import LossSurface
from gui.plots.landscape.turn import TurnValley
from gui.run import Closed, View
from gui.theme import LIGHT, Theme

# While so many epochs pass from frame to frame, drawing takes no more than this share of the time.
FAST, SHARE = 20, 0.04


class Landscape(QWidget):
    """Shows one of its pages; a page that is hidden neither draws nor asks."""

    queryChanged = Signal()
    trialWanted = Signal(dict)
    changeWanted = Signal(dict)

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self.setObjectName("landscape")
        self._view: View | None = None
        # When a page was drawn last, how long that took, and whether so many epochs pass that it is
        # drawn rarely.
        self._drawn = self._cost = 0.0
        self._fast = False
        # What has been answered since then, while many epochs pass.
        self._answers: list[tuple[Query[Any], Any]] = []
        self.map = LossMap(theme=theme)
        self.curve = LossCurve(theme=theme)
        self.surface = LossSurface(self.map, theme=theme)
        self.turn = TurnValley(theme=theme)
        self._pages = QStackedWidget()
        self._all: dict[str, Any] = {
            "map": self.map,
            "curve": self.curve,
            "surface": self.surface,
            "turn": self.turn,
        }
        for page in self._all.values():
            self._pages.addWidget(page)
            for switch in page.findChildren(ModeSwitch):
                switch.chosen.connect(self.turn_to)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        for asking in (self.map, self.curve):
            asking.queryChanged.connect(self.queryChanged)
            asking.trialWanted.connect(self.trialWanted)
            asking.changeWanted.connect(self.changeWanted)

    @property
    def _page(self) -> Any:
        return self._pages.currentWidget()

    def turn_to(self, name: str) -> None:
        """Show the page called `name`: map, surface or turn."""
        self._take_answers()
        page = self._page_for(name)
        self._pages.setCurrentWidget(page)
        if self._view is not None:
            page.draw(self._view)
        for switch in page.findChildren(ModeSwitch):
            switch.take_focus()
        self.queryChanged.emit()

    def show_pair(self, first: int, second: int) -> None:
        """Show the map of the parameters with these numbers."""
        self.turn_to("map")
        self.map.show_pair(first, second)

    def _page_for(self, name: str) -> Any:
        """The page called `name`; of a single parameter the map is a curve."""
        alone = self._view is not None and len(self._view.facts.names) == 1
        return self._all["curve" if alone and name == "map" else name]

    def draw(self, view: View) -> None:
        """Show `view` on the page that is in front."""
        last, self._view = self._view, view
        self._fast = (
            view.playing and last is not None and view.facts is last.facts
            and view.cursor - last.cursor >= FAST
        )  # fmt: skip
        if self._may_wait():
            return
        begun = perf_counter()
        self._take_answers()
        if self._page in (self.map, self.curve):
            self._pages.setCurrentWidget(self._page_for("map"))
        self._page.draw(view)
        self._drawn, self._cost = perf_counter(), perf_counter() - begun

    def _may_wait(self) -> bool:
        """Whether drawing now would slow down a run that plays fast.

        What is shown meanwhile says which epoch it is of.
        """
        cost = self._cost + self.map.seconds_to_paint
        return self._fast and perf_counter() - self._drawn < cost / SHARE

    def _take_answers(self) -> None:
        for query, answer in self._answers:
            self.map.show_answer(query, answer, at_once=False)
            self.curve.show_answer(query, answer, at_once=False)
        self._answers.clear()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        for page in self._all.values():
            page.set_theme(theme)

    def set_state(self, state: str) -> None:
        """Say in the map what may be changed while the player is in `state`."""
        self.map.set_state(state)
        self.curve.set_state(state)
        if self._view is not None and self._view.playing and state != "playing":
            # No other view comes where it is paused between two slices.
            self.draw(replace(self._view, playing=False))
            self.queryChanged.emit()

    def set_closed(self, closed: Closed) -> None:
        """Let the start be moved in the map only while `closed` does not name it."""
        self.map.set_closed(closed)
        self.curve.set_closed(closed)

    def set_progress(self, progress: float) -> None:
        """Draw the update as it is at `progress` of its movement."""
        self.map.set_progress(progress)
        self.curve.set_progress(progress)

    def describe(self) -> str:
        """What is seen now, in words for a screen reader."""
        said: str = self._page.describe()
        return said

    def query(self, view: View) -> Query[Any] | None:
        """What the page in front wants to know."""
        if self._page is self.turn:
            return None
        return self.curve.query(view) if self._page is self.curve else self.map.query(view)

    def show_answer(self, query: Query[Any], answer: Any) -> None:
        """Show the answer in the map, and what the map knows then as a surface.

        While many epochs pass, they wait for the next time that the page is drawn.
        """
        if self._fast:
            self._answers.append((query, answer))
            return
        self._take_answers()
        self.map.show_answer(query, answer)
        self.curve.show_answer(query, answer)
        self.surface.refresh()
