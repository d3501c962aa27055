"""Whether the screen shows what a widget would paint now: a change may not have been painted."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QWidget

# Differences from 0 to 255 that are rounding, where only a part was painted anew.
ROUNDING = 40


def stale(widget: QWidget) -> int:
    """How many pixels of `widget` are on the screen as they were before."""
    window = widget.window()
    place = QRect(widget.mapTo(window, QPoint()), widget.size()).intersected(window.rect())
    seen = _pixels(window.screen().grabWindow(window.winId()), place)
    painted = _pixels(window.grab(), place)
    return int((np.abs(seen - painted).max(axis=2) > ROUNDING).sum())


def _pixels(picture: QPixmap, place: QRect) -> NDArray[np.int_]:
    """The colours (h, w, 4) of the part of `picture` at `place`."""
    image = picture.toImage().convertToFormat(QImage.Format.Format_RGB32)
    whole = np.array(image.constBits()).reshape(image.height(), image.bytesPerLine() // 4, 4)
    part = whole[place.top() : place.bottom() + 1, place.left() : place.right() + 1]
    return part.astype(int)
