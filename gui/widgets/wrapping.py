"""Cuts text into lines, as Qt would."""

from PySide6.QtGui import QFont, QTextLayout, QTextOption


def wrapped(text: str, width: int, font: QFont, within_words: bool = False) -> list[str]:
    """`text` cut into lines of at most `width` pixels, between words.

    A word that is too long has a line of its own, which is wider; or is cut, too, `within_words`.
    """
    layout = QTextLayout(text, font)
    if within_words:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
    # Qt counts in units of UTF-16, of which an emoji has two.
    units = text.encode("utf-16-le")
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start, end = 2 * line.textStart(), 2 * (line.textStart() + line.textLength())
        lines.append(units[start:end].decode("utf-16-le", "replace"))
    layout.endLayout()
    return lines or [""]
