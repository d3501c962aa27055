"""The data panel: what it says of the data, and what it wants changed when a person acts."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from engine.experiment import Data, Experiment, Generated, Points, RollerCoaster
from engine.experiment.presets import PRESETS
from gui.experiment.data import HELD_OUT_REASON, STANDARDISE_REASON, DataPanel
from gui.experiment.data_source import OPEN, PASTE
from gui.theme import DARK, LIGHT, Theme
from tests.experiments import preset

LEFT = Qt.MouseButton.LeftButton
CUBIC = preset("cubic")
SAMPLED = ("pointsSpin", "noiseSpin", "rangeStartSpin", "rangeStopSpin")
FIELDS = ("points", "noise", "start", "stop")
TABLE = Points(
    inputs=(1.0, 2.0, 3.0), targets=(1.0, 4.0, 9.0), input_name="time", target_name="speed",
    source="speed.csv",
)  # fmt: skip


def of(key: str, **fields: Any) -> Generated:
    """The data of a preset."""
    model = preset(key)
    values = {name: getattr(model, name) for name in ("points", "noise", "start", "stop")}
    return Generated(formula=model.formula, truth=model.truth, **(values | fields))


class Person:
    """Sees a panel and acts on it; `wanted` holds what the panel asked for."""

    def __init__(self, qtbot: QtBot) -> None:
        self.panel = DataPanel()
        self.bot = qtbot
        qtbot.addWidget(self.panel)
        self.wanted: list[dict[str, Any]] = []
        self.panel.changeWanted.connect(self.wanted.append)
        self.panel.resize(230, 500)
        self.panel.show()

    def shows(self, data: Data, **fields: Any) -> None:
        self.panel.set_experiment(Experiment(data=data, **fields))

    def sees(self, name: str) -> bool:
        return bool(self.find(QWidget, name).isVisible())

    def find(self, kind: type[Any], name: str) -> Any:
        widget = self.panel.findChild(kind, name)
        assert widget is not None, name
        return widget

    def reads(self, name: str) -> str:
        label = self.find(QLabel, name)
        return str(label.text()).replace("\u00a0", " ") if label.isVisible() else ""

    def faint(self) -> list[str]:
        """What is said in faint letters, from top to bottom."""
        labels = [each for each in self.panel.findChildren(QLabel) if each.property("faint")]
        shown = [each for each in labels if each.isVisible()]
        return [each.text() for each in sorted(shown, key=lambda each: each.y())]

    def spin(self, name: str) -> Any:
        return self.find(QAbstractSpinBox, name)

    def bottom(self, name: str) -> int:
        """Where the field called `name` ends, in the panel."""
        spin = self.spin(name)
        return int(spin.mapTo(self.panel, spin.rect().bottomLeft()).y())

    def types(self, name: str, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
        self.spin(name).selectAll()
        self.bot.keyClicks(self.spin(name), text)
        self.bot.keyClick(self.spin(name), end)

    def switches(self, name: str) -> None:
        self.find(QCheckBox, name).click()

    @property
    def source(self) -> QComboBox:
        combo = self.find(QComboBox, "dataSourceCombo")
        assert isinstance(combo, QComboBox)
        return combo

    def chooses(self, text: str) -> None:
        """Choose the entry `text` of the open list with the keyboard."""
        self.source.showPopup()
        view = self.source.view()
        view.setCurrentIndex(self.source.model().index(self.source.findText(text), 0))
        self.bot.keyClick(view, Qt.Key.Key_Return)


@pytest.fixture
def person(qtbot: QtBot) -> Person:
    return Person(qtbot)


# --- what it says


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (RollerCoaster(), "the article's roller coaster, 20 points"),
        (of("cubic"), "cubic with known parameters, 40 points"),
        (of("neurons", points=1000), "two tanh neurons with known parameters, 1,000 points"),
        (of("parabola"), "parabola with known parameters, 20 points"),
        (
            Generated(formula="q*sin(t)", truth=(2.0,)),
            "q*sin(t) with known parameters, 20 points",
        ),
        (TABLE, "speed.csv: time → speed, 3 points"),
        (Points(inputs=(1.0, 2.0), targets=(1.0, 2.0)), "your own points: t → y, 2 points"),
    ],
)
def test_it_says_in_one_line_what_the_data_is(person: Person, data: Data, said: str) -> None:
    person.shows(data)
    assert person.reads("dataSummary") == said


def test_long_names_lose_their_middle_and_keep_it_in_the_tooltip(person: Person) -> None:
    long = Points(
        inputs=(1.0, 2.0), targets=(1.0, 2.0), input_name="t" * 200, target_name="a\nb",
        source="measurement " * 20 + ".csv",
    )  # fmt: skip
    person.shows(long)
    said = person.reads("dataSummary")
    assert len(said) < 100
    assert said.startswith("measurement meas")
    assert ".csv: tttt" in said
    assert "a b" in said
    tip = person.find(QLabel, "dataSummary").toolTip()
    assert long.source.strip() in tip
    assert long.input_name in tip
    assert person.panel.minimumSizeHint().width() <= 230


def test_it_fits_into_the_narrowest_column(person: Person) -> None:
    for data in (RollerCoaster(), of("neurons"), TABLE):
        person.shows(data)
        person.panel.set_error("data", "The range must begin before it ends; 30 to 19 does not.")
        assert person.panel.minimumSizeHint().width() <= 200


def test_what_looks_like_markup_is_shown_as_it_is(person: Person) -> None:
    person.shows(Points(inputs=(1.0, 2.0), targets=(1.0, 2.0), source="<b>a</b>"))
    assert person.reads("dataSummary").startswith("<b>a</b>: ")
    assert person.find(QLabel, "dataSummary").textFormat() == Qt.TextFormat.PlainText


def test_the_fields_show_the_data_and_ask_for_nothing(person: Person) -> None:
    person.shows(
        of("cubic", noise=0.123456789, start=-1e-7), held_out=0.07, standardise=True,
        formula="a*x + b",
    )  # fmt: skip
    assert [person.spin(name).value() for name in SAMPLED] == [40, 0.123456789, -1e-7, 2.0]
    assert person.spin("noiseSpin").text() == "0.123456789"
    assert person.spin("rangeStartSpin").text() == "\u22121e\u22127"
    assert person.spin("heldOutSpin").text() == "7 %"
    check = person.find(QCheckBox, "standardiseCheck")
    assert check.isChecked()
    assert check.text().replace("&", "") == "Standardise x"
    assert "(x\u00a0−\u00a0mean)" in check.toolTip()
    assert person.wanted == []


def test_only_data_that_is_drawn_has_fields_to_draw_it_with(person: Person) -> None:
    for data, drawn, known in (
        (RollerCoaster(), True, False), (of("line"), True, True), (TABLE, False, False),
    ):  # fmt: skip
        person.shows(data)
        assert [person.sees(name) for name in SAMPLED] == [drawn] * 4
        assert person.sees("truthCheck") is known
        assert not person.sees("truth")
        assert person.sees("standardiseCheck")
        assert person.sees("heldOutSpin")


# --- where it comes from


def test_every_source_can_be_chosen(person: Person) -> None:
    entries = [person.source.itemText(row) for row in range(person.source.count())]
    assert entries == [
        "the article's roller coaster", "data of the line", "data of the parabola",
        "data of the cubic", "data of the sine wave", "data of the exponential decay",
        "data of the logistic curve", "data of the bump", "data of the two tanh neurons", "",
        "Open a table…", "Paste a table",
    ]  # fmt: skip


@pytest.mark.parametrize("model", PRESETS)
def test_choosing_a_presets_data_wants_just_that(person: Person, model: Any) -> None:
    title = model.title.split(" (")[0]
    person.chooses(f"data of the {title[0].lower()}{title[1:]}")
    assert person.wanted == [{"data": of(model.key)}]


def test_choosing_the_roller_coaster_wants_it_as_the_article_has_it(person: Person) -> None:
    person.shows(of("line"))
    person.chooses("the article's roller coaster")
    assert person.wanted == [{"data": RollerCoaster()}]


def test_what_is_chosen_is_shown_once_it_is_the_experiments(person: Person) -> None:
    person.chooses("data of the cubic")
    assert person.source.currentText() == "the article's roller coaster"
    person.shows(of("cubic"))
    assert person.source.currentText() == "data of the cubic"


def test_choosing_what_is_there_keeps_its_number_of_points(person: Person) -> None:
    person.shows(of("cubic", points=7))
    assert person.source.currentText() == "data of the cubic"
    person.chooses("data of the cubic")
    assert person.wanted == []


@pytest.mark.parametrize(("key", "name"), [(OPEN, "openTableWanted"), (PASTE, "pasteTableWanted")])
def test_a_table_is_asked_for(person: Person, qtbot: QtBot, key: str, name: str) -> None:
    text = person.source.itemText(person.source.findData(key))
    with qtbot.waitSignal(getattr(person.panel, name), timeout=1000):
        person.chooses(text)
    assert person.source.currentText() == "the article's roller coaster"
    assert person.wanted == []


@pytest.mark.parametrize(
    ("data", "entry"),
    [
        (TABLE, "speed.csv"),
        (Points(inputs=(1.0, 2.0), targets=(1.0, 2.0)), "your own points"),
        (Generated(formula="q*t", truth=(2.0,)), "data of q*t"),
        (Generated(formula=CUBIC.formula, truth=(9.0,) * 4), f"data of {CUBIC.formula}"),
    ],
)
def test_what_is_no_choice_of_its_own_stands_on_top_while_it_is_there(
    person: Person, data: Data, entry: str
) -> None:
    entries = person.source.count()
    person.shows(data)
    assert (person.source.currentIndex(), person.source.currentText()) == (0, entry)
    person.shows(data.model_copy())
    assert person.source.count() == entries + 1
    person.shows(RollerCoaster())
    assert person.source.count() == entries
    assert person.source.currentText() == "the article's roller coaster"
    assert person.wanted == []


# --- how it is drawn


@pytest.mark.parametrize("data", [RollerCoaster(), of("sine")])
@pytest.mark.parametrize(
    ("name", "field", "text", "value"),
    [
        ("pointsSpin", "points", "50", 50),
        ("noiseSpin", "noise", "1e-3", 0.001),
        ("rangeStartSpin", "start", "-2,5", -2.5),
        ("rangeStopSpin", "stop", "30", 30.0),
    ],
)
def test_a_field_that_is_typed_wants_the_same_data_but_for_that(
    person: Person, data: Any, name: str, field: str, text: str, value: float
) -> None:
    person.shows(data)
    person.spin(name).selectAll()
    person.bot.keyClicks(person.spin(name), text)
    assert person.wanted == []
    person.bot.keyClick(person.spin(name), Qt.Key.Key_Return)
    assert person.wanted == [{"data": data.model_copy(update={field: value})}]
    assert type(getattr(person.wanted[0]["data"], field)) is type(getattr(data, field))


def test_leaving_a_field_and_its_arrows_count_too(person: Person) -> None:
    spin = person.spin("noiseSpin")
    person.panel.activateWindow()
    spin.setFocus()
    person.bot.waitUntil(spin.hasFocus)
    spin.selectAll()
    person.bot.keyClicks(spin, "3")
    spin.clearFocus()
    assert person.wanted == [{"data": RollerCoaster(noise=3.0)}]
    person.shows(RollerCoaster(noise=3.0))
    person.bot.keyClick(spin, Qt.Key.Key_Down)
    assert person.wanted[1:] == [{"data": RollerCoaster(noise=2.9)}]


def test_numbers_that_were_not_touched_stay_to_the_last_bit(person: Person) -> None:
    data = RollerCoaster(noise=0.1 + 0.2, start=1 / 3, stop=1e8 / 3)
    person.shows(data)
    person.types("pointsSpin", "21")
    assert person.wanted == [{"data": data.model_copy(update={"points": 21})}]


def test_typing_what_is_there_wants_nothing(person: Person) -> None:
    person.types("noiseSpin", "1.0")
    assert person.wanted == []


@pytest.mark.parametrize(
    ("name", "text", "said", "marked"),
    [
        ("rangeStartSpin", "30", "begin before it ends", SAMPLED[2:]),
        ("rangeStopSpin", "0", "begin before it ends", SAMPLED[2:]),
        ("rangeStopSpin", "1e10", "range must be between", SAMPLED[3:]),
        ("noiseSpin", "-1", "noise must be between 0 and", SAMPLED[1:2]),
        ("pointsSpin", "1", "number of points must be between 2 and", SAMPLED[:1]),
    ],
)
def test_what_is_impossible_is_said_below_and_changes_nothing(
    person: Person, name: str, text: str, said: str, marked: tuple[str, ...]
) -> None:
    person.types(name, text)
    assert person.wanted == []
    assert said in person.reads("dataError")
    assert tuple(each for each in SAMPLED if person.spin(each).property("wrong")) == marked
    assert said in person.spin(name).accessibleDescription()
    place = person.find(QLabel, "dataError")
    person.bot.waitUntil(lambda: place.y() >= person.bottom("rangeStopSpin"))
    # Typing what was there takes it back.
    person.types(name, str(getattr(RollerCoaster(), dict(zip(SAMPLED, FIELDS, strict=True))[name])))
    assert person.wanted == []
    assert person.reads("dataError") == ""
    assert not any(person.spin(each).property("wrong") for each in SAMPLED)


def test_a_range_can_be_moved_beyond_its_end_one_end_after_the_other(person: Person) -> None:
    person.types("rangeStartSpin", "30")
    person.types("rangeStopSpin", "40")
    assert person.wanted == [{"data": RollerCoaster(start=30.0, stop=40.0)}]
    assert person.reads("dataError") == ""


def test_an_impossible_value_stays_to_be_corrected_when_something_else_changes(
    person: Person,
) -> None:
    experiment = Experiment()
    person.panel.set_experiment(experiment)
    person.types("rangeStartSpin", "30")
    person.panel.set_experiment(experiment.changed(epochs=10))
    assert person.spin("rangeStartSpin").value() == 30
    assert person.reads("dataError")
    person.panel.set_experiment(experiment.changed(data=RollerCoaster(points=21)))
    assert person.spin("rangeStartSpin").value() == 0
    assert person.reads("dataError") == ""


def test_the_window_can_say_what_is_wrong(person: Person) -> None:
    person.shows(TABLE)
    person.panel.set_error("data", "There are too few points.")
    assert person.reads("dataError") == "There are too few points."
    person.panel.set_error("data", "")
    assert person.reads("dataError") == ""
    person.panel.set_error("epochs", "not a field of this panel")
    assert [person.reads(name) for name in ("dataError", "held_outError")] == ["", ""]


def test_what_the_window_says_of_the_data_marks_no_field_of_it(person: Person) -> None:
    person.types("noiseSpin", "-1")
    assert person.spin("noiseSpin").property("wrong")
    person.panel.set_error("data", "There are too few points.")
    assert person.reads("dataError") == "There are too few points."
    assert not person.spin("noiseSpin").property("wrong")


def test_other_data_takes_the_mark_off_a_field(person: Person) -> None:
    person.types("noiseSpin", "-1")
    person.shows(RollerCoaster(points=21))
    assert not person.spin("noiseSpin").property("wrong")
    assert person.spin("noiseSpin").accessibleDescription() == ""


# --- the riddle


def test_the_true_parameters_are_hidden_until_asked_for(person: Person) -> None:
    person.shows(of("parabola"))
    assert person.reads("truth") == ""
    person.switches("truthCheck")
    assert person.reads("truth") == "a = 0.75, b = \u221214.25, c = 68.6875"
    person.switches("truthCheck")
    assert person.reads("truth") == ""
    assert person.wanted == []


def test_another_formula_is_another_riddle_and_more_points_are_not(person: Person) -> None:
    person.shows(of("line"))
    person.switches("truthCheck")
    person.shows(of("line", points=50))
    assert person.reads("truth") == "a = 2, b = \u22121"
    person.shows(of("cubic"))
    assert person.reads("truth") == ""
    person.shows(of("line"))
    assert person.reads("truth") == ""


# --- how it is used


def test_standardising_is_a_switch_with_its_reason(person: Person) -> None:
    person.switches("standardiseCheck")
    assert person.wanted == [{"standardise": True}]
    check = person.find(QCheckBox, "standardiseCheck")
    reason = STANDARDISE_REASON.format("t")
    assert check.accessibleDescription() == reason
    assert person.faint() == [reason, HELD_OUT_REASON]


@pytest.mark.parametrize(
    ("text", "share"), [("7", 0.07), ("12,5", 0.125), ("90", 0.9), ("33.3", 0.333)]
)
def test_the_held_out_share_is_typed_in_percent(person: Person, text: str, share: float) -> None:
    person.types("heldOutSpin", text)
    assert person.wanted == [{"held_out": share}]
    person.shows(RollerCoaster(), **person.wanted[0])
    assert person.spin("heldOutSpin").text() == f"{text.replace(',', '.')} %"
    person.types("heldOutSpin", "0")
    assert person.wanted[1:] == [{"held_out": 0.0}]


@pytest.mark.parametrize("text", ["95", "-5"])
def test_an_impossible_share_is_said_below_and_changes_nothing(person: Person, text: str) -> None:
    person.types("heldOutSpin", text)
    assert person.wanted == []
    shown = text.replace("-", "\u2212")
    assert person.reads("held_outError") == (
        f"The held-out share must be between 0 % and 90 %; {shown} % is not."
    )
    assert person.spin("heldOutSpin").property("wrong")
    assert person.find(QLabel, "held_outError").property("wrong")
    assert person.spin("heldOutSpin").accessibleDescription() == person.reads("held_outError")
    person.types("heldOutSpin", "0")
    assert person.reads("held_outError") == ""
    assert not person.spin("heldOutSpin").property("wrong")
    assert person.spin("heldOutSpin").accessibleDescription() == ""
    assert person.wanted == []


def test_another_share_takes_the_place_of_an_impossible_one(person: Person) -> None:
    person.types("heldOutSpin", "95")
    person.shows(RollerCoaster(), held_out=0.2)
    assert person.spin("heldOutSpin").text() == "20 %"
    assert person.reads("held_outError") == ""
    assert not person.spin("heldOutSpin").property("wrong")


def test_the_arrows_of_the_share_stay_possible(person: Person) -> None:
    spin = person.spin("heldOutSpin")
    spin.stepBy(-1)
    assert person.wanted == []
    spin.stepBy(100)
    assert person.wanted == [{"held_out": 0.9}]


# --- manners


def test_everything_has_a_name_and_a_tooltip(person: Person) -> None:
    person.shows(of("line"))
    for name in (*SAMPLED, "heldOutSpin", "dataSourceCombo"):
        widget = person.find(QWidget, name)
        assert widget.accessibleName(), name
        assert widget.toolTip(), name
    for name in ("truthCheck", "standardiseCheck"):
        assert person.find(QCheckBox, name).toolTip(), name


def test_mnemonics_are_its_own(person: Person) -> None:
    person.shows(of("line"))
    texts = [label.text() for label in person.panel.findChildren(QLabel) if label.buddy()]
    texts += [check.text() for check in person.panel.findChildren(QCheckBox)]
    keys = [text[text.index("&") + 1].lower() for text in texts]
    assert len(set(keys)) == len(keys) == 7


def test_the_tab_key_goes_down_the_panel(person: Person) -> None:
    person.shows(of("line"))
    order = ("dataSourceCombo", *SAMPLED, "truthCheck", "standardiseCheck", "heldOutSpin")
    widget, seen = person.find(QWidget, order[0]), []
    for _ in range(60):
        if widget.objectName() in order:
            seen.append(widget.objectName())
        widget = widget.nextInFocusChain()
    assert tuple(seen[: len(order)]) == order


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("from_the_start", [True, False])
def test_the_truth_has_the_colours_of_the_theme(
    qtbot: QtBot, theme: Theme, from_the_start: bool
) -> None:
    panel = DataPanel(theme=theme if from_the_start else (DARK if theme is LIGHT else LIGHT))
    qtbot.addWidget(panel)
    panel.set_experiment(Experiment(data=of("line")))
    panel.findChild(QCheckBox, "truthCheck").click()
    panel.resize(230, 500)
    panel.show()
    if not from_the_start:
        panel.set_theme(theme)
    image = panel.findChild(QLabel, "truth").grab().toImage()
    assert image.pixelColor(image.width() - 6, image.height() // 2).name() == theme.window
    assert image.pixelColor(image.width() // 2, 0).name() == theme.border
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    assert theme.text in {image.pixelColor(*place).name() for place in places}
