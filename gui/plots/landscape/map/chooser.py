"""The list of the maps that there are, in the head of the map."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.plots.landscape.ways.planes import Choice
from gui.widgets.list_combo import ListCombo


class PlaneChooser(ListCombo):
    """Offers `choices`, of which `choice` is shown; `chosen` carries the one that is wanted."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lossMapPlane")
        self.setAccessibleName("Which map")
        self.setToolTip("Which two directions the map shows")
        self.setMinimumContentsLength(12)
        self.choices: tuple[Choice, ...] = ()
        self.choice: Choice | None = None
        self.activated.connect(lambda k: self.chosen.emit(self.choices[k]))

    def offer(self, choices: tuple[Choice, ...], choice: Choice | None) -> None:
        """Offer `choices`, with `choice` among them where it is not yet, as the one shown."""
        if choice is not None and choice not in choices:
            choices = (*choices, choice)
        if choices != self.choices:
            self.choices = choices
            self.clear()
            self.addItems([each.title for each in choices])
        self.choice = choice
        if choice is not None:
            self.setCurrentIndex(choices.index(choice))
