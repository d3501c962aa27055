"""The column at the left of the window, which describes the experiment in sections that fold."""

from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.experiment import Experiment
from engine.words.classroom import fixed, no_preset
from engine.words.data import in_short
from engine.words.formula import in_line
from gui.experiment.closing import Field
from gui.experiment.controls import ControlsPanel
from gui.run import Closed, View
from gui.theme import LIGHT, SMALL_SPACE, SPACE, Theme
from gui.widgets.elided import ElidedLabel
from gui.zoom import sized

if TYPE_CHECKING:
    from gui.experiment.data import DataPanel
    from gui.experiment.formula import FormulaPanel
    from gui.experiment.start import StartPanel


FIXED = "fixed"
# The sections from top to bottom, and whether each is folded at first.
FOLDED = {"Training": False, "Start from": False, "Formula": True, "Data": True}
# The section of each field that can be wrong.
PLACES = {
    "learning_rate": "Training",
    "epochs": "Training",
    "stop_at_loss": "Training",
    "seed": "Training",
    "start": "Start from",
    "formula": "Formula",
    "data": "Data",
    "held_out": "Data",
}


class Describes(Protocol):
    """A panel that shows a part of the experiment."""

    changeWanted: SignalInstance

    def set_experiment(self, experiment: Experiment) -> None:
        """Show `experiment`."""

    def set_error(self, field: str, said: str) -> None:
        """Say what is wrong with `field`, if it belongs to this panel; '' takes that back."""


