"""The dialog that asks for two columns of a table, with its first rows and what will be left out.

The dialog shows a `Table` and says which columns are wanted. Whoever opened it counts the usable
rows, which can take a moment for a million of them.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.numbers import count
from engine.table import Picked, Table, guess_columns
from gui.files.table_preview import Preview
from gui.theme import LIGHT, SMALL_SPACE, SPACE, Theme
from gui.widgets.fields import text_label
from gui.widgets.marks import mark
from gui.zoom import sized

SHOW, HIDE = "Show the rows &left out", "Hide the rows &left out"
COUNTING = "Counting the rows…"
READING = "Reading the table again…"
# The sentence itself names as many rows as this.
TOLD = 3
LINES_TOLD = 3
SIZE = (620, 520)


class TableDialog(QDialog):
    """Asks for two columns of `table`; the likeliest two are chosen at first.

    `columnsWanted` carries the names of the columns x and y whenever the choice changes; the answer
    is `show_picked` or `show_error`, and the dialog can be accepted once there are usable rows.
    `headerWanted` says whether to read the first row as the columns' names.
    """

    columnsWanted = Signal(str, str)
    headerWanted = Signal(bool)

    def __init__(self, table: Table, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self.setObjectName("tableDialog")
        self.setWindowTitle(f"Columns of {table.source}")
        self._picked: Picked | None = None

        self._found = _text("faint")
        self._found.setText(table.sentence)
        self._x = self._combo(table, "tableXCombo", "The column of the inputs")
        self._y = self._combo(table, "tableYCombo", "The column of what is to be predicted")
        for combo, name in zip((self._x, self._y), guess_columns(table), strict=True):
            combo.setCurrentIndex(combo.findData(name))
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        sized(form.setVerticalSpacing, SMALL_SPACE)
        form.addRow("&x, the input", self._x)
        form.addRow("&y, the target", self._y)
        self._preview = Preview(table, theme=theme)
        all_rows = len(table.preview) == table.rows
        first = f"The first {count(len(table.preview))} of {count(table.rows)} rows"
        shown = QLabel("All rows" if all_rows else first)
        shown.setProperty("faint", True)

        self._said = _text("")
        self._said.setObjectName("tableSaid")
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        # Room for the longest text, so that another choice does not move the buttons.
        self._said.setMinimumHeight(LINES_TOLD * self._said.fontMetrics().lineSpacing())
        self._which = QPushButton(SHOW)
        self._which.setObjectName("tableLeftOutButton")
        self._which.setCheckable(True)
        self._which.setAutoDefault(False)
        self._left_out = QPlainTextEdit()
        self._left_out.setObjectName("tableLeftOut")
        self._left_out.setAccessibleName("The rows left out")
        self._left_out.setReadOnly(True)
        self._left_out.setTabChangesFocus(True)
        self._left_out.hide()
        self._which.hide()
        self._which.toggled.connect(self._on_which)

        column = QVBoxLayout(self)
        sized(column.setSpacing, SPACE)
        column.addWidget(self._found)
        column.addLayout(form)
        column.addWidget(self._header_check(table))
        column.addWidget(shown)
        column.addWidget(self._preview, 2)
        column.addWidget(self._said)
        column.addWidget(self._which, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._left_out, 1)
        column.addWidget(self._buttons())
        self.resize(*SIZE)
        for combo in (self._x, self._y):
            combo.currentIndexChanged.connect(self._on_columns)
        self._wait()

    def _combo(self, table: Table, name: str, what: str) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName(name)
        combo.setToolTip(what)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(20)
        numbers = dict(zip(table.names, table.numbers, strict=True))
        # Columns of words stay in the list, so that none seems to be missing.
        for column in sorted(table.names, key=lambda column: 2 * numbers[column] < table.rows):
            combo.addItem(column, column)
            tip = f"{count(numbers[column])} of {count(table.rows)} rows have a number here"
            combo.setItemData(combo.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        return combo

    def _header_check(self, table: Table) -> QCheckBox:
        check = QCheckBox("The first row has the &names of the columns")
        check.setObjectName("tableHeaderCheck")
        check.setChecked(table.has_header)
        check.setToolTip("Read the table again, with its first row as names or as a row")
        check.toggled.connect(self._on_header)
        return check

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        self._ok = box.addButton("Use these columns", QDialogButtonBox.ButtonRole.AcceptRole)
        self._ok.setObjectName("tableOk")
        self._ok.setDefault(True)
        cancel = box.addButton(QDialogButtonBox.StandardButton.Cancel)
        cancel.setObjectName("tableCancel")
        cancel.setAutoDefault(False)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box

    @property
    def columns(self) -> tuple[str, str]:
        """The names of the columns chosen for x and y."""
        return self._x.currentData(), self._y.currentData()

    @property
    def picked(self) -> Picked | None:
        """The rows of the chosen columns; None until they are counted, and if there are too few."""
        return self._picked

    def show_picked(self, picked: Picked) -> None:
        """Say how many rows will be used and which are left out."""
        self._picked = picked
        self._say(picked.sentence)
        rows = [row.words for row in picked.left_out_rows]
        if picked.left_out > len(rows):
            rows.append(f"and {count(picked.left_out - len(rows))} more")
        self._left_out.setPlainText("\n".join(rows))
        self._which.setVisible(picked.left_out > TOLD)
        self._left_out.setVisible(self._which.isChecked() and picked.left_out > TOLD)
        self._ok.setEnabled(True)

    def show_error(self, said: str) -> None:
        """Say why the chosen columns cannot be used."""
        self._say(said, wrong=True)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        self._preview.set_theme(theme)

    def _on_columns(self) -> None:
        self._wait()
        self.columnsWanted.emit(*self.columns)

    def _on_header(self, on: bool) -> None:
        self._picked = None
        self._ok.setEnabled(False)
        self._say(READING)
        self.headerWanted.emit(on)

    def _on_which(self, on: bool) -> None:
        self._which.setText(HIDE if on else SHOW)
        self._left_out.setVisible(on)

    def _wait(self) -> None:
        self._picked = None
        self._preview.mark(*self.columns)
        self._ok.setEnabled(False)
        self._which.hide()
        self._left_out.hide()
        self._say(COUNTING)

    def _say(self, said: str, wrong: bool = False) -> None:
        self._said.setText(said)
        mark(self._said, "wrong", wrong)


def _text(kind: str) -> QLabel:
    label = text_label(kind)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
