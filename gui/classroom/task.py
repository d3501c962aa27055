"""The task of a classroom layout, in a line above everything else."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from engine.words.classroom import ALL_SHOWN, NO_TASK
from gui.experiment.closing import paint_padlock
from gui.theme import LIGHT, RADIUS, SPACE, Theme
from gui.widgets.marks import mark
from gui.widgets.wrapping import wrapped
from gui.zoom import px, sheet, sized, typeface

PADLOCK = 20
LARGER = 1.1


class Padlock(QWidget):
    """A padlock, with a tooltip that says what it means."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setToolTip(ALL_SHOWN)
        self.setAccessibleName(ALL_SHOWN)
        sized(self.setFixedWidth, PADLOCK)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QPointF(self.width() / 2, min(self.height(), px(PADLOCK)) / 2)
        paint_padlock(painter, centre, QColor(self.theme.faint_text))
        painter.end()


class TaskText(QLabel):
    """Plain text, as high as all of its lines are at any width; nothing of it is cut."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("classroomTask")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._text = ""

    def text(self) -> str:
        """The whole text."""
        return self._text

    def setText(self, text: str) -> None:
        """Show `text`; its line breaks are kept."""
        self._text = text
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """At another width, it has other lines."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """In another font, it has other lines."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        width = max(self.width(), 1)
        paragraphs = self._text.split("\n")
        lines = [
            line
            for each in paragraphs
            for line in wrapped(each, width, self.font(), within_words=True)
        ]
        shown = "\n".join(lines)
        super().setText(shown)
        # What the lines need when they are painted is more than their number times their spacing.
        self.setFixedHeight(self.fontMetrics().size(0, shown).height() + 1)


class TaskLine(QFrame):
    """The task, and a padlock that tells the way out; hidden while no layout is locked."""

    def __init__(self, theme: Theme = LIGHT) -> None:
        super().__init__()
        self.setObjectName("classroomLine")
        self.setAccessibleName("Task")
        self._text = TaskText()
        self._padlock = Padlock(theme)
        row = QHBoxLayout(self)
        sized(row.setContentsMargins, SPACE + 4, SPACE - 2, SPACE, SPACE - 2)
        sized(row.setSpacing, SPACE)
        row.addWidget(self._text, 1)
        row.addWidget(self._padlock)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_theme(theme)
        self.hide()

    def show_task(self, task: str) -> None:
        """Show `task`; without one, say that a layout is locked, and how to see everything."""
        stripped = task.strip("\n")
        self._text.setText(stripped or f"{NO_TASK} {ALL_SHOWN}")
        mark(self._text, "faint", not stripped)
        self.show()
        told = f"Task: {stripped} {ALL_SHOWN}" if stripped else self._text.text()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, told))

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`."""
        self._padlock.theme = theme
        self._padlock.update()
        typeface(self._text, LARGER)
        self.setStyleSheet(
            sheet(
                f"#classroomLine {{ background: {theme.panel}; border: 1px solid {theme.border};"
                f" border-left: 4px solid {theme.ink}; border-radius: {RADIUS}px; }}"
            )
        )
