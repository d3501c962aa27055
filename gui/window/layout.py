"""Defines which views there are and where they are placed, and builds the window's body from that.

A new view is one line in `VIEWS`. Views that share a place become tabs; a view alone in its place
has no tab. A view is created when it is first shown, and only visible views are drawn.
"""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol, cast, runtime_checkable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLayoutItem,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from gui.mishaps import contained
from gui.motion import Moving
from gui.run import (
    Answers,
    Asking,
    Closed,
    Covers,
    Draws,
    Kind,
    Picks,
    UsesClosed,
    UsesCovers,
    UsesPicks,
    View,
)
from gui.theme import LIGHT, SPACE, Theme
from gui.widgets.cover import Cover
from gui.widgets.enlarge import EnlargeButton
from gui.zoom import px, sized


class Place(Enum):
    """The places for views in the window's body; the experiment's column is left of them."""

    MIDDLE = "middle"
    BELOW_LEFT = "below left"
    BELOW_RIGHT = "below right"
    RIGHT = "right"


@runtime_checkable
class HasState(Protocol):
    """A view in which changes are allowed only in some states of the player."""

    def set_state(self, state: str) -> None:
        """Adapt to the player being in `state`."""


@runtime_checkable
class HasTitle(Protocol):
    """A view with a title of its own, which is said twice where a tab says it, too."""

    def leave_title_to_tab(self) -> None:
        """Show no title: the tab has it."""


@runtime_checkable
class OverEpochs(Protocol):
    """A view along whose axis the epochs are; all of them show the same epochs."""

    def move_with(self, other: Any) -> None:
        """Show the same epochs as `other`, another such view, from now on."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One view: its name in the program, its tab's title, its place, and how it is created.

    `short` is the title on the tab where there is little room. Until the view is created, its room
    is at least `least` pixels wide (at 100 %), and has the frame of a panel if it is `framed`.
    Painting a `slow` one takes about as long as painting all others together.
    """

    name: str
    title: str
    place: Place
    make: Callable[[], QWidget]
    short: str = ""
    framed: bool = True
    least: int = 0
    slow: bool = False


def _fit() -> QWidget:
    from gui.plots.fit import FitPlot

    return FitPlot()


def _loss() -> QWidget:
    from gui.plots.loss import LossPlot

    return LossPlot()


def _signs() -> QWidget:
    from gui.plots.signs import SignsPlot

    return SignsPlot()


def _moves() -> QWidget:
    from gui.panels.moves import MovesPanel

    return MovesPanel()


def _graph() -> QWidget:
    from gui.panels.graph import GraphPanel

    return GraphPanel()


def _by_hand() -> QWidget:
    from gui.panels.by_hand import ByHandPanel

    return ByHandPanel()


def _landscape() -> QWidget:
    from gui.plots.landscape import Landscape

    return Landscape()


def _loss_parts() -> QWidget:
    from gui.plots.parts import LossPartsPlot

    return LossPartsPlot()


def _curvature() -> QWidget:
    from gui.plots.parts import CurvaturePlot

    return CurvaturePlot()


# Views are imported when they are first shown, so that the window opens sooner: even those in front
# only when it has been painted without them.
VIEWS = (
    Entry("fit", "Fit", Place.MIDDLE, _fit),
    Entry("graph", "Backward", Place.MIDDLE, _graph),
    Entry("by_hand", "By hand", Place.MIDDLE, _by_hand),
    Entry("landscape", "Landscape", Place.MIDDLE, _landscape),
    Entry("loss", "Loss", Place.BELOW_LEFT, _loss),
    Entry("loss_parts", "What the loss is made of", Place.BELOW_LEFT, _loss_parts, "Parts"),
    Entry("curvature", "Curvature", Place.BELOW_LEFT, _curvature),
    Entry("signs", "Gradient signs", Place.BELOW_RIGHT, _signs, least=215),
    Entry("moves", "Moves", Place.RIGHT, _moves, framed=False, least=320, slow=True),
)
# Where each kind of question is answered, of those that are answered in a view.
ANSWERED_IN: dict[Kind, str] = {
    "point": "fit",
    "curve": "fit",
    "loss": "loss",
    "loss_curve": "loss",
    "epoch": "signs",
    "direction": "moves",
    "card": "moves",
}
# What a tab needs beside its title, in pixels at 100 %.
TAB_EDGES = 24
# The initial widths of the experiment, the middle and the right.
WIDTHS = (250, 680, 490)

