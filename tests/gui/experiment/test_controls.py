"""The controls: what they show of an experiment, what they want changed, and what they refuse."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from engine.experiment import MAX_EPOCHS, MAX_SEED, Experiment
from gui.experiment.controls import REQUIRES_GRAD_REASON, ZERO_GRAD_REASON, ControlsPanel
from gui.widgets.whole_spin import WholeSpin
from tests.gui.views import make_view
from tests.gui.windows import at_front

FIELDS = {
    "learningRateEdit": QLineEdit,
    "epochsSpin": QSpinBox,
    "stopAtLossEdit": QLineEdit,
    "seedSpin": WholeSpin,
    "newSeedButton": QPushButton,
    "zeroGradCheck": QCheckBox,
    "requiresGradCheck": QCheckBox,
}


class Desk:
    """The panel, and a person in front of it."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.panel = ControlsPanel()
        qtbot.addWidget(self.panel)
        self.panel.set_experiment(Experiment())
        self.wanted: list[dict[str, Any]] = []
        self.panel.changeWanted.connect(self.wanted.append)
        at_front(qtbot, self.panel)

    def find(self, name: str) -> Any:
        widget = self.panel.findChild(FIELDS[name], name)
        assert widget is not None
        return widget

    def type_into(self, name: str, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
        editor = self.find(name)
        editor.setFocus()
        editor.selectAll()
        self._qtbot.keyClick(editor, Qt.Key.Key_Delete)
        for character in text:
            # QTest knows the keys of ASCII alone; pasted characters come without a key as well.
            if character.isascii():
                self._qtbot.keyClicks(editor, character)
            else:
                editor.insert(character)
        self._qtbot.keyClick(editor, key)

    def shown(self) -> dict[str, object]:
        return {
            "learning_rate": self.find("learningRateEdit").text(),
            "epochs": self.find("epochsSpin").value(),
            "seed": self.find("seedSpin").value(),
            "zero_grad": self.find("zeroGradCheck").isChecked(),
            "requires_grad": self.find("requiresGradCheck").isChecked(),
        }

    def complaints(self) -> list[str]:
        labels = self.panel.findChildren(QLabel)
        return [label.text() for label in labels if label.property("wrong") and label.isVisible()]


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


class TestShowing:
    def test_the_articles_experiment(self, desk: Desk) -> None:
        assert desk.shown() == {
            "learning_rate": "0.00001",
            "epochs": 200,
            "seed": 0,
            "zero_grad": True,
            "requires_grad": True,
        }

    def test_another_one_is_shown_and_not_wanted(self, desk: Desk) -> None:
        desk.panel.set_experiment(
            Experiment(
                learning_rate=3e-7,
                epochs=MAX_EPOCHS,
                seed=MAX_SEED,
                zero_grad=False,
                requires_grad=False,
            )
        )
        assert desk.shown() == {
            "learning_rate": "3e−7",
            "epochs": MAX_EPOCHS,
            "seed": MAX_SEED,
            "zero_grad": False,
            "requires_grad": False,
        }
        assert desk.wanted == []

    @pytest.mark.parametrize("name", FIELDS)
    def test_everything_has_a_name_a_tooltip_and_a_place_in_the_tab_order(
        self, desk: Desk, name: str
    ) -> None:
        widget: QWidget = desk.find(name)
        assert widget.accessibleName() or widget.text()
        assert widget.toolTip()
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus

    def test_the_switches_tell_the_articles_reasons(self, desk: Desk) -> None:
        read = {label.text(): label.toolTip() for label in desk.panel.findChildren(QLabel)}
        for name, short, reason in (
            ("zeroGradCheck", "else the derivatives add up", ZERO_GRAD_REASON),
            ("requiresGradCheck", "else nothing can be derived", REQUIRES_GRAD_REASON),
        ):
            assert read[short] == reason
            assert desk.find(name).toolTip() == reason
            assert desk.find(name).accessibleDescription() == reason

    def test_what_is_being_typed_stays_when_something_else_changes(
        self, desk: Desk, qtbot: QtBot
    ) -> None:
        edit = desk.find("learningRateEdit")
        edit.setFocus()
        edit.selectAll()
        qtbot.keyClicks(edit, "2e-")
        desk.panel.set_experiment(Experiment(epochs=300))
        assert desk.shown() == desk.shown() | {"learning_rate": "2e-", "epochs": 300}


class TestStopAtLoss:
    def test_it_is_off_until_a_loss_is_typed_and_again_when_it_is_deleted(self, desk: Desk) -> None:
        assert desk.find("stopAtLossEdit").text() == ""
        assert desk.find("stopAtLossEdit").placeholderText() == "off"
        desk.type_into("stopAtLossEdit", "6.2e2")
        assert desk.wanted == [{"stop_at_loss": 620.0}]
        desk.panel.set_experiment(Experiment(stop_at_loss=620.0))
        assert desk.find("stopAtLossEdit").text() == "620"
        desk.type_into("stopAtLossEdit", "")
        assert desk.wanted[1:] == [{"stop_at_loss": None}]
        desk.panel.set_experiment(Experiment())
        assert desk.find("stopAtLossEdit").text() == ""

    def test_says_beside_it_what_is_no_loss_to_stop_at(self, desk: Desk) -> None:
        desk.type_into("stopAtLossEdit", "low")
        assert desk.wanted == []
        said = desk.find("stopAtLossEdit").accessibleDescription()
        assert said.startswith("“low” is not a number")
        assert desk.complaints() == [said]

    def test_zero_is_a_loss_too(self, desk: Desk) -> None:
        desk.panel.set_experiment(Experiment(stop_at_loss=0.0))
        assert desk.find("stopAtLossEdit").text() == "0"

    @pytest.mark.parametrize(
        ("stop", "rate", "said"),
        [
            (None, None, "162 to go"), (None, 10.0, "162 to go · 16 s"),
            (None, 0.5, "162 to go · 5 min"), (0.5, 10.0, "never: the best fit has 0.65789"),
            (650.0, 10.0, "reached at epoch 38"), (618.0, 10.0, "about epoch"),
        ],
    )  # fmt: skip
    def test_when_it_will_end_is_said_below(
        self, desk: Desk, stop: float | None, rate: float | None, said: str
    ) -> None:
        view = make_view(Experiment(), epochs=38)
        desk.panel.set_rate(rate)
        desk.panel.draw(replace(view, experiment=Experiment(stop_at_loss=stop)))
        label = desk.panel.findChild(QLabel, "endingLabel")
        assert label.text().startswith(said)
        assert label.toolTip() == label.text()


class TestLearningRate:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("3e-5", 3e-5),
            ("3e−5", 3e-5),
            ("0.0001", 1e-4),
            (".5", 0.5),
            ("0,5", 0.5),
            (" 1E-3 ", 1e-3),
            ("-1", -1.0),
            ("0", 0.0),
        ],
    )
    @pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
    def test_what_is_typed_is_wanted(
        self, desk: Desk, text: str, value: float, key: Qt.Key
    ) -> None:
        desk.type_into("learningRateEdit", text, key)
        assert desk.wanted == [{"learning_rate": value}]

    def test_the_one_in_force_is_not_wanted_again(self, desk: Desk) -> None:
        desk.type_into("learningRateEdit", "0.00001")
        assert desk.wanted == []

    @pytest.mark.parametrize("text", ["fast", "1e", "1,2,3", "1 2", "0x10", ""])
    def test_what_is_not_a_number_is_told_beside_it_and_changes_nothing(
        self, desk: Desk, text: str
    ) -> None:
        desk.type_into("learningRateEdit", text)
        assert desk.wanted == []
        (said,) = desk.complaints()
        assert said.startswith(f"“{text}” is not a number" if text else "A number is missing")
        assert "1e-5" in said
        assert desk.find("learningRateEdit").accessibleDescription() == said
        assert desk.shown()["learning_rate"] == text

    def test_escape_takes_back_what_was_typed(self, desk: Desk) -> None:
        desk.type_into("learningRateEdit", "fast")
        assert desk.complaints()
        desk.type_into("learningRateEdit", "faster", Qt.Key.Key_Escape)
        assert desk.shown()["learning_rate"] == "0.00001"
        assert desk.complaints() == []
        assert desk.wanted == []

    def test_a_number_takes_back_the_complaint(self, desk: Desk) -> None:
        desk.type_into("learningRateEdit", "fast")
        desk.type_into("learningRateEdit", "2e-5")
        desk.panel.set_experiment(Experiment(learning_rate=2e-5))
        assert desk.complaints() == []
        assert desk.shown()["learning_rate"] == "0.00002"

    def test_the_complaint_stays_as_long_as_what_it_is_about(self, desk: Desk) -> None:
        desk.type_into("learningRateEdit", "fast")
        desk.panel.set_experiment(Experiment(epochs=300))
        assert desk.shown()["learning_rate"] == "fast"
        assert len(desk.complaints()) == 1


