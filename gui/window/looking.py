"""Changes how the window is viewed: zoom, enlarged views, presenting, and descriptions in words."""

import math
from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QCursor
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QMainWindow, QToolTip, QWidget

from gui.memory import Memory
from gui.panels.stages import StagesPanel
from gui.panels.timeline import Timeline
from gui.theme import SPACE
from gui.window.guide import Guided
from gui.window.layout import Body
from gui.zoom import px, set_zoom, sized, stepped, typeface, zoom

PRESENTED = ("fit", "moves")
# A window of this size presents at 100 %, with as much room as a small window has.
PRESENT_SIZE = (1200, 675)
# Zoom changes in steps, so that resizing the window does not redraw everything at every pixel.
ZOOM_STEP = 0.05
KEYS = "↓ stage    → epoch    ← back    Space play    Esc ends"


@runtime_checkable
class Describes(Protocol):
    """A view that can describe in words what it shows."""

    def describe(self) -> str:
        """What is shown now, for screen readers."""


class Looked(Protocol):
    """What is being viewed: the window and its parts."""

    stages: StagesPanel
    body: Body
    timeline: Timeline
    guided: Guided

    @property
    def around(self) -> Sequence[QWidget]:
        """The widgets that are hidden while presenting."""

    def restyle(self) -> None:
        """Redraw everything at its current size."""

    def set_top_margin(self, margin: int) -> None:
        """Leave `margin` above everything."""


