"""What a person does in a view with the mouse and with keys, and what they see and are told."""

from typing import Any

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QToolTip,
    QWidget,
)

from gui.panels.stages.card import StageCard
from tests.gui.approved.near import DATA, found, look_over, point, wheel
from tests.gui.approved.person import Person
from tests.gui.mouse import LEFT, send_mouse, share_of, under_mouse

Key = Qt.Key
Shares = tuple[float, float]
PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
NEURONS = "v1*tanh(w1*t + b1) + v2*tanh(w2*t + b2) + c"
ACROSS = (0.06, 0.2, 0.35, 0.5, 0.65, 0.8, 0.94)


def drag(person: Person, widget: QWidget, *ways: Shares, release: bool = True) -> None:
    """Press at the first of these shares of `widget`, and go by the others to the last."""
    places = [share_of(widget, *way) for way in ways]
    send_mouse(widget, QEvent.Type.MouseMove, places[0])
    send_mouse(widget, QEvent.Type.MouseButtonPress, places[0], LEFT, LEFT)
    for place in places[1:]:
        send_mouse(widget, QEvent.Type.MouseMove, place, held=LEFT)
    if release:
        send_mouse(widget, QEvent.Type.MouseButtonRelease, places[-1], LEFT)
    person.settle()


def asked_of(widget: QWidget, across: float, down: float) -> str:
    """What is told beside the mouse that rests at these shares of `widget`."""
    under = under_mouse(widget)
    place = QPointF(across * under.width(), down * under.height()).toPoint()
    QToolTip.showText(under.mapToGlobal(place), "")
    event = QHelpEvent(QEvent.Type.ToolTip, place, under.mapToGlobal(place))
    QApplication.sendEvent(under, event)
    return (QToolTip.text() or under.toolTip()).replace("\n", " / ")


def _view(person: Person, name: str) -> Any:
    person.turned_to(name)
    return person.body.view(name)


def _stages(person: Person) -> list[StageCard]:
    return person.window.stages.findChildren(StageCard)


def keys(person: Person, widget: QWidget, *pressed: Key, with_: Any = PLAIN) -> None:
    """Press these keys in `widget`."""
    for key in pressed:
        QTest.keyClick(widget, key, with_)
    person.settle()


def rested(person: Person) -> None:
    """The mouse rests over everything that tells more then."""
    person.open(epochs=60, held_out=0.2)
    person.window.log.folded = False
    person.go_to(20)
    for steps in (0, 1, 2, 2):
        person.step(steps)
        lines = []
        for name, widget in (
            *((f"stage {card.stage.value}", card) for card in _stages(person)),
            ("log", person.window.log.view),
            ("by hand", _view(person, "by_hand").table),
            ("titles", person.body.view("by_hand").table.horizontalHeader()),
            ("graph", _view(person, "graph").canvas),
            ("moves", _view(person, "moves").cards[0].curves.plot),
            ("run", person.body.view("moves").cards[0].curves.overview),
            ("timeline", person.window.timeline.slider),
        ):
            told = dict.fromkeys(asked_of(widget, x, y) for y in (0.3, 0.6) for x in ACROSS)
            lines += [f"{name}: {each}" for each in told if each]
        person.note("told", lines)
    QToolTip.hideText()


def keyed(person: Person) -> None:
    """What keys do in the table, the log, the stages, the graph and the timeline."""
    person.open(epochs=60)
    window = person.window
    window.log.folded = False
    person.go_to(20)
    person.step(4)
    table = _view(person, "by_hand").table
    table.setFocus()
    person.see("by_hand")
    for key in (Key.Key_BracketRight, Key.Key_BracketRight, Key.Key_BracketLeft, Key.Key_PageDown,
                Key.Key_PageUp):  # fmt: skip
        keys(person, table, key)
        person.see("by_hand")
    keys(person, table, Key.Key_Down, Key.Key_Down, with_=SHIFT)
    table.copy()
    person.note("copied", QGuiApplication.clipboard().text().splitlines())
    for column in (0, 0, 3, 6):
        table.sort_by(column)
        person.see("by_hand")
    table.selectAll()
    table.copy()
    person.note("copied", QGuiApplication.clipboard().text().splitlines())
    log = window.log.view
    log.setFocus()
    person.see("log")
    for key, with_ in ((Key.Key_PageUp, PLAIN), (Key.Key_Down, SHIFT), (Key.Key_Return, PLAIN)):
        keys(person, log, key, with_=with_)
        person.see("log", "timeline")
    log.copy()
    person.note("log copied", QGuiApplication.clipboard().text().splitlines())
    slider = window.timeline.slider
    slider.setFocus()
    for key in (Key.Key_PageUp, Key.Key_PageDown, Key.Key_PageDown):
        keys(person, slider, key)
        person.see("timeline", "log")
    for card in _stages(person):
        card.setFocus()
        keys(person, card, Key.Key_Return)
        person.see("stages")
    graph: Any = _view(person, "graph")
    graph.canvas.setFocus()
    for key in (Key.Key_Right, Key.Key_Left, Key.Key_Plus, Key.Key_Minus, Key.Key_Equal, Key.Key_0):
        keys(person, graph.canvas, key)
        person.see("graph")
    drag(person, graph.canvas, (0.5, 0.5), (0.4, 0.45), (0.3, 0.45))
    person.see("graph")


