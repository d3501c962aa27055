"""A question's text: what is known in plain weight, and what is asked in bold."""

import html
import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

# Between sentences: not within a number, a formula or an abbreviation.
SENTENCES = re.compile(r"(?<=[.?!:…])\s+(?=[A-Z0-9])")


class QuestionText(QLabel):
    """Shows a question with its last sentence in bold; `text()` is always the plain whole.

    No markup in it is interpreted.
    """

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)

    def text(self) -> str:
        """The whole question."""
        return self._text

    def setText(self, text: str) -> None:
        """Show the question `text`."""
        self._text = text
        self.setAccessibleName(text)
        self._show(*parted(text))

    def shorten(self) -> None:
        """Show only what was asked, to leave room for the answer."""
        self._show("", parted(self._text)[1])

    def _show(self, known: str, asked: str) -> None:
        parts = [f"<p>{html.escape(known)}</p>"] if known else []
        super().setText("".join([*parts, f"<p><b>{html.escape(asked)}</b></p>"]))


def parted(text: str) -> tuple[str, str]:
    """What is known, and what is asked: the last sentence of `text`."""
    sentences = SENTENCES.split(text)
    return " ".join(sentences[:-1]), sentences[-1]
