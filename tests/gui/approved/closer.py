"""What shows only sometimes: in much room or little, in movement, and with other models."""

from typing import Any

from PySide6.QtWidgets import QAbstractButton

from engine.experiment import Points
from tests.gui.approved.near import DATA, found, point
from tests.gui.approved.person import Person

IN_BODY = (
    "fit", "graph", "by_hand", "landscape", "loss", "loss_parts", "curvature", "signs", "moves",
)  # fmt: skip
LINE = Points(inputs=(-1.0, 1.0), targets=(-2.0, 2.0))
FEW = Points(inputs=(-1.0, 0.0, 2.0), targets=(1.0, -0.5, 3.0))
TWO_NEURONS = "v1*tanh(w1*t + b1) + v2*tanh(w2*t + b2) + c"
# A weight that is used twice, functions of one and of two inputs, a power and a quotient.
MIXED = "w*t**2/(1 + w**2) + exp(-u*t) - u"


def enlarged(person: Person) -> None:
    """Each view as large as it can be."""
    person.open((1600, 1000), epochs=60, held_out=0.2)
    person.go_to(30)
    person.step(4)
    for name in IN_BODY:
        person.body.enlarge(name)
        person.settle()
        person.see_it(name, person.body.room(name))


def moving(person: Person) -> None:
    """An update, and the walk before it, half-way."""
    person.open(epochs=60)
    person.go_to(2)
    person.step(3)
    progress = person.window.movement.progressed.emit
    for share in (0.3, 0.7, 1.0):
        progress(share)
        person.see("graph", "stages")
    person.step(2)
    for share in (0.15, 0.3, 0.6, 0.8):
        progress(share)
        person.see("stages", "fit", "loss", "moves", "landscape")
    progress(1.0)
    for formula in ("k*t", TWO_NEURONS):
        person.window.change({"formula": formula, "data": DATA, "learning_rate": 0.1})
        person.settle()
        person.go_to(3)
        progress(0.3)
        person.see("moves", "landscape")
        progress(1.0)


def worked_out(person: Person) -> None:
    """What is told of each card of a graph, at each stage and for other models."""
    person.open(formula=MIXED, data=DATA, learning_rate=0.01, epochs=9)
    graph: Any = person.turned_to("graph")
    graph = person.body.view("graph")

    def tell() -> None:
        person.settle()
        lines = [graph.describe()]
        for place, item in graph.canvas.graph.cards.items():
            graph.canvas.chosen.emit(place)
            tip = graph.canvas.tip(item.card).replace("\n", " ")
            lines.append(f"{place}: {graph.strip.text} | {tip}")
        graph.canvas.chosen.emit(-1)
        person.note("told", lines)

    tell()
    person.window.picks.pick(2)
    for steps in (1, 2, 2):
        person.step(steps)
        tell()
    person.see("graph")
    found(person, QAbstractButton, "graphLabelsButton").click()
    person.see("graph")
    for fields in (
        {"formula": TWO_NEURONS}, {"formula": "a*t**3 + b*t**2 + c*t + d", "zero_grad": False},
        {"formula": "k*t", "data": FEW}, {"requires_grad": False},
    ):  # fmt: skip
        person.window.change(fields)
        person.settle()
        person.go_to(1)
        person.step(4)
        tell()
        person.pass_over("graph", graph)
        person.see("by_hand")


def carded(person: Person) -> None:
    """The moves of one parameter to four, with more room and with less."""
    person.open(epochs=40, learning_rate=0.02, formula="a*t + b", data=DATA)
    for size, formula in (
        ((1440, 900), "a*t + b"), ((1180, 720), "a*t + b"), ((1180, 720), "k*t"),
        ((1600, 1200), "a*t**2 + b*t + c"), ((1600, 1200), "a*t**2 + b*t + c + d*sin(t)"),
        ((1024, 700), "a*t**2 + b*t + c + d*sin(t)"),
    ):  # fmt: skip
        person.window.resize(*size)
        person.window.change({"formula": formula})
        person.settle()
        person.go_to(5)
        person.step(5)
        person.see("moves")
    found(person, QAbstractButton, "movesCommonScaleButton").click()
    person.see("moves")
    person.hear("moves")


def summed(person: Person) -> None:
    """What the loss is made of, and how it bends, in other valleys; and the loss without a log."""
    person.open((1200, 800), epochs=40, learning_rate=0.05, formula="a*t + b", data=DATA)
    for fields in (
        {}, {"formula": "k*t"}, {"formula": "a*t + b*t"}, {"formula": "a*t**3 + b*t**2 + c*t + d"},
        {"formula": MIXED, "learning_rate": 0.01}, {"zero_grad": False},
        {"formula": "k*t", "data": LINE, "learning_rate": 0.25},
    ):  # fmt: skip
        person.window.change(fields)
        person.settle()
        person.go_to(12)
        person.see("loss_parts", "curvature", "loss")
        for name in ("loss_parts", "curvature", "loss", "landscape", "signs"):
            person.hear_it(f"{name} heard", person.turned_to(name))
        for name in ("loss_parts", "curvature"):
            person.body.turn_to(name)
            point(person.body.view(name).paper, 0.35, 0.35)
            person.see(name)
    found(person, QAbstractButton, "lossLogButton").click()
    person.see("loss")
    person.window.change({"held_out": 0.3, "data": DATA, "learning_rate": 0.02})
    person.settle()
    person.go_to(9)
    person.player.try_rate(0.05)
    person.settle()
    point(person.body.view("loss").canvas, 0.3, 0.4)
    person.see("loss")


SCENES = enlarged, moving, worked_out, carded, summed
