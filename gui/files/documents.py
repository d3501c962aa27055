"""The experiment as a document: new, open, save, recent files, and unsaved changes.

Nothing here blocks the window: dialogs are opened without waiting for them, and files are read in
a thread of their own. The present experiment stays until the new one has been read and checked.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from engine.experiment import Classroom, Experiment, Points
from engine.experiment.document import SUFFIX, Document, DocumentError, load, save
from engine.experiment.unsaved import Work, begin, end, read
from gui.files.job import Job
from gui.files.keeping import Keeping
from gui.files.lessons import SUFFIX as LESSONS
from gui.files.returning import Return
from gui.files.shelf import Damaged, Found
from gui.run import Changes, Player

_DELETE_ON_CLOSE = Qt.WidgetAttribute.WA_DeleteOnClose
MOST_RECENT = 8
FILTER = f"Learnscope experiments (*{SUFFIX})"
ALL = f"Learnscope experiments and lessons (*{SUFFIX} *{LESSONS});;{FILTER};;Lessons (*{LESSONS})"
Then = Callable[[], object]


def _nothing() -> None:
    pass


class Documents(QObject):
    """The file that the experiment is kept in. `path` is None while it has none.

    With `aside`, unsaved work is kept aside while the person works.

    `failed` carries a sentence for the person; `changed` says that the name, the file or `modified`
    has changed.
    """

    failed = Signal(str)
    changed = Signal()
    # The person has chosen a file (Path) of lessons.
    lessonsWanted = Signal(Path)
    # The experiment is going to be replaced by another, or the person asked about it.
    replacing = Signal()
    # Work has been brought back, up to where it was; or what was to be is Damaged.
    returned = Signal()
    unreadable = Signal(object)

    def __init__(
        self,
        player: Player,
        changes: Changes,
        settings: QSettings | None,
        window: QWidget,
        aside: bool = False,
    ) -> None:
        super().__init__(window)
        self._player = player
        self._changes = changes
        self._settings = settings
        self._window = window
        self._job: Job | None = None
        self.path: Path | None = None
        self._keeping: Keeping | None = None
        if aside:
            self._keeping = Keeping(player, changes, lambda: self.path, self)
            self._keeping.failed.connect(self.failed)
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

        That is a file with unsaved changes, or what is not in a file yet: points that were drawn,
        pasted or read, or a classroom layout. Settings alone are kept aside when the window closes.
        """
        own = isinstance(self._player.experiment.data, Points)
        arranged = self._changes.classroom is not None
        return self.modified and (self.path is not None or own or arranged)

    def lend(self, lent: bool) -> None:
        """Keep nothing aside while the player has an experiment that is not the person's own."""
        if self._keeping is not None:
            self._keeping.hold(lent)

    # --- new, open, save

    def new(self) -> None:
        """Begin with the article's example."""
        self._when_saved(lambda: self._use(Document(Experiment()), None))

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
        """Keep unsaved changes for another start, without asking."""
        if self.modified:
            if self._keeping is not None:
                self._keeping.keep(quiet=not self.worth_asking)
            self._changes.setClean()

    def end(self) -> None:
        """Stop reading, and keep what is not saved for another start."""
        self.end_reading()
        if self._keeping is not None:
            self._keeping.end()

    def end_reading(self) -> None:
        """Stop reading, if a file is being read."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def adopt(self, path: Path, classroom: Classroom | None = None) -> None:
        """Take `path` as the file that the present experiment was opened from, and its layout."""
        self.path = path.absolute()
        self._changes.begin(classroom)
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

    # --- unsaved work

    @property
    def older_unsaved(self) -> str:
        """The experiment that an older program left unsaved in the settings; empty without one."""
        text = self._settings.value("lastUnsaved", "") if self._settings else ""
        return text if isinstance(text, str) else ""

    def forget_older_unsaved(self) -> None:
        """Remove it from the settings."""
        if self._settings and self._settings.contains("lastUnsaved"):
            self._settings.remove("lastUnsaved")

    def bring_back(self, found: Found, whole: bool, taken: Then) -> None:
        """Go on with the work that was `found`, after asking about what it would replace.

        Without `whole`, only the experiment and its file come back: nothing to undo, no position.
        `taken` is called when it is this window's, readable or not.
        """
        self._when_saved(lambda: self._read_work(found, whole, taken))

    def _read_work(self, found: Found, whole: bool, taken: Then) -> None:
        self.end_reading()
        folder = found.place.folder

        def read_it(_progress: object, _cancelled: object) -> Work:
            # Marked first, so that a crash from here on is known at the next start.
            begin(folder)
            return read(folder)

        def use(work: Work) -> None:
            taken()
            self._use_work(found, work, whole)

        def set_aside(error: Exception) -> None:
            taken()
            self.unreadable.emit(Damaged(found.place.set_aside(), str(error)))

        job = Job(read_it, self)
        job.done.connect(use)
        job.failed.connect(set_aside)
        self._job = job
        job.start()

    def _use_work(self, found: Found, work: Work, whole: bool) -> None:
        self.replacing.emit()
        if not whole:
            work = Work((work.states[work.at],), (), 0, work.file, work.when)
        assert self._keeping is not None
        if self.modified:
            # Settings that nobody is asked about wait for another start.
            self._keeping.keep(quiet=True)
        self._changes.clear()
        self.path = work.file
        self._changes.bring_back(work.states, work.reruns, work.at)
        self._keeping.take(found.place)
        self._return = Return(self._player, work, self)
        self._return.done.connect(lambda: self._on_returned(found))
        self._return.begin()
        self.changed.emit()

    def _on_returned(self, found: Found) -> None:
        end(found.place.folder)
        self.returned.emit()

    def _set(self, name: str, value: object) -> None:
        if self._settings:
            self._settings.setValue(name, value)

    @property
    def folders(self) -> list[Path]:
        """The folders in which an experiment was saved, or was to be."""
        names = [str(path.parent) for path in self.recent]
        saved_in = self._settings.value("savedIn", "") if self._settings else ""
        if isinstance(saved_in, str) and saved_in:
            names.append(saved_in)
        return [Path(name) for name in dict.fromkeys(names)]

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
        dialog.setNameFilter(ALL)
        dialog.fileSelected.connect(lambda name: self._read(Path(name)))
        dialog.open()

    def _read(self, path: Path) -> None:
        if path.suffix.lower() == LESSONS:
            self.lessonsWanted.emit(path)
            return
        self.end_reading()
        path = path.absolute()
        job = Job(lambda _progress, _cancelled: load(path), self)
        job.done.connect(lambda document: self._use(document, path))
        job.failed.connect(self._say)
        self._job = job
        job.start()

    def _use(self, document: Document, path: Path | None) -> None:
        # Once more: a lesson may have begun while the file was read.
        self.replacing.emit()
        self.path = path
        self._changes.begin(document.classroom)
        self._player.set_experiment(document.experiment)
        if path is not None:
            self._remember_file(path)
        self.changed.emit()

    def _write(self, path: Path, then: Then) -> None:
        if self._settings:
            # On the disk before the file: the next start looks there for what was not ended.
            self._settings.setValue("savedIn", str(path.absolute().parent))
            self._settings.sync()
        try:
            save(self._player.experiment, path, self._changes.classroom)
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
        self.replacing.emit()
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
