"""More to look at: what answers to the mouse, what a person has zoomed, and what is said."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QSlider,
    QWidget,
)

from engine.experiment import Points
from tests.gui.approved.person import Person
from tests.gui.mouse import send_mouse, share_of, turn_wheel, under_mouse

DATA = Points(inputs=(0.0, 0.5, 1.0, 1.5), targets=(1.0, 1.5, 3.0, 2.5))
VIEWS = (
    "stages", "fit", "loss", "loss_parts", "curvature", "signs", "moves", "graph", "by_hand",
    "timeline", "log", "landscape",
)  # fmt: skip


def point(widget: QWidget, across: float, down: float) -> None:
    """Move the mouse to these shares of `widget`'s width and height."""
    send_mouse(widget, QEvent.Type.MouseMove, share_of(widget, across, down))


def look_over(
    person: Person, name: str, view: QWidget, part: str, places: Iterable[tuple[float, float]]
) -> None:
    """Look at `view` with the mouse at these places of its `part`, and gone again."""
    person.settle()
    person.pass_over(name, view)
    widget = getattr(view, part)
    for across, down in places:
        point(widget, across, down)
        person.settle()
        person.see_it(name, view)
    leave(widget)
    person.settle()
    person.see_it(name, view)


def leave(widget: QWidget) -> None:
    """The mouse goes elsewhere."""
    QApplication.sendEvent(under_mouse(widget), QEvent(QEvent.Type.Leave))
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def wheel(widget: QWidget, across: float, down: float, clicks: int) -> None:
    """Turn the wheel there; away from the person zooms in."""
    turn_wheel(widget, share_of(widget, across, down), clicks)


def found(person: Person, kind: type[Any], name: str) -> Any:
    """The widget of this `kind` and name."""
    (widget,) = person.window.findChildren(kind, name)
    return widget


# Where the mouse goes in each view: the view, its part, and shares of the part's width and height.
HOVERED = (
    ("fit", "canvas", ((0.3, 0.4), (0.95, 0.5), (0.02, 0.5))),
    ("loss", "canvas", ((0.2, 0.5), (0.9, 0.2))),
    ("signs", "canvas", ((0.2, 0.1), (0.6, 0.5), (0.99, 0.5))),
    ("loss_parts", "paper", ((0.3, 0.3), (0.7, 0.6), (0.99, 0.9))),
    ("curvature", "paper", ((0.4, 0.1), (0.4, 0.4))),
)


def pointed(person: Person) -> None:
    """The mouse over each view, and gone again."""
    person.open(epochs=300, held_out=0.2)
    person.go_to(40)
    person.window.change({"seed": 5, "learning_rate": 2e-5})
    person.settle()
    person.go_to(60)
    for name, part, places in HOVERED:
        person.body.turn_to(name)
        look_over(person, name, person.body.view(name), part, places)
    landscape: Any = person.body.view("landscape")
    person.body.turn_to("landscape")
    person.body.enlarge("landscape")
    look_over(person, "map", landscape.map, "canvas", ((0.3, 0.5), (0.8, 0.2)))


def zoomed(person: Person) -> None:
    """Plots whose axes a person has zoomed, and scales and orders that they have chosen."""
    person.open(epochs=300)
    person.go_to(100)
    for name in ("fit", "loss", "signs"):
        person.body.turn_to(name)
        person.settle()
        view: Any = person.body.view(name)
        wheel(view.canvas, 0.4, 0.5, 12)
        person.settle()
        person.see(name)
    found(person, QAbstractButton, "lossLogButton").click()
    person.see("loss")
    found(person, QAbstractButton, "lossPlotFitButton").click()
    person.see("loss")
    found(person, QAbstractButton, "movesCommonScaleButton").click()
    person.see("moves")
    landscape: Any = person.body.view("landscape")
    person.body.turn_to("landscape")
    person.settle()
    wheel(landscape.map.canvas, 0.5, 0.4, 4)
    person.see("landscape")
    found(person, QAbstractButton, "lossMapFitButton").click()
    found(person, QAbstractButton, "lossMapTrueScaleButton").click()
    person.see("landscape")
    landscape.turn_to("turn")
    person.settle()
    person.pass_over("landscape", landscape)
    found(person, QSlider, "turnValleySlider").setValue(20)
    found(person, QAbstractButton, "turnValleyOwnRates").click()
    person.see("landscape")


def walked(person: Person) -> None:
    """A small graph that is walked, folded and zoomed, with the mouse over a card."""
    person.open(formula="k*t", data=DATA, learning_rate=0.02, epochs=8)
    person.go_to(2)
    person.step(3)
    graph: Any = person.body.view("graph")
    person.body.turn_to("graph")
    person.settle()
    person.pass_over("graph", graph)
    for _ in range(2):
        QTest.keyClick(graph.canvas, Qt.Key.Key_Left)
    person.see("graph")
    QTest.keyClick(graph.canvas, Qt.Key.Key_Return)
    person.see("graph")
    wheel(graph.canvas, 0.5, 0.5, 2)
    person.see("graph")
    QTest.keyClick(graph.canvas, Qt.Key.Key_0)
    look_over(person, "graph", graph, "canvas", ((0.5, 0.5),))


def sorted_rows(person: Person) -> None:
    """Rows for many parameters: in another order, and one that is opened."""
    terms = " + ".join(f"v{k}*tanh(w{k}*t + b{k})" for k in range(1, 4))
    person.open(formula=f"{terms} + c", learning_rate=1e-3, epochs=50)
    person.go_to(5)
    person.step(4)
    person.see("moves", "signs")
    combo = found(person, QComboBox, "movesSortCombo")
    for order in (1, 2):
        combo.setCurrentIndex(order)
        person.see("moves")
    row = found(person, QWidget, "moveRow_w2")
    QTest.keyClick(row, Qt.Key.Key_Return)
    person.settle()
    person.see("moves")


def darkened(person: Person) -> None:
    """All views in the dark theme: as they were, each thing with its own colour's name."""
    person.open(epochs=300)
    person.window.log.folded = False
    person.go_to(20)
    person.step(4)
    person.window.show_pulls(True)
    for name in (*VIEWS, "column"):
        person.pass_over(name, person.turned_to(name))
    person.window.set_theme("dark")
    person.see(*VIEWS, "column")


def said(person: Person) -> None:
    """What every view says to who cannot see it, and of what is under the mouse."""
    person.open(epochs=300, held_out=0.2)
    person.window.log.folded = False
    person.hear(*VIEWS)
    person.go_to(20)
    person.step(4)
    person.window.picks.pick(3)
    person.window.show_pulls(True)
    person.settle()
    person.hear(*VIEWS)
