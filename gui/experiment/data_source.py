"""Where the data comes from: the article, a formula with known parameters, or an own table."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from engine.experiment import Data, Generated, Points, RollerCoaster
from engine.experiment.presets import PRESETS
from engine.words.data import ROLLER_COASTER, in_column, points_source, preset_source
from gui.widgets.list_combo import ListCombo

OPEN, PASTE, OWN, COASTER = "open", "paste", "own", "roller coaster"


class SourceCombo(ListCombo):
    """Shows where the data come from, and lets the person choose another source.

    `chosen` carries a RollerCoaster or Generated. The choice is shown once `set_data` confirms it.
    """

    chosen = Signal(object)
    openTableWanted = Signal()
    pasteTableWanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._current = COASTER
        self.setObjectName("dataSourceCombo")
        self.setAccessibleName("Where the data comes from")
        self.setToolTip(
            "Where the data comes from: the article, a formula with known parameters,\n"
            "or a table of your own. The formula to learn stays as it is."
        )
        self.setMaxVisibleItems(len(PRESETS) + 6)
        self.addItem(ROLLER_COASTER, COASTER)
        for preset in PRESETS:
            self.addItem(preset_source(preset), preset.key)
        self.insertSeparator(self.count())
        self.addItem("Open a table…", OPEN)
        self.addItem("Paste a table", PASTE)
        self.activated.connect(self._on_activated)

    def set_data(self, data: Data) -> None:
        """Show where `data` comes from; a source that cannot be chosen is added at the top."""
        own = self.findData(OWN)
        if own >= 0:
            self.removeItem(own)
        self._current = _key(data)
        match data:
            case Points():
                self.insertItem(0, points_source(data), OWN)
            case Generated() if self._current == OWN:
                self.insertItem(0, f"data of {in_column(data.formula)}", OWN)
        self._show_current()

    def _show_current(self) -> None:
        self.setCurrentIndex(self.findData(self._current))

    def _on_activated(self, index: int) -> None:
        key = self.itemData(index)
        self._show_current()
        if key == OPEN:
            self.openTableWanted.emit()
        elif key == PASTE:
            self.pasteTableWanted.emit()
        elif key != self._current:
            presets = (preset.generated for preset in PRESETS if preset.key == key)
            self.chosen.emit(next(presets, RollerCoaster()))


def _key(data: Data) -> str:
    """A key for the choice that `data` belongs to, whatever its points, noise and range."""
    match data:
        case RollerCoaster():
            return COASTER
        case Generated():
            made = data.formula, data.truth
            return next((p.key for p in PRESETS if (p.formula, p.truth) == made), OWN)
        case Points():
            return OWN
