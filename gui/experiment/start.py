"""The section about the starting values: drawn from the seed, typed, or tried with a slider.

The panel shows the starting values and says what the person wants changed; it changes nothing
itself.
"""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from engine.experiment import Experiment
from engine.runs import Facts
from gui.experiment.start_row import StartRow
from gui.experiment.start_slider import ends_for
from gui.run import View
from gui.theme import LIGHT, SMALL_SPACE, Theme, code_font
from gui.zoom import sized

WIDEST_NAME = 48


class StartPanel(QWidget):
    """One row a parameter.

    `trialWanted` carries all starting values by name whenever a slider moves; an empty dict ends
    the trial without a change. `changeWanted` carries the fields of the experiment to change, by
    name.
    """

    trialWanted = Signal(dict)
    changeWanted = Signal(dict)

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self._theme = theme
        self._experiment = Experiment()
        self._facts: Facts | None = None
        self._rows: dict[str, StartRow] = {}
        # The experiment that the sliders' ends were chosen for, and these ends.
        self._about: tuple[object, ...] = ()
        self._ends: dict[str, tuple[float, float, float | None]] = {}
        self._playing = False
        # The row of the value that was asked for last, where an error about it is shown.
        self._asked = ""

        self._units = QLabel("For the standardised input:")
        self._units.setProperty("faint", True)
        self._units.setWordWrap(True)
        self._all_back = QPushButton("Back to the seed’s values")
        self._all_back.setObjectName("startBackButton")
        self._all_back.setToolTip("Let the seed draw every starting value again")
        self._all_back.clicked.connect(lambda: self._want({}))
        self._legend = QLabel()
        self._legend.setObjectName("startLegend")
        self._legend.setProperty("faint", True)
        self._column = QVBoxLayout()
        sized(self._column.setSpacing, SMALL_SPACE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        sized(column.setSpacing, SMALL_SPACE)
        column.addWidget(self._units)
        column.addLayout(self._column)
        column.addWidget(self._legend)
        column.addWidget(self._all_back)
        self.set_theme(theme)
        self.set_experiment(self._experiment)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show `experiment`; values that are not known yet stay as they were drawn last."""
        if experiment.names != tuple(self._rows):
            self._set_rows(experiment.names)
        self._experiment = experiment
        self._units.setVisible(experiment.standardise)
        self._all_back.setVisible(bool(experiment.start))
        self._show()

    def draw(self, view: View) -> None:
        """Show where the run of `view` started."""
        if view.facts is not self._facts:
            self._facts = view.facts
            self._fit_ends(view.experiment, view.facts)
            self._show()

    def set_enabled_for(self, state: str) -> None:
        """Disable the sliders while the player's `state` is "playing"."""
        playing = state == "playing"
        if playing == self._playing:
            return
        self._playing = playing
        for row in self._rows.values():
            row.set_playing(self._playing)

    def set_error(self, field: str, said: str) -> None:
        """Say what is wrong with the value asked for last; an empty `said` takes it back."""
        if field == "start" and self._asked in self._rows:
            self._rows[self._asked].set_error(said)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self.setStyleSheet(
            f'QLineEdit[drawn="true"] {{ color: {theme.faint_text}; font-style: italic; }}'
        )
        for row in self._rows.values():
            row.set_theme(theme)

    # --- what the person does

    def _on_tried(self, name: str, value: float) -> None:
        self.trialWanted.emit(self._values() | {name: value})

    def _on_wanted(self, name: str, value: float) -> None:
        self._asked = name
        if value == self._values().get(name):
            self.trialWanted.emit({})
        else:
            self._want({**self._experiment.start, name: value})

    def _on_returned(self, name: str) -> None:
        self._want({each: value for each, value in self._experiment.start.items() if each != name})

    def _want(self, start: dict[str, float]) -> None:
        self.changeWanted.emit({"start": start})

    # --- what is shown

    def _fit_ends(self, experiment: Experiment, facts: Facts) -> None:
        """Let the sliders reach every value that matters: zero, the start and the best fit.

        A new start alone does not change the ends, so that no slider jumps when it is released.
        """
        about = (
            experiment.formula, experiment.data, experiment.standardise, experiment.held_out,
            experiment.seed,
        )  # fmt: skip
        if about != self._about:
            self._about, self._ends = about, {}
        best = facts.valley.floor.tolist() if facts.valley else [None] * len(facts.names)
        for name, start, value in zip(facts.names, facts.start.tolist(), best, strict=True):
            low, high, _ = self._ends.get(name, (0.0, 0.0, None))
            if not low < start < high:
                low, high = ends_for([start] if value is None else [start, value])
            self._ends[name] = low, high, value
        self._legend.setText(
            f"○ start   ◆ {facts.valley.floor_in_words}" if facts.valley else "○ start"
        )

    def _values(self) -> dict[str, float]:
        """The starting values in force, as far as they are known."""
        drawn: dict[str, float] = {}
        if self._facts is not None and self._facts.names == self._experiment.names:
            drawn = dict(zip(self._facts.names, self._facts.start.tolist(), strict=True))
        return drawn | self._experiment.start

    def _show(self) -> None:
        values = self._values()
        for name, row in self._rows.items():
            if name in self._ends:
                row.set_ends(*self._ends[name])
            row.show_value(values.get(name), name in self._experiment.start)

    def _set_rows(self, names: tuple[str, ...]) -> None:
        for row in self._rows.values():
            # End the trial of a row that is removed.
            row.blockSignals(True)
            self._column.removeWidget(row)
            row.setParent(None)
            row.deleteLater()
        metrics = QFontMetrics(code_font())
        widest = max(metrics.horizontalAdvance(name) for name in names) + SMALL_SPACE
        self._rows = {name: self._row(name, min(widest, WIDEST_NAME)) for name in names}

    def _row(self, name: str, width: int) -> StartRow:
        row = StartRow(name, self, self._theme)
        row.set_title_width(width)
        row.set_playing(self._playing)
        row.tried.connect(lambda value: self._on_tried(name, value))
        row.wanted.connect(lambda value: self._on_wanted(name, value))
        row.returned.connect(lambda: self._on_returned(name))
        self._column.addWidget(row)
        return row
