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
    seen = _part(window.screen().grabWindow(window.winId()), place)
    painted = _part(window.grab(), place)
    if seen == painted:
        return 0
    return int((np.abs(_pixels(seen) - _pixels(painted)).max(axis=2) > ROUNDING).sum())


def _part(picture: QPixmap, place: QRect) -> QImage:
    return picture.copy(place).toImage().convertToFormat(QImage.Format.Format_RGB32)


def _pixels(image: QImage) -> NDArray[np.int_]:
    """The colours (h, w, 4) of `image`."""
    whole = np.array(image.constBits()).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return whole[:, : image.width()].astype(int)
