"""The heart of the window: how subtracting the gradient moves each parameter, a card for each."""

import math
from typing import Literal, get_args

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.queries import Snapshot
from gui.panels.moves.card import MoveCard
from gui.run import View
from gui.theme import LIGHT, SMALL_SPACE, SPACE, Theme, palette
from gui.widgets.fitted_text import FittedText

TITLE = "How subtracting the gradient moves each parameter"
SHARED = 3
"""Up to this many cards stand in the panel without scrolling, however large the font."""
SORTED_FROM = 5
TALLEST = 280
"""A card grows no taller: its curve would be all height."""
SETTLED_MS = 250
"""How long the numbers must rest before sorted cards change places: never while they run."""

Order = Literal["formula", "gradient", "change"]
ORDERS: dict[Order, str] = {
    "formula": "order of the formula",
    "gradient": "size of gradient",
    "change": "size of change",
}


class MovesPanel(QWidget):
    """One `MoveCard` for each parameter of the run, 1 to some dozens of them."""

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self.setAccessibleName(TITLE)
        self.setMinimumWidth(320)
        self._theme = theme
        self._names: tuple[str, ...] = ()
        self._cards: list[MoveCard] = []
        self._snapshot: Snapshot | None = None
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED_MS)
        self._settled.timeout.connect(self._arrange)

        strong = QFont(self.font())
        strong.setBold(True)
        self._title = FittedText(font=strong)
        self._title.set_text(TITLE)
        self._title.setFixedHeight(QFontMetrics(strong).height() + 2)
        self._near = _switch("step", "Look closely, at the step itself", "movesNearButton")
        self._wide = _switch(
            "valley", "Look from further away, as far as the valley's floor", "movesWideButton"
        )
        self._sorting = QComboBox()
        self._legend = QLabel()
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SMALL_SPACE + 2)
        self._nothing_yet = QLabel("Here each parameter will have its card.")
        self._column.addWidget(self._nothing_yet, 0, Qt.AlignmentFlag.AlignTop)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SMALL_SPACE)
        layout.addWidget(self._title)
        layout.addLayout(self._controls())
        self._scroll = QScrollArea()
        layout.addWidget(self._scroll, 1)
        self._build_scroll()
        self.set_theme(theme)

    def _controls(self) -> QHBoxLayout:
        reach = QButtonGroup(self)
        reach.addButton(self._near)
        reach.addButton(self._wide)
        self._near.setChecked(True)
        self._wide.toggled.connect(self._show)
        self._sorting.setObjectName("movesSortCombo")
        self._sorting.setAccessibleName("Order of the cards")
        self._sorting.setToolTip("Which parameter stands first")
        for order in get_args(Order):
            self._sorting.addItem(ORDERS[order], order)
        self._sorting.currentIndexChanged.connect(self._arrange)
        self._sorting.hide()
        controls = QHBoxLayout()
        controls.setSpacing(0)
        controls.addWidget(self._near)
        controls.addWidget(self._wide)
        controls.addSpacing(SPACE)
        controls.addWidget(self._sorting)
        controls.addStretch()
        controls.addWidget(self._legend)
        controls.addSpacing(SMALL_SPACE)
        return controls

    def _build_scroll(self) -> None:
        scroll = self._scroll
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAlignment(Qt.AlignmentFlag.AlignTop)
        scroll.setAccessibleName("Cards of the parameters")
        scroll.setWidget(self._holder)
        # The gaps between the cards show the panel's own ground.
        self._holder.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)

    def draw(self, view: View) -> None:
        """Show the epoch of `view`."""
        self._snapshot = view.snapshot
        if view.facts.names != self._names:
            self._build(view.facts.names)
            self._arrange()
        self._show()
        if self._order() != "formula":
            self._settled.start()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self.setPalette(palette(theme))
        self.setStyleSheet(_style(theme))
        self._title.set_colour(theme.text)
        self._legend.setText(_legend(theme))
        for card in self._cards:
            card.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_legend()
        self._condense()

    def _build(self, names: tuple[str, ...]) -> None:
        self._settled.stop()
        for card in self._cards:
            self._column.removeWidget(card)
            card.setObjectName("")
            card.hide()
            card.deleteLater()
        self._nothing_yet.hide()
        self._names = names
        self._cards = [MoveCard(name, k, theme=self._theme) for k, name in enumerate(names)]
        self._holder.setMaximumHeight(len(names) * (TALLEST + self._column.spacing()))
        for card in self._cards:
            card.setMinimumHeight(card.least_height(1, 3 if len(names) <= SHARED else 4))
            self._column.addWidget(card, 1)
        self._sorting.setVisible(len(names) >= SORTED_FROM)
        self._place_legend()

    def _place_legend(self) -> None:
        beside = [self._near, self._wide, self._legend]
        if len(self._names) >= SORTED_FROM:
            beside.append(self._sorting)
        needed = sum(widget.sizeHint().width() for widget in beside) + 2 * SPACE
        self._legend.setVisible(needed <= self.width())

    def _show(self) -> None:
        if self._snapshot is None:
            return
        for card in self._cards:
            card.draw(self._snapshot, wide=self._wide.isChecked())
        self._condense()

    def _condense(self) -> None:
        """All cards condensed or none: they may differ by a pixel in height, not in their look."""
        room = self._scroll.viewport().height() + self._column.spacing()
        needed = sum(card.least_height() + self._column.spacing() for card in self._cards)
        for card in self._cards:
            card.set_condensed(room < needed)

    def _order(self) -> Order:
        order: Order = self._sorting.currentData()
        return order if len(self._names) >= SORTED_FROM else "formula"

    def _placed(self) -> list[MoveCard]:
        places = range(self._column.count())
        widgets = (item.widget() for k in places if (item := self._column.itemAt(k)) is not None)
        return [widget for widget in widgets if isinstance(widget, MoveCard)]

    def _arrange(self) -> None:
        """Put the cards in the order asked for; equal ones stay in the formula's."""
        wanted = list(self._cards)
        if self._order() != "formula":
            sizes = self._sizes()
            if sizes is None:
                return
            wanted.sort(key=lambda card: sizes[card.index], reverse=True)
        if wanted == self._placed():
            return
        for place, card in enumerate(wanted):
            self._column.removeWidget(card)
            self._column.insertWidget(place, card, 1)

    def _sizes(self) -> list[float] | None:
        """What the cards are sorted by; None before the stage that brings it."""
        snapshot = self._snapshot
        if snapshot is None or snapshot.gradient is None:
            return None
        if self._order() == "gradient":
            numbers = snapshot.gradient.tolist()
        elif snapshot.updated_params is not None:
            pairs = zip(snapshot.updated_params.tolist(), snapshot.params.tolist(), strict=True)
            numbers = [after - before for after, before in pairs]
        else:
            return None
        # What is not a number stands first: it is what went wrong.
        return [math.inf if math.isnan(size) else abs(size) for size in numbers]


def _switch(text: str, tip: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setCheckable(True)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setAccessibleName(f"Curves show the {text}")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _legend(theme: Theme) -> str:
    def mark(colour: str, glyph: str) -> str:
        return f'<span style="color:{colour}"><b>{glyph}</b></span>'

    return (
        f"{mark(theme.text, '○')} old&nbsp;&nbsp; {mark(theme.text, '●')} new&nbsp;&nbsp; "
        f"{mark(theme.slope, '╱')} slope = gradient"
    )


def _style(theme: Theme) -> str:
    return f"""
        QToolButton {{
            border: 1px solid {theme.border}; padding: 2px 10px;
            background: {theme.panel}; color: {theme.text};
        }}
        QToolButton#movesNearButton {{
            border-top-left-radius: 4px; border-bottom-left-radius: 4px; border-right: none;
        }}
        QToolButton#movesWideButton {{
            border-top-right-radius: 4px; border-bottom-right-radius: 4px;
        }}
        QToolButton:checked {{
            background: {theme.ink}; color: {theme.ink_text}; border-color: {theme.ink};
        }}
        QToolButton:focus {{ border-color: {theme.text}; }}
    """
