"""The table of a layout's settings: for each of them whether it is free, fixed or hidden."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from engine.experiment import Experiment
from engine.words.classroom import TITLES, value
from gui.theme import SMALL_SPACE, SPACE
from gui.widgets.elided import ElidedLabel
from gui.zoom import sized

KINDS = {
    "": ("Free", "It can be changed"),
    "fixed": ("Fixed", "It is shown, and cannot be changed"),
    "hidden": ("Hidden", "It is not shown, and cannot be changed"),
}
VALUE_WIDTH = 130


class SettingChoices(QWidget):
    """A row for each setting of `experiment`, with its present value."""

    def __init__(self, settings: dict[str, str], experiment: Experiment) -> None:
        super().__init__()
        self._groups: dict[str, QButtonGroup] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        sized(self._grid.setHorizontalSpacing, SPACE + 4)
        sized(self._grid.setVerticalSpacing, SMALL_SPACE)
        self._grid.setColumnStretch(1, 1)
        self._add_head()
        for row, name in enumerate(TITLES, start=1):
            self._add_row(row, name, settings.get(name, ""), value(name, experiment))

    @property
    def settings(self) -> dict[str, str]:
        """The settings that are fixed or hidden."""
        found = {name: list(KINDS)[group.checkedId()] for name, group in self._groups.items()}
        return {name: kind for name, kind in found.items() if kind}

    def _add_head(self) -> None:
        every = QLabel("All settings")
        every.setProperty("faint", True)
        self._grid.addWidget(every, 0, 0, 1, 2)
        for k, (title, tip) in enumerate(KINDS.values()):
            button = QPushButton(title)
            button.setObjectName(f"classroomAll{title}")
            button.setAccessibleName(f"All settings: {title}")
            button.setToolTip(f"All settings: {tip[0].lower()}{tip[1:]}")
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._choose_all, k))
            self._grid.addWidget(button, 0, 2 + k, Qt.AlignmentFlag.AlignLeft)

    def _add_row(self, row: int, name: str, kind: str, now: str) -> None:
        title, shown = QLabel(TITLES[name]), ElidedLabel(now)
        shown.setProperty("faint", True)
        shown.setToolTip(now)
        shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        sized(shown.setMinimumWidth, VALUE_WIDTH)
        self._grid.addWidget(title, row, 0)
        self._grid.addWidget(shown, row, 1)
        group = self._groups[name] = QButtonGroup(self)
        for k, (each, (words, tip)) in enumerate(KINDS.items()):
            radio = QRadioButton(words)
            radio.setObjectName(f"classroom_{name}_{each or 'free'}")
            radio.setAccessibleName(f"{TITLES[name]}: {words}")
            radio.setToolTip(tip)
            radio.setChecked(each == kind)
            group.addButton(radio, k)
            self._grid.addWidget(radio, row, 2 + k)

    def _choose_all(self, k: int) -> None:
        for group in self._groups.values():
            group.button(k).setChecked(True)
