"""The list of lessons by chapter, from which any of them can be gone to."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from gui.lessons.option import WrappedButton
from gui.theme import LIGHT, SMALL_SPACE, SPACE, Theme
from gui.zoom import sized, typeface

Chapter = tuple[str, Sequence[str]]


class Contents(QScrollArea):
    """Lists chapters and the titles of their lessons; `chosen` carries a lesson's number."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("All lessons")
        self._theme = LIGHT
        self._here: WrappedButton | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # The focus belongs to the lessons in it.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_lessons(self, chapters: Sequence[Chapter], here: int, done: frozenset[int]) -> None:
        """List `chapters`, with a tick at the numbers that are `done`; one is at number `here`."""
        inside = QWidget()
        rows = QVBoxLayout(inside)
        sized(rows.setContentsMargins, 0, 0, SMALL_SPACE, 0)
        sized(rows.setSpacing, 2)
        number = 0
        for chapter, titles in chapters:
            heading = QLabel(chapter)
            heading.setTextFormat(Qt.TextFormat.PlainText)
            heading.setWordWrap(True)
            typeface(heading, bold=True)
            if number:
                rows.addSpacing(SPACE)
            rows.addWidget(heading)
            for title in titles:
                number += 1
                button = self._row(number, title, number in done, number == here)
                rows.addWidget(button)
                if number == here:
                    self._here = button
        rows.addStretch(1)
        before = self.takeWidget()
        if before is not None:
            # Later: one of its buttons may be the one that is being clicked.
            before.deleteLater()
        self.setWidget(inside)

    def _row(self, number: int, title: str, done: bool, here: bool) -> WrappedButton:
        # A space where there is no tick, so that the titles stand below each other.
        tick = "✓" if done else "\u2007"
        button = WrappedButton(self._theme, plain=True, bold=here)
        button.say(f"{tick} {number}  {title}")
        button.setObjectName(f"lesson{number}Button")
        said = f"Lesson {number}: {title}"
        button.setAccessibleName(f"{said}, done" if done else said)
        button.setToolTip(said)
        button.clicked.connect(lambda: self.chosen.emit(number))
        return button

    def focus_here(self) -> None:
        """Put the focus at the lesson that is on."""
        if self._here is not None:
            self._here.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(self._here)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        for button in self.findChildren(WrappedButton):
            button.set_theme(theme)
