"""Rows of a form in a narrow column: a title, a field, and below it what is wrong with it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from gui.theme import SMALL_SPACE
from gui.zoom import sized

LEAST_WIDTH = 60


def text_label(kind: str = "") -> QLabel:
    """A label for sentences, with word wrap; `kind` is "faint", "wrong" or ''."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if kind:
        label.setProperty(kind, True)
    return label


class FieldTitle(QLabel):
    """The title of a field, with room for its mnemonic's letter.

    Qt draws that letter separately, without the kerning that it assumes for the width (as of the
    "o" in "To"), so the text needs a little more room.
    """

    def sizeHint(self) -> QSize:
        """As wide as the letters are one by one."""
        metrics = self.fontMetrics()
        shown = self.text().replace("&", "")
        closer = sum(map(metrics.horizontalAdvance, shown)) - metrics.horizontalAdvance(shown)
        return super().sizeHint() + QSize(max(0, closer) + 1, 0)

    def minimumSizeHint(self) -> QSize:
        """As wide as the size hint, or a letter would be cut."""
        return self.sizeHint()


class Wrong(QLabel):
    """A label below a field that says what is wrong with it; hidden while nothing is."""

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
    sized(form.setHorizontalSpacing, SMALL_SPACE + 2)
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
    """Add `editor`, called `name`, with its title and tooltip, and `wrong` below it.

    `holder` is the widget that holds the editor and others beside it, if there is one.
    """
    label = FieldTitle(title)
    label.setBuddy(editor)
    # Room for the mnemonic's letter; see `FieldTitle`.
    sized(label.setContentsMargins, 0, 0, 3, 0)
    editor.setObjectName(name)
    editor.setAccessibleName(title.replace("&", ""))
    editor.setToolTip(tip)
    sized(editor.setMinimumWidth, max(LEAST_WIDTH, editor.minimumSizeHint().width()))
    form.addRow(label, holder or editor)
    if wrong is not None:
        form.addRow(wrong)
