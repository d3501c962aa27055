"""The lower part of the window: its rows, and at their left a guide's panel while there is one."""

from typing import cast

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget
from shiboken6 import Shiboken

from gui.theme import SPACE
from gui.window.layout import Body
from gui.zoom import px, sized

LEAST_WIDTH, MOST_WIDTH, SHARE = 300, 380, 0.19


class Guided(QWidget):
    """Rows; a guide's panel stands beside all of them, in place of the column of `body`."""

    panel: QWidget | None = None

    def __init__(self, body: Body, column: QWidget) -> None:
        super().__init__()
        self._body = body
        self._column = column
        self._column_hidden = False
        # What had the focus before the panel came.
        self._focus: QWidget | None = None
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        sized(self._across.setSpacing, SPACE)
        self._rows = QVBoxLayout()
        sized(self._rows.setSpacing, SPACE)
        self._across.addLayout(self._rows, 1)

    def add_row(self, widget: QWidget, share: int = 0) -> None:
        """Put `widget` below the others; spare height is divided in proportion to `share`."""
        self._rows.addWidget(widget, share)

    def hasHeightForWidth(self) -> bool:
        """No: what is written in the panel scrolls there, and makes nothing else higher."""
        return False

    def show_panel(self, panel: QWidget) -> None:
        """Show `panel`; there must be none yet."""
        self._focus = QApplication.focusWidget()
        self._body.put_back()
        self._column_hidden = self._column.isHidden()
        self._column.hide()
        self._across.insertWidget(0, panel)
        self.panel = panel
        self._fit_panel()
        panel.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the panel wide enough for its texts, and no wider."""
        super().resizeEvent(event)
        self._fit_panel()

    def changeEvent(self, event: QEvent) -> None:
        """At another zoom, it needs another width."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_panel()

    def _fit_panel(self) -> None:
        if self.panel is not None:
            width = min(max(px(LEAST_WIDTH), round(SHARE * self.width())), px(MOST_WIDTH))
            self.panel.setFixedWidth(width)

    def take_away(self) -> None:
        """Take the panel away for good, and show the column as it was."""
        panel, self.panel = self.panel, None
        if panel is not None:
            self._body.put_back()
            # Qt would give the panel's focus to whatever comes next, where Space then acts.
            cast(QMainWindow, self.window()).centralWidget().setFocus()
            self._across.removeWidget(panel)
            panel.hide()
            panel.deleteLater()
            self._column.setHidden(self._column_hidden)
            # At once, so that the body is as wide as it was when its parts get their shares.
            self._across.activate()
            self._body.refresh()
            if (
                self._focus is not None
                and Shiboken.isValid(self._focus)
                and self._focus.isVisible()
            ):
                self._focus.setFocus()
            self._focus = None
