"""The central panel of the window: it shows how subtracting the gradient moves each parameter.

A few parameters have a card each, many have a row each. One more card shows the whole step.
"""

import math
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from engine.runs import Stage
from engine.words.seen import of_moves
from engine.words.steps.cards import said
from engine.words.steps.stack import adds_up
from engine.words.steps.steepness import steepness
from gui.panels.moves.card import WIDE, MoveCard
from gui.panels.moves.card_sizes import Form
from gui.panels.moves.covered import covered_snapshot, covered_words
from gui.panels.moves.gradient_stack import GradientStack
from gui.panels.moves.panel_head import TITLE, PanelHead
from gui.panels.moves.row import HEIGHT, MoveRow
from gui.panels.moves.start_trial import StartTrial
from gui.panels.moves.together_card import TogetherCard
from gui.run import Asking, Closed, Covers, Picks, View
from gui.theme import LIGHT, SMALL_SPACE, Theme, palette
from gui.widgets.choice import Choices
from gui.widgets.cover import COVERED
from gui.zoom import face, px, sized

ROWS_FROM = 5
"""With this many parameters or more, each has a row, and a card only while the row is open."""
LEAST_WIDTH = 320
TALLEST = 340
"""The greatest height of a card: in a taller one the curve would look stretched."""
OPENED = 210
LARGER = 60
"""How much higher than it must be a card is that a question is about."""
LEAST_ROWS = 6
SETTLED_MS = 250
"""How long the numbers must stay the same before sorted rows move to their new places."""
SHORT = 470
"""A panel lower than this has its title and its controls in one line."""
NO_LIMIT = 16_777_215
WHOLE_STEP = ("card.arrow", "card.sentence", "card.gradient", "later", "loss.value", "cards")
"""What covers the card of the whole step."""


