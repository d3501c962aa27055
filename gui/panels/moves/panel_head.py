"""The head of the moves panel: its title, a legend, and the controls for the cards or the rows."""

from typing import Literal, get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from gui.panels.moves.row import RowsHead
from gui.theme import LIGHT, SMALL_SPACE, SPACE, Theme
from gui.widgets.enlarge import EnlargeButton
from gui.widgets.fitted_text import FittedText
from gui.zoom import px, sheet, sized, typeface

TITLE = "How subtracting the gradient moves each parameter"
SHORT_TITLE = "How each parameter moves"
SHORTEST_TITLE = "Moves"

Order = Literal["formula", "gradient", "change"]
ORDERS: dict[Order, str] = {
    "formula": "order of the formula",
    "gradient": "size of gradient",
    "change": "size of change",
}


class PanelHead(QWidget):
    """The head in one line if everything fits or the panel is `short`; otherwise in two.

    Cards have a switch for one common scale, rows a choice of their order. `commonToggled` and
    `orderChanged` are emitted when the person changes these.
    """

    commonToggled = Signal()
    orderChanged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._short = False
        self._many = False
        self._title = FittedText()
        self._title.set_text(TITLE)
        self._short_title = FittedText()
        self._short_title.hide()
        for title in (self._title, self._short_title):
            typeface(title, bold=True)
        self.enlarge_button = EnlargeButton("Moves", self._theme)
        self._common = QToolButton()
        self._sorting = QComboBox()
        self._legend = QLabel()
        self._steepness = QLabel()
        self._steepness.setObjectName("movesSteepness")
        self._steepness.setWordWrap(True)
        self._steepness.hide()
        self._columns = RowsHead()
        self._columns.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        sized(layout.setSpacing, SMALL_SPACE)
        layout.addWidget(self._title)
        layout.addLayout(self._controls())
        layout.addWidget(self._steepness)
        layout.addWidget(self._columns)

    def _controls(self) -> QHBoxLayout:
        self._common.setObjectName("movesCommonScaleButton")
        self._common.setText("one common scale")
        self._common.setCheckable(True)
        self._common.setToolTip(
            "Show all cards on one scale, on which their steepness can be compared"
        )
        self._common.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._common.toggled.connect(self.commonToggled)
        self._sorting.setObjectName("movesSortCombo")
        self._sorting.setAccessibleName("Order of the rows")
        self._sorting.setToolTip("Which parameter stands first")
        for order in get_args(Order):
            self._sorting.addItem(ORDERS[order], order)
        self._sorting.currentIndexChanged.connect(self.orderChanged)
        self._sorting.hide()
        controls = QHBoxLayout()
        controls.setSpacing(0)
        controls.addWidget(self._short_title, 10)
        controls.addWidget(self._common)
        controls.addWidget(self._sorting)
        controls.addStretch(1)
        controls.addWidget(self._legend)
        controls.addSpacing(SMALL_SPACE)
        controls.addWidget(self.enlarge_button)
        return controls

    @property
    def common(self) -> bool:
        """Whether all cards are to share one scale."""
        return self._common.isChecked() and not self._common.isHidden()

    @property
    def order(self) -> Order:
        """The order chosen for the rows; cards always keep the formula's order."""
        order: Order = self._sorting.currentData()
        return order if self._many else "formula"

    def set_names(self, names: tuple[str, ...], many: bool) -> None:
        """Set the parameters' `names`, and whether they are `many` and so have rows, not cards."""
        self._many = many
        self._columns.set_name_length(max(map(len, names)))
        self._sorting.setVisible(many)
        self._common.setVisible(not many and len(names) > 1)
        self._columns.setVisible(many)
        self._legend.setText(_legend(self._theme, many))
        self._place()

    def set_short(self, short: bool) -> None:
        """Set whether the title and the controls share one line."""
        self._short = short
        self._place()

    def say_steepness(self, said: str) -> None:
        """Show `said`, a remark about the common scale, if that is switched on."""
        self._steepness.setVisible(self.common)
        self._steepness.setText(f"Each parameter from 3 below to 3 above where it is. {said}")

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self.setStyleSheet(_style(theme))
        self._title.set_colour(theme.text)
        self._short_title.set_colour(theme.text)
        self._theme = theme
        self._legend.setText(_legend(theme, self._many))
        self._title.setFixedHeight(QFontMetrics(self._title.font()).height() + px(2))
        self.enlarge_button.set_theme(theme)
        self._columns.set_theme(theme)
        self._place()

    @property
    def switched(self) -> bool:
        """Whether the switch for the common scale is on, shown or not."""
        return self._common.isChecked()

    def switch(self, on: bool) -> None:
        """Set the switch for the common scale."""
        self._common.setChecked(on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        choice = self._sorting if self._many else self._common
        beside = self.enlarge_button.sizeHint().width() + px(3 * SPACE)
        if not choice.isHidden():
            beside += choice.sizeHint().width()
        legend = self._legend.sizeHint().width() + px(SPACE)
        wide = QFontMetrics(self._title.font()).horizontalAdvance
        all_fits = wide(TITLE) + beside + legend <= self.width()
        one_line = self._short or all_fits
        self._title.setVisible(not one_line)
        self._short_title.setVisible(one_line)
        self._legend.setVisible(all_fits or (not one_line and beside + legend <= self.width()))
        room = self.width() - beside
        titles = (TITLE, SHORT_TITLE, SHORTEST_TITLE)
        self._short_title.set_text(next((t for t in titles if wide(t) <= room), SHORTEST_TITLE))


def _legend(theme: Theme, many: bool) -> str:
    def mark(colour: str, glyph: str) -> str:
        return f'<span style="color:{colour}"><b>{glyph}</b></span>'

    parts = [f"{mark(theme.text, '○')} old", f"{mark(theme.text, '●')} new"]
    if many:
        parts.append("a click opens the card")
    else:
        parts.append(f"{mark(theme.slope, '╱')} slope = gradient")
        parts.append(f"{mark(theme.faint_text, '◆')} best")
    return "&nbsp;&nbsp; ".join(parts)


def _style(theme: Theme) -> str:
    return sheet(f"""
        QToolButton {{
            border: 1px solid {theme.border}; border-radius: 4px; padding: 2px 10px;
            background: {theme.panel}; color: {theme.text};
        }}
        QToolButton:checked {{
            background: {theme.ink}; color: {theme.ink_text}; border-color: {theme.ink};
        }}
        QToolButton:focus {{ border-color: {theme.text}; }}
    """)
