"""The log panel: what the article's program prints, epoch by epoch. It can be folded away.

Folded, it does nothing; unfolded, it shows the rows around the current epoch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.runs import Facts, History, Matrix
from gui.panels.log.model import LogModel
from gui.run import View
from gui.theme import LIGHT, SMALL_SPACE, Theme
from gui.widgets.cover import Cover
from gui.zoom import sized

if TYPE_CHECKING:
    from engine.queries import PredictionsQuery
    from gui.panels.log.view import LogView


class LogPanel(QWidget):
    """The log's rows below a title, which is a button that folds and unfolds them.

    `folded` says whether it begins folded.
    """

    epochRequested = Signal(int)
    queryChanged = Signal()
    foldedChanged = Signal(bool)

    def __init__(
        self, parent: QWidget | None = None, theme: Theme = LIGHT, folded: bool = False
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._folded = folded
        self._view: LogView | None = None
        self._history: History | None = None
        self._facts: Facts | None = None
        # What is to be shown when the log is unfolded: rows that nobody sees are not laid out.
        self._latest: View | None = None
        self._query: PredictionsQuery | None = None
        self._title = QToolButton(self)
        self._title.setObjectName("logFoldButton")
        self._title.setText("Log: what the article prints")
        self._title.setToolTip("Show or hide what the article prints, epoch by epoch")
        self._title.setAutoRaise(True)
        self._title.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._title.clicked.connect(self._toggle)

        self._follow = QCheckBox("Follow the epoch shown", self)
        self._follow.setObjectName("logFollowCheck")
        self._follow.setToolTip(
            "Keep the epoch shown in sight. Scrolling away from it ends this, scrolling back "
            "begins it again"
        )
        self._follow.setChecked(True)
        self._follow.toggled.connect(self._set_following)

        self.model = LogModel(self)
        self.model.predictionsWanted.connect(self._want)
        header = QHBoxLayout()
        header.addWidget(self._title)
        header.addStretch(1)
        header.addWidget(self._follow)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        sized(self._column.setSpacing, SMALL_SPACE)
        self._column.addLayout(header)
        self._covered = False
        self._cover: Cover | None = None
        self._fold(folded)

    def complete(self) -> None:
        """Make the rows, if they have not been made yet."""
        self.view.setHidden(self.folded or self._covered)

    @property
    def view(self) -> LogView:
        """The rows, made by `complete()` once the window is on the screen, or when unfolded."""
        if self._view is None:
            from gui.panels.log.view import LogView

            self._view = LogView(self.model, self._theme, self)
            self._view.epochRequested.connect(self.epochRequested)
            self._view.followingChanged.connect(self._follow.setChecked)
            self._column.addWidget(self._view, 1)
            if self._latest is not None:
                self._view.begin(self._latest.experiment.epochs)
        return self._view

    @property
    def folded(self) -> bool:
        """Whether only the title is shown."""
        return self._folded

    @folded.setter
    def folded(self, folded: bool) -> None:
        if folded != self.folded:
            self._fold(folded)
            self.foldedChanged.emit(folded)

    def set_covered(self, covered: bool) -> None:
        """Cover the rows, which tell every number of every epoch, or uncover them."""
        if covered == self._covered:
            return
        self._covered = covered
        if covered:
            self._cover = Cover(self._theme, self)
            # As high as the rows, so that nothing around them moves.
            self._cover.setMinimumHeight(self.view.height())
            self._column.addWidget(self._cover, 1)
        elif self._cover is not None:
            self._cover.hide()
            self._cover.deleteLater()
            self._cover = None
        self._fold(self._folded)

    def draw(self, view: View) -> None:
        """Show the rows of the run of `view`, and mark the row of its epoch."""
        if view.facts is not self._facts or view.history is not self._history:
            self._facts, self._history = view.facts, view.history
            self._query = None
            self.model.begin(view.history, len(view.facts.targets))
            if self._view is not None:
                self._view.begin(view.experiment.epochs)
        self._latest = view
        if not self.folded:
            self._catch_up()

    def _catch_up(self) -> None:
        if self._latest is not None:
            self.model.extend()
            self.view.show_epoch(self._latest.cursor)

    def query(self, _view: View) -> PredictionsQuery | None:
        """The request for the predictions that visible rows lack; None if they lack none."""
        return self._query

    def show_answer(self, query: PredictionsQuery, predictions: Matrix) -> None:
        """Show the predictions that were asked for."""
        self._query = None
        self.add_predictions(query.first, predictions)

    def add_predictions(self, first: int, predictions: Matrix) -> None:
        """Keep the predictions (k, n) of the epochs from `first` on: 2,000 at most."""
        self.model.add_predictions(first, predictions)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        if self._view is not None:
            self._view.set_theme(theme)
        if self._cover is not None:
            self._cover.set_theme(theme)

    def _want(self, first: int, last: int) -> None:
        from engine.queries import PredictionsQuery

        if self._history is not None:
            params = self._history.params[first - 1 : last].copy()
            self._query = PredictionsQuery(first, params)
            self.queryChanged.emit()

    def _toggle(self) -> None:
        self.folded = not self.folded

    def _fold(self, folded: bool) -> None:
        self._folded = folded
        self._title.setArrowType(Qt.ArrowType.RightArrow if folded else Qt.ArrowType.DownArrow)
        self._title.setAccessibleDescription("folded" if folded else "unfolded")
        self._follow.setVisible(not folded and not self._covered)
        if not folded and not self._covered:
            self.view.show()
            self._catch_up()
        elif self._view is not None:
            self._view.hide()
        if self._cover is not None:
            self._cover.setVisible(not folded)
        policy = QSizePolicy.Policy.Fixed if folded else QSizePolicy.Policy.Preferred
        self.setSizePolicy(QSizePolicy.Policy.Expanding, policy)

    def _set_following(self, following: bool) -> None:
        self.view.following = following
