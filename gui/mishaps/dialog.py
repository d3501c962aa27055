"""Shows a report, to be read and copied."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.theme import SPACE
from gui.zoom import sized

WIDTH, HEIGHT = 760, 480


class ReportDialog(QDialog):
    """A report in a window of its own, which can stay open during work."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("reportDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Report")
        self.setModal(False)
        said = QLabel(
            "This is what is known of what went wrong. It is sent nowhere: copy it to pass it on."
        )
        said.setWordWrap(True)
        self.text = QPlainTextEdit(text)
        self.text.setObjectName("reportText")
        self.text.setAccessibleName("Report")
        self.text.setReadOnly(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._copy = QPushButton("Copy")
        self._copy.setObjectName("copyReportButton")
        self._copy.setToolTip("Copy the whole report")
        self._copy.clicked.connect(self._on_copy)
        close = QPushButton("Close")
        close.setToolTip("Close the report (Escape)")
        close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._copy)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        sized(layout.setContentsMargins, SPACE, SPACE, SPACE, SPACE)
        sized(layout.setSpacing, SPACE)
        layout.addWidget(said)
        layout.addWidget(self.text, 1)
        layout.addLayout(buttons)
        sized(self.resize, WIDTH, HEIGHT)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._copy.setText("Copied")
