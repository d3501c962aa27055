"""What a widget paints, as shapes and texts in pixels: read from the SVG it paints itself into.

A picture's pixels depend on fonts and smoothing; these are the lines, dots and words as they were
meant, with their places and colours.
"""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QGraphicsView, QWidget

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
HREF = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True, eq=False)
class Mark:
    """One thing painted: `kind` is SVG's name of it.

    `points` (k, 2) are its corners in pixels; of a circle or an ellipse the middle, with `radius`;
    of a text where its line of writing begins, which is `advance` pixels long and written in the
    `size` of its font, in pixels. `fill` and `stroke`
    are colours, "" for none, and `opacity` how much of the fill is seen, 0 to 1; `dashes` is "" for
    a line without gaps; an image has its `picture`.
    """

    kind: str
    points: NDArray[np.float64]
    fill: str
    stroke: str
    width: float
    dashes: str
    text: str
    bold: bool
    code: bool
    advance: float
    size: float
    opacity: float
    radius: float
    picture: QImage | None

    @property
    def left(self) -> float:
        """The x of its left end."""
        return float(self.points[:, 0].min())

    @property
    def right(self) -> float:
        """The x of its right end."""
        return float(self.points[:, 0].max())

    @property
    def top(self) -> float:
        """The y of its top."""
        return float(self.points[:, 1].min())

    @property
    def bottom(self) -> float:
        """The y of its bottom."""
        return float(self.points[:, 1].max())

    @property
    def ends(self) -> tuple[float, float]:
        """The x where a text begins and where it ends."""
        return self.left, self.left + self.advance

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        return self.left, self.top, self.right, self.bottom


class Drawing(list[Mark]):
    """All that a widget paints, from below to above."""

    @property
    def texts(self) -> list[str]:
        """Every text, in the order it was written in."""
        return [mark.text for mark in self if mark.kind == "text"]

    def text(self, words: str) -> Mark:
        """The one text that says `words`."""
        (found,) = (mark for mark in self if mark.kind == "text" and mark.text == words)
        return found

    def starting(self, words: str) -> Mark:
        """The one text that starts with `words`."""
        (found,) = (m for m in self if m.kind == "text" and m.text.startswith(words))
        return found

    def stroked(self, colour: str) -> list[Mark]:
        """The lines and outlines in `colour`."""
        return [mark for mark in self if mark.stroke == colour and mark.kind != "text"]

    def filled(self, colour: str) -> list[Mark]:
        """The shapes filled with `colour`."""
        return [mark for mark in self if mark.fill == colour and mark.kind != "text"]

    def circle(self, *, fill: str) -> Mark:
        """The one dot filled with `fill`."""
        (found,) = (mark for mark in self.filled(fill) if mark.kind in ("circle", "ellipse"))
        return found


def drawing(widget: QWidget) -> Drawing:
    """What `widget`, or the scene that it shows, paints now."""

    def paint(painter: QPainter) -> None:
        if isinstance(widget, QGraphicsView):
            widget.render(painter, QRectF(widget.rect()), widget.rect())
        else:
            widget.render(painter, QPoint())

    # An axis keeps its picture, which is scaled by the resolution.
    return drawn_by(paint, widget.size(), widget.logicalDpiX())


def drawn_by(paint: Callable[[QPainter], object], size: QSize, dots: int | None = None) -> Drawing:
    """What `paint` paints on paper of this `size`, with so many `dots` an inch."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(dots or round(QApplication.primaryScreen().logicalDotsPerInchX()))
    generator.setSize(size)
    generator.setViewBox(QRect(QPoint(), size))
    painter = QPainter(generator)
    paint(painter)
    painter.end()
    root = ElementTree.fromstring(bytes(buffer.data().data()))
    found = Drawing()
    _walk(root, {}, found)
    return found


def _walk(element: ElementTree.Element, above: dict[str, str], found: Drawing) -> None:
    look = above | element.attrib
    kind = element.tag.rpartition("}")[2]
    if kind == "defs":
        return
    if kind in ("text", "polyline", "polygon", "path", "rect", "circle", "ellipse", "image"):
        found.append(_mark(kind, element, look))
    for child in element:
        _walk(child, look, found)


def _mark(kind: str, element: ElementTree.Element, look: dict[str, str]) -> Mark:
    points = np.array(_points(kind, element)).reshape(-1, 2)
    a, b, c, d, e, f = _numbers(look.get("transform", "matrix(1,0,0,1,0,0)"))
    return Mark(
        kind=kind,
        points=points @ np.array([[a, b], [c, d]]) + (e, f),
        fill=_colour(look.get("fill")),
        stroke=_colour(look.get("stroke")),
        width=float(look.get("stroke-width", 1)),
        dashes=look.get("stroke-dasharray", ""),
        text=(element.text or "").strip("\n") if kind == "text" else "",
        bold=int(look.get("font-weight", 400)) > 500,
        code="mono" in look.get("font-family", "").lower(),
        advance=_advance(element, look) if kind == "text" else 0.0,
        size=float(look.get("font-size", 0)),
        opacity=float(look.get("fill-opacity", 1)) * float(look.get("opacity", 1)),
        radius=float(element.get("r") or element.get("rx") or 0),
        picture=_picture(element.attrib[HREF]) if kind == "image" else None,
    )


def _points(kind: str, element: ElementTree.Element) -> list[float]:
    if kind in ("polyline", "polygon"):
        return _numbers(element.attrib["points"])
    if kind == "path":
        return _numbers(element.attrib["d"])
    if kind in ("circle", "ellipse"):
        return [float(element.attrib["cx"]), float(element.attrib["cy"])]
    x, y = float(element.attrib["x"]), float(element.attrib["y"])
    if kind == "text":
        return [x, y]
    return [x, y, x + float(element.attrib["width"]), y + float(element.attrib["height"])]


def _advance(element: ElementTree.Element, look: dict[str, str]) -> float:
    font = QFont(look["font-family"])
    dots = QApplication.primaryScreen().logicalDotsPerInchY()
    font.setPointSizeF(float(look["font-size"]) * 72 / dots)
    font.setWeight(QFont.Weight(int(look["font-weight"])))
    return QFontMetricsF(font).horizontalAdvance((element.text or "").strip("\n"))


def _picture(address: str) -> QImage:
    return QImage.fromData(base64.b64decode(address.partition("base64,")[2]))


def _numbers(text: str) -> list[float]:
    return [float(each) for each in NUMBER.findall(text)]


def _colour(text: str | None) -> str:
    return "" if text in (None, "none") else str(text)
