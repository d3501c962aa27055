"""What is looked at: a window as it stands after a person has done a few things with it."""

from collections.abc import Callable
from typing import get_args

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from engine.experiment import Classroom, Points
from engine.experiment.presets import PRESETS
from engine.lessons import Kind, Question
from engine.predicting import Tally
from engine.words.glossary import TERMS
from gui.classroom.dialog import ClassroomDialog
from gui.experiment.column import FOLDED
from gui.files.table_dialog import TableDialog
from gui.glossary import GlossaryPage, TermsCard
from gui.lessons.how import HOW, how_to
from gui.lessons.option import OptionButton
from gui.lessons.replies import Replies
from gui.memory import Memory
from gui.mishaps import Mishap
from gui.plots.landscape.landscape import Landscape
from gui.plots.landscape.modes import PAGES
from gui.predicting.tally_dialog import TallyDialog
from gui.predicting.tallying import NAME
from gui.run.covers import GIVES_AWAY
from gui.window.keys import KeysOverlay
from gui.window.views import ANSWERED_IN, VIEWS
from gui.window.welcome import WELCOMED
from tests.gui.approved import closer, hands
from tests.gui.approved.near import darkened, pointed, said, sorted_rows, walked, zoomed
from tests.gui.approved.person import Person
from tests.gui.questions import QUESTIONS
from tests.gui.windows import TABLE

NEURONS = "v1*tanh(w1*t + b1) + v2*tanh(w2*t + b2) + c"
OWN = Points(
    inputs=(0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5),
    targets=(1.0, 1.5, 3.0, 2.5, 2.0, 1.0, 0.5, 1.5, 2.5, 4.0),
    input_name="week",
    target_name="price",
)


def begun(person: Person) -> None:
    """Before the first epoch."""
    person.open()
    person.see("stages", "fit", "loss", "signs", "moves", "graph", "timeline", "column")


def stages(person: Person) -> None:
    """The five stages of the fourth epoch."""
    person.open()
    person.go_to(3)
    person.step()
    person.see("stages", "fit")
    person.step()
    person.see("stages", "fit")
    person.step()
    person.see("stages", "graph", "by_hand")
    person.step()
    person.window.picks.pick(3)
    person.see("stages", "moves", "graph", "fit")
    person.step()
    person.see("stages", "moves", "fit")


def trained(person: Person) -> None:
    """What is shown over the epochs, after the first hundred."""
    person.open(epochs=300)
    person.window.log.folded = False
    person.go_to(100)
    person.see("fit", "loss", "loss_parts", "curvature", "signs", "moves", "timeline", "log")
    person.see("landscape")
    landscape = person.body.view("landscape")
    assert isinstance(landscape, Landscape)
    for page, _, _ in PAGES:
        landscape.turn_to(page)
        person.see("landscape")


def diverged(person: Person) -> None:
    """A learning rate that is too large."""
    person.open(learning_rate=1e-3, epochs=400)
    person.go_to(400)
    person.see("stages", "fit", "loss", "signs", "moves", "graph", "timeline", "banner", "column")
    person.see("loss_parts", "curvature", "landscape")


def single(person: Person) -> None:
    """One parameter, a few points, and a rate that overshoots."""
    person.open(formula="k*t", data=OWN, learning_rate=0.2, epochs=8)
    person.go_to(8)
    person.see("stages", "fit", "loss", "signs", "moves", "landscape", "graph", "column")


def many(person: Person) -> None:
    """Seven parameters, own data, and points held out."""
    person.open(formula=NEURONS, data=OWN, held_out=0.3, learning_rate=0.05, epochs=50)
    for title in FOLDED:
        person.window.column.fold(title, folded=False)
    person.go_to(20)
    person.step(4)
    person.see("fit", "loss", "signs", "moves", "graph", "by_hand", "column")


def kept(person: Person) -> None:
    """Gradients that are added up, and data that is standardised."""
    person.open(zero_grad=False, standardise=True, learning_rate=0.1, epochs=50)
    person.go_to(3)
    person.step(4)
    person.see("stages", "moves", "graph", "signs", "by_hand")


def refused(person: Person) -> None:
    """What PyTorch refuses."""
    person.open(requires_grad=False)
    person.step(3)
    person.see("stages", "banner", "graph", "moves", "by_hand")


def pulled(person: Person) -> None:
    """Pulls on a parameter, and a point that is picked."""
    person.open()
    person.go_to(2)
    person.step(4)
    person.window.show_pulls(True)
    person.see("fit")
    person.window.picks.pick(7)
    person.see("fit", "by_hand")


