"""One place of the window's body: its views, as tabs if there are several."""

from collections.abc import Container
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLayoutItem,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from gui.theme import LIGHT, Theme
from gui.widgets.cover import Cover
from gui.window.views import Entry
from gui.zoom import px, sized

# What a tab needs beside its title, in pixels at 100 %.
TAB_EDGES = 24


class PlaceOfViews(QWidget):
    """One place and its views, as tabs if there are several.

    `turnedTo` carries the name of the view that came to the front; `chosen` too, if the person
    turned to it.
    """

    turnedTo = Signal(str)
    chosen = Signal(str)

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        super().__init__()
        self._entries = entries
        self._names = [entry.name for entry in entries]
        self._by_itself = False
        self._tabs = QTabBar()
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        # In a narrow place their titles are cut short rather than scrolled.
        self._tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self._tabs.setUsesScrollButtons(False)
        # How wide the place is does not depend on them.
        self._tabs.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._tabs.setObjectName(f"{entries[0].name}Tabs")
        self._tabs.setVisible(len(entries) > 1)
        self._pages = QStackedWidget()
        self._rooms: dict[str, QVBoxLayout] = {}
        self._covers: dict[str, Cover] = {}
        self._theme = LIGHT
        self._empty: dict[str, QFrame] = {}
        for entry in entries:
            self._tabs.addTab(entry.title)
            self._tabs.setTabToolTip(self._tabs.count() - 1, entry.title)
            page = QWidget()
            self._pages.addWidget(page)
            room = self._rooms[entry.name] = QVBoxLayout(page)
            room.setContentsMargins(0, 0, 0, 0)
            empty = QFrame()
            empty.setProperty("panel", entry.framed)
            sized(empty.setMinimumWidth, entry.least)
            room.addWidget(empty)
            self._empty[entry.name] = empty
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tabs)
        column.addWidget(self._pages, 1)
        self._tabs.currentChanged.connect(self._turned)
        self._tabs.tabBarClicked.connect(self.choose)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write the titles in short where they would be cut."""
        super().resizeEvent(event)
        needed = self._room_for([entry.title for entry in self._entries])
        for k, entry in enumerate(self._entries):
            title = entry.title if needed <= self.width() else entry.short or entry.title
            if self._tabs.tabText(k) != title:
                self._tabs.setTabText(k, title)

    def _room_for(self, titles: list[str]) -> int:
        """The width of tabs with `titles`, whichever of them is chosen, and so written bold."""
        bold = QFont(self._tabs.font())
        bold.setBold(True)
        plain = [QFontMetrics(self._tabs.font()).horizontalAdvance(each) for each in titles]
        strong = [QFontMetrics(bold).horizontalAdvance(each) for each in titles]
        more = max(s - p for s, p in zip(strong, plain, strict=True))
        return sum(plain) + more + len(titles) * px(TAB_EDGES)

    @property
    def current(self) -> str:
        """The name of the view at the front."""
        return self._names[self._tabs.currentIndex()]

    def turn_to(self, name: str) -> None:
        """Bring the view called `name` to the front, if it is among those shown."""
        if self.has(name):
            self._by_itself = True
            self._tabs.setCurrentIndex(self._names.index(name))
            self._by_itself = False

    @property
    def names(self) -> list[str]:
        """The names of the views that can be shown here."""
        return [name for k, name in enumerate(self._names) if self._tabs.isTabVisible(k)]

    def has(self, name: str) -> bool:
        """Whether the view called `name` can be shown here."""
        return name in self.names

    def show_only(self, names: Container[str]) -> None:
        """Show the views among `names`, and take the others and their tabs away."""
        shown = [name in names for name in self._names]
        self._by_itself = True
        # First those that come, so that a tab which goes has another to make way for.
        for visible in (True, False):
            for k, on in enumerate(shown):
                if on is visible:
                    self._tabs.setTabVisible(k, on)
                    self._tabs.setTabEnabled(k, on)
        front = self._tabs.currentIndex()
        if any(shown) and (front < 0 or not shown[front]):
            self._tabs.setCurrentIndex(shown.index(True))
        self._by_itself = False
        self.setHidden(not any(shown))

    def choose(self, tab: int) -> None:
        """Turn to the `tab`-th view, if there is one, as the person wants."""
        if tab < len(self._names) and self._tabs.isTabVisible(tab):
            self._tabs.setCurrentIndex(tab)
            self.chosen.emit(self._names[tab])

    def put(self, name: str, widget: QWidget) -> None:
        """Use `widget` as the view called `name`; until now an empty panel stood in its place."""
        empty = self._empty.pop(name)
        self._rooms[name].replaceWidget(empty, widget)
        empty.deleteLater()

    def room(self, name: str) -> QWidget:
        """The page of the view called `name`."""
        return self._rooms[name].parentWidget()

    def cover(self, name: str, covered: bool) -> None:
        """Show a cover in place of the view called `name`, or that again."""
        room, cover = self._rooms[name], self._covers.get(name)
        if covered == (cover is not None):
            return
        view = cast(QWidget, cast(QLayoutItem, room.itemAt(0)).widget())
        view.setHidden(covered)
        if cover is None:
            self._covers[name] = cover = Cover(self._theme)
            room.addWidget(cover)
        else:
            del self._covers[name]
            room.removeWidget(cover)
            cover.deleteLater()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        for cover in self._covers.values():
            cover.set_theme(theme)

    def _turned(self, k: int) -> None:
        self.turnedTo.emit(self._names[k])
        self._pages.setCurrentIndex(k)
        if not self._by_itself:
            self.chosen.emit(self._names[k])