class PresentLine(QWidget):
    """Replaces the bars while presenting: a line with the epoch, the loss and the main keys."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("presentLine")
        self._status, keys = QLabel(), QLabel(KEYS)
        self._status.setObjectName("presentStatus")
        keys.setProperty("faint", True)
        row = QHBoxLayout(self)
        sized(row.setContentsMargins, SPACE, 0, SPACE, 0)
        sized(row.setSpacing, SPACE)
        row.addWidget(self._status, 1)
        row.addWidget(keys)
        typeface(self._status, 1.15, bold=True)
        self.hide()

    def set_status(self, text: str) -> None:
        """Show how far the run has come."""
        self._status.setText(text)


class Looking:
    """Changes how `window`, with its parts `looked`, is viewed, and restores it afterwards."""

    def __init__(self, window: QMainWindow, looked: Looked, memory: Memory) -> None:
        self._window = window
        self._looked = looked
        self._memory = memory
        self.presenting = False
        self._before: tuple[tuple[str, ...], Qt.WindowState, list[QWidget]] = (
            (), Qt.WindowState.WindowNoState, []
        )  # fmt: skip
        # For each zoom that was left, the splitters' sizes to restore when the zoom returns to it.
        self._left: dict[float, tuple[QSize, list[list[int]]]] = {}
        self._wanted: tuple[QSize, list[list[int]]] | None = None
        self._before_hall: tuple[QSize, list[list[int]]] | None = None
        self._own_zoom = memory.number("zoom", 1.0)
        self.line = PresentLine()
        set_zoom(self._own_zoom)

    # --- zoom

    def change_zoom(self, places: int) -> None:
        """Zoom by `places` steps, larger or smaller; 0 returns to 100 %."""
        self._own_zoom = stepped(self._own_zoom, places) if places else 1.0
        self._memory.keep("zoom", self._own_zoom)
        self.fit_zoom()

    def fit_zoom(self) -> None:
        """Apply the person's zoom or, while presenting, the largest zoom that fits the window."""
        factor = self._own_zoom
        if self.presenting:
            width, height = self._window.width(), self._window.height()
            room = min(width / PRESENT_SIZE[0], height / PRESENT_SIZE[1])
            factor = min(factor * max(1.0, round(room, 1)), self._widest_zoom())
        body, before = self._looked.body, zoom()
        here = self._window.size(), body.shares()
        if set_zoom(factor):
            if not self.presenting and not body.enlarged:
                self._left[before] = here
            self._looked.restyle()
            self._wanted = self._left.pop(factor, None)
        self.settle_later()

    def _widest_zoom(self) -> float:
        """The largest zoom at which everything presented fits the window's width."""
        shown = (self._looked.stages, self._looked.guided, self.line)
        needed = max(each.minimumSizeHint().width() for each in shown) + 2 * px(SPACE)
        # Leave 1 % spare: rounded lengths may need slightly more at another zoom.
        room = 0.99 * self._window.width() * zoom() / needed
        return math.floor(room / ZOOM_STEP) * ZOOM_STEP

    def settle_later(self) -> None:
        """After the layout has settled, restore the splitters' sizes last used at this zoom."""
        if self._wanted is not None:
            QTimer.singleShot(0, self._window, self._settle)

    def _settle(self) -> None:
        body = self._looked.body
        if self._wanted is None or self.presenting or body.enlarged:
            return
        size, shares = self._wanted
        if self._window.size() == size:
            self._wanted = None
            body.share(shares)

    # --- one view, or a few

    def toggle_enlarged(self, name: str | None = None) -> None:
        """Enlarge the view called `name`, or the one in use, to fill the body; or put it back."""
        body = self._looked.body
        if name is None:
            meant = (body.name_of(widget) for widget in self.meant())
            name = next(filter(None, meant), body.front[0])
        if body.enlarged == (name,) or (len(body.enlarged) == 1 and not self.presenting):
            self.put_back()
        else:
            focus = self._window.focusWidget()
            body.enlarge(name)
            if self._window.focusWidget() is not focus:
                # The focus was in a view that is hidden now: give it to the window.
                self._window.centralWidget().setFocus()

    def put_back(self) -> None:
        """Return every view to its place; while presenting, return to the presented views."""
        if self.presenting:
            self._looked.body.enlarge(*self._presented)
        else:
            self._looked.body.put_back()

    @property
    def _presented(self) -> tuple[str, ...]:
        """The views that are presented, of those that can be shown."""
        body = self._looked.body
        return tuple(filter(body.has, PRESENTED)) or (body.front[0],)

    def toggle_presenting(self) -> None:
        """Start presenting to a lecture hall, or stop."""
        if self.presenting:
            self.end_presenting()
            return
        window = self._window
        shown = [each for each in self._looked.around if not each.isHidden()]
        here = None if self._looked.body.enlarged else (window.size(), self._looked.body.shares())
        self._before = self._looked.body.enlarged, window.windowState(), shown
        self._before_hall = here
        self.presenting = True
        self._looked.body.enlarge(*(self._looked.body.enlarged or self._presented))
        for each in shown:
            each.hide()
        self.line.show()
        self._looked.set_top_margin(SPACE)
        window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)
        window.centralWidget().setFocus()
        self.fit_zoom()

    def end_presenting(self) -> None:
        """Restore everything as it was before presenting."""
        if not self.presenting:
            return
        enlarged, state, shown = self._before
        window = self._window
        self.presenting = False
        self.line.hide()
        self._looked.set_top_margin(0)
        self.fit_zoom()
        window.setWindowState(state)
        for each in shown:
            each.show()
        self._looked.body.put_back()
        if enlarged:
            self._looked.body.enlarge(*enlarged)
        self._wanted = self._before_hall
        self.settle_later()

    def escape(self) -> bool:
        """End presenting, or put the enlarged view back; False if neither applies."""
        if self.presenting and self._looked.body.enlarged in (self._presented, self._before[0]):
            self.end_presenting()
        elif self._looked.body.enlarged:
            self.put_back()
        else:
            return False
        return True

    # --- in words

    def keep_descriptions(self) -> None:
        """Have every visible view keep an up-to-date description for screen readers."""
        for view in (self._looked.stages, *self._looked.body.shown, self._looked.timeline):
            _described(view)

    def describe(self) -> None:
        """Describe the view in use, to a screen reader and in a note beside the view."""
        told = (_describing(widget) for widget in self.meant())
        view = next(filter(None, told), self._looked.body.view(self._looked.body.front[0]))
        said = _described(view)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(view, said))
        QToolTip.showText(view.mapToGlobal(QPoint(0, 0)), said, view)

    def meant(self) -> list[QWidget]:
        """The widgets the person may mean: the one with the focus, then the one under the mouse."""
        window = self._window
        meant = (window.focusWidget(), QApplication.widgetAt(QCursor.pos()))
        return [each for each in meant if each is not None and window.isAncestorOf(each)]


def _described(view: QWidget) -> str:
    """The description of `view`, which also becomes its accessible description."""
    if isinstance(view, Describes):
        view.setAccessibleDescription(view.describe())
    return view.accessibleDescription() or view.accessibleName()


def _describing(widget: QWidget | None) -> QWidget | None:
    """The nearest of `widget` and its parents that can describe itself; None if none can."""
    while widget is not None and not isinstance(widget, Describes):
        widget = widget.parentWidget()
    return widget
