"""Where the parameters start: drawn from the seed, typed, or tried by hand.

The panel shows the starting values and says what the person wants; it changes nothing itself.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from engine.experiment import Experiment
from engine.snapshot import Prepared
from gui.panels.start_row import StartRow
from gui.theme import LIGHT, SMALL_SPACE, Theme, code_font
from gui.view import View

WIDEST_NAME = 72


class StartPanel(QWidget):
    """One row a parameter.

    `trialWanted` carries the starting values (every parameter's, by name) that a slider just
    stands at, at each of its moves; an empty one says that the trial is over and nothing changed.
    `changeWanted` carries the fields of the experiment to change, by name.
    """

    trialWanted = Signal(dict)
    changeWanted = Signal(dict)

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self._theme = theme
        self._experiment: Experiment | None = None
        self._prepared: Prepared | None = None
        self._rows: dict[str, StartRow] = {}
        self._playing = False
        # Whose value was asked for last: what is wrong with it is said there.
        self._asked = ""

        title = QLabel("Starting values")
        title.setProperty("heading", True)
        self._units = QLabel("for the standardised input")
        self._units.setProperty("faint", True)
        self._units.setWordWrap(True)
        self._all_back = QPushButton("Back to the seed’s values")
        self._all_back.setObjectName("startBackButton")
        self._all_back.setToolTip("Let the seed draw every starting value again")
        self._all_back.clicked.connect(lambda: self._want({}))
        self._column = QVBoxLayout()
        self._column.setSpacing(SMALL_SPACE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SMALL_SPACE)
        column.addWidget(title)
        column.addWidget(self._units)
        column.addLayout(self._column)
        column.addWidget(self._all_back)
        self.set_theme(theme)
        self.set_experiment(Experiment())

    def set_experiment(self, experiment: Experiment) -> None:
        """Show `experiment`, with the values drawn last where its own are not known yet."""
        if self._experiment is None or experiment.names != self._experiment.names:
            self._set_rows(experiment.names)
        self._experiment = experiment
        self._units.setVisible(experiment.standardise)
        self._all_back.setVisible(bool(experiment.start))
        self._show()

    def draw(self, view: View) -> None:
        """Show where the run of `view` started."""
        if view.prepared is not self._prepared:
            self._prepared = view.prepared
            self._show()

    def set_enabled_for(self, state: str) -> None:
        """While the player's `state` is "playing", the sliders rest."""
        self._playing = state == "playing"
        for row in self._rows.values():
            row.set_playing(self._playing)

    def set_error(self, field: str, said: str) -> None:
        """Say at the value asked for last what is wrong with it; an empty `said` takes it back."""
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
