"""Rows of a form in a narrow column: a title, a field, and below it what is wrong with it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from gui.theme import SMALL_SPACE
from gui.zoom import sized

LEAST_WIDTH = 60


def text_label(kind: str = "") -> QLabel:
    """A label for sentences, in as many lines as they need; `kind` is "faint", "wrong" or none."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if kind:
        label.setProperty(kind, True)
    return label


class FieldTitle(QLabel):
    """The title of a field, with room for its mnemonic's letter.

    Qt draws that letter by itself: what it moves closer to its neighbours when it plans the width
    (the "o" under the arm of "To") then stands further right.
    """

    def sizeHint(self) -> QSize:
        """As wide as the letters are one by one."""
        metrics = self.fontMetrics()
        shown = self.text().replace("&", "")
        closer = sum(map(metrics.horizontalAdvance, shown)) - metrics.horizontalAdvance(shown)
        return super().sizeHint() + QSize(max(0, closer) + 1, 0)

    def minimumSizeHint(self) -> QSize:
        """No narrower: a letter would be cut."""
        return self.sizeHint()


class Wrong(QLabel):
    """What is wrong, below what it is about; hidden while nothing is."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("wrong", True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.hide()

    def say(self, said: str) -> None:
        """Say what is wrong; an empty `said` takes that back."""
        self.setText(said)
        self.setVisible(bool(said))


def narrow_form(parent: QWidget | None = None) -> QFormLayout:
    """A form for a narrow column."""
    form = QFormLayout(parent)
    form.setContentsMargins(0, 0, 0, 0)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    sized(form.setVerticalSpacing, SMALL_SPACE)
    return form


def add_field(
    form: QFormLayout,
    title: str,
    editor: QWidget,
    name: str,
    tip: str,
    holder: QWidget | None = None,
    wrong: Wrong | None = None,
) -> None:
    """Add `editor`, called `name`, with its title and tooltip, and below it what is `wrong`.

    `holder` is what the editor stands in, where that is more than the editor itself.
    """
    label = FieldTitle(title)
    label.setBuddy(editor)
    # A mnemonic's letter is drawn by itself, which takes a little more room than Qt plans.
    sized(label.setContentsMargins, 0, 0, 3, 0)
    editor.setObjectName(name)
    editor.setAccessibleName(title.replace("&", ""))
    editor.setToolTip(tip)
    sized(editor.setMinimumWidth, max(LEAST_WIDTH, editor.minimumSizeHint().width()))
    form.addRow(label, holder or editor)
    if wrong is not None:
        form.addRow(wrong)
