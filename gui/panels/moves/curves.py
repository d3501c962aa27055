"""The two curves of a card: an overview that shows the step's size, and a close-up of the step."""

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget

from gui.panels.moves.overview import OverviewPlot
from gui.panels.moves.overview_picture import Overview
from gui.panels.moves.slice_plot import SlicePlot
from gui.theme import LIGHT, Theme
from gui.widgets.cover import Cover
from gui.widgets.fitted_text import FittedText
from gui.zoom import face, px, scaled

OVERVIEW_SHARE = 0.47
# The gap between the overview and the close-up, where the lines of the lens are drawn.
LENS = 10
CAPTION = "whole run, one scale"


class Curves(QWidget):
    """The overview and the close-up of the parameter called `name`.

    Captions are left out where room is `tight`; on the common scale only the overview is shown.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._tight = False
        self._common = False
        self.overview = OverviewPlot(name, self)
        self.plot = SlicePlot(self)
        self._caption = FittedText(self)
        self._caption.set_text(CAPTION)
        self._cover = Cover(LIGHT, self)
        self._cover.hide()

    def draw_overview(self, shown: Overview) -> None:
        """Show `shown` in the overview; on the common scale, hide the close-up."""
        self.overview.draw(shown)
        if shown.common != self._common:
            self._common = shown.common
            self._place()

    def set_covered(self, covered: bool) -> None:
        """Cover the overview, which shows where the parameter will go, or uncover it."""
        self._cover.setVisible(covered)
        self.overview.setHidden(covered)
        self.update()

    def join(self) -> None:
        """Write the magnification and draw the lens; call this after drawing both curves."""
        times = self._magnification()
        if times is None or times < 0.95:
            self.plot.set_captions("close-up")
        else:
            wider = f"{_times(times)}× wider"
            captions = (f"close-up, {wider}", wider, f"{_times(times)}×")
            self.plot.set_captions(*(captions[2:] if self._tight else captions))
        self.update()

    def set_progress(self, progress: float) -> None:
        """Draw the step as far as `progress` of its movement."""
        self.overview.set_progress(progress)
        self.plot.set_progress(progress)

    def set_tight(self, tight: bool) -> None:
        """Set whether captions are left out for lack of room."""
        if tight != self._tight:
            self._tight = tight
            self.plot.set_tight(tight)
            self.overview.set_tight(tight)
            self._place()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self.plot.set_theme(theme)
        self.overview.set_theme(theme)
        self._cover.set_theme(theme)
        self._caption.set_colour(theme.faint_text)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        width, height = self.width(), self.height()
        captioned = not (self._tight or self._common)
        self._caption.setVisible(captioned)
        self.plot.setVisible(not self._common)
        if self._common:
            self.overview.setGeometry(0, 0, width, height)
            self._cover.setGeometry(self.overview.geometry())
            return
        lens = px(LENS)
        overview = round((width - lens) * OVERVIEW_SHARE)
        top = QFontMetrics(face()).height() - 1 if captioned else 0
        self._caption.setGeometry(0, 0, overview, top)
        self.overview.setGeometry(0, top, overview, height - top)
        self._cover.setGeometry(self.overview.geometry())
        self.plot.setGeometry(overview + lens, 0, width - overview - lens, height)
        self.join()

    def _magnification(self) -> float | None:
        wide, close = self.overview.scale, self.plot.scale
        if self._common or wide is None or close is None:
            return None
        across = close.area.width() / close.width
        return float(across / (wide.area.width() / (wide.high - wide.low)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lens: a frame around the enlarged part and two lines to the close-up."""
        wide, close = self.overview.scale, self.plot.scale
        if self._common or self.overview.isHidden() or wide is None or close is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        offset, target = self.overview.pos(), self.plot.pos()
        begin, end = (offset.x() + wide.x(value) for value in (close.low, close.high))
        top, bottom = (offset.y() + wide.y(loss) for loss in (close.most, close.least))
        if end - begin >= scaled(2):
            top, bottom = offset.y() + wide.area.top(), offset.y() + wide.area.bottom()
            shade = QColor(self._theme.border)
            shade.setAlphaF(0.35)
            painter.fillRect(QRectF(begin, top, end - begin, bottom - top), shade)
        painter.setPen(QPen(QColor(self._theme.border), scaled(1)))
        right = target.x() + close.area.left()
        for y, corner in ((top, close.area.top()), (bottom, close.area.bottom())):
            painter.drawPolyline(QPolygonF([QPointF(end, y), QPointF(right, target.y() + corner)]))
        painter.end()


def _times(times: float) -> str:
    """`times` with two significant digits: 1.3, 220, 62,000."""
    if times >= 1e9:
        return f"10^{math.floor(math.log10(times))}"
    rounded = float(f"{times:.1e}")
    return f"{rounded:,.0f}" if rounded >= 10 else f"{rounded:g}"
