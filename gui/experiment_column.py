"""The column at the left: everything that describes the experiment, in sections that fold."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from engine.experiment import Experiment
from gui.panels.controls import ControlsPanel
from gui.panels.data import DataPanel
from gui.panels.formula import FormulaPanel
from gui.panels.start import StartPanel
from gui.theme import SMALL_SPACE, SPACE, Theme
from gui.view import View


class Section(QWidget):
    """A panel below a heading that folds it."""

    def __init__(self, title: str, panel: QWidget) -> None:
        super().__init__()
        self.heading = QToolButton()
        self.heading.setText(title)
        self.heading.setCheckable(True)
        self.heading.setChecked(True)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.heading.setProperty("sectionHeading", True)
        self.heading.setToolTip(f"Fold or unfold “{title}”")
        self.heading.toggled.connect(panel.setVisible)
        self.heading.toggled.connect(self._turn)
        self._turn(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SMALL_SPACE)
        column.addWidget(self.heading)
        column.addWidget(panel)

    def _turn(self, unfolded: bool) -> None:
        self.heading.setArrowType(Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow)


class ExperimentColumn(QFrame):
    """All panels that show an experiment; `changeWanted` has the fields to change, by name."""

    changeWanted = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("experimentPanel")
        self.setProperty("panel", True)
        self.setMinimumWidth(236)
        self.training = ControlsPanel()
        self.formula = FormulaPanel()
        self.data = DataPanel()
        self.start = StartPanel()
        self._panels = (self.training, self.formula, self.data, self.start)
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        rows.setSpacing(SPACE)
        for title, panel in (
            ("Training", self.training),
            ("Formula", self.formula),
            ("Data", self.data),
            ("Starting values", self.start),
        ):
            rows.addWidget(Section(title, panel))
            panel.changeWanted.connect(self.changeWanted)
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(scroll)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show `experiment`."""
        for panel in self._panels:
            panel.set_experiment(experiment)

    def set_error(self, field: str, said: str) -> None:
        """Say beside `field` what is wrong with it; an empty `said` takes that back."""
        for panel in self._panels:
            panel.set_error(field, said)

    def changed(self, fields: dict[str, Any]) -> None:
        """`fields` were found good."""
        for name in fields:
            self.set_error(name, "")

    def draw(self, view: View) -> None:
        """Show the starting values of the run that is shown."""
        self.start.draw(view)

    def set_state(self, state: str) -> None:
        """What may be changed depends on whether it plays."""
        self.start.set_enabled_for(state)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`."""
        for panel in (self.formula, self.data, self.start):
            panel.set_theme(theme)

    def edit_learning_rate(self) -> None:
        """Put the cursor into the learning rate."""
        self.training.learning_rate.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.training.learning_rate.selectAll()
