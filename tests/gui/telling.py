"""All that a window tells: every text that is seen, spoken, or shown where the mouse rests."""

import html
import re

from PySide6.QtWidgets import QGraphicsView, QWidget

from gui.window import MainWindow
from tests.gui.drawn import drawing

TAG = re.compile(r"<[^>]+>")


def _plain(text: str) -> str:
    return html.unescape(TAG.sub(" ", text)).replace("\u00a0", " ")


def _of_widget(widget: QWidget) -> list[str]:
    said = [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
    for name in ("text", "describe"):
        told = getattr(widget, name, None)
        if callable(told):
            said.append(str(told()))
    menu = getattr(widget, "menu", lambda: None)()
    if menu is not None:
        said += [f"{action.text()} {action.toolTip()}" for action in menu.actions()]
    return said


def told(window: MainWindow) -> dict[str, str]:
    """What each visible widget of `window` says and paints, by its name."""
    found = {"title": window.windowTitle()}
    widgets = [window.centralWidget(), *window.centralWidget().findChildren(QWidget)]
    widgets += window.bars.bar.findChildren(QWidget)
    for k, widget in enumerate(each for each in widgets if each.isVisible()):
        said = _of_widget(widget)
        if isinstance(widget, QGraphicsView):
            said += drawing(widget).texts
        name = f"{type(widget).__name__} {widget.objectName()} {k}"
        found[name] = _plain("\n".join(filter(None, said)))
    # The whole window once more, as its parts paint texts that they do not tell.
    found["painted"] = "\n".join(drawing(window.centralWidget()).texts)
    found["actions"] = "\n".join(
        f"{action.text()} {action.toolTip()}" for action in window.actions()
    )
    return found


def places(window: MainWindow, pattern: str) -> list[str]:
    """Where `window` tells something that matches `pattern`, and the words around it."""
    found = []
    for name, text in told(window).items():
        for match in re.finditer(pattern, text):
            around = text[max(0, match.start() - 40) : match.end() + 40].replace("\n", " | ")
            found.append(f"{name}: {around}")
    return found
