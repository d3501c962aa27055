"""The picture of a valley that is turned against its parameters' axes, with what each has to go."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.queries import Turned
from engine.runs import Doubles
from engine.words.landscape.turned import turned_in_words
from gui.plots.landscape.paint import marks
from gui.plots.landscape.paint.colours import LossColours
from gui.plots.landscape.paint.ground import transform_between
from gui.plots.landscape.paint.tags import Tag, haloed, place, write
from gui.theme import LIGHT, Theme
from gui.zoom import px, scaled, small_face

NAMES = ("a", "b")
EPOCHS = 60
# The start, by its distances from the floor along and across the valley, and what the map shows.
ALONG, ACROSS = -3.0, -1.5
REACH = 4.2
LEVELS = (0.05, 0.25, 1.0, 4.0, 16.0, 64.0)
COLOURS = LossColours(0.02, 180.0)
CELLS = 110
# From this width on, the valley along the axes stands beside the one that is turned.
BOTH_FROM = 700
LEAST_CHART = 84


@dataclass(frozen=True)
class Panel:
    """One valley with its `paths`: the one that is meant, and a paler one to compare, if any."""

    valley: Turned
    title: str
    rate: float
    paths: tuple[Doubles, ...]
    map: QRectF
    chart: QRectF


class TurnPicture(QWidget):
    """Draws the valley turned by `degrees`; dragging in it turns it on: `turned(degrees)`."""

    turned = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._valley = Turned(20.0, 45.0)
        self._rate, self._own_rates = 0.06, False
        self._held: tuple[float, float] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip("Drag in the map to turn the valley.")

    def sizeHint(self) -> QSize:
        return QSize(px(600), px(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(160), px(70))

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`."""
        self._theme = theme
        self.update()

    def show_valley(self, valley: Turned, rate: float, own_rates: bool) -> None:
        """Draw `valley`, with one `rate`, or with the best one for each parameter."""
        self._valley, self._rate, self._own_rates = valley, rate, own_rates
        self.update()

    def panels(self) -> list[Panel]:
        """What is drawn, and where."""
        straight = Turned(self._valley.steep, 0.0)
        turned = f"turned by {self._valley.degrees:.0f}°"
        if self.width() < px(BOTH_FROM):
            whole = QRectF(self.rect())
            side = min(whole.height() - scaled(44), whole.width() * 0.5)
            area = QRectF(scaled(26), scaled(20), side, side)
            chart = QRectF(
                area.right() + scaled(44), area.top() + scaled(20),
                whole.width() - area.right() - scaled(60), area.height() - scaled(20),
            )  # fmt: skip
            return [self._panel(self._valley, turned, area, chart)]
        half = self.width() / 2
        found = []
        for k, (valley, title) in enumerate(((straight, "along an axis"), (self._valley, turned))):
            below = max(px(LEAST_CHART), self.height() * 0.26)
            beside = self.height() < px(330)
            room = self.height() - scaled(46) - (0 if beside else below)
            side = min(room, half - scaled(60)) if not beside else min(room, half * 0.5)
            left = k * half + scaled(26)
            area = QRectF(left, scaled(20), side, side)
            if beside:
                begin = area.right() + scaled(40)
                chart = QRectF(
                    begin, area.top() + scaled(20), (k + 1) * half - begin - scaled(26),
                    area.height() - scaled(20),
                )  # fmt: skip
            else:
                area.setWidth(half - scaled(60))
                top = area.bottom() + scaled(44)
                chart = QRectF(left, top, half - scaled(60), self.height() - top - scaled(20))
            found.append(self._panel(valley, f"valley {title}", area, chart))
        return found

    def _panel(self, valley: Turned, title: str, area: QRectF, chart: QRectF) -> Panel:
        start = valley.place(ALONG, ACROSS)
        one = valley.path(start, self._rate, EPOCHS)
        paths: tuple[Doubles, ...] = (one,)
        if self._own_rates:
            paths = (valley.path(start, valley.best_rates, EPOCHS), one)
        return Panel(valley, title, self._rate, paths, area, chart)

    # --- turning by hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = self._angle(event.position()), self._valley.degrees
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None and event.buttons() & Qt.MouseButton.LeftButton:
            way = self._angle(event.position()) - self._held[0]
            way = (way + 180) % 360 - 180
            self.turned.emit(min(max(self._held[1] + way, 0.0), 90.0))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._held = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()

    def _angle(self, place: QPointF) -> float:
        """The direction of `place` from the floor of the turned valley, anticlockwise."""
        way = place - self.panels()[-1].map.center()
        return float(np.degrees(np.arctan2(-way.y(), way.x())))

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for panel in self.panels():
            if panel.map.width() > 20 and panel.map.height() > 20:
                self._paint_map(painter, panel)
                self._paint_chart(painter, panel)
        painter.end()

    def _paint_map(self, painter: QPainter, panel: Panel) -> None:
        theme, area, valley = self._theme, panel.map, panel.valley
        # One scale for both directions: a turned valley is the same valley.
        unit = 2 * REACH / min(area.width(), area.height())
        wide, high = unit * area.width() / 2, unit * area.height() / 2
        scale = transform_between((-wide, wide, -high, high), area)
        x, y = np.linspace(-wide, wide, CELLS), np.linspace(-high, high, CELLS)
        grid = np.stack([axis.ravel() for axis in np.meshgrid(x, y)], axis=1)
        losses = valley.losses(grid).reshape(CELLS, CELLS)
        painter.save()
        painter.setClipRect(area)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area, COLOURS.image(losses, theme))
        self._paint_ellipses(painter, panel, unit)
        for k, path in reversed(list(enumerate(panel.paths))):
            a, b = (
                scale.m11() * path[:, 0] + scale.dx(),
                scale.m22() * path[:, 1] + scale.dy(),
            )
            marks.line(painter, a, b, theme, opacity=0.35 if k else 1.0)
            for each in marks.spread(a, b, scaled(6)):
                at = QPointF(a[each], b[each])
                if k == 0:
                    marks.ring(painter, at, theme, 4.5 if each == 0 else 2.6)
        centre = area.center()
        marks.star(painter, centre, theme, full=True, radius=7)
        first = panel.paths[0]
        begin = scale.map(QPointF(*first[0]))
        tags = [Tag(begin, "start", sides="blra")]
        font = small_face()
        taken = [marks.around(centre, 9)]
        write(painter, place(tags, font, area, taken), font, theme)
        painter.restore()
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)
        bold = QFont(font)
        bold.setBold(True)
        metrics = QFontMetricsF(bold)
        painter.setFont(bold)
        painter.setPen(QColor(theme.text))
        painter.drawText(QPointF(area.left(), area.top() - scaled(5)), panel.title)
        a_at = QPointF(area.center().x() - metrics.horizontalAdvance(NAMES[0]) / 2, 0)
        painter.drawText(QPointF(a_at.x(), area.bottom() + metrics.ascent() + 2), NAMES[0])
        painter.drawText(QPointF(area.left() - scaled(16), area.center().y() + 4), NAMES[1])

    def _paint_ellipses(self, painter: QPainter, panel: Panel, unit: float) -> None:
        ink = QColor(self._theme.text)
        ink.setAlphaF(0.32)
        painter.save()
        painter.translate(panel.map.center())
        painter.rotate(-panel.valley.degrees)
        painter.setPen(QPen(ink, scaled(1)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for level in LEVELS:
            along = np.sqrt(2 * level) / unit
            painter.drawEllipse(QPointF(0, 0), along / np.sqrt(panel.valley.steep), along)
        painter.restore()

    def _paint_chart(self, painter: QPainter, panel: Panel) -> None:
        theme, area = self._theme, panel.chart
        if area.width() < 60 or area.height() < 30:
            return
        font = small_face()
        metrics = QFontMetricsF(font)
        path = panel.paths[0]
        top = float(np.abs(panel.paths[-1][:3]).max()) * 1.12
        scale = transform_between((0, EPOCHS, 0, top), area)
        painter.setFont(font)
        painter.setPen(QColor(theme.faint_text))
        head = area.top() - metrics.height() - scaled(4)
        painter.drawText(
            QPointF(area.left(), head + metrics.ascent()), "still to go, over the epochs"
        )
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topLeft(), area.bottomLeft())
        painter.setPen(QColor(theme.faint_text))
        for epoch in range(0, EPOCHS + 1, 20):
            text = str(epoch)
            at = scale.map(QPointF(epoch, 0)).x() - metrics.horizontalAdvance(text) / 2
            painter.drawText(QPointF(at, area.bottom() + metrics.ascent() + 2), text)
        epochs = np.arange(EPOCHS + 1, dtype=np.float64)
        painter.save()
        painter.setClipRect(area.adjusted(-3, -3, 3, 3))
        styles = (Qt.PenStyle.DashLine, Qt.PenStyle.SolidLine)
        for k, style in enumerate(styles):
            line = QPolygonF(
                [scale.map(QPointF(x, y)) for x, y in zip(epochs, np.abs(path[:, k]), strict=True)]
            )
            colour = theme.curve if k == 0 else theme.text
            painter.setPen(QPen(QColor(colour), scaled(2.2), style))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(line)
        painter.restore()
        words = turned_in_words(panel.valley, path, panel.rate, NAMES).arrived
        row = metrics.height() + scaled(2)
        left = area.left() + area.width() * 0.3
        for k, said in enumerate(words):
            y = area.top() + scaled(2) + k * row
            colour = theme.faint_text if k == 0 else theme.text
            painter.setPen(
                QPen(QColor(theme.curve if k == 0 else theme.text), scaled(2.2), styles[k])
            )
            middle = y + metrics.height() / 2
            painter.drawLine(QPointF(left - scaled(24), middle), QPointF(left - scaled(5), middle))
            haloed(painter, QPointF(left, y), said, font, colour, theme)
