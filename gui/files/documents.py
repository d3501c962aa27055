"""The experiment as a document: new, open, save, recent files, and unsaved changes.

Nothing here blocks the window: dialogs are opened without waiting for them, and files are read in
a thread of their own. The present experiment stays until the new one has been read and checked.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from engine.experiment import Experiment, Points
from engine.experiment.document import SUFFIX, DocumentError, load, save
from gui.files.job import Job
from gui.run import Changes, Player

_DELETE_ON_CLOSE = Qt.WidgetAttribute.WA_DeleteOnClose
MOST_RECENT = 8
FILTER = f"Learnscope experiments (*{SUFFIX})"
Then = Callable[[], object]


def _nothing() -> None:
    pass


class Documents(QObject):
    """The file that the experiment is kept in. `path` is None while it has none.

    `failed` carries a sentence for the person; `changed` says that the name, the file or `modified`
    has changed.
    """

    failed = Signal(str)
    changed = Signal()

    def __init__(
        self, player: Player, changes: Changes, settings: QSettings | None, window: QWidget
    ) -> None:
        super().__init__(window)
        self._player = player
        self._changes = changes
        self._settings = settings
        self._window = window
        self._job: Job | None = None
        self.path: Path | None = None
        changes.cleanChanged.connect(lambda _clean: self.changed.emit())

    @property
    def name(self) -> str:
        """The file's name without its ending; empty without a file."""
        return self.path.stem if self.path else ""

    @property
    def modified(self) -> bool:
        """Whether the experiment has changed since it was saved, opened or begun."""
        return not self._changes.isClean()

    @property
    def worth_asking(self) -> bool:
        """Whether replacing the experiment would lose more than a few settings.

        That is a file with unsaved changes, or points that were drawn, pasted or read and are not
        saved. Settings alone are kept for `last_unsaved`.
        """
        own = isinstance(self._player.experiment.data, Points)
        return self.modified and (self.path is not None or own)

    # --- new, open, save

    def new(self) -> None:
        """Begin with the article's example."""
        self._when_saved(lambda: self._use(Experiment(), None))

    def open(self, path: Path | None = None) -> None:
        """Open `path`; without one, ask for it."""
        self._when_saved(lambda: self._read(path) if path else self._ask_what_to_open())

    def save(self, then: Then = _nothing) -> None:
        """Save to the present file, or ask for one; then call `then`."""
        if self.path is None:
            self.save_as(then)
        else:
            self._write(self.path, then)

    def save_as(self, then: Then = _nothing) -> None:
        """Ask for a file and save there."""
        dialog = self._dialog("Save the experiment")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(SUFFIX)
        dialog.selectFile(str(self.path) if self.path else f"experiment{SUFFIX}")
        dialog.fileSelected.connect(lambda name: self._write(Path(name), then))
        dialog.open()

    def close(self, then: Then) -> bool:
        """Whether the window may close now; if not, `then` is called after a decision."""
        if self.worth_asking:
            self._when_saved(then)
            return False
        self.keep_unsaved()
        return True

    def keep_unsaved(self) -> None:
        """Keep unsaved changes for `bring_back`, without asking."""
        if self.modified:
            self._set("lastUnsaved", self._player.experiment.model_dump_json())
            self._changes.setClean()

    def end(self) -> None:
        """Stop reading, if a file is being read."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def adopt(self, path: Path) -> None:
        """Take `path` as the file that the present experiment was opened from."""
        self.path = path.absolute()
        self._remember_file(self.path)
        self.changed.emit()

    # --- what is remembered

    @property
    def recent(self) -> list[Path]:
        """The files opened or saved last, the newest first."""
        names = self._settings.value("recentFiles", []) if self._settings else []
        # Qt reads a list of one back as a text, and an empty one as nothing.
        if isinstance(names, str):
            names = [names]
        if not isinstance(names, list):
            return []
        # The settings file may hold something else than file names.
        return [Path(name) for name in names if isinstance(name, str) and name]

    @property
    def last_unsaved(self) -> Experiment | None:
        """The experiment that was changed but not saved when a window was last closed."""
        text = self._settings.value("lastUnsaved", "") if self._settings else ""
        try:
            return Experiment.model_validate_json(str(text)) if text else None
        except ValueError:
            return None

    def bring_back(self) -> None:
        """Use the `last_unsaved` experiment, as a change that can be undone."""
        experiment = self.last_unsaved
        if experiment is not None:
            self._changes.make(experiment)

    def _set(self, name: str, value: object) -> None:
        if self._settings:
            self._settings.setValue(name, value)

    def _remember_file(self, path: Path) -> None:
        others = [each for each in self.recent if each != path]
        self._set("recentFiles", [str(each) for each in (path, *others)][:MOST_RECENT])

    # --- reading and asking

    def _dialog(self, title: str) -> QFileDialog:
        folder = str(self.path.parent) if self.path else ""
        dialog = QFileDialog(self._window, title, folder, FILTER)
        dialog.setAttribute(_DELETE_ON_CLOSE)
        return dialog

    def _ask_what_to_open(self) -> None:
        dialog = self._dialog("Open an experiment")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self._read(Path(name)))
        dialog.open()

    def _read(self, path: Path) -> None:
        self.end()
        path = path.absolute()
        job = Job(lambda _progress, _cancelled: load(path), self)
        job.done.connect(lambda experiment: self._use(experiment, path))
        job.failed.connect(self._say)
        self._job = job
        job.start()

    def _use(self, experiment: Experiment, path: Path | None) -> None:
        self.path = path
        self._changes.clear()
        self._player.set_experiment(experiment)
        if path is not None:
            self._remember_file(path)
        self.changed.emit()

    def _write(self, path: Path, then: Then) -> None:
        try:
            save(self._player.experiment, path)
        except DocumentError as error:
            self._say(error)
            return
        self.path = path.absolute()
        self._changes.setClean()
        self._remember_file(self.path)
        self.changed.emit()
        then()

    def _say(self, error: Exception) -> None:
        if not isinstance(error, DocumentError):
            # Nobody foresaw it, so there is a report of it.
            raise error
        self.failed.emit(str(error))

    def _when_saved(self, then: Then) -> None:
        """Do `then`, after asking what to do with what would be lost."""
        if not self.worth_asking:
            then()
            return
        buttons = QMessageBox.StandardButton
        name = f"“{self.name}”" if self.name else "this experiment"
        dialog = QMessageBox(
            QMessageBox.Icon.Question,
            "Learnscope",
            f"Save the changes to {name}?",
            buttons.Save | buttons.Discard | buttons.Cancel,
            self._window,
        )
        dialog.setObjectName("saveQuestion")
        dialog.setInformativeText("Without saving, they are lost.")
        dialog.setDefaultButton(buttons.Save)
        dialog.setAttribute(_DELETE_ON_CLOSE)

        def decide(button: int) -> None:
            if button == buttons.Save:
                self.save(then)
            elif button == buttons.Discard:
                self._changes.setClean()
                then()

        dialog.finished.connect(decide)
        dialog.open()
