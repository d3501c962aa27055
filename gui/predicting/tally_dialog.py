"""Shows how predictions have gone so far, by the sort of question, and forgets that."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout
from PySide6.QtWidgets import QWidget as Widget

from engine.numbers import count
from engine.predicting import SORTS
from gui.predicting.tallying import Tallying
from gui.theme import SMALL_SPACE, SPACE, Theme
from gui.widgets.fields import text_label
from gui.zoom import sheet, sized, typeface

NONE_YET = "Nothing has been predicted yet. Run ▸ Predict before each step asks the first question."
KEPT = "This is kept on this computer only."


class TallyDialog(QDialog):
    """The tally by sort, beside which it can be cleared. Escape closes it."""

    def __init__(self, tallying: Tallying, theme: Theme, parent: Widget) -> None:
        super().__init__(parent)
        self.setObjectName("tallyDialog")
        self.setWindowTitle("Your predictions")
        self._tallying = tallying
        self._rows = QGridLayout()
        sized(self._rows.setHorizontalSpacing, 3 * SPACE)
        sized(self._rows.setVerticalSpacing, SMALL_SPACE + 2)
        self._none = text_label()
        self._none.setText(NONE_YET)
        kept = text_label("faint")
        kept.setText(KEPT)
        self._clear, close = QPushButton("Clear"), QPushButton("Close")
        self._clear.setObjectName("tallyClearButton")
        self._clear.setToolTip("Forget all predictions, and begin with the easiest questions")
        self._clear.setAutoDefault(False)
        self._clear.clicked.connect(tallying.clear)
        close.setObjectName("tallyCloseButton")
        close.setToolTip("Close this list (Escape)")
        close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addWidget(self._clear)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        sized(column.setContentsMargins, 2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        sized(column.setSpacing, 2 * SPACE)
        column.addWidget(self._none)
        column.addLayout(self._rows)
        column.addWidget(kept)
        column.addLayout(buttons)
        tallying.changed.connect(self._show)
        self._show()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self.setStyleSheet(
            sheet(
                f"#tallyDialog {{ background: {theme.window}; }}"
                f"#tallyDialog QLabel {{ color: {theme.text}; }}"
            )
        )

    def _show(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        tally = self._tallying.tally
        for row, (sort, (right, given)) in enumerate(tally.counts.items()):
            title, counted = QLabel(SORTS[sort].title), QLabel(f"{count(right)} of {count(given)}")
            typeface(counted, 1.0, bold=True)
            self._rows.addWidget(title, row, 0)
            self._rows.addWidget(counted, row, 1, Qt.AlignmentFlag.AlignRight)
        self._none.setVisible(not tally.given)
        self._clear.setEnabled(bool(tally.given))
