"""The landscape of the loss: a map, the same as a surface, and a valley to turn."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engine.queries import Query
from gui.plots.landscape.loss_map import LossMap
from gui.plots.landscape.modes import ModeSwitch
from gui.plots.landscape.surface import LossSurface
from gui.plots.landscape.turn import TurnValley
from gui.run import View
from gui.theme import LIGHT, Theme


class Landscape(QWidget):
    """Shows one of its pages; a page that is hidden neither draws nor asks."""

    queryChanged = Signal()
    trialWanted = Signal(dict)
    changeWanted = Signal(dict)

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self.setObjectName("landscape")
        self._view: View | None = None
        self.map = LossMap(theme=theme)
        self.surface = LossSurface(self.map, theme=theme)
        self.turn = TurnValley(theme=theme)
        self._pages = QStackedWidget()
        self._all: dict[str, Any] = {"map": self.map, "surface": self.surface, "turn": self.turn}
        for page in self._all.values():
            self._pages.addWidget(page)
            for switch in page.findChildren(ModeSwitch):
                switch.chosen.connect(self.turn_to)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        self.map.queryChanged.connect(self.queryChanged)
        self.map.trialWanted.connect(self.trialWanted)
        self.map.changeWanted.connect(self.changeWanted)

    @property
    def _page(self) -> Any:
        return self._pages.currentWidget()

    def turn_to(self, name: str) -> None:
        """Show the page called `name`."""
        page = self._all[name]
        self._pages.setCurrentWidget(page)
        if self._view is not None:
            page.draw(self._view)
        for switch in page.findChildren(ModeSwitch):
            switch.take_focus()
        self.queryChanged.emit()

    def draw(self, view: View) -> None:
        """Show `view` on the page that is in front."""
        self._view = view
        self._page.draw(view)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        for page in self._all.values():
            page.set_theme(theme)

    def set_state(self, state: str) -> None:
        """Say in the map what may be changed while the player is in `state`."""
        self.map.set_state(state)

    def set_progress(self, progress: float) -> None:
        """Draw the update as it is at `progress` of its movement."""
        self.map.set_progress(progress)

    def describe(self) -> str:
        """What is seen now, in words for a screen reader."""
        said: str = self._page.describe()
        return said

    def query(self, view: View) -> Query[Any] | None:
        """What the page in front wants to know."""
        return None if self._page is self.turn else self.map.query(view)

    def show_answer(self, query: Query[Any], answer: Any) -> None:
        """Show the answer in the map, and what the map knows then as a surface."""
        self.map.show_answer(query, answer)
        self.surface.refresh()
