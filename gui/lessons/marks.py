"""A row of small marks: which lessons are done, and which one is on."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import LIGHT, Theme
from gui.zoom import px, scaled

HEIGHT, GAP, CHAPTER_GAP, MOST_WIDE = 6, 2, 8, 14


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a set of lessons one is.

    `number` is the lesson's, from 1; `chapter` its chapter; `chapters` the number of lessons in
    each, and `done` the numbers of those that have been answered.
    """

    number: int
    chapter: str
    chapters: tuple[int, ...]
    done: frozenset[int]

    @property
    def count(self) -> int:
        """How many lessons there are."""
        return sum(self.chapters)

    def __str__(self) -> str:
        return f"{self.number} of {self.count}"


class Marks(QWidget):
    """A mark a lesson, filled where it is done, framed where one is, with gaps between chapters."""

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self._place: Place | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_place(self, place: Place | None) -> None:
        """Show `place`."""
        self._place = place
        if place is not None:
            said = f"Lesson {place}, {len(place.done)} done"
            self.setAccessibleName(said)
            self.setToolTip(said)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Low, and as wide as there is room."""
        return QSize(px(160), px(HEIGHT + 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        place, theme = self._place, self._theme
        if place is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gaps = (place.count - 1) * GAP + (len(place.chapters) - 1) * CHAPTER_GAP
        wide = min(scaled(MOST_WIDE), (self.width() - 2 - scaled(gaps)) / place.count)
        x, number = 1.0, 0
        for lessons in place.chapters:
            for _ in range(lessons):
                number += 1
                here, done = number == place.number, number in place.done
                colour = QColor(theme.text if done or here else theme.border)
                painter.setPen(QPen(colour, scaled(1.5 if here else 1)))
                painter.setBrush(colour if done else QColor(theme.panel if here else theme.border))
                mark = QRectF(x, 1, wide, scaled(HEIGHT))
                painter.drawRoundedRect(mark, scaled(2), scaled(2))
                x += wide + scaled(GAP)
            x += scaled(CHAPTER_GAP)
        painter.end()
