"""Formulas set as they stand in a book, sharp on every screen.

ziamath makes a drawing of each part of a formula; a sum too long for its place goes on in the next
line, and what is still too wide is drawn smaller. The typesetter takes a third of a second to
load, so that waits until the first formula has its place on the screen.
"""

import math
import re
import warnings
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import ModuleType

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, QSizeF, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import LIGHT, Theme
from gui.zoom import px, scaled, zoom

SIZE = 17.0
# In units of SIZE: the space on both sides of an operator, and between two lines.
OPERATOR_GAP, LINE_GAP = 0.24, 0.3
PADDING = 3
LEAST_HEIGHT = round(1.7 * SIZE)
LEAST_WIDTH = 80
WAIT_MS = 100

_MARK = re.compile(r"\\left|\\right|\\[a-zA-Z]+|\\.| [-+] |.", re.DOTALL)
_OPENING, _CLOSING = frozenset(("{", "(", r"\left")), frozenset(("}", ")", r"\right"))


@lru_cache(maxsize=512)
def svg(latex: str, colour: str, size: float) -> bytes:
    """The drawing of `latex` (math mode, without dollar signs) in SVG, `size` pixels an em.

    Its viewBox has the baseline at 0. The first call loads the typesetter.
    """
    drawing = _ziamath().Latex(latex, size=size, color=colour)
    return str(drawing.svg()).encode()


@cache
def _ziamath() -> ModuleType:
    with warnings.catch_warnings():
        # Python 3.11 and later warn about how the typesetter finds its fonts.
        warnings.filterwarnings("ignore", "path is deprecated", DeprecationWarning)
        import ziamath
    from ziamath.config import config

    # Qt draws SVG Tiny, which lacks the reused symbols of SVG 2.
    config.svg2 = False
    return ziamath


def parts(latex: str) -> list[str]:
    """The terms of the outermost sum and the operators between them, in order."""
    result, depth = [""], 0
    for mark in _MARK.findall(latex):
        depth += (mark in _OPENING) - (mark in _CLOSING)
        if depth == 0 and mark in (" + ", " - "):
            result += [mark.strip(), ""]
        else:
            result[-1] += mark
    return result


@dataclass(frozen=True, eq=False)
class _Part:
    drawing: QSvgRenderer
    box: QRectF
    gap: float = 0.0


@dataclass(frozen=True, eq=False)
class _Term:
    """A term of the sum with the operator before it; the two stay on one line."""

    parts: list[_Part]

    @property
    def width(self) -> float:
        return sum(part.box.width() + part.gap for part in self.parts)


class TypesetLabel(QWidget):
    """Shows a formula; as wide as its place, and as high as its lines need.

    `measured` says that the first formula is set, so that it is known how much room it needs.
    """

    measured = Signal()

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self._latex = ""
        self._colour, self._zoom = theme.text, zoom()
        self._terms: list[_Term] = []
        self._loaded = self._painted = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._load)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def latex(self) -> str:
        """What is shown, or will be once the typesetter is loaded."""
        return self._latex

    @property
    def drawn(self) -> bool:
        """Whether the formula is drawn; at first it waits for the typesetter to load."""
        return self._painted or self.visibleRegion().isEmpty()

    def set_formula(self, latex: str, plain: str) -> None:
        """Show `latex`; `plain` is the formula as people type it, for screen readers."""
        self.setAccessibleName(plain)
        if latex != self._latex:
            self._latex = latex
            self._set()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        if (theme.text, zoom()) != (self._colour, self._zoom):
            self._colour, self._zoom = theme.text, zoom()
            self._set()

    def sizeHint(self) -> QSize:
        size = self._arranged(float("inf"))[1]
        return QSize(max(px(LEAST_WIDTH), math.ceil(size.width())), self.heightForWidth(10_000))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(LEAST_WIDTH), px(LEAST_HEIGHT))

    def heightForWidth(self, width: int) -> int:
        return max(px(LEAST_HEIGHT), math.ceil(self._arranged(width)[1].height()) + 2 * px(PADDING))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._loaded:
            if not self._timer.isActive():
                self._timer.start()
            return
        places, size = self._arranged(self.width())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        above = max(0.0, (self.height() - size.height()) / 2)
        for part, place in places:
            part.drawing.render(painter, place.translated(0, above))
        painter.end()
        self._painted = True

    def _load(self) -> None:
        self._loaded = True
        self._set()
        self.measured.emit()

    def _set(self) -> None:
        if not self._loaded:
            return
        self._terms = _terms(self._latex, self._colour) if self._latex else []
        self.updateGeometry()
        self.update()

    def _arranged(self, width: float) -> tuple[list[tuple[_Part, QRectF]], QSizeF]:
        """The place of each part in `width` pixels, and the size of all together."""
        # While its column is folded, a layout asks for the height in no width at all.
        width = max(width, 1.0)
        widest = max((term.width for term in self._terms), default=0.0)
        scale = min(1.0, width / widest) if widest else 1.0
        places: list[tuple[_Part, QRectF]] = []
        top = right = height = 0.0
        for line in _lines(self._terms, width / scale):
            baseline = top - min(part.box.top() for part in line)
            left = 0.0
            for part in line:
                corner = QPointF(left, baseline + part.box.top())
                places.append((part, QRectF(corner * scale, part.box.size() * scale)))
                left += part.box.width() + part.gap
            right = max(right, left)
            height = baseline + max(part.box.bottom() for part in line)
            top = height + LINE_GAP * scaled(SIZE)
        return places, QSizeF(right, height) * scale


def _terms(latex: str, colour: str) -> list[_Term]:
    drawn = [_part(each, colour) for each in parts(latex)]
    gap = OPERATOR_GAP * scaled(SIZE)
    pairs = zip(drawn[1::2], drawn[2::2], strict=True)
    return [
        _Term(drawn[:1]),
        *(_Term([replace(operator, gap=gap), term]) for operator, term in pairs),
    ]


def _part(latex: str, colour: str) -> _Part:
    drawing = QSvgRenderer(QByteArray(svg(latex, colour, scaled(SIZE))))
    return _Part(drawing, drawing.viewBoxF())


def _lines(terms: list[_Term], width: float) -> list[list[_Part]]:
    """The parts in lines of at most `width`, into which each term must fit."""
    lines: list[list[_Part]] = []
    left = 0.0
    for term in terms:
        gap = OPERATOR_GAP * scaled(SIZE)
        if lines and left + gap + term.width <= width:
            lines[-1][-1] = replace(lines[-1][-1], gap=gap)
            lines[-1] += term.parts
            left += gap + term.width
        else:
            lines.append(list(term.parts))
            left = term.width
    return lines
