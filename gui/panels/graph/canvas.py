"""The canvas of the graph: zoomed, panned and walked with the mouse and with keys."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QToolTip

from gui.panels.graph.card_item import CardItem
from gui.panels.graph.scene import GraphScene
from gui.panels.graph.tree import Card
from gui.widgets.own_keys import keeps
from gui.zoom import scaled

LEAST_TEXT = 8.5 / 11.0
"""The graph is fitted into the canvas until its texts would be smaller than 8.5 pixels."""
MOST = 1.4
"""A small graph is not blown up beyond this."""
ZOOMS = (0.3, 4.0)
ZOOM_STEP = 1.2
PAN_FROM = 4
OWN_KEYS = frozenset(
    key.value
    for key in (
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Plus,
        Qt.Key.Key_Minus, Qt.Key.Key_Equal, Qt.Key.Key_0,
    )
)  # fmt: skip


class GraphCanvas(QGraphicsView):
    """Shows a `GraphScene`.

    `chosen` carries the place of a card that was clicked, -1 for none; `folded` that of one to fold
    or unfold, -1 for the selected card; `pointed` that of the card under the mouse, -1 for none.
    `point` carries how far along a strip of bars was clicked, from 0 to 1. `walked` asks for steps
    of the walk, forward or, if negative, back.
    """

    chosen = Signal(int)
    folded = Signal(int)
    pointed = Signal(int)
    point = Signal(float)
    walked = Signal(int)
    fitted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setScene(GraphScene())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # The frame of the focus stays where it is while the graph is panned below it.
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setAccessibleName("The graph that loss.backward() walks; ← and → walk it card by card")
        # What the tooltip of a card says.
        self.tip: Callable[[Card], str] = lambda _card: ""
        self._pressed: QPoint | None = None
        self._panning = False
        self._over = -1
        self._own_zoom = False
        # Whether the loss is seen first, of a graph that is too wide: backward begins there.
        self.from_loss = False

    @property
    def graph(self) -> GraphScene:
        """The scene shown."""
        scene = self.scene()
        assert isinstance(scene, GraphScene)
        return scene

    @property
    def zoomed(self) -> bool:
        """Whether the person has chosen a zoom, which stays until they fit the graph again."""
        return self._own_zoom

    def fitting(self, width: float, height: float) -> tuple[float, float]:
        """The scales at which a picture of this size fits into the canvas: across, and down."""
        margin, room = scaled(8), self.maximumViewportSize()
        return (room.width() - margin) / width, (room.height() - margin) / height

    def fit(self) -> None:
        """Show all of the graph, or as much as can be read."""
        self._own_zoom = False
        room = self.sceneRect()
        if room.isEmpty():
            return
        scale = max(min(*self.fitting(room.width(), room.height()), MOST), LEAST_TEXT)
        self._set_scale(scale)
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.maximum() if self.from_loss else across.minimum())
        down.setValue(down.minimum())

    def zoom_by(self, factor: float) -> None:
        """Zoom in or, below 1, out."""
        self._own_zoom = True
        least, most = ZOOMS
        self._set_scale(min(max(self.transform().m11() * factor, least), most))

    def _set_scale(self, scale: float) -> None:
        self.setTransform(QTransform.fromScale(scale, scale))

    def keep_visible(self, place: int) -> None:
        """Pan as far as it takes to see the card at `place`."""
        item = self.graph.cards.get(place)
        if item is not None:
            margin = round(scaled(12))
            self.ensureVisible(item.sceneBoundingRect(), margin, margin)

    # --- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._panning = event.position().toPoint(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._pressed is not None:
            moved = place - self._pressed
            if self._panning or moved.manhattanLength() >= PAN_FROM:
                self._panning = True
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                across, down = self.horizontalScrollBar(), self.verticalScrollBar()
                across.setValue(across.value() - moved.x())
                down.setValue(down.value() - moved.y())
                self._pressed = place
            return
        self._point_at(self._card_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        self.unsetCursor()
        if self._panning:
            return
        card = self._card_at(event.position())
        self.chosen.emit(-1 if card is None else card.card.place)
        if card is not None:
            here = card.mapFromScene(self.mapToScene(event.position().toPoint()))
            share = card.point_share(here)
            if share is not None:
                self.point.emit(share)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        card = self._card_at(event.position())
        if card is not None:
            self.folded.emit(card.card.place)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point_at(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the mouse; with Shift, or from a touchpad's sideways scroll, pan."""
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(turn.x()) > abs(turn.y()):
            super().wheelEvent(event)
            return
        self.zoom_by(ZOOM_STEP ** (turn.y() / 120))
        event.accept()

    def _card_at(self, place: QPointF) -> CardItem | None:
        for item in self.items(place.toPoint()):
            if isinstance(item, CardItem) and item.rect.contains(
                item.mapFromScene(self.mapToScene(place.toPoint()))
            ):
                return item
        return None

    def _point_at(self, card: CardItem | None) -> None:
        place = -1 if card is None else card.card.place
        if place != self._over:
            self._over = place
            self.pointed.emit(place)

    # --- keys

    def event(self, event: QEvent) -> bool:
        """Take the keys of the walk from the window while the canvas has the focus."""
        return True if keeps(event, OWN_KEYS) else super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the numbers of the card under the mouse in full."""
        if event.type() == QEvent.Type.ToolTip:
            assert isinstance(event, QHelpEvent)
            card = self._card_at(QPointF(event.pos()))
            tip = "" if card is None else self.tip(card.card)
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left:
                self.walked.emit(-1)
            case Qt.Key.Key_Right:
                self.walked.emit(1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.folded.emit(-1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_by(ZOOM_STEP)
            case Qt.Key.Key_Minus:
                self.zoom_by(1 / ZOOM_STEP)
            case Qt.Key.Key_0:
                self.fitted.emit()
            case _:
                event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._own_zoom:
            self.fitted.emit()

    def drawForeground(self, painter: QPainter, rect: QRectF | object) -> None:
        """Show that the canvas has the focus."""
        if not self.hasFocus():
            return
        painter.save()
        painter.resetTransform()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.palette().windowText().color(), scaled(1.5)))
        room = QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(room, scaled(4), scaled(4))
        painter.restore()
