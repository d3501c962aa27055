"""The base of painted sliders: a click moves the handle to the pointer, the wheel does nothing."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from gui.theme import PEN_WIDTH, Theme
from gui.zoom import px, scaled, sized

GROOVE = 4.0


class PaintedSlider(QSlider):
    """A horizontal slider, `height` pixels high, whose handle has the radius `handle`.

    `size` is its preferred width in pixels, and `least` its minimum width.
    """

    def __init__(
        self, parent: QWidget | None, theme: Theme, handle: int, height: int, size: int, least: int
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.theme = theme
        self._handle = handle
        self._size = size
        self._least = least
        self._grabbed = 0.0
        sized(self.setFixedHeight, height)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return QSize(px(self._size), self.maximumHeight())

    def minimumSizeHint(self) -> QSize:
        return QSize(px(self._least), self.maximumHeight())

    @property
    def handle(self) -> int:
        """The radius of the handle."""
        return px(self._handle)

    @property
    def margin(self) -> int:
        """The space at either end of the groove, so that the handle fits there."""
        return px(self._handle + PEN_WIDTH)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self.theme = theme
        self.update()

    @property
    def ends(self) -> tuple[float, float]:
        """Where the groove begins and ends, in pixels from the left."""
        return self.margin, max(self.width() - self.margin, self.margin + 1.0)

    def position_of(self, value: float) -> float:
        """Where the handle stands at `value`, in pixels from the left; also between two steps."""
        left, right = self.ends
        steps = max(self.maximum() - self.minimum(), 1)
        return left + (right - left) * (value - self.minimum()) / steps

    def value_at(self, x: float) -> int:
        """The value under a point `x` pixels from the left."""
        left, right = self.ends
        share = min(max((x - left) / (right - left), 0.0), 1.0)
        return round(self.minimum() + share * (self.maximum() - self.minimum()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._grabbed = self.grip(event.position().x())
        self.setSliderDown(True)
        self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The wheel is meant for what the slider stands in.
        event.ignore()

    def grip(self, _x: float) -> float:
        """How far from the handle's middle it was grabbed when pressed at `_x`, in pixels."""
        return 0.0

    def _follow(self, event: QMouseEvent) -> None:
        self.setSliderPosition(self.value_at(event.position().x() - self._grabbed))

    def paint_groove(self, painter: QPainter, end: float, colour: str) -> None:
        """Paint the groove from its beginning to `end`, in pixels from the left."""
        left, middle = self.ends[0], self.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        thick = scaled(GROOVE)
        groove = QRectF(left, middle - thick / 2, end - left, thick)
        painter.drawRoundedRect(groove, thick / 2, thick / 2)

    def paint_handle(self, painter: QPainter, colour: str, edge: str, at: float) -> None:
        """Paint the handle, `at` pixels from the left."""
        painter.setBrush(QColor(colour))
        painter.setPen(QPen(QColor(edge), scaled(PEN_WIDTH)))
        painter.drawEllipse(QPointF(at, self.height() / 2), self.handle, self.handle)
        if self.hasFocus():
            # A second ring around the handle shows that the slider has the focus.
            ring = self.handle + scaled(PEN_WIDTH)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.theme.ink), scaled(1.5)))
            painter.drawEllipse(QPointF(at, self.height() / 2), ring, ring)


class HeldSlider(PaintedSlider):
    """A painted slider whose handle stays under the pointer where it was grabbed."""

    def grip(self, x: float) -> float:
        """How far from the handle's middle it is held; elsewhere, 0: it jumps to the pointer."""
        away = x - self.position_of(self.value())
        return away if abs(away) <= self.margin else 0.0