class TestDial:
    def test_a_rate_that_is_tried_stands_in_the_field_and_is_told(
        self, desk: Desk, qtbot: QtBot
    ) -> None:
        tried: list[object] = []
        desk.panel.rateTried.connect(tried.append)
        slider = desk.panel.dial.slider
        slider.setFocus()
        qtbot.keyClick(slider, Qt.Key.Key_PageUp)
        assert desk.shown()["learning_rate"] == "0.00002"
        qtbot.keyClick(slider, Qt.Key.Key_Escape)
        assert desk.shown()["learning_rate"] == "0.00001"
        assert tried == [2e-5, None]
        assert desk.wanted == []

    def test_a_rate_that_is_kept_begins_a_run_anew(self, desk: Desk, qtbot: QtBot) -> None:
        tried: list[object] = []
        rerun: list[object] = []
        desk.panel.rateTried.connect(tried.append)
        desk.panel.rerunWanted.connect(rerun.append)
        slider = desk.panel.dial.slider
        slider.setFocus()
        qtbot.keyClick(slider, Qt.Key.Key_PageUp)
        qtbot.keyClick(slider, Qt.Key.Key_Return)
        assert rerun == [{"learning_rate": 2e-5}]
        assert tried == [2e-5, None]

    def test_another_experiment_moves_it(self, desk: Desk) -> None:
        desk.panel.set_experiment(Experiment(learning_rate=3e-5))
        assert desk.panel.dial.slider.number() == 3e-5


