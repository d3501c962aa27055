"""Builds the window's body: the experiment's column, and the places with their views.

A view is created when it is first shown, and only visible views are drawn.
"""

from collections.abc import Iterable
from typing import Any, Protocol, cast, runtime_checkable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from gui.mishaps import contained
from gui.motion import Moving
from gui.run import (
    Answers,
    Asking,
    Closed,
    Covers,
    Draws,
    Picks,
    UsesClosed,
    UsesCovers,
    UsesPicks,
    View,
)
from gui.theme import LIGHT, SPACE, Theme
from gui.widgets.enlarge import EnlargeButton
from gui.window.place import PlaceOfViews
from gui.window.views import ANSWERED_IN, Place, entry_of, place_of, views_in
from gui.zoom import sized


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


# At first: the experiment, the middle and the right; what is above and below in the middle; and
# what is below left and right.
SHARES = [[250, 680, 490], [500, 400], [500, 500]]

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
        self.splitters: tuple[QSplitter, ...] = (self, middle, below)
        # Their sizes do not depend on the views, which come later.
        self.share(SHARES)

    def build(self) -> None:
        """Create the visible views; those behind another tab are created when they are shown."""
        for place in self._open_places:
            self._turn_to(place.current)

    def view(self, name: str) -> QWidget:
        """The view called `name`, created now if it does not exist yet."""
        if name not in self._views:
            entry = entry_of(name)
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
        return self._places[place_of(name)].room(name)

    @property
    def front(self) -> tuple[str, ...]:
        """The names of the views in front, in reading order."""
        return tuple(place.current for place in self._open_places)

    def in_front(self, widget: QWidget) -> bool:
        """Whether the view `widget` is in front of the others in its place."""
        return any(self._views.get(place.current) is widget for place in self._open_places)

    def has(self, name: str) -> bool:
        """Whether the view called `name` is among those that can be shown."""
        return self._places[place_of(name)].has(name)

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
    def _open_places(self) -> list[PlaceOfViews]:
        """The places that have a view to show."""
        return [place for place in self._places.values() if place.names]

    def turn_to(self, name: str) -> None:
        """Bring the view called `name` to the front of its place, if it is among those shown."""
        self._places[place_of(name)].turn_to(name)

    def choose(self, place: Place, tab: int) -> None:
        """Turn to the view of the `tab`-th tab of `place`, as a click on the tab does, if any."""
        self._places[place].choose(tab)

    def draw(self, view: View, sparing: bool = False) -> None:
        """Show `view` in every visible view; those that are slow to paint wait if `sparing`."""
        self._view = view
        for place in self._open_places:
            if not (sparing and entry_of(place.current).slow):
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
            if self._view is not None and entry_of(place.current).slow:
                self._draw(place, self._view)

    def _draw(self, place: PlaceOfViews, view: View) -> None:
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
            self._places[place_of(name)].cover(name, name in self._covers.views)

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
        # What has just been shown has a size only after that.
        for splitter in self.splitters:
            splitter.refresh()
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
        wanted = [self._places[place_of(name)] for name in names]
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
        if len(self.enlarged) == 1 and place_of(self.enlarged[0]) is place_of(name):
            self._set_enlarged((name,))
        if self._view is not None:
            cast(Draws, widget).draw(self._view)
        self.turned.emit()


def _share(splitter: QSplitter, *parts: tuple[QWidget, int]) -> QSplitter:
    sized(splitter.setHandleWidth, SPACE)
    splitter.setChildrenCollapsible(False)
    for place, (part, share) in enumerate(parts):
        splitter.addWidget(part)
        splitter.setStretchFactor(place, share)
    return splitter
