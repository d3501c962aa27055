"""The model's formula: typed, shown as it stands in a book, or chosen from the presets.

A text that is not a formula changes nothing: what is wrong, and where, is said while it is typed.
"""

import math
import textwrap
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from engine.experiment import Experiment, Generated, RollerCoaster
from engine.formula import FormulaError, parse
from engine.presets import PRESETS, Preset
from gui.panels.marks import mark
from gui.panels.own_keys import keeps
from gui.theme import LIGHT, SMALL_SPACE, Theme, code_font
from gui.typeset import TypesetLabel

TYPING_MS = 100
TIP_WIDTH = 60
OPENING_KEYS = frozenset((Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Space))


def data_of(preset: Preset) -> Generated | RollerCoaster:
    """The data that `preset` is to learn: the article's own for the article's formula."""
    if preset.key == "parabola":
        return RollerCoaster()
    return Generated(
        points=preset.points,
        noise=preset.noise,
        start=preset.start,
        stop=preset.stop,
        formula=preset.formula,
        truth=preset.truth,
    )


def fields_of(preset: Preset) -> dict[str, Any]:
    """Every field of the experiment that `preset` sets, by name."""
    return {
        "formula": preset.formula,
        "data": data_of(preset),
        "learning_rate": preset.learning_rate,
        "epochs": preset.epochs,
        "start": {},
        "standardise": False,
        "held_out": 0.0,
    }


def spoken(said: str) -> str:
    """What the formula's reader says, as a sentence that stands alone."""
    sentence = said[:1].upper() + said[1:]
    return sentence if sentence.endswith(("?", ".")) else f"{sentence}."


