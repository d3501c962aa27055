"""The zoom: one factor for the size of all fonts, lengths, lines and points.

Painting code calls `px` (whole pixels) or `scaled` each time. Lengths that Qt keeps are set by
`sized`, fonts by `typeface`; both are set again when the zoom changes. What is measured from texts
belongs in `set_theme`, which is then called again, too.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import Shiboken

# Each step is visible but small; below 100 % the smallest texts would be hard to read.
STEPS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
SMALLEST_TEXT = 11
"""No text is written smaller than this many pixels at 100 %."""
SMALL = 0.9
"""How large notes, legends and axes are written, of the texts' size."""


@dataclass(slots=True)
class _Now:
    """The present zoom, and the application's font at 100 %, once it is known."""

    factor: float = 1.0
    font: QFont | None = None


_now = _Now()
_lengths: WeakKeyDictionary[Any, dict[str, tuple[float, ...]]] = WeakKeyDictionary()
_faces: WeakKeyDictionary[QWidget, tuple[float, bool, bool]] = WeakKeyDictionary()


def zoom() -> float:
    """The factor that everything is drawn by; 1 is 100 %."""
    return _now.factor


def scaled(length: float) -> float:
    """`length` pixels at 100 % in the present zoom; for pens and painting."""
    return length * _now.factor


def px(length: float) -> int:
    """`length` pixels at 100 % in whole pixels of the present zoom; 0 only if `length` is 0."""
    whole = round(length * _now.factor)
    return whole or (1 if length > 0 else 0)


def sheet(text: str) -> str:
    """The stylesheet `text` with its lengths (`12px` at 100 %) in the present zoom."""
    return re.sub(r"\b(\d+)px", lambda found: f"{px(int(found[1]))}px", text)


def sized(setter: Callable[..., Any], *lengths: float) -> None:
    """Call `setter`, a widget's or layout's method, with scaled `lengths`, now and at each zoom."""
    owner, name = setter.__self__, setter.__name__  # type: ignore[attr-defined]
    _lengths.setdefault(owner, {})[name] = lengths
    setter(*(px(length) for length in lengths))


def face(size: float = 1.0, *, bold: bool = False, code: bool = False) -> QFont:
    """The program's font, `size` times as large as its texts, but never too small to read."""
    if code:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    else:
        font = QFont(QApplication.font())
    points = QFontInfo(QApplication.font()).pointSizeF() * size
    font.setPointSizeF(max(points, smallest_points()))
    font.setBold(bold)
    return font


def smallest_points() -> float:
    """The smallest size of any text in the present zoom, in points."""
    return scaled(SMALLEST_TEXT) * 72 / QApplication.primaryScreen().logicalDotsPerInchY()


def small_face() -> QFont:
    """The font of notes, legends and axes."""
    return face(SMALL)


def typeface(widget: QWidget, size: float = 1.0, *, bold: bool = False, code: bool = False) -> None:
    """Let `widget` write in `face(size, …)`, now and at every zoom."""
    _faces[widget] = size, bold, code
    widget.setFont(face(size, bold=bold, code=code))


def set_zoom(factor: float) -> bool:
    """Scale everything by `factor`: the application's font, and all that was set by `sized`.

    False if that is the present zoom already.
    """
    if factor == _now.factor:
        return False
    if _now.font is None:
        _now.font = QFont(QApplication.font())
    _now.factor = factor
    font = QFont(_now.font)
    if factor != 1.0:
        font.setPointSizeF(QFontInfo(font).pointSizeF() * factor)
    QApplication.setFont(font)
    for owner, setters in list(_lengths.items()):
        if Shiboken.isValid(owner):
            for name, lengths in setters.items():
                getattr(owner, name)(*(px(length) for length in lengths))
    for widget, (size, bold, code) in list(_faces.items()):
        if Shiboken.isValid(widget):
            widget.setFont(face(size, bold=bold, code=code))
    return True


def stepped(factor: float, places: int) -> float:
    """The zoom `places` steps above `factor`, or below if negative, within the range there is."""
    nearest = min(range(len(STEPS)), key=lambda k: abs(STEPS[k] - factor))
    return STEPS[max(0, min(nearest + places, len(STEPS) - 1))]
