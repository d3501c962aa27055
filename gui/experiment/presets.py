"""The choice of a model to begin with, with its data and its settings."""

import textwrap
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QWidget

from engine.experiment.experiment import Experiment, Generated, RollerCoaster
from engine.experiment.presets import PRESETS, Preset
from gui.widgets.list_combo import ListCombo

TIP_WIDTH = 60


def generated(preset: Preset) -> Generated:
    """Data drawn from the preset's formula, with its true parameters."""
    return Generated(
        points=preset.points,
        noise=preset.noise,
        start=preset.start,
        stop=preset.stop,
        formula=preset.formula,
        truth=preset.truth,
    )


def data_of(preset: Preset) -> Generated | RollerCoaster:
    """The data that `preset` is to learn: the article's own for the article's formula."""
    return RollerCoaster() if preset.key == "parabola" else generated(preset)


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


def preset_of(experiment: Experiment) -> Preset | None:
    """The preset whose formula and data `experiment` has."""
    for preset in PRESETS:
        if preset.formula == experiment.formula and data_of(preset) == experiment.data:
            return preset
    return None


class PresetCombo(ListCombo):
    """The presets, each with what it teaches."""

    chosen = Signal(Preset)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("presetCombo")
        self.setAccessibleName("Presets")
        self.setToolTip("Begin with another model, its data and its settings")
        self.setPlaceholderText("Presets…")
        self.setMaxVisibleItems(len(PRESETS))
        for row, preset in enumerate(PRESETS):
            self.addItem(preset.title)
            tip = textwrap.fill(preset.teaches, TIP_WIDTH)
            self.setItemData(row, tip, Qt.ItemDataRole.ToolTipRole)
        # The column may be narrower than the longest title; the list need not be.
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0))
        self.activated.connect(lambda row: self.chosen.emit(PRESETS[row]))

    def show_preset(self, preset: Preset | None) -> None:
        """Show which preset is in force; emits nothing."""
        with QSignalBlocker(self):
            self.setCurrentIndex(PRESETS.index(preset) if preset else -1)
        self.setAccessibleDescription(preset.teaches if preset else "")