def pointed(text: str, position: int, length: int, room: int) -> str:
    """Two lines of at most `room` characters: the text around `position`, and ^ under what is
    meant there. Empty where nothing can be pointed at.
    """
    text = "".join(character if character.isprintable() else "\ufffd" for character in text)
    if not length or not text or room < 3:
        return ""
    first = 0
    if len(text) > room:
        # A little of what stands before helps to find the place.
        first = max(0, min(position - room // 3, len(text) + 1 - room))
    shown = text[first : first + room]
    if first:
        shown = "…" + shown[1:]
    if first + room < len(text):
        shown = shown[:-1] + "…"
    under = max(0, position - first)
    carets = max(1, min(length, len(shown) - under))
    return f"{shown}\n{' ' * under}{'^' * carets}"


class FormulaEdit(QLineEdit):
    """The line that a formula is typed into; Escape asks to have the one in force back."""

    takenBack = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.takenBack.emit()
        else:
            super().keyPressEvent(event)


class PresetCombo(QComboBox):
    """The presets; opens for the arrows instead of choosing at once, for a choice changes much."""

    def event(self, event: QEvent) -> bool:
        """The keys that open the list are not the window's while the focus is here."""
        return keeps(event, OPENING_KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in OPENING_KEYS:
            self.showPopup()
        else:
            # The letters of a title too would choose at once.
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling past it is no wish to begin with another model.
        event.ignore()


class FormulaPanel(QWidget):
    """Shows an experiment's formula; `changeWanted` carries the fields to change, by name."""

    changeWanted = Signal(dict)

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self._experiment = Experiment()
        self._error: FormulaError | None = None

        title = QLabel("For&mula")
        title.setProperty("heading", True)
        self._combo = self._presets()
        self._edit = self._line()
        title.setBuddy(self._edit)
        self._where, self._said, self._teaches = _text("code"), _text("wrong"), _text("faint")
        self._where.setFont(code_font())
        self._where.setWordWrap(False)
        # The line is made as long as there is room; it must not ask for more.
        self._where.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._where.setObjectName("formulaPointer")
        self._said.setObjectName("formulaError")
        self._teaches.setObjectName("presetTeaches")
        self._picture = TypesetLabel(theme=theme)
        self._picture.setObjectName("formulaPicture")

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SMALL_SPACE)
        column.addWidget(title)
        column.addWidget(self._combo)
        for widget in (self._edit, self._picture, self._where, self._said, self._teaches):
            column.addWidget(widget)

        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._read)
        self._show_formula()

    def _presets(self) -> PresetCombo:
        combo = PresetCombo()
        combo.setObjectName("presetCombo")
        combo.setAccessibleName("Presets")
        combo.setToolTip("Begin with another model, its data and its settings")
        combo.setPlaceholderText("Presets…")
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(len("Presets…"))
        combo.setMaxVisibleItems(len(PRESETS))
        for row, preset in enumerate(PRESETS):
            combo.addItem(preset.title)
            tip = textwrap.fill(preset.teaches, TIP_WIDTH)
            combo.setItemData(row, tip, Qt.ItemDataRole.ToolTipRole)
        # The column may be narrower than the longest title; the list need not be.
        view = combo.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + view.verticalScrollBar().width() // 2)
        combo.activated.connect(lambda row: self._choose(PRESETS[row]))
        return combo

    def _line(self) -> FormulaEdit:
        edit = FormulaEdit()
        edit.setObjectName("formulaEdit")
        edit.setFont(code_font())
        edit.setAccessibleName("Formula")
        edit.setToolTip(
            "The model, as in a*(t**2) + b*(t) + c: t or x is the input, every other name a\n"
            "parameter to learn. There are + - * / **, pi, e, and functions such as sin(…) and\n"
            "exp(…). Return begins a new run with it, Escape takes back what was typed."
        )
        edit.textEdited.connect(lambda: self._typing.start())
        edit.returnPressed.connect(self._point_out)
        edit.editingFinished.connect(self._commit)
        edit.takenBack.connect(self._show_formula)
        return edit

    def set_experiment(self, experiment: Experiment) -> None:
        """Show `experiment`; what is being typed stays where the formula did not change."""
        changed = experiment.formula != self._experiment.formula
        self._experiment = experiment
        if changed:
            self._show_formula()
        self._show_preset()

    def set_error(self, field: str, said: str) -> None:
        """Say below the formula what is wrong with it; an empty `said` takes that back."""
        if field != "formula":
            return
        self._read()
        # What can be pointed at in the text says more.
        if said and self._error is None:
            self._say(FormulaError(said, length=0))

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._picture.set_theme(theme)

    # --- what the person does

    def _read(self) -> None:
        """Show the text that is being typed, or say what is wrong with it."""
        self._typing.stop()
        text = self._edit.text()
        try:
            formula = parse(text)
        except FormulaError as error:
            self._say(error)
        else:
            self._picture.set_formula(formula.latex, text)
            self._say(None)

    def _commit(self) -> None:
        self._read()
        text = self._edit.text().strip()
        if self._error is None and text != self._experiment.formula:
            self.changeWanted.emit({"formula": text})

    def _point_out(self) -> None:
        """Select what is wrong, so that it can be written anew at once."""
        self._read()
        if self._error and self._error.length:
            self._edit.setSelection(self._error.position, self._error.length)

    def _choose(self, preset: Preset) -> None:
        self._show_formula()
        self.changeWanted.emit(fields_of(preset))
        self._show_preset()

    # --- what is shown

    def _show_formula(self) -> None:
        self._edit.setText(self._experiment.formula)
        self._edit.setCursorPosition(0)
        self._read()

    def _show_preset(self) -> None:
        experiment = self._experiment
        row = next(
            (
                row
                for row, preset in enumerate(PRESETS)
                if preset.formula == experiment.formula and data_of(preset) == experiment.data
            ),
            -1,
        )
        with QSignalBlocker(self._combo):
            self._combo.setCurrentIndex(row)
        teaches = PRESETS[row].teaches if row >= 0 else ""
        self._teaches.setText(teaches)
        self._teaches.setVisible(bool(teaches))
        self._combo.setAccessibleDescription(teaches)

    def _say(self, error: FormulaError | None) -> None:
        self._error = error
        said = spoken(str(error)) if error else ""
        self._said.setText(said)
        self._said.setVisible(bool(said))
        self._edit.setAccessibleDescription(said)
        self._picture.setVisible(not said)
        mark(self._edit, "wrong", bool(said))
        self._point()

    def _point(self) -> None:
        """Point at the mistake in as much of the text as there is room for."""
        shown = ""
        if self._error:
            wide = QFontMetricsF(self._where.font()).horizontalAdvance("m")
            room = math.floor(self.width() / wide)
            shown = pointed(self._edit.text(), self._error.position, self._error.length, room)
        self._where.setText(shown)
        self._where.setVisible(bool(shown))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._point()


def _text(kind: str) -> QLabel:
    label = QLabel()
    label.setProperty(kind, True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