def tried(person: Person) -> None:
    """Starting values and a learning rate that are tried, and the run before, behind this one."""
    person.open(epochs=200)
    person.player.try_start({"a": 2.0, "b": -10.0})
    person.see("fit", "moves", "column")
    person.player.try_start({})
    person.go_to(20)
    person.player.try_rate(2e-5)
    person.see("loss", "column")
    person.player.try_rate(None)
    person.window.change({"seed": 5})
    person.settle()
    person.go_to(4)
    person.see("fit", "loss", "moves")


def small(person: Person) -> None:
    """As little room as there may be."""
    person.open((1024, 700))
    person.go_to(3)
    person.step(4)
    person.see("stages", "fit", "loss", "signs", "moves", "graph", "by_hand", "column")


def asked(person: Person) -> None:
    """Questions in the picture, and their answers; then all that may be covered is."""
    person.open(epochs=6)
    person.go_to(6)
    asking = person.window.asking
    for kind, about, reply, truth in QUESTIONS:
        asking.begin(kind, about)
        person.see(ANSWERED_IN.get(kind, "stages"))
        asking.tell(reply, truth)
        person.see(ANSWERED_IN.get(kind, "stages"))
    asking.end()
    person.window.covers.cover(GIVES_AWAY, "fit")
    person.see("stages", "fit", "moves", "loss", "signs", "graph")


def covered(person: Person) -> None:
    """What each cover takes away, and which views it covers whole."""
    person.open(epochs=6)
    person.go_to(3)
    views = {entry.name: person.body.view(entry.name) for entry in VIEWS}
    lines = []
    for hidden in GIVES_AWAY:
        person.window.covers.cover((hidden,), None)
        there = [name for name, view in views.items() if view.isHidden()]
        lines.append(f"{hidden}: {', '.join(there)}")
        person.hear("stages", "fit", "loss", "moves")
    person.note("covered", lines)


def opened(person: Person, *, hear: bool = False) -> None:
    """What stands in a window of its own."""
    tally = Tally().with_reply("direction", True).with_reply("flip", False)
    Memory(kept=True).keep(NAME, tally.written())
    person.open()
    person.window.show_keys()
    person.see_dialog("keys", KeysOverlay, hear=hear)
    person.window.explaining.show_glossary()
    person.see_dialog("glossary", GlossaryPage, hear=hear)
    if not hear:
        person.note(
            "terms",
            [
                f"{each.name}: {each.words} | {', '.join(each.forms)} | {each.sketch}"
                for each in TERMS
            ],
        )
    QGuiApplication.clipboard().setText(TABLE)
    person.window.intake.paste()
    person.see_dialog("table", TableDialog, hear=hear)
    person.window.locking.ask()
    person.see_dialog("classroom", ClassroomDialog, hear=hear)
    person.window.predicting.show_tally()
    person.see_dialog("tally", TallyDialog, hear=hear)


def taught(person: Person) -> None:
    """A lesson, before its answer and after it; and the list of lessons."""
    person.open()
    asked_for = [Question("", kind, "a" if kind == "epoch" else 2_000) for kind in get_args(Kind)]
    person.note("how", [how_to(each) for each in asked_for if each.kind in HOW])
    for number, reply in ((1, "-104"), (12, "")):
        panel = person.begin_lesson(number)
        person.see_it("panel", panel)
        if reply:
            (line,) = (each for each in panel.findChildren(QLineEdit) if each.isVisible())
            QTest.keyClicks(line, reply)
            QTest.keyClick(line, Qt.Key.Key_Return)
            person.settle()
            person.see_it("panel", panel)
            person.see("stages")
    panel.show_list()
    person.see_it("list", panel)
    person.window.set_theme("dark")
    person.begin_lesson(2).show_list()
    person.see_it("list", panel)


def locked(person: Person) -> None:
    """A classroom layout."""
    person.open()
    layout = Classroom(
        task="Find a learning rate\nthat is too large.",
        views=("fit", "loss", "stages"),
        settings={"formula": "fixed", "data": "hidden", "learning_rate": "fixed"},
    )
    person.window.changes.arrange(layout)
    person.window.locking.lock()
    person.see("task", "column", "fit", "loss", "stages")


