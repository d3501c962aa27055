"""The controls of the run: learning rate, epochs, seed, and the article's two important lines.

The panel shows an `Experiment` and says what the person wants changed; it changes nothing itself.
A field that holds something impossible says so right below it.
"""

import random
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from engine.experiment import MAX_EPOCHS, MAX_SEED, Experiment
from engine.words.ahead import ending
from gui.experiment.closing import Field
from gui.experiment.rate_dial import RateDial
from gui.run import View
from gui.theme import LIGHT, SMALL_SPACE, SPACE, Theme
from gui.widgets.cover import Cover
from gui.widgets.elided import ElidedLabel
from gui.widgets.fields import Wrong, add_field, narrow_form
from gui.widgets.marks import mark
from gui.widgets.number_edit import NumberEdit
from gui.widgets.wheel import leave_wheel
from gui.widgets.whole_spin import WholeSpin
from gui.zoom import sized

NEW_SEED_BELOW = 10_000

ZERO_GRAD_SHORT = "else the derivatives add up"
REQUIRES_GRAD_SHORT = "else nothing can be derived"
ZERO_GRAD_REASON = (
    "params.grad = None after each epoch; otherwise the derivatives keep adding up from epoch "
    "to epoch."
)
REQUIRES_GRAD_REASON = (
    "Without requires_grad_() PyTorch cannot find the derivative with respect to the parameters."
)


