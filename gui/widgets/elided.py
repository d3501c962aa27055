"""A label that cuts text which does not fit into its lines, with an ellipsis."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from gui.widgets.wrapping import wrapped

ELLIPSIS = "…"
# Qt's own greatest height, of what has none fixed.
QWIDGETSIZE_MAX = 16_777_215


class ElidedLabel(QLabel):
    """Plain text on at most `most_lines` lines; `text()` is always the whole of it."""

    resized = Signal()

    def __init__(self, text: str = "", parent: QWidget | None = None, most_lines: int = 1) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._text = ""
        self._most_lines = most_lines
        self.setText(text)

    def text(self) -> str:
        """The whole text."""
        return self._text

    def setText(self, text: str) -> None:
        """Show `text`, or as much of it as fits."""
        self._text = text
        self._fit()

    def set_most_lines(self, most_lines: int) -> None:
        """Use at most so many lines."""
        if most_lines != self._most_lines:
            self._most_lines = most_lines
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for another part of the text."""
        self._fit()
        self.resized.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Another font has room for another part of the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def minimumSizeHint(self) -> QSize:
        """No narrower than the ellipsis."""
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(ELLIPSIS), metrics.height())

    def sizeHint(self) -> QSize:
        """The whole text on one line."""
        metrics = QFontMetrics(self.font())
        margins = self.contentsMargins()
        wide = metrics.horizontalAdvance(self._text) + margins.left() + margins.right()
        return QSize(wide + 2, metrics.height())

    def fits(self, width: int) -> bool:
        """Whether all of the text would be seen if the label were `width` pixels wide."""
        return "".join(self._lines(width)) == self._text

    def _fit(self) -> None:
        lines = self._lines(self.width())
        super().setText("\n".join(lines))
        if self._most_lines > 1 or self.maximumHeight() < QWIDGETSIZE_MAX:
            height = QFontMetrics(self.font()).height()
            self.setFixedHeight(len(lines) * height + 1)

    def _lines(self, width: int) -> list[str]:
        """The text as it is shown on lines of `width` pixels."""
        width = max(width, 1)
        lines = wrapped(self._text, width, self.font())
        kept = lines[: self._most_lines]
        if len(lines) > len(kept):
            kept[-1] += lines[len(kept)]
        # A single word can be wider than the label; the space at the end of a line does not count.
        metrics = QFontMetrics(self.font())
        return [
            metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)
            if metrics.horizontalAdvance(line.rstrip()) > width
            else line
            for line in kept
        ]
