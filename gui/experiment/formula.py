"""The section about the model's formula, which is typed or chosen from the presets, and typeset.

A text that is not a formula changes nothing: the panel says what is wrong, and where, during
typing.
"""

import math

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from engine.experiment import Experiment
from engine.experiment.presets import Preset, preset_of
from engine.formula import FormulaError, parse
from gui.experiment.closing import Field
from gui.experiment.presets import PresetCombo
from gui.theme import LIGHT, SMALL_SPACE, Theme
from gui.widgets.fields import Wrong, text_label
from gui.widgets.marks import mark
from gui.widgets.typeset import TypesetLabel
from gui.zoom import sized, typeface

TYPING_MS = 100


def spoken(said: str) -> str:
    """A message of the formula's parser as a complete sentence."""
    sentence = said[:1].upper() + said[1:]
    return sentence if sentence.endswith(("?", ".")) else f"{sentence}."


def pointed(text: str, position: int, length: int, room: int) -> str:
    """Two lines of at most `room` characters: the text around `position`, and ^ under the mistake.

    Empty if there is nothing to point at.
    """
    text = "".join(character if character.isprintable() else "\ufffd" for character in text)
    if not length or not text or room < 3:
        return ""
    first = 0
    if len(text) > room:
        # A little of the text before the mistake helps to find the place.
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
    """The line that a formula is typed into; Escape asks for the formula in force again."""

    takenBack = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.takenBack.emit()
        else:
            super().keyPressEvent(event)


class FormulaPanel(QWidget):
    """Shows an experiment's formula; `changeWanted` carries the fields to change, by name.

    `presets` is the list of presets, which change other settings, too.
    """

    changeWanted = Signal(dict)

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self._experiment = Experiment()
        self._error: FormulaError | None = None

        self._combo = PresetCombo()
        self._combo.chosen.connect(self._choose)
        self.presets = Field(self._combo)
        self._edit = self._line()
        self._said, self._teaches = Wrong(), text_label("faint")
        self._where = QLabel()
        self._where.setTextFormat(Qt.TextFormat.PlainText)
        typeface(self._where, code=True)
        # The text is cut to the width there is; the label must not ask for more.
        self._where.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._where.setObjectName("formulaPointer")
        self._said.setObjectName("formulaError")
        self._teaches.setObjectName("presetTeaches")
        self._picture = TypesetLabel(theme=theme)
        self._picture.setObjectName("formulaPicture")

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        sized(column.setSpacing, SMALL_SPACE)
        for widget in (
            self._combo, self._edit, self._picture, self._where, self._said, self._teaches,
        ):  # fmt: skip
            column.addWidget(widget)

        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._read)
        self._show_formula()

    def _line(self) -> FormulaEdit:
        edit = FormulaEdit()
        edit.setObjectName("formulaEdit")
        typeface(edit, code=True)
        edit.setAccessibleName("Formula")
        edit.setToolTip(
            "The model, as in a*(t**2) + b*(t) + c: t or x is the input, every other name a\n"
            "parameter to learn. There are + - * / **, pi, e, and functions such as sin(…) and\n"
            "exp(…). Return begins a new run with it, Escape takes back what was typed."
        )
        edit.textEdited.connect(self._read_soon)
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
        # A mistake that can be pointed at in the text says more.
        if said and self._error is None:
            self._say(FormulaError(said, length=0))

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._picture.set_theme(theme)

    # --- what the person does

    def _read_soon(self, _text: str) -> None:
        self._typing.start()

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
        """Select what is wrong, so that typing replaces it."""
        self._read()
        if self._error and self._error.length:
            self._edit.setSelection(self._error.position, self._error.length)

    def _choose(self, preset: Preset) -> None:
        self._show_formula()
        self.changeWanted.emit(preset.fields)
        self._show_preset()

    # --- what is shown

    def _show_formula(self) -> None:
        self._edit.setText(self._experiment.formula)
        self._edit.setCursorPosition(0)
        self._read()

    def _show_preset(self) -> None:
        preset = preset_of(self._experiment)
        self._combo.show_preset(preset)
        self._teaches.setText(preset.teaches if preset else "")
        self._teaches.setVisible(preset is not None)

    def _say(self, error: FormulaError | None) -> None:
        self._error = error
        said = spoken(str(error)) if error else ""
        self._said.say(said)
        self._edit.setAccessibleDescription(said)
        self._picture.setVisible(not said)
        mark(self._edit, "wrong", bool(said))
        self._point()

    def _point(self) -> None:
        """Show as much of the text as fits, with ^ under the mistake."""
        shown = ""
        if self._error:
            wide = QFontMetricsF(self._where.font()).horizontalAdvance("m")
            room = math.floor(self.width() / wide)
            shown = pointed(self._edit.text(), self._error.position, self._error.length, room)
        self._where.setText(shown)
        self._where.setVisible(bool(shown))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._point()