class MovesPanel(QWidget):
    """Shows how each parameter of the run moves, for one parameter or several dozen.

    While a dot is moved, `trialWanted` carries the starting values of all parameters by name; an
    empty dict ends the trial. `changeWanted` carries the fields of the experiment to change.
    `ghostWanted` says whether the mouse is here, to see what the next step would do.
    """

    trialWanted = Signal(dict)
    changeWanted = Signal(dict)
    ghostWanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self.setAccessibleName(TITLE)
        sized(self.setMinimumWidth, LEAST_WIDTH)
        self._theme = theme
        self._names: tuple[str, ...] = ()
        self._cards: dict[str, MoveCard] = {}
        self._rows: list[MoveRow] = []
        self._view: View | None = None
        self._picks = Picks(self)
        self._covers = Covers(self)
        self._closed = Closed(self)
        self._asking: Asking | None = None
        self._choices: Choices | None = None
        self._playing = False
        self._settled = QTimer(self, singleShot=True)
        self._settled.setInterval(SETTLED_MS)
        self._settled.timeout.connect(self._arrange)
        self._trial = StartTrial(self)
        self._trial.trialWanted.connect(self.trialWanted)
        self._trial.changeWanted.connect(self.changeWanted)
        self._trial.moved.connect(self._offer_start)

        self._head = PanelHead()
        self._head.commonToggled.connect(self._show)
        self._head.orderChanged.connect(self._arrange)
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        sized(self._column.setSpacing, SMALL_SPACE + 2)
        self._nothing_yet = QLabel("Here each parameter will have its card.")
        self._column.addWidget(self._nothing_yet, 0, Qt.AlignmentFlag.AlignTop)
        self._together = TogetherCard()
        self._together.hide()
        # Rows have no room for a stack each: there is one, for the row looked at last.
        self._stack = GradientStack("", 0, titled=True)
        self._stack.hide()

        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        sized(self._layout.setSpacing, SMALL_SPACE)
        self._layout.addWidget(self._head)
        self._scroll = QScrollArea()
        self._layout.addWidget(self._scroll, 1)
        self._layout.addWidget(self._stack)
        self._layout.addWidget(self._together)
        self._build_scroll()
        self.set_theme(theme)

    def _build_scroll(self) -> None:
        scroll = self._scroll
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setProperty("outlined", True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAlignment(Qt.AlignmentFlag.AlignTop)
        scroll.setAccessibleName("Cards of the parameters")
        scroll.setWidget(self._holder)
        scroll.viewport().installEventFilter(self)
        # The gaps between the cards show the panel's own ground.
        self._holder.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)

    @property
    def cards(self) -> tuple[MoveCard, ...]:
        """The existing cards, in the order of the formula's parameters."""
        return tuple(self._cards[name] for name in self._names if name in self._cards)

    @property
    def rows(self) -> tuple[MoveRow, ...]:
        """The rows in the order of the formula's parameters; empty for a few parameters."""
        return tuple(self._rows)

    def part_of(self, name: str) -> QWidget | None:
        """The card of the parameter called `name`, else its row; None if it has neither."""
        card = self._cards.get(name)
        return card or next((row for row in self._rows if row.name == name), None)

    @property
    def common(self) -> bool:
        """Whether the cards are on one common scale, if they can be."""
        return self._head.switched

    def set_common(self, common: bool) -> None:
        """Put the cards on one common scale, or each on its own."""
        self._head.switch(common)

    def draw(self, view: View) -> None:
        """Show the epoch of `view`."""
        self._view = view
        if view.facts.names != self._names:
            self._build(view.facts.names)
            self._arrange()
        self._trial.see(view)
        self._show()
        if self._head.order != "formula":
            self._settled.start()

    def describe(self) -> str:
        """What the panel shows now, for screen readers."""
        if self._view is None:
            return self._nothing_yet.text()
        covers = self._covers
        snapshot = covered_snapshot(self._view.snapshot, covers)
        words = [said(name, k, snapshot) for k, name in enumerate(self._names)]
        said_of = [covered_words(each, covers).sentence or COVERED for each in words]
        whole = self._together.said
        return of_moves(snapshot.number, said_of, "" if whole is None else whole.spoken)

    def set_picks(self, picks: Picks) -> None:
        """Light up the parameters that `picks` says, and pick those whose head is clicked."""
        self._picks = picks
        picks.changed.connect(self._light)

    def set_covers(self, covers: Covers) -> None:
        """Leave out what `covers` hides."""
        self._covers = covers
        for card in self._cards.values():
            card.set_covers(covers)
        covers.changed.connect(self._show)
        covers.changed.connect(self._reveal)

    def _reveal(self) -> None:
        """Scroll to the card that a question is about, once all have their places."""
        large = self._large()
        if large is not None:
            QTimer.singleShot(0, large, lambda: self._scroll.ensureWidgetVisible(large))

    def set_asking(self, asking: Asking) -> None:
        """Let a card be chosen, or a direction in one, while `asking` asks for that."""
        self._asking = asking
        self._choices = Choices(self, "card", asking)
        for card in self._cards.values():
            card.set_asking(asking)
        asking.changed.connect(self._on_asking)

    def _on_asking(self) -> None:
        """Open the card in which a direction is asked for; let no dot be moved meanwhile."""
        assert self._asking is not None
        if self._asking.asks("direction"):
            for row in self._rows:
                if row.name == self._asking.about and row.name not in self._cards:
                    self._toggle(row)
        for card in self._cards.values():
            card.set_movable(self._movable)

    @property
    def _movable(self) -> bool:
        """Whether dots may be moved: not while it plays, nor while that would tell an answer."""
        asked = self._asking is not None and self._asking.open
        fixed = "start" in self._closed.settings
        return not (self._playing or asked or self._covers.hidden or fixed)

    def set_closed(self, closed: Closed) -> None:
        """Let dots be moved only while `closed` does not name the starting values."""
        self._closed = closed
        closed.changed.connect(self._on_closed)
        self._on_closed()

    def _on_closed(self) -> None:
        if not self._movable:
            self._trial.drop()
        for card in self._cards.values():
            card.set_movable(self._movable)

    def _light(self) -> None:
        lit = self._picks.lit.params
        parts: list[MoveCard | MoveRow] = [*self._cards.values(), *self._rows]
        for part in parts:
            part.set_lit(part.index in lit)

    def set_state(self, state: str) -> None:
        """Prevent the dots from being moved while the player's `state` is "playing"."""
        self._playing = state == "playing"
        if self._playing:
            self._trial.end()
        for card in self._cards.values():
            card.set_movable(self._movable)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self.setPalette(palette(theme))
        self._head.set_theme(theme)
        self._together.set_theme(theme)
        self._stack.set_theme(theme)
        if self._choices is not None:
            self._choices.set_theme(theme)
        self._stack.setFixedHeight(QFontMetrics(face()).height() + GradientStack.least_height())
        for card in self._cards.values():
            card.set_theme(theme)
        for row in self._rows:
            row.set_theme(theme)
        self._head.set_short(self.height() < px(SHORT))
        self._place_together()
        self._shape()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.ghostWanted.emit(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.ghostWanted.emit(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """When the viewport changes size, decide again how much to show on each card."""
        if isinstance(event, QResizeEvent) and watched is self._scroll.viewport():
            self._shape()
            self._reveal()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._head.set_short(self.height() < px(SHORT))
        self._place_together()

    # --- cards and rows

    def _build(self, names: tuple[str, ...]) -> None:
        self._settled.stop()
        self._trial.end()
        for part in (*self._cards.values(), *self._rows):
            self._remove(part)
        self._nothing_yet.hide()
        self._together.show()
        self._names, self._cards, self._rows = names, {}, []
        many = len(names) >= ROWS_FROM
        self._head.set_names(names, many)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop if many else Qt.AlignmentFlag(0))
        sized(self._column.setSpacing, 2 if many else SMALL_SPACE + 2)
        self._stack.set_parameter(names[0], 0)
        longest = max(map(len, names))
        for k, name in enumerate(names):
            if many:
                row = MoveRow(name, k, longest, theme=self._theme)
                row.covers = self._covers
                row.opened.connect(lambda row=row: self._toggle(row))
                row.looked.connect(lambda row=row: self._stack.set_parameter(row.name, row.index))
                row.opened.connect(lambda k=k: self._picks.pick_param(k))
                self._rows.append(row)
                self._column.addWidget(row)
            else:
                self._column.addWidget(self._new_card(name, k), 1)
        if self._column.indexOf(self._together) >= 0:
            self._column.addWidget(self._together)
        self._place_together()
        self._shape()
        self._reveal()
        if self._choices is not None:
            self._choices.set_widgets({part.name: part for part in (self._rows or self.cards)})

    def _remove(self, part: QWidget) -> None:
        self._column.removeWidget(part)
        part.setObjectName("")
        part.hide()
        part.deleteLater()

    def _new_card(self, name: str, k: int) -> MoveCard:
        card = MoveCard(name, k, theme=self._theme)
        card.picked.connect(lambda: self._picks.pick_param(k))
        card.tried.connect(lambda value: self._trial.move(name, value))
        card.chosen.connect(self._trial.choose)
        card.dropped.connect(self._trial.drop)
        card.set_covers(self._covers)
        if self._asking is not None:
            card.set_asking(self._asking)
        card.set_movable(self._movable)
        self._cards[name] = card
        return card

    def _offer_start(self, name: str) -> None:
        for card in self._cards.values():
            card.offer_start(card.name == name)

    def _toggle(self, row: MoveRow) -> None:
        """Open the card of `row` below it, or close it."""
        card = self._cards.pop(row.name, None)
        row.set_open(card is None)
        if card is not None:
            if self._trial.name == row.name:
                self._trial.drop()
            self._remove(card)
            return
        card = self._new_card(row.name, row.index)
        self._column.insertWidget(self._column.indexOf(row) + 1, card)
        self._shape()
        if self._view is not None:
            self._show()
        QTimer.singleShot(0, card, lambda: self._scroll.ensureWidgetVisible(card))

    def _place_together(self) -> None:
        """Put the step's card below the scroll area, or after the last card if room is short."""
        if not self._names:
            return
        self._together.setFixedHeight(self._together.least_height(self.width()))
        if self._rows:
            least = LEAST_ROWS * px(HEIGHT)
        else:
            gap = self._column.spacing()
            least = sum(card.least_height("compact", self.width()) + gap for card in self.cards)
        room = self.height() - self._head.sizeHint().height() - px(2 * SMALL_SPACE)
        if not self._stack.isHidden():
            room -= self._stack.height() + px(SMALL_SPACE)
        fixed = room >= least + self._together.height()
        if fixed == (self._layout.indexOf(self._together) >= 0):
            return
        (self._column if fixed else self._layout).removeWidget(self._together)
        (self._layout if fixed else self._column).addWidget(self._together)

    def set_progress(self, progress: float) -> None:
        """Draw the update shown as far as `progress` of its movement."""
        for card in self._cards.values():
            card.curves.set_progress(progress)

    def _show(self) -> None:
        view = self._view
        if view is None:
            return
        view = replace(view, snapshot=covered_snapshot(view.snapshot, self._covers))
        for card in self._cards.values():
            self._draw_card(card, view)
        adds = bool(self._rows) and adds_up(view.snapshot, view.history)
        if adds == self._stack.isHidden():
            self._stack.setVisible(adds)
            self._place_together()
        if self._rows:
            self._draw_rows(view)
            covered = self._covers.hides("card.gradient")
            self._stack.draw(view.snapshot, view.history, covered=covered)
        self._together.set_covered(self._covers.hides(*WHOLE_STEP))
        self._together.draw(self._names, view.snapshot)
        reached = view.snapshot.reached(Stage.GRADIENT)
        slopes = view.snapshot.own_gradient if reached else None
        self._head.say_steepness("" if slopes is None else steepness(self._names, slopes.tolist()))
        self._shape()

    def _draw_card(self, card: MoveCard, view: View) -> None:
        card.draw(
            view.snapshot, view.history, view.cursor, view.facts.valley,
            common=self._head.common, ghost=view.ghost,
        )  # fmt: skip
        card.set_movable(self._movable)

    def _draw_rows(self, view: View) -> None:
        gradient = view.snapshot.gradient
        sizes = np.zeros(0) if gradient is None else np.abs(gradient[np.isfinite(gradient)])
        largest = float(sizes.max(initial=0.0))
        trail = view.history.params[: view.cursor]
        past = trail if len(trail) else view.snapshot.params[None]
        low, high = past.min(axis=0), past.max(axis=0)
        for row in self._rows:
            row.draw(view.snapshot, largest, (float(low[row.index]), float(high[row.index])))

    def _shape(self) -> None:
        """Show as much on each card as there is room for, the same on all cards."""
        cards = self.cards
        # Cards that do not fill the panel stand at its top.
        tall = len(self._names) * (px(TALLEST) + self._column.spacing())
        if self._column.indexOf(self._together) >= 0:
            tall += self._together.height() + self._column.spacing()
        self._holder.setMaximumHeight(NO_LIMIT if self._rows or not cards else tall)
        if not cards:
            return
        width = self._scroll.viewport().width()
        two_lines = any(card.needs_two_lines(width) for card in cards)
        for card in cards:
            card.set_two_lines(two_lines)
        form, large = self._form(), self._large()
        for card in cards:
            own: Form = "compact" if large is not None and card is not large else form
            if card is large and form == "compact":
                own = "below"
            card.set_form(own)
            least = card.least_height(own, width) + (px(LARGER) if card is large else 0)
            card.setMinimumHeight(max(least, px(OPENED)) if self._rows else least)
            small = large is not None and card is not large
            card.setMaximumHeight(least if small else px(TALLEST))
            self._column.setStretch(self._column.indexOf(card), 0 if small else 1)

    def _large(self) -> MoveCard | None:
        """The card that a question is about, which then is larger than the others."""
        part = self._covers.part or ""
        if self._rows or not part.startswith("card:"):
            return None
        return self._cards.get(part.removeprefix("card:"))

    def _form(self) -> Form:
        width = self._scroll.viewport().width()
        best: Form = "beside" if width >= px(WIDE) else "below"
        if self._rows:
            return best
        room = self._scroll.viewport().height()
        if self._column.indexOf(self._together) >= 0:
            return "compact"
        each = (room + self._column.spacing()) / len(self._cards) - self._column.spacing()
        for form in (best, "below"):
            if each >= max(card.least_height(form, width) for card in self.cards):
                return form
        return "compact"

    # --- the order of the rows

    def _placed(self) -> list[MoveCard] | list[MoveRow]:
        kind: Any = MoveRow if self._rows else MoveCard
        places = range(self._column.count())
        widgets = (item.widget() for k in places if (item := self._column.itemAt(k)) is not None)
        return [widget for widget in widgets if isinstance(widget, kind)]

    def _arrange(self) -> None:
        """Sort the rows as the person chose; equal ones keep the formula's order."""
        wanted = list(self._rows)
        if self._head.order != "formula":
            sizes = self._sizes()
            if sizes is None:
                return
            wanted.sort(key=lambda row: sizes[row.index], reverse=True)
        if wanted == self._placed() or not wanted:
            return
        place = 0
        for row in wanted:
            for part in (row, self._cards.get(row.name)):
                if part is not None:
                    self._column.removeWidget(part)
                    self._column.insertWidget(place, part)
                    place += 1

    def _sizes(self) -> list[float] | None:
        """The numbers to sort rows by; None before the stage that computes them."""
        snapshot = None if self._view is None else self._view.snapshot
        if snapshot is None or snapshot.gradient is None:
            return None
        if self._head.order == "gradient":
            numbers = snapshot.gradient.tolist()
        elif snapshot.updated_params is not None:
            pairs = zip(snapshot.updated_params.tolist(), snapshot.params.tolist(), strict=True)
            numbers = [after - before for after, before in pairs]
        else:
            return None
        # NaN sorts first, since it shows what went wrong.
        return [math.inf if math.isnan(size) else abs(size) for size in numbers]
