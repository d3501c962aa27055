"""The base of a plot whose points can be edited by hand: marks, keys and tips for its points.

The subclass draws the points of `edits.handles` and gives the text of their tips.
"""

from typing import Any

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen

from gui.plots.base.overlays import Dots
from gui.plots.base.plot import Plot
from gui.plots.edit.edit import Edits
from gui.plots.edit.edit_input import EditInput
from gui.plots.edit.handles import Handles
from gui.run import Asking, Closed, View
from gui.theme import PEN_WIDTH, RADIUS, Theme
from gui.zoom import scaled

HELP = (
    "[ and ], or Page Up and Page Down, select a point; Alt with an arrow key moves it, Delete "
    "removes it, Insert adds one, Escape takes back."
)


class EditablePlot(Plot):
    """Marks the selected point and the one under the mouse; keys edit while it has the focus.

    `pointsEdited(inputs, targets)` carries all points (n,), trained and held out, float64, in the
    data's order, after an edit; a point that was added is the last.
    """

    pointsEdited = Signal(object, object)

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.selected_ring, self.hovered_ring = Dots(hollow=True), Dots(hollow=True)
        self.marked_dots, self.marked_held_out_dots = Dots(), Dots(hollow=True)
        self._refusal = ""
        self._playing = False
        self._asking: Asking | None = None
        self._closed = Closed(self)
        self.edits = Edits(self)
        self.input = EditInput(self, self.edits)
        self.edits.edited.connect(self.pointsEdited)
        self.edits.changed.connect(self._show_edit)
        self.edits.refused.connect(self._refuse)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._describe()

    @property
    def marks(self) -> tuple[Dots, ...]:
        """The items drawn on top of the points, the lowest first."""
        return self.hovered_ring, self.selected_ring, self.marked_dots, self.marked_held_out_dots

    def set_state(self, state: str) -> None:
        """Let the data be edited unless the player's `state` is "playing"."""
        self._playing = state == "playing"
        self._let_edit()

    def set_asking(self, asking: Asking) -> None:
        """Let the data be edited only while `asking` asks nothing."""
        self._asking = asking
        asking.changed.connect(self._let_edit)
        self._let_edit()

    def set_closed(self, closed: Closed) -> None:
        """Let the data be edited only while `closed` does not name them."""
        self._closed = closed
        closed.changed.connect(self._let_edit)
        self._let_edit()

    def _let_edit(self) -> None:
        asked = self._asking is not None and self._asking.open
        fixed = "data" in self._closed.settings
        why = "answer first, to edit the data" if asked else "pause to edit the data"
        if fixed:
            why = "the data are fixed for this task"
        self.edits.set_editable(not (self._playing or asked or fixed), why)

    def take_back_edit(self) -> None:
        """Show the run's own data again, because the last edit could not be used."""
        self.edits.take_back()

    def begin_edits(self, view: View, handles: Handles) -> bool:
        """Take over a new run with these drawn points; whether its data come from an edit here."""
        self._refusal = ""
        own = self.edits.begin(view, handles)
        self._describe()
        return own

    def size_marks(self, size: float) -> None:
        """Fit the marks to points that are `size` pixels wide."""
        for mark, larger in zip(self.marks, (8, 12, 2, 3), strict=True):
            mark.set_points(mark.x, mark.y, size + larger)

    def draw_marks(self) -> None:
        """Mark the selected point and the one under the mouse."""
        handles = self.edits.handles
        rows = (self.input.hovered, self.edits.selected)
        marked = [None if row is None else handles.index(row) for row in rows]
        for ring, k in zip((self.hovered_ring, self.selected_ring), marked, strict=True):
            ring.set_points(*handles.at([] if k is None else [k]))
        found = sorted({k for k in marked if k is not None})
        self.marked_dots.set_points(*handles.at([k for k in found if not handles.held_out[k]]))
        self.marked_held_out_dots.set_points(*handles.at([k for k in found if handles.held_out[k]]))

    def say_note(self, view: View) -> None:
        """Show why an edit was not made, or else the note on `view`."""
        self.say(self._refusal or self._note(view))

    def _draw_data(self, view: View) -> None:
        """Draw the points where they are now, with their marks."""
        raise NotImplementedError

    def _told(self, view: View, k: int) -> list[str]:
        """The lines of the tip for the drawn point `k`."""
        raise NotImplementedError

    def _note(self, view: View) -> str:
        """The note at the top of the plot; '' for none."""
        raise NotImplementedError

    def _colour(self, theme: Theme) -> None:
        self.marked_dots.set_colours(theme.data, theme.panel)
        self.marked_held_out_dots.set_colours(theme.data, theme.panel)
        self.hovered_ring.set_colours(theme.curve, theme.panel)
        self.selected_ring.set_colours(theme.ink, theme.panel)

    def _show_edit(self) -> None:
        if self._view is not None:
            self._draw_data(self._view)
            self._refresh_tip()
            self._describe()

    def _refuse(self, sentence: str) -> None:
        if sentence != self._refusal and self._view is not None:
            self._refusal = sentence
            self.say_note(self._view)

    def _describe(self) -> None:
        """Tell a screen reader which point is selected, and which keys edit it."""
        row = self.edits.selected
        k = None if row is None else self.edits.handles.index(row)
        about = [] if k is None or self._view is None else self._told(self._view, k)
        text = ", ".join([*about, HELP if self.edits.editable else self.edits.why])
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)

    # --- the tip

    def _refresh_tip(self) -> None:
        if self.input.keyed:
            self._mouse = self._selected_pixel()
        place = self.mouse()
        if self._view is not None and self.input.hover(None if place is None else place[1]):
            self.draw_marks()
        super()._refresh_tip()

    def _selected_pixel(self) -> QPointF | None:
        row = self.edits.selected
        place = None if row is None else self.edits.handles.place(row)
        return None if place is None else self.box.mapViewToScene(QPointF(*place))

    def _tip_text(self, view: View) -> str:
        """The tip for the point under the mouse, or for the one that the keys selected."""
        row = self.edits.selected if self.input.keyed else self.input.hovered
        k = None if row is None else self.edits.handles.index(row)
        if k is None or self.mouse() is None:
            return ""
        return "\n".join([*self._told(view, k), *self._to_do(row)])

    def _to_do(self, row: int | None) -> list[str]:
        """What can be done with the point `row`."""
        if not self.edits.editable:
            return [self.edits.why] if self.edits.why else []
        if self.input.keyed:
            return ["Alt+arrows move, Delete removes"]
        if self.edits.hand is not None:
            return ["release to keep, Escape takes back"]
        if row == self.edits.selected:
            return ["drag to move, Delete removes"]
        return ["drag to move; click, then Delete removes"]

    # --- the keys

    def event(self, event: QEvent) -> bool:
        """Keep the keys that edit from the window while the focus is here."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self.input.wants(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit by keys."""
        if not self.input.key_pressed(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End a move by keys when the key is released."""
        self.input.key_released(event)
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """End a move by keys when the focus leaves."""
        self.input.focus_lost()
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the panel behind the plot, and a frame if it has the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self.theme.ink), scaled(PEN_WIDTH)))
            painter.drawRoundedRect(
                self.rect().adjusted(1, 1, -1, -1), scaled(RADIUS), scaled(RADIUS)
            )
            painter.end()
