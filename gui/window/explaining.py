"""Answers “what is this?”: the glossary's words for the terms that stand on a widget.

While the mouse rests on a text, its terms are explained in a tooltip; Shift+F1 explains all terms
of the place in use in a card, and the glossary's page has every term.
"""

import html
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFontMetricsF, QHelpEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QGraphicsTextItem,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QScrollArea,
    QToolTip,
    QWidget,
)

from gui.panels.stages.card import StageCard
from gui.theme import Theme
from gui.widgets.fitted_text import FittedText
from gui.window.looking import Looking

if TYPE_CHECKING:
    from engine.words.glossary import Term
    from gui.glossary import GlossaryPage, TermsCard

# A tooltip explains at most this many terms.
MOST = 2
TITLE = "What is this?"
_TAG = re.compile(r"</?[a-z][^>]*>")


class Explaining(QObject):
    """Explains the terms in `window`; `looking` knows which widgets the person means."""

    def __init__(self, window: QMainWindow, looking: Looking, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._looking = looking
        self._theme = theme
        self._page: GlossaryPage | None = None
        self._card: TermsCard | None = None

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        for part in (self._page, self._card):
            if part is not None:
                part.set_theme(theme)

    def show_glossary(self, term: "Term | None" = None) -> None:
        """Show the page with all terms, beginning at `term`."""
        if self._page is None:
            from gui.glossary import GlossaryPage

            self._page = GlossaryPage(self._window, self._theme)
        self._page.open_at(term)

    def what_is_this(self) -> None:
        """Explain the terms of the widget in use in a card; without any, show all terms."""
        centre = self._window.centralWidget()
        whole = centre.widget() if isinstance(centre, QScrollArea) else centre
        for widget in self._looking.meant():
            place, terms = _place_of(widget, whole)
            if terms:
                self._open_card(place, terms)
                return
        self.show_glossary()

    def _open_card(self, place: QWidget, terms: "Sequence[Term]") -> None:
        if self._card is None:
            from gui.glossary import TermsCard

            self._card = TermsCard(self._window)
            self._card.allWanted.connect(self.show_glossary)
            self._card.set_theme(self._theme)
        name = _plain(place.accessibleName()) or _text_of(place)
        title = f"{TITLE} {name}" if name else TITLE
        self._card.open_at(title, terms, QRect(place.mapToGlobal(QPoint(0, 0)), place.size()))
        told = " ".join(f"{term.name}: {term.words}" for term in terms)
        event = QAccessibleAnnouncementEvent(self._card, f"{title}: {told}")
        QAccessible.updateAccessibility(event)

    # --- while the mouse rests on a text

    def watch(self) -> None:
        """Let the tooltips of buttons, fields, texts and cards explain their terms, too."""
        from engine.words.glossary import terms_in
        from gui.panels.moves.card import MoveCard

        for widget in self._window.findChildren(QWidget):
            if isinstance(widget, MoveCard) or (
                isinstance(widget, QAbstractButton | QAbstractSpinBox | QLineEdit | QLabel)
                and not isinstance(widget, StageCard)
                and widget.toolTip()
                and terms_in(_name_of(widget))
            ):
                widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Add the terms to the tooltip of a widget that has one of its own."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            return isinstance(watched, QWidget) and self.explain_under(watched, event)
        return False

    def explain_under(self, widget: QWidget, event: QHelpEvent) -> bool:
        """Explain the terms of `widget`, or of its part under the mouse; False if it has none."""
        from engine.words.glossary import terms_in

        place = event.globalPos()
        part = widget.childAt(widget.mapFromGlobal(place)) or widget
        own = widget.toolTip()
        terms = _terms_at(part, part.mapFromGlobal(place)) or terms_in(_plain(own))[:MOST]
        if not terms:
            return False
        if own and not _TAG.search(own):
            own = html.escape(own).replace("\n", "<br>")
        told = "".join(
            f"<p><b>{html.escape(t.name)}</b>: {html.escape(t.words)}</p>" for t in terms
        )
        QToolTip.showText(place, f"{f'<p>{own}</p>' if own else ''}{told}", part)
        return True


def _terms_at(part: QWidget, place: QPoint) -> Sequence["Term"]:
    """The term of `part` that is written at `place`, or else its first terms."""
    from engine.words.glossary import found, terms_in

    if isinstance(part.parentWidget(), QGraphicsView):
        # A plot tells its numbers where the mouse rests; only its axes are explained.
        view = part.parentWidget()
        item = view.itemAt(place) if isinstance(view, QGraphicsView) else None
        return terms_in(item.toPlainText()) if isinstance(item, QGraphicsTextItem) else ()
    text = _name_of(part)
    if isinstance(part, QLabel | FittedText) and part.height() < 2 * part.fontMetrics().height():
        wide = QFontMetricsF(part.font()).horizontalAdvance
        for start, end, term in found(text):
            if wide(text[:start]) <= place.x() <= wide(text[:end]):
                return (term,)
    return terms_in(text)[:MOST]


def _place_of(widget: QWidget, whole: QWidget | None) -> tuple[QWidget, Sequence["Term"]]:
    """The nearest of `widget` and its parents inside of `whole` on which terms stand, and these."""
    from engine.words.glossary import terms_in

    place: QWidget | None = widget
    # A picture is explained as a whole, with its heading and its legend.
    while place is not None and isinstance(place, QGraphicsView | FittedText):
        place = place.parentWidget()
    above = widget.parentWidget()
    if isinstance(above, QGraphicsView):
        place = above.parentWidget()
    while place is not None and place is not whole and not place.isWindow():
        terms = terms_in("\n".join(_all_said(place)))
        if terms:
            return place, terms
        place = place.parentWidget()
    return widget, ()


def _all_said(place: QWidget) -> Iterator[str]:
    """The texts on `place` and on the visible widgets in it, with what they tell besides."""
    for widget in (place, *place.findChildren(QWidget)):
        if widget is place or widget.isVisible():
            yield _name_of(widget)
            yield _plain(widget.accessibleDescription())
            yield _plain(widget.toolTip())
            if isinstance(widget, QGraphicsView):
                items = widget.scene().items() if widget.scene() else []
                yield from (
                    each.toPlainText() for each in items if isinstance(each, QGraphicsTextItem)
                )


def _name_of(widget: QWidget) -> str:
    """The text on `widget`, or its name for screen readers."""
    return _text_of(widget) or _plain(widget.accessibleName())


def _text_of(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        return _plain(widget.text()).replace("&", "")
    return widget.text() if isinstance(widget, FittedText) else ""


def _plain(text: str) -> str:
    return html.unescape(_TAG.sub(" ", text)) if _TAG.search(text) else text