def settings(person: Person) -> None:
    """The sections of the experiment, with each source of data, and with what cannot be."""
    person.open()
    column = person.window.column
    for title in FOLDED:
        column.fold(title, folded=False)
    parts = {
        "training": column.training, "start": column.start, "formula": column.formula,
        "data": column.data,
    }  # fmt: skip
    for fields in (
        {"data": PRESETS[1].generated, "standardise": True},
        {"data": OWN, "formula": PRESETS[2].formula, "held_out": 0.2, "start": {"a": 2.0}},
        {"zero_grad": False, "stop_at_loss": 620.0, "seed": 3, "epochs": 2_000},
    ):
        person.window.change(fields)
        person.settle()
        for name, part in parts.items():
            person.see_it(name, part)
    for name, wrong in (
        ("learningRateEdit", "fast"), ("stopAtLossEdit", "-1"), ("formulaEdit", "a*(t +"),
        ("startEdit_b", "x"),
    ):  # fmt: skip
        line = person.window.findChild(QLineEdit, name)
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, wrong)
        QTest.keyClick(line, Qt.Key.Key_Return)
    person.window.change({"held_out": 0.95})
    person.window.centralWidget().setFocus()
    person.settle()
    for name, part in parts.items():
        person.see_it(name, part)


def presented(person: Person) -> None:
    """What a lecture hall sees; then what is said of something that went wrong."""
    person.open(epochs=20)
    person.go_to(4)
    person.step(2)
    person.window.looking.toggle_presenting()
    person.settle()
    person.see_it("line", person.window.looking.line)
    person.window.looking.end_presenting()
    person.window.trouble.cover(person.window.timeline)
    person.see("timeline")
    person.window.trouble.uncover(person.window.timeline)
    person.see("timeline")
    person.window.trouble.of_mishap(Mishap("ValueError: no", "nowhere", ""))
    person.see("banner")


def welcomed(person: Person) -> None:
    """What whoever is new sees; then lessons with answers to choose from, and things to try."""
    QSettings("Learnscope", "Learnscope").remove(WELCOMED)
    person.open()
    for name in ("welcomeCard", "invitation"):
        person.see_it(name, person.window.findChild(QWidget, name))
    person.window.findChild(QWidget, "invitation").setFocus()
    person.see_it("invitation", person.window.findChild(QWidget, "invitation"))
    for number, reply in ((8, 1), (2, 3)):
        panel = person.begin_lesson(number)
        person.see_it("panel", panel)
        person.see_it("dimming", person.window.dimming)
        buttons = [each for each in panel.findChildren(OptionButton) if each.isVisible()]
        if buttons:
            buttons[reply].click()
        else:
            person.window.asking.answer(reply)
        person.settle()
        person.see_it("panel", panel)
        person.see_it("dimming", person.window.dimming)
    person.window.teaching.leave()
    person.settle()
    person.window.column.training.learning_rate.setFocus()
    person.window.explaining.what_is_this()
    card = person.window.findChild(TermsCard)
    person.see_it("terms", card)
    person.hear_it("terms heard", card)
    card.close()


def heard(person: Person) -> None:
    """What is said to a screen reader, and beside the mouse: by dialogs, lessons and all parts."""
    QSettings("Learnscope", "Learnscope").remove(WELCOMED)
    opened(person, hear=True)
    window = person.window
    for title in FOLDED:
        window.column.fold(title, folded=False)
    window.trouble.of_mishap(Mishap("ValueError: no", "nowhere", ""))
    person.go_to(3)
    person.step(4)
    for name in ("stages", "banner", "column", "timeline", "log"):
        person.hear_it(name, getattr(window, name))
    person.hear_it("bar", window.bars.bar)
    person.read_actions()
    for number, reply in ((1, -104.0), (8, "left, and the loss falls")):
        panel = person.begin_lesson(number)
        person.hear_it("panel", panel)
        panel.findChild(Replies).replied.emit(reply)
        person.settle()
        person.hear_it("panel", panel)
    panel.show_list()
    person.hear_it("panel", panel)
    window.teaching.leave()
    window.changes.arrange(Classroom(views=("fit",), settings={}))
    window.locking.lock()
    person.hear_it("task", window.task)


SCENES: dict[str, Callable[[Person], None]] = {
    each.__name__: each
    for each in (
        begun, stages, trained, diverged, single, many, kept, refused, pulled, tried, small,
        pointed, zoomed, walked, sorted_rows, darkened, said,
        asked, covered, opened, taught, locked, settings, presented, welcomed, heard,
        *closer.SCENES, *hands.SCENES,
    )
}  # fmt: skip
