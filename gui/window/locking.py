"""Locks a classroom layout: only its views are shown, and what it closes cannot be changed.

That is a convenience and not a lock: one entry of the menu shows everything again.
"""

from collections.abc import Collection
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from engine.experiment import Classroom
from engine.experiment.classroom import SETTINGS
from engine.experiment.classroom import VIEWS as ALL_VIEWS
from engine.words import classroom as words
from gui.classroom import TaskLine
from gui.experiment import ExperimentColumn
from gui.memory import Memory
from gui.panels.log import LogPanel
from gui.panels.stages import StagesPanel
from gui.run import Changes, Player
from gui.widgets.banner import Banner, Way
from gui.window.bars import Bars
from gui.window.layout import SHARES, Body
from gui.window.looking import Looking
from gui.window.predicting import Predicting
from gui.window.views import VIEWS

# What else a layout can show beside the views.
PANELS = {"stages": "The five stages", "log": "Log"}


class Locked(Protocol):
    """What a layout is locked in: the window and its parts."""

    player: Player
    changes: Changes
    column: ExperimentColumn
    stages: StagesPanel
    log: LogPanel
    body: Body
    bars: Bars
    banner: Banner
    looking: Looking
    predicting: Predicting
    task: TaskLine

    def centralWidget(self) -> QWidget:
        """The widget that has the focus while no field has."""


class Locking(QObject):
    """Locks the layout of every document that `window` opens, until the person unlocks it."""

    def __init__(self, window: Locked, memory: Memory, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = window
        self._memory = memory
        self._parent = parent
        # What was shown before: the shares of the splitters, if they were seen, and whether the
        # column was.
        self._before: tuple[list[list[int]] | None, bool] | None = None
        changes = window.changes
        changes.begun.connect(self._on_begun)
        changes.classroomChanged.connect(self._on_changed)
        changes.refused.connect(self._refuse)

    @property
    def locked(self) -> bool:
        """Whether a layout is locked."""
        return self._window.changes.closed.locked

    def toggle(self) -> None:
        """Unlock the layout, or lock it again."""
        if self.locked:
            self.unlock()
        else:
            self.lock()

    def lock(self) -> None:
        """Show only what the layout shows, if there is one."""
        window, classroom = self._window, self._window.changes.classroom
        if classroom is None:
            return
        # What is being typed is taken first, while it may be.
        window.centralWidget().setFocus()
        window.predicting.put_away()
        window.looking.end_presenting()
        window.body.put_back()
        if self._before is None:
            # A window that was not shown yet has no shares of its own.
            shares = window.body.shares() if window.body.isVisible() else None
            self._before = shares, not window.column.isHidden()
            if shares is not None:
                # What the layout makes of them is not the person's own.
                self._memory.keep_splitters(window.body.splitters)
        window.changes.closed.lock(classroom.settings)
        window.player.try_start({})
        window.player.try_rate(None)
        self._show(classroom)

    def unlock(self) -> None:
        """Show everything, and let everything be changed."""
        window = self._window
        if not self.locked:
            return
        window.predicting.put_away()
        window.looking.end_presenting()
        window.changes.closed.unlock()
        self._show(None)
        if self._before is not None:
            shares, column = self._before
            self._before = None
            window.column.setVisible(column)
            window.bars.experiment.setChecked(column)
            window.body.share(shares or SHARES)
            if shares is None:
                self._memory.restore_splitters(window.body.splitters)

    def _show(self, classroom: Classroom | None) -> None:
        window = self._window
        views = (*ALL_VIEWS, *PANELS) if classroom is None else classroom.views
        settings = {} if classroom is None else classroom.settings
        window.body.show_only(views)
        window.stages.setVisible("stages" in views)
        window.log.setVisible("log" in views)
        column = any(settings.get(name) != "hidden" for name in SETTINGS)
        window.column.setVisible(column)
        window.bars.experiment.setChecked(column)
        window.bars.close(settings, views)
        self.say()
        if classroom is None:
            window.task.hide()
        else:
            window.task.show_task(classroom.task)

    def say(self) -> None:
        """Let the menu say what can be done with the layout."""
        bars, classroom = self._window.bars, self._window.changes.classroom
        bars.classroom_lock.setText(words.UNLOCK if self.locked else words.LOCK)
        bars.classroom_lock.setToolTip(words.UNLOCK_TIP if self.locked else words.LOCK_TIP)
        bars.classroom_lock.setStatusTip(bars.classroom_lock.toolTip())
        bars.classroom_lock.setEnabled(classroom is not None)
        bars.classroom.setEnabled(not self.locked)

    def _on_begun(self) -> None:
        if self._window.changes.classroom is None:
            self.unlock()
        else:
            self.lock()

    def _on_changed(self) -> None:
        if self._window.changes.classroom is None:
            self.unlock()
        self.say()

    def _refuse(self, names: Collection[str]) -> None:
        self._window.banner.show_message("info", words.refused(names))

    # --- making one

    def ask(self) -> None:
        """Ask for a layout in a dialog, which begins with the present one, or what is shown."""
        if self.locked:
            return
        from gui.classroom.dialog import ClassroomDialog

        changes = self._window.changes
        names = [(entry.name, entry.title) for entry in VIEWS] + [*PANELS.items()]
        present = changes.classroom or self._present()
        experiment = self._window.player.experiment
        dialog = ClassroomDialog(present, names, experiment, self._parent)
        dialog.set_removable(changes.classroom is not None)
        dialog.accepted.connect(lambda: self._use(dialog.classroom))
        dialog.removed.connect(self._remove)
        dialog.open()

    def _present(self) -> Classroom:
        """A layout of what is shown now."""
        window = self._window
        panels = {"stages": not window.stages.isHidden(), "log": not window.log.folded}
        hidden = dict.fromkeys(SETTINGS, "hidden") if window.column.isHidden() else {}
        shown = (name for name, on in panels.items() if on)
        views = window.body.enlarged or window.body.front
        return Classroom(views=(*views, *shown), settings=hidden)

    def _use(self, classroom: Classroom) -> None:
        self._window.changes.arrange(classroom)
        self._window.banner.show_message(
            "info", words.MADE, [Way(words.SEE, self.lock, words.SEE_TIP)]
        )

    def _remove(self) -> None:
        self._window.changes.arrange(None)
        self._window.banner.show_message("info", words.REMOVED)
