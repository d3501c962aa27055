"""Collects all that the window says to a person, and the words in it."""

import ast
import html
import re
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QAction, QHelpEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QGraphicsTextItem,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QWidget,
)

from engine.words.glossary import found
from gui.panels.stages.card import StageCard
from gui.widgets.fitted_text import FittedText
from gui.window import MainWindow
from gui.window.looking import Describes

ROOT = Path(__file__).parents[3]
# A word, or a name in code such as `params.grad`; at least two letters.
WORD = re.compile(r"(?<![\w.])[^\W\d_][\w.]*\w")
# What stylesheets, types and names of libraries look like, which nobody reads.
_STYLE = re.compile(r"[{}]|^\s*;|;\s*$|\bpx\b|\w-\w+:|^#|QToolButton|^lib\w+ |\| None")
_TAG = re.compile(r"</?[a-z][^>]*>")


def said_by(window: MainWindow) -> Iterator[str]:
    """Every text of `window` as it is now: on widgets, in menus, as tooltips, to screen readers."""
    for widget in (window, *window.findChildren(QWidget)):
        yield from (widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle())
        if isinstance(widget, StageCard):
            place = QPoint(1, 1)
            help_ = QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place))
            QApplication.sendEvent(widget, help_)
            yield from (each.text for each in widget.written)
        yield widget.toolTip()
        if isinstance(widget, QLabel | QAbstractButton | FittedText):
            yield widget.text()
        if isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        if isinstance(widget, QComboBox):
            yield from (widget.itemText(row) for row in range(widget.count()))
        if isinstance(widget, Describes):
            yield widget.describe()
        if isinstance(widget, QGraphicsView) and widget.scene():
            items = widget.scene().items()
            yield from (each.toPlainText() for each in items if isinstance(each, QGraphicsTextItem))
    for action in window.findChildren(QAction):
        yield from (action.text(), action.toolTip(), action.statusTip())


def written_in(folder: str) -> Iterator[str]:
    """Every text in the source of `folder` but docstrings, keys and styles: sentences, mostly."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in alone
                and " " in node.value.strip()
                and not _STYLE.search(node.value)
            ):
                yield node.value


def words_in(text: str) -> set[str]:
    """The words of `text`, small, that no term of the glossary covers."""
    plain = html.unescape(_TAG.sub(" ", text)).replace("&", "")
    plain = plain.replace("’", "'")
    left = list(plain)
    for start, end, _ in found(plain):
        left[start:end] = " " * (end - start)
    words = (word.removesuffix("'s").casefold() for word in WORD.findall("".join(left)))
    return {word for word in words if len(word) > 1 and not re.search(r"\d", word)}
