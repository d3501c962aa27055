"""Who looks at a window, waits until it is at rest, and writes down what is seen and heard."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gui.files.table_dialog import TableDialog
from gui.lessons.panel import LessonsPanel
from gui.window import HOME_SIZE
from tests.gui.approved.screen import stale
from tests.gui.approved.words import changes, entry, spoken, told
from tests.gui.drawn import drawing
from tests.gui.windows import Open

PATIENCE_MS = 20_000
# Where their dashes begin depends on what part of them is painted.
DASHED = ("landscape", "map")


class Person:
    """Somebody at a window; `seen` is what was looked at, in lines, by what it is called."""

    def __init__(self, open_window: Open, qtbot: QtBot) -> None:
        self._open, self._qtbot = open_window, qtbot
        self.seen: dict[str, list[str]] = {}
        self._looks: dict[str, list[list[str]]] = {}

    def open(self, size: tuple[int, int] = HOME_SIZE, **fields: object) -> None:
        """Open a window on an experiment with these `fields`."""
        self.window = self._open("light", **fields)
        self.player, self.body = self.window.player, self.window.body
        self.window.movement.enabled = False
        self.window.resize(*size)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing moves."""
        player = self.window.player
        self._qtbot.waitUntil(lambda: player.state != "loading", timeout=PATIENCE_MS)
        self._qtbot.waitUntil(self._rests, timeout=PATIENCE_MS)

    def _rests(self) -> bool:
        """Whether nothing moves, nor does once all is laid out and has asked its questions."""
        window = self.window
        resting = window.settled and not window.movement.running
        QApplication.processEvents()
        return resting and window.settled and not window.movement.running

    def go_to(self, epoch: int) -> None:
        """Train up to `epoch`, or as far as it goes."""
        self.player.go_to(epoch)
        self._until(lambda: self.player.cursor == epoch)
        self.settle()

    def step(self, stages: int = 1) -> None:
        """Go so many stages on, in an epoch."""
        for _ in range(stages):
            was = self.player.cursor, self.player.stage
            self.window.step_stage()
            self._until(lambda was=was: (self.player.cursor, self.player.stage) != was)
            self.settle()

    def _until(self, happens: Callable[[], bool]) -> None:
        """Wait until something `happens`, or the run fails."""
        self._qtbot.waitUntil(
            lambda: self.player.failure is not None or happens(), timeout=PATIENCE_MS
        )

    def see(self, *names: str) -> None:
        """Look at the views with these names, one after the other."""
        for name in names:
            self.see_it(name, self.turned_to(name))

    def turned_to(self, name: str) -> QWidget:
        """The part of the window with this name, shown."""
        if hasattr(self.window, name):
            part: QWidget = getattr(self.window, name)
            return part
        self.body.turn_to(name)
        self.settle()
        return self.body.room(name)

    def pass_over(self, name: str, widget: QWidget) -> None:
        """See `widget` as it is, and write down only what changes from now on."""
        lines = self._lines(name, widget)
        self._looks.setdefault(name, []).append(lines)

    def hear(self, *names: str) -> None:
        """Hear what the views with these names say, and all that stands in them."""
        for name in names:
            self.hear_it(name, self.turned_to(name))

    def see_it(self, name: str, widget: QWidget) -> None:
        """Look at `widget`, which is called `name`; once more, at what has changed."""
        self.note(name, self._lines(name, widget))

    def hear_it(self, name: str, widget: QWidget) -> None:
        """Read what `widget` and those in it say to a screen reader, or beside the mouse."""
        self.note(name, spoken(widget))

    def read_actions(self) -> None:
        """Read the entries of all menus, with what they tell."""
        self.note("actions", [entry(each) for each in self.window.bars.actions.all])

    def note(self, name: str, lines: list[str]) -> None:
        """Write down `lines`, or, once more, what has changed in them."""
        looks = self._looks.setdefault(name, [])
        if looks:
            self.seen[f"{name} {len(looks) + 1}"] = changes(looks[-1], lines)
        else:
            self.seen[name] = lines
        looks.append(lines)

    def _lines(self, name: str, widget: QWidget) -> list[str]:
        """What is painted of `widget`, once that is on the screen."""
        if name not in DASHED and widget.window() is self.window:
            # What has changed is painted before long.
            self._qtbot.waitUntil(lambda: self._rests() and not stale(widget), timeout=PATIENCE_MS)
        return told(drawing(widget), self.window.styling.theme)

    def see_dialog(self, name: str, kind: type[QDialog], *, hear: bool = False) -> None:
        """Look at the dialog of this `kind`, or `hear` what is in it, and leave it."""
        found = lambda: self.window.findChildren(kind)  # noqa: E731
        self._qtbot.waitUntil(lambda: any(each.isVisible() for each in found()))
        (dialog,) = (each for each in found() if each.isVisible())
        if isinstance(dialog, TableDialog):
            labels = dialog.findChildren(QLabel)
            self._qtbot.waitUntil(lambda: "All 3 rows used." in [each.text() for each in labels])
        QApplication.processEvents()
        (self.hear_it if hear else self.see_it)(name, dialog)
        dialog.reject()

    def begin_lesson(self, number: int) -> LessonsPanel:
        """Begin this lesson; the panel that asks."""
        self.window.teaching.begin(number)
        self.settle()
        panel = self.window.guided.panel
        assert panel is not None
        return panel