def dotted(person: Person) -> None:
    """Dots that are moved in the cards, by mouse and by keys; the step that would come."""
    person.open(epochs=60)
    moves: Any = _view(person, "moves")
    person.see("moves", "fit")
    moves.ghostWanted.emit(True)
    person.see("moves", "fit")
    moves.ghostWanted.emit(False)
    dot = moves.cards[1].curves.overview
    dot.setFocus()
    for key, with_ in ((Key.Key_Right, PLAIN), (Key.Key_Left, SHIFT)):
        keys(person, dot, key, with_=with_)
        person.see("moves", "fit")
    keys(person, dot, Key.Key_Escape)
    person.see("moves")
    at = dot.scale.point(*dot._shown.cut.before)
    across, down = at.x() / dot.width(), at.y() / dot.height()
    point(dot, across, down)
    person.see("moves")
    drag(person, dot, (across, down), (0.4, 0.5), release=False)
    person.see("moves", "fit")
    drag(person, dot, (0.4, 0.5), (0.45, 0.5))
    keys(person, dot, Key.Key_Return)
    person.see("moves")
    person.go_to(3)
    person.step(2)
    moves.ghostWanted.emit(True)
    person.see("moves", "fit")


def started(person: Person) -> None:
    """A place on the map to start from: pointed at, by keys, and with the start in the hand."""
    person.open(epochs=60, learning_rate=2e-5)
    landscape: Any = _view(person, "landscape")
    person.body.enlarge("landscape")
    person.settle()
    page = landscape.map
    person.pass_over("map", page)
    page.setFocus()
    keys(person, page, Key.Key_Right, Key.Key_Up, with_=ALT)
    person.see_it("map", page)
    person.note("tip", page.tip.text().splitlines())
    keys(person, page, Key.Key_Escape)
    _, (x, y, _) = page.shown()
    handle = page.box.mapViewToScene(QPointF(float(x[0]), float(y[0])))
    here = handle.x() / page.canvas.width(), handle.y() / page.canvas.height()
    drag(person, page.canvas, here, (here[0] + 0.1, here[1]), release=False)
    person.see_it("map", page)
    keys(person, page, Key.Key_Escape)
    person.see_it("map", page)
    keys(person, page, Key.Key_Left, Key.Key_Down, with_=ALT)
    keys(person, page, Key.Key_Return)
    person.go_to(0)
    person.see_it("map", page)
    person.window.change({"formula": "k*t", "data": DATA, "learning_rate": 0.01, "start": {}})
    person.settle()
    person.go_to(20)
    curve = landscape.curve
    person.pass_over("curve", curve)
    look_over(person, "curve", curve, "canvas", ((0.3, 0.3), (0.9, 0.9)))
    curve.setFocus()
    keys(person, curve, Key.Key_Right, with_=ALT)
    person.see_it("curve", curve)
    keys(person, curve, Key.Key_Return)
    person.go_to(0)
    person.see_it("curve", curve)
    curve.tip.hide()
    wheel(curve.canvas, 0.5, 0.5, 3)
    person.see_it("curve", curve)


def paired(person: Person) -> None:
    """A model of many parameters: its maps of pairs, its rows, its curvature."""
    person.open((1600, 1000), formula=NEURONS, data=DATA, learning_rate=0.05, epochs=60)
    person.go_to(40)
    landscape: Any = _view(person, "landscape")
    person.body.enlarge("landscape")
    person.settle()
    person.see_it("map", landscape.map)
    pairs = found(person, QWidget, "lossMapPairs")
    pairs.setFocus()
    keys(person, pairs, Key.Key_Down)
    person.see_it("map", landscape.map)
    person.note("told", [asked_of(pairs, 0.5, y) for y in (0.01, 0.1, 0.3, 0.9)])
    drag(person, pairs, (0.5, 0.5))
    person.see_it("map", landscape.map)
    found(person, QAbstractButton, "lossMapTrueScaleButton").click()
    person.see_it("map", landscape.map)
    combo = found(person, QComboBox, "lossMapPlane")
    for k in range(min(combo.count(), 4)):
        combo.setCurrentIndex(k)
        combo.activated.emit(k)
        person.settle()
        person.see_it("map", landscape.map)
    person.body.put_back()
    person.step(4)
    person.window.show_pulls(True)
    person.see("fit", "curvature", "loss_parts", "signs", "moves")
    look_over(person, "curvature", person.body.view("curvature"), "paper", ((0.5, 0.2),))


SCENES = rested, keyed, dotted, started, paired
