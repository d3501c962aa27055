"""The dialog in which a classroom layout is made: its task, its views, and its settings."""

from collections.abc import Sequence

from pydantic import ValidationError
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.experiment import Classroom, Experiment, sentence
from engine.experiment.classroom import MAX_TASK
from engine.numbers import count
from gui.classroom.choices import SettingChoices
from gui.theme import SMALL_SPACE, SPACE
from gui.widgets.fields import text_label
from gui.zoom import sized

ABOUT = (
    "Whoever opens the saved file sees just this. An entry of the File menu unlocks everything: "
    "it is meant as a help, not as a barrier."
)
TASK = "What is to be found out, in a few lines of plain text. It stands above everything else."
SIZE = (880, 470)
TASK_LINES = 5


class ClassroomDialog(QDialog):
    """Asks for a layout, beginning with `present`.

    `names` has (name, title) of each view and panel; `experiment` is what the settings are now.
    `removed` says that there is to be no layout any more.
    """

    removed = Signal()

    def __init__(
        self,
        present: Classroom,
        names: Sequence[tuple[str, str]],
        experiment: Experiment,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("classroomDialog")
        self.setWindowTitle("Classroom layout")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._wrong = text_label("wrong")
        self._wrong.setObjectName("classroomWrong")
        self._choices = SettingChoices(present.settings, experiment)
        self._views: dict[str, QCheckBox] = {}
        about = text_label("faint")
        about.setText(ABOUT)
        left, right = QVBoxLayout(), QVBoxLayout()
        sized(left.setSpacing, SMALL_SPACE)
        sized(right.setSpacing, SMALL_SPACE)
        self._add_task(left, present.task)
        self._add_views(left, names, present.views)
        left.addStretch(1)
        right.addWidget(_heading("What can be changed"))
        right.addWidget(self._choices)
        right.addStretch(1)
        beside = QHBoxLayout()
        sized(beside.setSpacing, 3 * SPACE)
        beside.addLayout(left, 4)
        beside.addLayout(right, 5)
        column = QVBoxLayout(self)
        sized(column.setContentsMargins, 2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        sized(column.setSpacing, SPACE)
        column.addWidget(about)
        column.addLayout(beside, 1)
        column.addWidget(self._wrong)
        column.addWidget(self._buttons())
        sized(self.resize, *SIZE)
        if parent is not None:
            self.resize(self.size().boundedTo(parent.window().size()))
        self._check()
        self._task.setFocus()

    @property
    def classroom(self) -> Classroom:
        """The layout as it is now. Raises pydantic's ValidationError where it is none."""
        return Classroom(
            task=self._task.toPlainText().expandtabs(4).strip("\n"),
            views=tuple(name for name, check in self._views.items() if check.isChecked()),
            settings=self._choices.settings,
        )

    def set_removable(self, removable: bool) -> None:
        """Whether there is a layout that can be removed."""
        self._remove.setVisible(removable)

    def _add_task(self, column: QVBoxLayout, task: str) -> None:
        title = _heading("&Task")
        self._left = QLabel()
        self._left.setProperty("faint", True)
        self._left.setObjectName("classroomLeft")
        self._task = QPlainTextEdit()
        self._task.setObjectName("classroomTaskEdit")
        self._task.setAccessibleName("Task")
        self._task.setToolTip(TASK)
        self._task.setPlaceholderText(TASK)
        self._task.setTabChangesFocus(True)
        self._task.setPlainText(task)
        lines = TASK_LINES * self._task.fontMetrics().lineSpacing()
        self._task.setMinimumHeight(lines + 4 * SMALL_SPACE)
        self._task.textChanged.connect(self._check)
        title.setBuddy(self._task)
        top = QHBoxLayout()
        top.addWidget(title, 1)
        top.addWidget(self._left)
        column.addLayout(top)
        column.addWidget(self._task)

    def _add_views(
        self, column: QVBoxLayout, names: Sequence[tuple[str, str]], shown: Sequence[str]
    ) -> None:
        column.addSpacing(SPACE)
        column.addWidget(_heading("What is shown"))
        grid = QGridLayout()
        sized(grid.setVerticalSpacing, SMALL_SPACE)
        sized(grid.setHorizontalSpacing, SPACE)
        rows = -(-len(names) // 2)
        for k, (name, title) in enumerate(names):
            check = self._views[name] = QCheckBox(title)
            check.setObjectName(f"classroom_view_{name}")
            check.setToolTip(f"Show {title}")
            check.setChecked(name in shown)
            check.toggled.connect(self._check)
            grid.addWidget(check, k % rows, k // rows)
        column.addLayout(grid)

    def _buttons(self) -> QDialogButtonBox:
        roles = QDialogButtonBox.ButtonRole
        box = QDialogButtonBox()
        self._ok = box.addButton("Use this layout", roles.AcceptRole)
        self._ok.setObjectName("classroomOk")
        self._ok.setDefault(True)
        cancel = box.addButton(QDialogButtonBox.StandardButton.Cancel)
        cancel.setObjectName("classroomCancel")
        cancel.setAutoDefault(False)
        self._remove = QPushButton("Remove the layout")
        self._remove.setObjectName("classroomRemove")
        self._remove.setToolTip("Let the file show everything again, and let all be changed")
        self._remove.setAutoDefault(False)
        self._remove.hide()
        box.addButton(self._remove, roles.ResetRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self._remove.clicked.connect(self._on_remove)
        return box

    def _on_remove(self) -> None:
        self.removed.emit()
        self.reject()

    def _check(self) -> None:
        """Say what is wrong, if anything is, and how much room there is for the task."""
        said = ""
        try:
            _ = self.classroom
        except ValidationError as error:
            said = sentence(error)
        self._wrong.setText(said)
        self._ok.setEnabled(not said)
        used = len(self._task.toPlainText())
        self._left.setText(f"{count(used)} of {count(MAX_TASK)} characters")


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("heading", True)
    return label
