"""The data of the experiment: what it is, where else it could come from, and how it is used.

The panel shows an `Experiment` and says what the person wants changed; it changes nothing itself.
Data from a formula is a riddle: its true parameters are known, and hidden until asked for.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from engine.experiment import (
    MAX_POINTS,
    Data,
    Experiment,
    Generated,
    Points,
    RollerCoaster,
    Sampled,
    sentence,
)
from engine.formula import parse
from engine.numbers import rate
from engine.presets import PRESETS, Preset
from gui.panels.data_words import (
    ROLLER_COASTER,
    points_source,
    preset_source,
    shortened,
    summary,
    truth,
)
from gui.panels.fields import NumberSpin, WholeSpin, error_label, faint, leave_wheel, say_wrong
from gui.theme import LIGHT, RADIUS, SMALL_SPACE, SPACE, Theme

OPEN, PASTE, OWN, COASTER = "open", "paste", "own", "roller coaster"
MOST_NOISE = 1e9
FARTHEST = 1e9
MOST_HELD_OUT = 90.0

STANDARDISE_REASON = (
    "Training then happens in ({0}\u00a0−\u00a0mean)\u00a0/\u00a0std; parameters are shown in "
    "both units."
)
HELD_OUT_REASON = "Drawn hollow, never trained on; its loss is a second curve."


class SourceCombo(QComboBox):
    """A combo box that goes through its entries only in the open list: each would begin a run."""

    def event(self, event: QEvent) -> bool:
        """The keys that open the list are the window's shortcuts everywhere else."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and _opens(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the list for every key with which Qt would choose another entry unseen."""
        if _opens(event):
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the column."""
        event.ignore()


def _opens(event: QKeyEvent) -> bool:
    key, none = Qt.Key, Qt.KeyboardModifier.NoModifier
    return event.modifiers() in (none, Qt.KeyboardModifier.KeypadModifier) and (
        event.key() in (key.Key_Up, key.Key_Down, key.Key_PageUp, key.Key_PageDown)
        or event.key() in (key.Key_Home, key.Key_End)
        or (bool(event.text()) and event.text().isprintable())
    )


class DataPanel(QWidget):
    """Shows an experiment's data; `changeWanted` carries the fields to change, by name."""

    changeWanted = Signal(dict)
    openTableWanted = Signal()
    pasteTableWanted = Signal()

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self._data: Data = RollerCoaster()
        self._held_out = 0.0

        self.summary = QLabel()
        self.summary.setObjectName("dataSummary")
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setWordWrap(True)
        self._build_source()
        self._build_sampled()
        self._error = error_label()
        self._error.setObjectName("dataError")
        self._build_truth()
        self._build_standardise()
        held_out = self._build_held_out()

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        for widget in (
            self.summary, self.source, self._sampled, self._error, self.truth_check, self.truth,
            self.standardise, self._standardise_reason,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addLayout(held_out)
        self.set_theme(theme)
        self.set_experiment(Experiment())

    # --- building

    def _build_source(self) -> None:
        self.source = SourceCombo()
        self.source.setObjectName("dataSourceCombo")
        self.source.setAccessibleName("Where the data comes from")
        self.source.setToolTip(
            "Where the data comes from: the article, a formula with known parameters, or a table "
            "of your own."
        )
        self.source.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.source.setMinimumContentsLength(8)
        self.source.setMaxVisibleItems(len(PRESETS) + 6)
        self.source.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.source.addItem(ROLLER_COASTER, COASTER)
        for preset in PRESETS:
            self.source.addItem(preset_source(preset), preset.key)
        self.source.insertSeparator(self.source.count())
        self.source.addItem("Open a table…", OPEN)
        self.source.addItem("Paste a table", PASTE)
        self.source.activated.connect(self._on_source)

    def _build_sampled(self) -> None:
        self.points = WholeSpin(2, MAX_POINTS)
        self.noise = NumberSpin(0.0, MOST_NOISE, 0.1)
        self.range_start = NumberSpin(-FARTHEST, FARTHEST, 1.0)
        self.range_stop = NumberSpin(-FARTHEST, FARTHEST, 1.0)
        self._editors: dict[str, WholeSpin | NumberSpin] = {
            "points": self.points,
            "noise": self.noise,
            "start": self.range_start,
            "stop": self.range_stop,
        }
        self._sampled = QWidget()
        form = _form(self._sampled)
        for editor, name, title, tip in (
            (self.points, "pointsSpin", "&Points", "How many points are drawn. A new run begins."),
            (
                self.noise, "noiseSpin", "No&ise",
                "The standard deviation of the noise on the targets. A new run begins.",
            ),
            (
                self.range_start, "rangeStartSpin", "Fro&m",
                "The first input; the others follow evenly. A new run begins.",
            ),
            (self.range_stop, "rangeStopSpin", "&To", "The last input. A new run begins."),
        ):  # fmt: skip
            _add(form, title, editor, name, tip)
            editor.valueChanged.connect(self._on_sampled)

    def _build_truth(self) -> None:
        self.truth_check = QCheckBox("Show the tr&ue parameters")
        self.truth_check.setObjectName("truthCheck")
        self.truth_check.setToolTip("What training should find, were it not for the noise.")
        self.truth_check.toggled.connect(self._show_truth)
        self.truth = QLabel()
        self.truth.setObjectName("truth")
        self.truth.setTextFormat(Qt.TextFormat.PlainText)
        self.truth.setWordWrap(True)
        self.truth.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def _build_standardise(self) -> None:
        self.standardise = QCheckBox()
        self.standardise.setObjectName("standardiseCheck")
        self._standardise_reason = faint("")
        self.standardise.toggled.connect(lambda on: self._want(standardise=on))

    def _build_held_out(self) -> QFormLayout:
        self.held_out = NumberSpin(0.0, MOST_HELD_OUT, 5.0)
        self.held_out.setSuffix(" %")
        self.held_out.valueChanged.connect(self._on_held_out)
        self._held_out_error = error_label()
        form = _form()
        _add(form, "Held &out", self.held_out, "heldOutSpin", HELD_OUT_REASON)
        form.addRow(self._held_out_error)
        form.addRow(faint(HELD_OUT_REASON))
        return form

    # --- what the person asks for

    def _want(self, **fields: Any) -> None:
        self.changeWanted.emit(fields)

    def _on_source(self, index: int) -> None:
        key = self.source.itemData(index)
        current = _key(self._data)
        # What is chosen is shown once it is the experiment's.
        self.source.setCurrentIndex(self.source.findData(current))
        if key == OPEN:
            self.openTableWanted.emit()
        elif key == PASTE:
            self.pasteTableWanted.emit()
        elif key == COASTER != current:
            self._want(data=RollerCoaster())
        elif key != current:
            self._want(data=next(_generated(preset) for preset in PRESETS if preset.key == key))

    def _on_sampled(self) -> None:
        values = {name: editor.value() for name, editor in self._editors.items()}
        try:
            data = type(self._data).model_validate(dict(self._data) | values)
        except ValidationError as error:
            place = error.errors()[0]["loc"]
            wrong = [str(place[0])] if place else ["start", "stop"]
            self._say(sentence(error), wrong)
            return
        self._say("")
        if data != self._data:
            self._want(data=data)

    def _on_held_out(self, percent: float) -> None:
        share = float(Decimal(repr(percent)) / 100)
        if not 0 <= percent <= MOST_HELD_OUT:
            self.set_error(
                "held_out",
                f"The held-out share must be between 0 and {rate(MOST_HELD_OUT)} %; "
                f"{rate(percent)} % is not.",
            )
            return
        self.set_error("held_out", "")
        if share != self._held_out:
            self._want(held_out=share)

    def _show_truth(self, on: bool) -> None:
        self.truth.setVisible(on and isinstance(self._data, Generated))

    # --- what is shown

    def set_experiment(self, experiment: Experiment) -> None:
        """Show `experiment`; what is being typed into a field that did not change stays."""
        with QSignalBlocker(self.standardise):
            self.standardise.setChecked(experiment.standardise)
        name = parse(experiment.formula).input
        reason = STANDARDISE_REASON.format(name)
        if self._standardise_reason.text() != reason:
            self.standardise.setText(f"Stan&dardise {name}")
            self.standardise.setToolTip(reason)
            self.standardise.setAccessibleDescription(reason)
            self._standardise_reason.setText(reason)
        if experiment.held_out != self._held_out or not self._held_out_error.isHidden():
            self._held_out = experiment.held_out
            with QSignalBlocker(self.held_out):
                self.held_out.setValue(float(Decimal(repr(experiment.held_out)) * 100))
            self.set_error("held_out", "")
        # The same object, for comparing a million points takes time, and the panel is told often.
        if experiment.data is not self._data or not self.summary.text():
            self._set_data(experiment.data)

    def _set_data(self, data: Data) -> None:
        before, self._data = self._data, data
        self.summary.setText(summary(data))
        self._say("")
        self._set_source(data)
        self._sampled.setVisible(isinstance(data, Sampled))
        if isinstance(data, Sampled):
            for name, editor in self._editors.items():
                with QSignalBlocker(editor):
                    editor.setValue(getattr(data, name))
        generated = isinstance(data, Generated)
        self.truth_check.setVisible(generated)
        if isinstance(data, Generated):
            self.truth.setText(truth(data, parse(data.formula).names))
            if not (
                isinstance(before, Generated)
                and (before.formula, before.truth) == (data.formula, data.truth)
            ):
                # Another riddle.
                self.truth_check.setChecked(False)
        self._show_truth(self.truth_check.isChecked())
        if isinstance(data, Points):
            full = f"{data.source}: {data.input_name} → {data.target_name}".removeprefix(": ")
            self.summary.setToolTip(full)
        else:
            self.summary.setToolTip("")

    def _set_source(self, data: Data) -> None:
        """Show where the data comes from; what is no choice of its own stands on top."""
        key = _key(data)
        own = self.source.findData(OWN)
        if own >= 0:
            self.source.removeItem(own)
        if key == OWN:
            text = points_source(data) if isinstance(data, Points) else shortened(data.formula)
            self.source.insertItem(0, text, OWN)
        self.source.setCurrentIndex(self.source.findData(key))

    def set_error(self, field: str, said: str) -> None:
        """Say below `field` ("data" or "held_out") what is wrong; an empty `said` takes it back."""
        if field == "data":
            self._say(said)
        elif field == "held_out":
            say_wrong(self._held_out_error, said, [self.held_out])

    def _say(self, said: str, wrong: Iterable[str] = ()) -> None:
        say_wrong(self._error, "", self._editors.values())
        say_wrong(self._error, said, [self._editors[name] for name in wrong])

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self.truth.setStyleSheet(
            f"#truth {{ background: {theme.window}; color: {theme.text}; padding: {SMALL_SPACE}px;"
            f" border: 1px solid {theme.border}; border-radius: {RADIUS}px; }}"
        )


def _key(data: Data) -> str:
    """The choice that `data` is, whatever its number of points, noise and range."""
    match data:
        case RollerCoaster():
            return COASTER
        case Generated():
            made = (data.formula, data.truth)
            return next((p.key for p in PRESETS if (p.formula, p.truth) == made), OWN)
        case Points():
            return OWN


def _generated(preset: Preset) -> Generated:
    return Generated(
        formula=preset.formula,
        truth=preset.truth,
        points=preset.points,
        noise=preset.noise,
        start=preset.start,
        stop=preset.stop,
    )


def _form(parent: QWidget | None = None) -> QFormLayout:
    form = QFormLayout(parent)
    form.setContentsMargins(0, 0, 0, 0)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setVerticalSpacing(SMALL_SPACE)
    return form


def _add(form: QFormLayout, title: str, editor: QWidget, name: str, tip: str) -> None:
    label = QLabel(title)
    label.setBuddy(editor)
    editor.setObjectName(name)
    editor.setAccessibleName(title.replace("&", ""))
    editor.setToolTip(tip)
    form.addRow(label, editor)
