"""The switch between the pages of the landscape: the map, the surface, and the valley to turn."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from gui.theme import Theme
from gui.zoom import SMALL, sheet, sized, typeface

PAGES = (
    ("map", "Map", "The loss as a map of two parameters"),
    ("surface", "3-D", "The same map as a surface in three dimensions, which can be turned"),
    ("turn", "Turn", "Turn a valley against its axes, and see what the parameters do"),
)


class ModeSwitch(QWidget):
    """Stands in the head of each page; `chosen` carries the page that the person turns to."""

    chosen = Signal(str)

    def __init__(self, page: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        sized(row.setSpacing, 0)
        group = QButtonGroup(self)
        for name, title, tip in PAGES:
            button = QToolButton()
            button.setText(title)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.setObjectName(f"{page}To{name.title()}Button")
            button.setCheckable(True)
            button.setChecked(name == page)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            typeface(button, SMALL)
            group.addButton(button)
            button.clicked.connect(lambda _on=False, name=name: self._choose(name))
            row.addWidget(button)
        self._buttons = group.buttons()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`."""
        self.setStyleSheet(
            sheet(
                f"QToolButton {{ border: 1px solid {theme.border}; padding: 1px 7px;"
                f" background: transparent; color: {theme.faint_text}; }}"
                f"QToolButton:hover {{ color: {theme.text}; background: {theme.window}; }}"
                f"QToolButton:checked {{ background: {theme.border}; color: {theme.text}; }}"
                f"QToolButton:focus {{ border: 1px solid {theme.ink}; }}"
            )
        )

    def take_focus(self) -> None:
        """Give the focus to the button of the page that is shown."""
        for button in self._buttons:
            if button.isChecked():
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, name: str) -> None:
        for button, (page, _, _) in zip(self._buttons, PAGES, strict=True):
            button.setChecked(page == self._page)
        self.chosen.emit(name)