class Section(QWidget):
    """A panel below a heading that folds it; beside the title a summary can stand.

    `folded` says whether it begins folded.
    """

    def __init__(self, title: str, panel: QWidget, folded: bool = False) -> None:
        super().__init__()
        self.summary = ElidedLabel()
        self.summary.setProperty("faint", True)
        self.summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.heading = QToolButton()
        self.heading.setText(title)
        self.heading.setCheckable(True)
        self.heading.setChecked(not folded)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.heading.setProperty("sectionHeading", True)
        self.heading.setToolTip(f"Fold or unfold “{title}”")
        self.heading.toggled.connect(panel.setVisible)
        self.heading.toggled.connect(self._turn)
        self._turn(not folded)
        top = QHBoxLayout()
        top.addWidget(self.heading)
        top.addWidget(self.summary, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        sized(column.setSpacing, SMALL_SPACE)
        column.addLayout(top)
        column.addWidget(panel)
        # Shown before it is in the layout, it would be a window of its own.
        panel.setVisible(not folded)

    def set_summary(self, text: str) -> None:
        """Say beside the title what the section holds, even while it is folded."""
        self.summary.setText(text)
        self.summary.setToolTip(text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Fold by a click anywhere on the heading's line."""
        if event.button() is Qt.MouseButton.LeftButton and event.position().y() < self._line:
            self.heading.toggle()
        else:
            super().mousePressEvent(event)

    @property
    def _line(self) -> int:
        return self.heading.geometry().bottom()

    def _turn(self, unfolded: bool) -> None:
        self.heading.setArrowType(Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow)


class ExperimentColumn(QFrame):
    """All panels that show an experiment; `changeWanted` has the fields to change, by name.

    `foldedChanged` carries the name of a section and whether it is folded. The sections below the
    first are made by `complete()`, once the window is on the screen, or when somebody asks for one.
    """

    changeWanted = Signal(dict)
    trialWanted = Signal(dict)
    openTableWanted = Signal()
    pasteTableWanted = Signal()
    foldedChanged = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("experimentPanel")
        self.setProperty("panel", True)
        # For the rows of “Start from”, beside the scroll bar.
        sized(self.setMinimumWidth, 248)
        self.training = ControlsPanel()
        self._experiment = Experiment()
        self._theme = LIGHT
        self._state = "loading"
        self._view: View | None = None
        self._formula: FormulaPanel | None = None
        self._data: DataPanel | None = None
        self._start: StartPanel | None = None
        self._panels: list[Describes] = []
        self._sections: dict[str, Section] = {}
        self._folded = dict(FOLDED)
        self._closed = Closed(self)
        # The parts of each section's settings, of the sections that have been made.
        self._fields: dict[str, dict[str, Field]] = {}
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        sized(self._rows.setContentsMargins, SPACE, SPACE, SPACE, SPACE)
        sized(self._rows.setSpacing, SPACE)
        self._rows.addStretch(1)
        self._add("Training", self.training)
        self._fields["Training"] = self.training.fields
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        # The focus belongs to the fields in the scroll area, not to the area itself.
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        sized(column.setContentsMargins, 1, 1, 1, 1)
        column.addWidget(scroll)

    def _add(self, title: str, panel: Any) -> Section:
        section = Section(title, panel, self._folded[title])
        section.heading.toggled.connect(lambda on: self._on_folded(title, not on))
        self._sections[title] = section
        self._rows.insertWidget(self._rows.count() - 1, section)
        panel.changeWanted.connect(self.changeWanted)
        self._panels.append(panel)
        return section

    def add_at_top(self, widget: QWidget) -> None:
        """Put `widget` above the sections."""
        self._rows.insertWidget(0, widget)

    def _on_folded(self, title: str, folded: bool) -> None:
        self._folded[title] = folded
        self.foldedChanged.emit(title, folded)

    def fold(self, title: str, folded: bool) -> None:
        """Fold or unfold the section called `title`, also one that is still to be made."""
        self._folded[title] = folded
        if title in self._sections:
            self._sections[title].heading.setChecked(not folded)

    def complete(self) -> None:
        """Make the sections that have not been made yet."""
        if self._formula is not None:
            return
        from gui.experiment.data import DataPanel
        from gui.experiment.formula import FormulaPanel
        from gui.experiment.start import StartPanel

        self._formula = FormulaPanel(theme=self._theme)
        self._data = DataPanel(theme=self._theme)
        self._start = StartPanel(theme=self._theme)
        self._add("Start from", self._start)
        self._add("Formula", self._formula)
        self._add("Data", self._data)
        # A section that has no other setting goes with it.
        self._fields |= {
            "Start from": {"start": Field(self._start, show=_leave)},
            "Formula": {"formula": Field(self._formula, show=_leave)},
            "Data": self._data.fields,
        }
        self._start.trialWanted.connect(self.trialWanted)
        self._data.openTableWanted.connect(self.openTableWanted)
        self._data.pasteTableWanted.connect(self.pasteTableWanted)
        self.set_experiment(self._experiment)
        self.set_state(self._state)
        self._close()
        if self._view is not None:
            self.draw(self._view)

    @property
    def formula(self) -> "FormulaPanel":
        """The section with the formula."""
        self.complete()
        assert self._formula is not None
        return self._formula

    @property
    def data(self) -> "DataPanel":
        """The section with the data."""
        self.complete()
        assert self._data is not None
        return self._data

    @property
    def start(self) -> "StartPanel":
        """The section with the starting values."""
        self.complete()
        assert self._start is not None
        return self._start

    def set_experiment(self, experiment: Experiment) -> None:
        """Show `experiment`."""
        self._experiment = experiment
        for panel in self._panels:
            panel.set_experiment(experiment)
        self._say_summaries()

    def _say_summaries(self) -> None:
        """Say beside the titles what the sections hold, and which of that is fixed."""
        if self._formula is None:
            return
        experiment = self._experiment
        for title, name, held in (
            ("Start from", "start", ""),
            ("Formula", "formula", in_line(experiment.formula)),
            ("Data", "data", in_short(experiment.data)),
        ):
            is_fixed = self._closed.settings.get(name) == "fixed"
            self._sections[title].set_summary(" · ".join(filter(None, (FIXED * is_fixed, held))))

    def set_error(self, field: str, said: str) -> None:
        """Say beside `field` what is wrong with it; an empty `said` takes that back."""
        for panel in self._panels:
            panel.set_error(field, said)
        if said and field in PLACES:
            # A section with an error is unfolded, so that the error is seen.
            self.fold(PLACES[field], folded=False)

    def draw(self, view: View) -> None:
        """Show the starting values of the run that is shown, and what its data are like."""
        self._view = view
        self.training.draw(view)
        if self._data is not None:
            self._data.draw(view)
        if self._start is not None:
            self._start.draw(view)

    def set_closed(self, closed: Closed) -> None:
        """Take away or fix the settings that `closed` names."""
        self._closed = closed
        closed.changed.connect(self._close)
        self._close()

    def _close(self) -> None:
        settings = self._closed.settings
        for title, fields in self._fields.items():
            for name, field in fields.items():
                field.close(settings.get(name, ""), fixed(name), self._theme)
            gone = all(settings.get(name) == "hidden" for name in fields)
            self._sections[title].setHidden(gone)
        self._say_summaries()
        if self._formula is not None:
            from engine.experiment.presets import PRESETS

            closed = [name for name in PRESETS[0].fields if name in settings]
            self._formula.presets.close(
                "fixed" if closed else "", no_preset(closed) if closed else "", self._theme
            )

    def set_state(self, state: str) -> None:
        """Enable what may be changed in the player's `state`."""
        self._state = state
        if self._start is not None:
            self._start.set_enabled_for(state)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`."""
        self._theme = theme
        self.training.set_theme(theme)
        for panel in (self._formula, self._data, self._start):
            if panel is not None:
                panel.set_theme(theme)
        for fields in self._fields.values():
            for field in fields.values():
                field.set_theme(theme)
        if self._formula is not None:
            self._formula.presets.set_theme(theme)

    def edit_learning_rate(self) -> None:
        """Put the cursor into the learning rate."""
        self.fold("Training", folded=False)
        self.training.learning_rate.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.training.learning_rate.selectAll()


def _leave(_visible: bool) -> None:
    """Neither show nor hide anything."""
