"""The combo box of presets: models to begin with, with their data and settings."""

import textwrap

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QWidget

from engine.experiment.presets import PRESETS, Preset
from gui.widgets.list_combo import ListCombo

TIP_WIDTH = 60


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