class ControlsPanel(QWidget):
    """Shows an experiment's settings; `changeWanted` carries the fields to change, by name.

    `rerunWanted` carries those with which the run is to begin anew; `rateTried` a learning rate to
    try, or None when that is over. `fields` are the parts of each setting.
    """

    changeWanted = Signal(dict)
    rerunWanted = Signal(dict)
    rateTried = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._errors: dict[str, tuple[QWidget, Wrong]] = {}
        self.fields: dict[str, Field] = {}
        self._view: View | None = None
        self._experiment: Experiment | None = None
        self._rate: float | None = None
        self._stop: float | None = None
        form = narrow_form()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)

        self._add_learning_rate(form)
        self._add_epochs(form)
        self._add_stop_at_loss(form)
        self._add_seed(form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        sized(column.setSpacing, SPACE)
        column.addLayout(form)
        self._add_switches(column)

    def _add_learning_rate(self, form: QFormLayout) -> None:
        self.learning_rate = NumberEdit()
        self.learning_rate.setObjectName("learningRateEdit")
        self._row(
            form, "&Learning rate", self.learning_rate, "learning_rate",
            "How far each step goes: the gradient times this number (Ctrl+L). It acts from the "
            "next epoch.",
        )  # fmt: skip
        self.learning_rate.committed.connect(lambda value: self._want(learning_rate=value))
        self.learning_rate.wrong.connect(lambda said: self.set_error("learning_rate", said))
        self.dial = RateDial()
        self.dial.tried.connect(self._try_rate)
        self.dial.dropped.connect(self._drop_rate)
        self.dial.settled.connect(self._keep_rate)
        # Over the dial, which tells how a run will go.
        self._cover = Cover(LIGHT)
        self._cover.hide()
        together = _together(self.dial, self._cover)
        form.addRow(together)
        parts = self.learning_rate, together
        self.fields["learning_rate"] = Field(*parts, show=partial(_show_rows, form, parts))

    def _add_epochs(self, form: QFormLayout) -> None:
        self.epochs = QSpinBox()
        self.epochs.setObjectName("epochsSpin")
        self.epochs.setRange(1, MAX_EPOCHS)
        self.epochs.setGroupSeparatorShown(True)
        self.epochs.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        self.epochs.setKeyboardTracking(False)
        leave_wheel(self.epochs)
        self._row(
            form, "Epo&chs", self.epochs, "epochs",
            "How many epochs to train. More of them go on from where the run stands.",
        )  # fmt: skip
        self.epochs.valueChanged.connect(lambda value: self._want(epochs=value))

    def _add_stop_at_loss(self, form: QFormLayout) -> None:
        self.stop_at_loss = NumberEdit(example="620 or 1e-3", empty=True)
        self.stop_at_loss.setPlaceholderText("off")
        self._row(
            form, "or stop &at loss", self.stop_at_loss, "stop_at_loss",
            "Stop at the first epoch whose loss is not above this one, if it comes before the "
            "last. Empty: off.",
            name="stopAtLossEdit",
        )  # fmt: skip
        self.stop_at_loss.setAccessibleName("Stop at loss")
        self.stop_at_loss.committed.connect(lambda value: self._want(stop_at_loss=value))
        self.stop_at_loss.emptied.connect(lambda: self._want(stop_at_loss=None))
        self.stop_at_loss.wrong.connect(lambda said: self.set_error("stop_at_loss", said))
        self._ending = ElidedLabel()
        self._ending.setObjectName("endingLabel")
        self._ending.setProperty("faint", True)
        self._ending.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._ending.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        form.addRow(self._ending)
        self.fields["epochs"] = Field(
            self.epochs, show=partial(_show_rows, form, (self.epochs, self._ending))
        )
        self.fields["stop_at_loss"] = Field(
            self.stop_at_loss, show=partial(_show_rows, form, (self.stop_at_loss,))
        )

    def _add_seed(self, form: QFormLayout) -> None:
        self.seed = WholeSpin(0, MAX_SEED)
        self.seed.setObjectName("seedSpin")
        leave_wheel(self.seed)
        self.seed.valueChanged.connect(lambda value: self._want(seed=value))
        self.new_seed = QPushButton("New")
        self.new_seed.setObjectName("newSeedButton")
        self.new_seed.setFixedWidth(self.new_seed.fontMetrics().horizontalAdvance("New") + 24)
        self.new_seed.setAccessibleName("New seed")
        self.new_seed.setToolTip(
            "Draw another seed: other noise, other starting parameters (Ctrl+R)."
        )
        self.new_seed.clicked.connect(self.draw_new_seed)
        together = QWidget()
        beside = QHBoxLayout(together)
        beside.setContentsMargins(0, 0, 0, 0)
        sized(beside.setSpacing, SMALL_SPACE)
        beside.addWidget(self.seed, 1)
        beside.addWidget(self.new_seed)
        self._row(
            form, "&Seed", self.seed, "seed",
            "Determines the data's noise and the starting parameters, to the last bit. Another "
            "one begins a new run.",
            together,
        )  # fmt: skip
        self.fields["seed"] = Field(
            self.seed, self.new_seed, show=partial(_show_rows, form, (together,))
        )

    def _add_switches(self, column: QVBoxLayout) -> None:
        self.zero_grad = QCheckBox("&zero the gradient")
        self.zero_grad.setObjectName("zeroGradCheck")
        self.requires_grad = QCheckBox("re&quires_grad")
        self.requires_grad.setObjectName("requiresGradCheck")
        self.zero_grad.toggled.connect(lambda on: self._want(zero_grad=on))
        self.requires_grad.toggled.connect(lambda on: self._want(requires_grad=on))
        for field, check, short, reason in (
            ("zero_grad", self.zero_grad, ZERO_GRAD_SHORT, ZERO_GRAD_REASON),
            ("requires_grad", self.requires_grad, REQUIRES_GRAD_SHORT, REQUIRES_GRAD_REASON),
        ):
            check.setToolTip(reason)
            check.setAccessibleDescription(reason)
            said = ElidedLabel(short)
            said.setProperty("faint", True)
            said.setToolTip(reason)
            said.setIndent(check.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth) + SPACE)
            said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            together = _together(check, said)
            column.addWidget(together)
            self.fields[field] = Field(together)

    def _row(
        self,
        form: QFormLayout,
        title: str,
        editor: QWidget,
        field: str,
        tip: str,
        holder: QWidget | None = None,
        name: str = "",
    ) -> None:
        wrong = Wrong()
        add_field(form, title, editor, name or editor.objectName(), tip, holder, wrong)
        self._errors[field] = (editor, wrong)

    def _want(self, **fields: Any) -> None:
        self.changeWanted.emit(fields)

    def _try_rate(self, value: float) -> None:
        self.learning_rate.set_value(value)
        self.rateTried.emit(value)

    def _keep_rate(self, value: float) -> None:
        self.rerunWanted.emit({"learning_rate": value})
        # A run that has not begun goes on without another.
        self.rateTried.emit(None)

    def _drop_rate(self) -> None:
        if self._experiment is not None:
            self.learning_rate.set_value(self._experiment.learning_rate)
        self.rateTried.emit(None)

    def draw_new_seed(self) -> None:
        """Ask for another seed than the present one."""
        seed = random.randrange(NEW_SEED_BELOW)
        self.seed.setValue(seed if seed != self.seed.value() else seed + 1)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show `experiment`; what is being typed into a field that did not change stays."""
        before, self._experiment = self._experiment, experiment
        if self.learning_rate.value() != experiment.learning_rate:
            self.learning_rate.set_value(experiment.learning_rate)
            self.set_error("learning_rate", "")
        if before is None or before.learning_rate != experiment.learning_rate:
            self.dial.set_rate(experiment.learning_rate)
        if self._stop != experiment.stop_at_loss:
            stop = self._stop = experiment.stop_at_loss
            self.stop_at_loss.set_value(stop or 0.0, "" if stop is None else None)
            self.set_error("stop_at_loss", "")
        for editor, value in ((self.epochs, experiment.epochs), (self.seed, experiment.seed)):
            with QSignalBlocker(editor):
                editor.setValue(value)
        for check, on in (
            (self.zero_grad, experiment.zero_grad),
            (self.requires_grad, experiment.requires_grad),
        ):
            with QSignalBlocker(check):
                check.setChecked(on)
        for field in ("epochs", "seed"):
            self.set_error(field, "")

    def draw(self, view: View) -> None:
        """Say when the run of `view` is going to end."""
        self._view = view
        self.dial.draw(view)
        self._say_ending()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`."""
        self.dial.set_theme(theme)
        self._cover.set_theme(theme)

    def set_covered(self, covered: bool) -> None:
        """Cover the dial, which tells how a run with this rate will go, or uncover it."""
        if covered != self.dial.isHidden():
            self._cover.setFixedHeight(self.dial.sizeHint().height())
            self.dial.setHidden(covered)
            self._cover.setHidden(not covered)

    def set_rate(self, epochs_per_second: float | None) -> None:
        """The pace at which the run plays or would play; None if that is not known."""
        if epochs_per_second != self._rate:
            self._rate = epochs_per_second
            self._say_ending()

    def _say_ending(self) -> None:
        view = self._view
        if view is None:
            return
        said = ending(view.experiment, view.history, view.facts, self._rate)
        if said != self._ending.text():
            self._ending.setText(said)
            self._ending.setToolTip(said)

    def set_error(self, field: str, said: str) -> None:
        """Say below `field` what is wrong with it; an empty `said` takes that back."""
        if field not in self._errors:
            return
        editor, wrong = self._errors[field]
        wrong.say(said)
        editor.setAccessibleDescription(said)
        mark(editor, "wrong", bool(said))


def _together(*parts: QWidget) -> QWidget:
    """A widget with `parts`, one right below the other."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part)
    return whole


def _show_rows(form: QFormLayout, rows: Sequence[QWidget], visible: bool) -> None:
    for row in rows:
        form.setRowVisible(row, visible)
