"""The section about the data: where they come from, how many points, and which are held out.

The panel shows an `Experiment` and says what the person wants changed; it changes nothing itself.
For data drawn from a formula, the true parameters stay hidden until the person asks for them.
"""

from decimal import Decimal
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QVBoxLayout, QWidget

from engine.experiment import Data, Experiment, Generated, Points, Sampled
from engine.formula import parse
from engine.numbers import rate
from engine.words.data import standardising, summary, truth
from gui.experiment.closing import Field
from gui.experiment.data_sampled import SampledFields
from gui.experiment.data_source import SourceCombo
from gui.run import View
from gui.theme import LIGHT, RADIUS, SMALL_SPACE, Theme
from gui.widgets.fields import Wrong, add_field, narrow_form, text_label
from gui.widgets.marks import mark
from gui.widgets.number_spin import NumberSpin
from gui.widgets.wheel import leave_wheel
from gui.zoom import sized

MOST_HELD_OUT = 90.0
STANDARDISE_REASON = (
    "Training then happens in ({0}\u00a0−\u00a0mean)\u00a0/\u00a0std; parameters are shown in "
    "both units."
)
HELD_OUT_REASON = "Drawn hollow, never trained on; its loss is a second curve."


class DataPanel(QWidget):
    """Shows an experiment's data; `changeWanted` carries the fields to change, by name.

    `openTableWanted` and `pasteTableWanted` ask the window to read a table. `fields` are the parts
    of each setting.
    """

    changeWanted = Signal(dict)
    openTableWanted = Signal()
    pasteTableWanted = Signal()

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self._data: Data | None = None
        self._held_out: float | None = None

        self.source = SourceCombo()
        self.source.chosen.connect(lambda data: self._want(data=data))
        self.source.openTableWanted.connect(self.openTableWanted)
        self.source.pasteTableWanted.connect(self.pasteTableWanted)
        self._summary = text_label("")
        self._summary.setObjectName("dataSummary")
        self._sampled = SampledFields()
        self._sampled.wanted.connect(lambda data: self._want(data=data))
        self._sampled.wrong.connect(lambda said: self._show_error("data", said))

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        sized(column.setSpacing, SMALL_SPACE)
        self._errors = {"data": Wrong(), "held_out": Wrong()}
        for name, error in self._errors.items():
            error.setObjectName(f"{name}Error")
        self.fields: dict[str, Field] = {}
        about = self._room(column, "data")
        for widget in (self.source, self._summary, self._sampled, self._errors["data"]):
            about.addWidget(widget)
        self._add_truth(about)
        self._add_standardise(self._room(column, "standardise", SMALL_SPACE))
        self._add_held_out(self._room(column, "held_out", SMALL_SPACE))
        column.addStretch(1)
        self.set_theme(theme)
        self.set_experiment(Experiment())

    def _room(self, column: QVBoxLayout, field: str, above: int = 0) -> QVBoxLayout:
        """The layout of a new part of `column` that has `field`, and so much space above it."""
        part = QWidget()
        room = QVBoxLayout(part)
        sized(room.setContentsMargins, 0, above, 0, 0)
        sized(room.setSpacing, SMALL_SPACE)
        column.addWidget(part)
        self.fields[field] = Field(part)
        return room

    def _add_truth(self, column: QVBoxLayout) -> None:
        self._truth_check = QCheckBox("Show the tr&ue parameters")
        self._truth_check.setObjectName("truthCheck")
        self._truth_check.setToolTip("What training would find, were it not for the noise.")
        self._truth_check.toggled.connect(self._show_truth)
        self._truth = text_label("")
        self._truth.setObjectName("truth")
        self._truth.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self._truth_check)
        column.addWidget(self._truth)

    def _add_standardise(self, column: QVBoxLayout) -> None:
        self._standardise = QCheckBox()
        self._standardise.setObjectName("standardiseCheck")
        self._standardise.toggled.connect(lambda on: self._want(standardise=on))
        self._standardise_reason = text_label("faint")
        column.addWidget(self._standardise)
        column.addWidget(self._standardise_reason)
        self._standardise_cost = text_label("wrong")
        self._standardise_cost.setObjectName("standardiseCost")
        self._standardise_cost.hide()
        column.addWidget(self._standardise_cost)

    def _add_held_out(self, column: QVBoxLayout) -> None:
        self._held_out_spin = NumberSpin(0.0, MOST_HELD_OUT, 5.0)
        self._held_out_spin.setSuffix(" %")
        self._held_out_spin.valueChanged.connect(self._on_held_out)
        leave_wheel(self._held_out_spin)
        form: QFormLayout = narrow_form()
        add_field(
            form, "Hel&d out", self._held_out_spin, "heldOutSpin",
            "The share of the points that is kept apart from training. Another one begins a "
            "new run.",
            wrong=self._errors["held_out"],
        )  # fmt: skip
        reason = text_label("faint")
        reason.setText(HELD_OUT_REASON)
        form.addRow(reason)
        column.addLayout(form)

    # --- what the person asks for

    def _want(self, **fields: Any) -> None:
        self.changeWanted.emit(fields)

    def _on_held_out(self, percent: float) -> None:
        if not 0 <= percent <= MOST_HELD_OUT:
            self.set_error(
                "held_out",
                f"The held-out share must be between 0 % and {rate(MOST_HELD_OUT)} %; "
                f"{rate(percent)} % is not.",
            )
            return
        self.set_error("held_out", "")
        share = float(Decimal(repr(percent)) / 100)
        if share != self._held_out:
            self._want(held_out=share)

    # --- what is shown

    def set_experiment(self, experiment: Experiment) -> None:
        """Show `experiment`; a field that holds something impossible stays where it did not change.

        True parameters that are shown stay so, too.
        """
        with QSignalBlocker(self._standardise):
            self._standardise.setChecked(experiment.standardise)
        self._name_input(parse(experiment.formula).input)
        if experiment.held_out != self._held_out:
            self._held_out = experiment.held_out
            with QSignalBlocker(self._held_out_spin):
                self._held_out_spin.setValue(float(Decimal(repr(experiment.held_out)) * 100))
            self.set_error("held_out", "")
        # Compared by identity, because comparing a million points takes time.
        if experiment.data is not self._data:
            self._set_data(experiment.data)

    def draw(self, view: View) -> None:
        """Say so if standardising makes the best fit of the run shown worse."""
        said = standardising(view.facts)
        self._standardise_cost.setText(said)
        self._standardise_cost.setVisible(bool(said))

    def _name_input(self, name: str) -> None:
        reason = STANDARDISE_REASON.format(name)
        if self._standardise_reason.text() != reason:
            self._standardise.setText(f"Standard&ise {name}")
            self._standardise.setToolTip(reason)
            self._standardise.setAccessibleDescription(reason)
            self._standardise_reason.setText(reason)

    def _set_data(self, data: Data) -> None:
        before, self._data = self._data, data
        self._summary.setText(summary(data))
        self._summary.setToolTip(
            f"{data.source}\n{data.input_name} → {data.target_name}".strip()
            if isinstance(data, Points)
            else ""
        )
        self.source.set_data(data)
        self._show_error("data", "")
        self._sampled.setVisible(isinstance(data, Sampled))
        if isinstance(data, Sampled):
            self._sampled.set_data(data)
        generated = isinstance(data, Generated)
        self._truth_check.setVisible(generated)
        if isinstance(data, Generated):
            self._truth.setText(truth(data, parse(data.formula).names))
        if not _same_riddle(before, data):
            self._truth_check.setChecked(False)
        self._show_truth()

    def _show_truth(self) -> None:
        self._truth.setVisible(self._truth_check.isChecked() and isinstance(self._data, Generated))

    def set_error(self, field: str, said: str) -> None:
        """Say below `field` ("data" or "held_out") what is wrong; an empty `said` takes it back."""
        if field == "data":
            self._sampled.mark_wrong("")
        elif field == "held_out":
            self._held_out_spin.setAccessibleDescription(said)
            mark(self._held_out_spin, "wrong", bool(said))
        if field in self._errors:
            self._show_error(field, said)

    def _show_error(self, field: str, said: str) -> None:
        self._errors[field].say(said)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._truth.setStyleSheet(
            f"#truth {{ background: {theme.window}; color: {theme.text}; padding: {SMALL_SPACE}px;"
            f" border: 1px solid {theme.border}; border-radius: {RADIUS}px; }}"
        )


def _same_riddle(before: Data | None, after: Data) -> bool:
    return (
        isinstance(before, Generated)
        and isinstance(after, Generated)
        and (before.formula, before.truth) == (after.formula, after.truth)
    )
