"""The menu with the sets of lessons in a person's own folder; what is wrong with one is told."""

import html
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from engine.text import shortened
from gui.files import LessonFiles
from gui.files.lessons import OwnSet

READING, NOTHING = "Reading…", "No files in the folder of lessons yet"
LONGEST = 90


class OwnLessonsMenu(QMenu):
    """An entry for each set of lessons that `files` lists, which is read when it is chosen."""

    def __init__(self, files: LessonFiles, parent: QWidget) -> None:
        super().__init__("Lessons of your &own", parent)
        self.setObjectName("ownLessonsMenu")
        self.setToolTipsVisible(True)
        self._files = files
        self._say(READING)
        files.listed.connect(self._fill)

    def _fill(self, sets: tuple[OwnSet, ...]) -> None:
        self.clear()
        for each in sets:
            self._add(each)
        if not sets:
            self._say(NOTHING)

    def _add(self, own: OwnSet) -> None:
        # Names and texts come from whoever wrote the file: nothing in them is markup or a key.
        text = shortened(own.wrong or own.title, LONGEST)
        action = self.addAction(text.replace("&", "&&"))
        action.setToolTip(f"<p>{html.escape(own.wrong or _shown(own.path))}</p>")
        action.triggered.connect(partial(self._open, own.path))

    def _open(self, path: Path, _checked: bool = False) -> None:
        self._files.open(path)

    def _say(self, text: str) -> None:
        self.addAction(text).setEnabled(False)


def _shown(path: Path) -> str:
    return shortened(str(path), 4 * LONGEST)
