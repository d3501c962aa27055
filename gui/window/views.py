"""Defines which views there are, and where they are placed.

A new view is one line in `VIEWS`. Views that share a place become tabs; a view alone in its place
has no tab.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtWidgets import QWidget

from gui.run import Kind


class Place(Enum):
    """The places for views in the window's body; the experiment's column is left of them."""

    MIDDLE = auto()
    BELOW_LEFT = auto()
    BELOW_RIGHT = auto()
    RIGHT = auto()


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


def views_in(place: Place) -> tuple[Entry, ...]:
    """The views that share `place`, in the order of its tabs."""
    return tuple(entry for entry in VIEWS if entry.place is place)


def entry_of(name: str) -> Entry:
    """The view called `name`."""
    return next(entry for entry in VIEWS if entry.name == name)


def place_of(name: str) -> Place:
    """The place of the view called `name`."""
    return entry_of(name).place