Shares = tuple[QSplitter, list[int]]


class Body(QSplitter):
    """The window's body: the experiment's `column`, and the places with their views.

    `made` carries each newly created view with its name; `enlargeWanted` the name of the view whose
    enlarge button was pressed; `chosen` that of a view whose tab the person has turned to, while
    `turned` says that any view came to the front. Views that mark what is picked are given the
    `picks`. Other signals pass on requests of the views: for an epoch, a change of the experiment,
    or starting values to try. `splitters` are those whose sizes to remember.
    """

    made = Signal(str, QWidget)
    epochRequested = Signal(int)
    changeWanted = Signal(dict)
    trialWanted = Signal(dict)
    enlargeWanted = Signal(str)
    turned = Signal()
    chosen = Signal(str)

    def __init__(
        self, column: QWidget, picks: Picks, covers: Covers, asking: Asking, closed: Closed
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._closed = closed
        self._column = column
        self._picks = picks
        self._covers = covers
        self._asking = asking
        covers.changed.connect(self._cover)
        asking.changed.connect(self._ask)
        self._views: dict[str, QWidget] = {}
        self._theme = LIGHT
        self._view: View | None = None
        self._state = "loading"
        self.enlarged: tuple[str, ...] = ()
        self._before_enlarging: tuple[list[Shares], list[QWidget]] = ([], [])
        self._places = {place: PlaceOfViews(views_in(place)) for place in Place}
        for place in self._places.values():
            place.turnedTo.connect(self._turn_to)
            place.chosen.connect(self.chosen)
        left, right = self._places[Place.BELOW_LEFT], self._places[Place.BELOW_RIGHT]
        below = _share(QSplitter(Qt.Orientation.Horizontal), (left, 1), (right, 1))
        above = self._places[Place.MIDDLE]
        middle = _share(QSplitter(Qt.Orientation.Vertical), (above, 5), (below, 4))
        _share(self, (column, 0), (middle, 10), (self._places[Place.RIGHT], 7))
        # Their sizes do not depend on the views, which come later.
        self.setSizes(list(WIDTHS))
        below.setSizes([500, 500])
        middle.setSizes([500, 400])
        self.splitters: tuple[QSplitter, ...] = (self, middle, below)

    def build(self) -> None:
        """Create the visible views; those behind another tab are created when they are shown."""
        for place in self._open_places:
            self._turn_to(place.current)

    def view(self, name: str) -> QWidget:
        """The view called `name`, created now if it does not exist yet."""
        if name not in self._views:
            entry = _entry(name)
            widget = self._views[name] = entry.make()
            self._places[entry.place].put(name, widget)
            for wish in ("epochRequested", "changeWanted", "trialWanted"):
                if hasattr(widget, wish):
                    getattr(widget, wish).connect(getattr(self, wish))
            self._tell_state(widget)
            if isinstance(widget, HasTitle) and len(views_in(entry.place)) > 1:
                widget.leave_title_to_tab()
            if isinstance(widget, UsesPicks):
                widget.set_picks(self._picks)
            if isinstance(widget, UsesCovers):
                widget.set_covers(self._covers)
            if isinstance(widget, Answers):
                widget.set_asking(self._asking)
            if isinstance(widget, UsesClosed):
                widget.set_closed(self._closed)
            if isinstance(widget, OverEpochs):
                for other in self._views.values():
                    if isinstance(other, OverEpochs) and other is not widget:
                        widget.move_with(other)
            for button in widget.findChildren(EnlargeButton):
                button.setObjectName(f"{name}EnlargeButton")
                button.clicked.connect(lambda _on=False: self.enlargeWanted.emit(name))
            cast(Draws, widget).set_theme(self._theme)
            self.made.emit(name, widget)
            self._places[entry.place].cover(name, name in self._covers.views)
        return self._views[name]

    def room(self, name: str) -> QWidget:
        """The room that the view called `name` has for itself, whether it is covered or not."""
        self.view(name)
        return self._places[_place(name)].room(name)

    @property
    def front(self) -> tuple[str, ...]:
        """The names of the views in front, one for each place."""
        return tuple(place.current for place in self._places.values())

    def in_front(self, widget: QWidget) -> bool:
        """Whether the view `widget` is in front of the others in its place."""
        return any(self._views.get(place.current) is widget for place in self._open_places)

    def has(self, name: str) -> bool:
        """Whether the view called `name` is among those that can be shown."""
        return self._places[_place(name)].has(name)

    @property
    def first(self) -> str:
        """The name of the view in front in the first place that has any."""
        return self._open_places[0].current

    @property
    def in_front_names(self) -> list[str]:
        """The names of the views in front, in reading order."""
        return [place.current for place in self._open_places]

    def show_only(self, names: Iterable[str]) -> None:
        """Show the views called `names`, at least one, and take the others away."""
        self.put_back()
        wanted = {*names}
        for place in self._places.values():
            place.show_only(wanted)
        # The inner one first: the outer one is empty where that is.
        for splitter in reversed(self.splitters[1:]):
            parts = (splitter.widget(k) for k in range(splitter.count()))
            splitter.setHidden(all(part is None or part.isHidden() for part in parts))
        if self._view is not None:
            self.build()

    @property
    def _open_places(self) -> "list[PlaceOfViews]":
        """The places that have a view to show."""
        return [place for place in self._places.values() if place.names]

    def turn_to(self, name: str) -> None:
        """Bring the view called `name` to the front of its place, if it is among those shown."""
        self._places[_place(name)].turn_to(name)

    def choose(self, place: Place, tab: int) -> None:
        """Turn to the view of the `tab`-th tab of `place`, as a click on the tab does, if any."""
        self._places[place].choose(tab)

    def draw(self, view: View, sparing: bool = False) -> None:
        """Show `view` in every visible view; those that are slow to paint wait if `sparing`."""
        self._view = view
        for place in self._open_places:
            if not (sparing and _entry(place.current).slow):
                self._draw(place, view)

    @property
    def all_views(self) -> list[QWidget]:
        """The views that have been created, in front or not."""
        return list(self._views.values())

    def draw_all(self) -> None:
        """Show the latest view also in those that are behind others."""
        for widget in self.all_views:
            if self._view is not None:
                with contained():
                    cast(Draws, widget).draw(self._view)

    def draw_slow(self) -> None:
        """Show the latest view in those that were spared."""
        for place in self._open_places:
            if self._view is not None and _entry(place.current).slow:
                self._draw(place, self._view)

    def _draw(self, place: "PlaceOfViews", view: View) -> None:
        # Where one view cannot be drawn, the others are.
        with contained():
            cast(Draws, self.view(place.current)).draw(view)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        for place in self._places.values():
            place.set_theme(theme)
        for widget in self._views.values():
            cast(Draws, widget).set_theme(theme)

    def set_state(self, state: str) -> None:
        """Tell the views the player's `state`, on which it depends what may be changed in them."""
        self._state = state
        for widget in self._views.values():
            self._tell_state(widget)

    def set_progress(self, progress: float) -> None:
        """Draw the update's animation at `progress`, from 0 to 1."""
        for place in self._open_places:
            widget = self.view(place.current)
            if isinstance(widget, Moving):
                widget.set_progress(progress)

    def _ask(self) -> None:
        """Bring the view to the front in which the question that stands is answered."""
        if self._asking.open and self._asking.kind in ANSWERED_IN:
            self.turn_to(ANSWERED_IN[self._asking.kind])

    def _cover(self) -> None:
        """Cover whole the views that would give away what is covered, and uncover the others."""
        for name in self._views:
            self._places[_place(name)].cover(name, name in self._covers.views)

    def _tell_state(self, widget: QWidget) -> None:
        if isinstance(widget, HasState):
            widget.set_state(self._state)

    def shares(self) -> list[list[int]]:
        """The current sizes of the splitters."""
        return [splitter.sizes() for splitter in self.splitters]

    def share(self, shares: list[list[int]]) -> None:
        """Restore the sizes of the splitters that `shares` returned."""
        for splitter, sizes in zip(self.splitters, shares, strict=True):
            splitter.setSizes(sizes)

    def show_below(self, *, left: bool = True, right: bool = True) -> None:
        """Show the places below the middle, or only one of them."""
        for place, shown in ((Place.BELOW_LEFT, left), (Place.BELOW_RIGHT, right)):
            self._places[place].setVisible(shown and bool(self._places[place].names))

    def give_room(self, middle: float, above: float, left: float) -> None:
        """Give the middle, what is above in it, and what is left below, these shares of 1."""
        for splitter, share in zip(self.splitters, (middle, above, left), strict=True):
            *others, one, two = splitter.sizes()
            room = one + two
            splitter.setSizes([*others, round(share * room), room - round(share * room)])

    @property
    def places(self) -> list[QWidget]:
        """The visible places, including their tabs, in reading order."""
        return [place for place in self._places.values() if place.isVisible()]

    @property
    def shown(self) -> list[QWidget]:
        """The visible views that are not covered, in reading order."""
        views = [self.view(place.current) for place in self._places.values() if place.isVisible()]
        return [view for view in views if not view.isHidden()]

    def name_of(self, widget: QWidget | None) -> str | None:
        """The name of the view that contains `widget`; None if no view does."""
        while widget is not None:
            for name, view in self._views.items():
                if widget is view:
                    return name
            widget = widget.parentWidget()
        return None

    def enlarge(self, *names: str) -> None:
        """Give the whole body to the views called `names`, which are `enlarged` from then on.

        Of them, those are meant that are among the views shown; nothing happens if none is.
        """
        self.put_back()
        names = tuple(name for name in names if self.has(name))
        if not names:
            return
        for name in names:
            self.turn_to(name)
        wanted = [self._places[_place(name)] for name in names]
        hidden = [
            part
            for splitter in self.splitters
            for k in range(splitter.count())
            if (part := splitter.widget(k)) is not None
            and not part.isHidden()
            and not any(part is place or part.isAncestorOf(place) for place in wanted)
        ]
        self._before_enlarging = [(each, each.sizes()) for each in self.splitters], hidden
        self._set_enlarged(names)
        for widget in hidden:
            widget.hide()

    def put_back(self) -> None:
        """Return every view to its own place."""
        sizes, hidden = self._before_enlarging
        self._before_enlarging = [], []
        self._set_enlarged(())
        for widget in hidden:
            widget.show()
        for splitter, shares in sizes:
            splitter.setSizes(shares)

    def _set_enlarged(self, names: tuple[str, ...]) -> None:
        self.enlarged = names
        for name, view in self._views.items():
            for button in view.findChildren(EnlargeButton):
                button.set_enlarged(names == (name,))

    def _turn_to(self, name: str) -> None:
        widget = self.view(name)
        if len(self.enlarged) == 1 and _place(self.enlarged[0]) is _place(name):
            self._set_enlarged((name,))
        if self._view is not None:
            cast(Draws, widget).draw(self._view)
        self.turned.emit()


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
            cover.hide()
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


def views_in(place: Place) -> tuple[Entry, ...]:
    """The views that share `place`, in the order of its tabs."""
    return tuple(entry for entry in VIEWS if entry.place is place)


def _entry(name: str) -> Entry:
    return next(entry for entry in VIEWS if entry.name == name)


def _place(name: str) -> Place:
    return _entry(name).place


def _share(splitter: QSplitter, *parts: tuple[QWidget, int]) -> QSplitter:
    sized(splitter.setHandleWidth, SPACE)
    splitter.setChildrenCollapsible(False)
    for place, (part, share) in enumerate(parts):
        splitter.addWidget(part)
        splitter.setStretchFactor(place, share)
    return splitter