class TestEpochs:
    def test_what_is_typed_is_wanted_once_and_only_when_it_is_complete(self, desk: Desk) -> None:
        desk.type_into("epochsSpin", "1500")
        assert desk.wanted == [{"epochs": 1500}]

    @pytest.mark.parametrize(
        ("text", "epochs"), [("0", 200), ("-5", 5), ("99999999999", 9_999_999), ("many", 200)]
    )
    def test_what_cannot_be_cannot_be_typed(self, desk: Desk, text: str, epochs: int) -> None:
        assert epochs <= MAX_EPOCHS
        desk.type_into("epochsSpin", text)
        assert desk.wanted == ([] if epochs == 200 else [{"epochs": epochs}])
        assert desk.find("epochsSpin").value() == epochs

    def test_the_arrows_go_by_steps_that_grow(self, desk: Desk, qtbot: QtBot) -> None:
        qtbot.keyClick(desk.find("epochsSpin"), Qt.Key.Key_Up)
        assert desk.wanted == [{"epochs": 210}]


class TestSeed:
    @pytest.mark.parametrize("seed", [7, 2**31, MAX_SEED])
    def test_any_seed_can_be_typed(self, desk: Desk, seed: int) -> None:
        desk.type_into("seedSpin", str(seed))
        assert desk.wanted == [{"seed": seed}]

    @pytest.mark.parametrize(
        ("text", "seed"), [("-1", 1), (str(MAX_SEED + 1), (MAX_SEED + 1) // 10), ("x", 0)]
    )
    def test_what_cannot_be_cannot_be_typed(self, desk: Desk, text: str, seed: int) -> None:
        desk.type_into("seedSpin", text)
        assert desk.wanted == ([{"seed": seed}] if seed else [])
        assert desk.find("seedSpin").value() == seed

    def test_a_new_one_is_another_one(
        self, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        qtbot.mouseClick(desk.find("newSeedButton"), Qt.MouseButton.LeftButton)
        (wanted,) = desk.wanted
        assert wanted["seed"] == desk.find("seedSpin").value()
        assert wanted["seed"] != 0
        monkeypatch.setattr("random.randrange", lambda *_: wanted["seed"])
        desk.panel.draw_new_seed()
        assert desk.wanted[1]["seed"] not in (0, wanted["seed"])


class TestSwitches:
    @pytest.mark.parametrize(
        ("name", "field"), [("zeroGradCheck", "zero_grad"), ("requiresGradCheck", "requires_grad")]
    )
    def test_off_and_on(self, desk: Desk, qtbot: QtBot, name: str, field: str) -> None:
        qtbot.keyClick(desk.find(name), Qt.Key.Key_Space)
        qtbot.keyClick(desk.find(name), Qt.Key.Key_Space)
        assert desk.wanted == [{field: False}, {field: True}]


class TestComplaints:
    @pytest.mark.parametrize(
        ("field", "name"),
        [("learning_rate", "learningRateEdit"), ("epochs", "epochsSpin"), ("seed", "seedSpin")],
    )
    def test_stand_beside_their_field_until_they_are_taken_back(
        self, desk: Desk, field: str, name: str
    ) -> None:
        editor = desk.find(name)
        assert desk.complaints() == []
        desk.panel.set_error(field, "This is too much.")
        assert desk.complaints() == ["This is too much."]
        assert editor.accessibleDescription() == "This is too much."
        (label,) = (
            each for each in desk.panel.findChildren(QLabel) if each.text() == "This is too much."
        )
        below = label.mapTo(desk.panel, label.rect().topLeft()).y()
        assert below >= editor.mapTo(desk.panel, editor.rect().bottomLeft()).y()
        desk.panel.set_error(field, "")
        assert desk.complaints() == []
        assert editor.accessibleDescription() == ""

    @pytest.mark.parametrize("field", ["epochs", "seed"])
    def test_are_taken_back_by_another_experiment(self, desk: Desk, field: str) -> None:
        desk.panel.set_error(field, "This is too much.")
        desk.panel.set_experiment(Experiment(epochs=300))
        assert desk.complaints() == []

    def test_about_a_field_that_is_not_here_are_not_shown(self, desk: Desk) -> None:
        desk.panel.set_error("formula", "This is not a formula.")
        assert desk.complaints() == []


def test_a_new_seed_is_short_and_never_the_same(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drawn from the numbers of at most four digits."""
    monkeypatch.setattr("gui.experiment.controls.random.randrange", lambda below: below - 1)
    for seed, drawn in ((0, 9_999), (9_999, 10_000), (10_000, 9_999)):
        desk.panel.set_experiment(Experiment(seed=seed))
        desk.panel.draw_new_seed()
        assert desk.panel.seed.value() == drawn


def test_a_loss_to_stop_at_that_is_no_number_has_an_example(desk: Desk, qtbot: QtBot) -> None:
    edit = desk.panel.findChild(QLineEdit, "stopAtLossEdit")
    edit.setText("low")
    edit.editingFinished.emit()
    assert edit.accessibleDescription().endswith("; write for example 620 or 1e-3.")
    titles = {label.buddy(): label.text() for label in desk.panel.findChildren(QLabel)}
    assert titles[edit] == "or stop &at loss"
