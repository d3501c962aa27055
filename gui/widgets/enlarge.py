"""The button in a view's head that enlarges the view to fill the window, or puts it back."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from gui.theme import Theme
from gui.widgets.icons import icon
from gui.zoom import px, sheet

ICON_SIZE = 16


class EnlargeButton(QToolButton):
    """Emits `clicked`; the window then reports by `set_enlarged` whether the view is enlarged."""

    def __init__(self, view: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._theme = theme
        self._enlarged = False
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._show()

    def set_enlarged(self, enlarged: bool) -> None:
        """Whether its view fills the window now."""
        self._enlarged = enlarged
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._theme = theme
        self._show()

    def _show(self) -> None:
        self.setIcon(icon("putBack" if self._enlarged else "enlarge", self._theme))
        self.setIconSize(QSize(px(ICON_SIZE), px(ICON_SIZE)))
        # The same size in every head, whatever the other buttons there look like.
        self.setStyleSheet(
            sheet(
                "QToolButton { background: transparent; border: 2px solid transparent;"
                " border-radius: 4px; padding: 1px; }"
                f"QToolButton:hover {{ background: {self._theme.window}; }}"
                f"QToolButton:focus {{ border-color: {self._theme.ink}; }}"
            )
        )
        does = "Put back" if self._enlarged else "Enlarge"
        self.setAccessibleName(f"{does}: {self._view}")
        keys = "F9 or Escape" if self._enlarged else "F9"
        what = (
            "Put the view back in its place" if self._enlarged else "Let this view fill the window"
        )
        self.setToolTip(f"{what}. ({keys})")
