"""Builds the toolbar and the menus, and defines the window's actions with their keys."""

from collections.abc import Container, Mapping
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QFontMetrics
from PySide6.QtWidgets import QMainWindow, QMenu, QSizePolicy, QToolBar, QToolButton

from engine.experiment.classroom import SETTINGS
from engine.words.classroom import LOCK, LOCK_TIP, fixed
from gui.experiment import ExperimentColumn
from gui.files import Documents, Intake, LessonFiles
from gui.run import Changes, Player
from gui.theme import Theme
from gui.widgets.elided import ElidedLabel
from gui.widgets.speed import SpeedControl
from gui.window.actions import Actions
from gui.window.explaining import Explaining
from gui.window.folding import Folding
from gui.window.following import Following
from gui.window.ghosting import Ghosting
from gui.window.layout import Body
from gui.window.looking import Looking
from gui.window.offering import Offering
from gui.window.own_lessons import OwnLessonsMenu
from gui.window.predicting import Predicting
from gui.window.views import Place, views_in
from gui.zoom import face, px

STATUS_WIDTH = 140
ICON_SIZE = 24
# In a window narrower than this, the speed's description is only in its tooltip.
ROOM_FOR_WORDS = 1140
THEMES = ("system", "light", "dark")
# Keys that a view handles itself while it has the focus, and Escape.
VIEWS_KEYS = [
    ("Double-click or Insert", "In the fit: add a point to the data"),
    ("[ or ]", "In the fit and by hand: choose the point before, or the next"),
    ("Alt+arrows", "In the fit: move the chosen point; in the map: a cross"),
    ("Delete", "In the fit: remove the chosen point"),
    ("Alt+1 to 7", "In the table by hand: sort by a column"),
    ("← or →", "In the graph: walk back card by card"),
    ("Return", "In the graph: fold a part of the formula, or unfold it"),
    ("Arrows, Return", "While something is asked: move to an answer, choose it"),
    ("Return, R", "When an answer is told: go on, or predict once more"),
    ("+ − 0", "In the graph: zoom in, zoom out, fit"),
    ("Escape", "Put the enlarged view back; end presenting; leave a lesson; skip a question"),
]


HELD = "Waits for your answer."


class Status(ElidedLabel):
    """The status text; it asks for little width, so that it fits even into a narrow toolbar."""

    def sizeHint(self) -> QSize:
        """The size of two short lines."""
        return QSize(px(STATUS_WIDTH), super().sizeHint().height())


class Locks(Protocol):
    """What makes, locks and unlocks a classroom layout."""

    def ask(self) -> None:
        """Ask for a layout in a dialog."""

    def toggle(self) -> None:
        """Unlock the layout, or lock it again."""


class Does(Protocol):
    """What carries out the actions: the window and its parts."""

    player: Player
    speed: SpeedControl
    documents: Documents
    offering: Offering
    changes: Changes
    intake: Intake
    lesson_files: LessonFiles
    column: ExperimentColumn
    looking: Looking
    folding: Folding
    body: Body
    following: Following
    ghosting: Ghosting
    predicting: Predicting
    explaining: Explaining

    @property
    def locking(self) -> Locks:
        """What locks a classroom layout."""

    def step_stage_by_hand(self) -> None:
        """Run one stage, after a question about it in predict mode."""

    def step_epoch_by_hand(self) -> None:
        """Run to the end of an epoch, after a question about it in predict mode."""

    def toggle_movement(self) -> None:
        """Switch the animation of updates on or off."""

    def show_pulls(self, on: bool) -> None:
        """Show each residual in the fit as a pull on a parameter, or not."""

    def toggle_full_screen(self) -> None:
        """Enter or leave full screen."""

    def give_lessons(self) -> None:
        """Begin the lessons, or go on with them."""

    def show_keys(self) -> None:
        """Show the list of keys."""

    def set_theme(self, name: str) -> None:
        """Use the theme "light", "dark" or "system"."""


class Bars:
    """Creates the actions of `window` for its toolbar and menus; `does` carries them out."""

    def __init__(self, window: QMainWindow, does: Does) -> None:
        self._window = window
        self._does = does
        self.actions = Actions(window)
        self.status = Status("loading PyTorch…", most_lines=2)
        self._add_running()
        self._add_experiment()
        self._add_viewing()
        self._add_views()
        self._build_toolbar()
        self._build_menus()

    def _add_running(self) -> None:
        add, player = self.actions.add, self._does.player
        self.reset = add(
            "reset", "&Reset", player.reset, "Home",
            "Go back to the same starting parameters", "reset",
        )  # fmt: skip
        self.back = add("stepBack", "&Back", player.step_back, "Left", "Go back one epoch", "back")
        self.play = add("play", "&Play", player.toggle, "Space", "Play or pause", "play")
        self.stage = add(
            "stepStage", "&Stage", self._does.step_stage_by_hand, "Down", "Run one stage and stop",
            "stage",
        )  # fmt: skip
        self.stage_back = add(
            "stageBack", "Stage bac&k", player.step_stage_back, "Shift+Down", "Go back one stage"
        )
        self.epoch = add(
            "stepEpoch", "&Epoch", self._does.step_epoch_by_hand, "Right",
            "Run to the end of an epoch", "epoch",
        )  # fmt: skip
        ghosting = self._does.ghosting
        self.ghost = add(
            "ghostStep", "What the &update would do", ghosting.toggle, "G",
            "At stage 4, show the step to come, without doing it",
        )  # fmt: skip
        self.ghost.setCheckable(True)
        ghosting.changed.connect(self.ghost.setChecked)
        predicting = self._does.predicting
        self.predict = add(
            "predictMode", "Predict before ea&ch step", predicting.toggle, "P",
            "Be asked what a stage or an epoch will do before it runs",
        )  # fmt: skip
        self.predict.setCheckable(True)
        predicting.changed.connect(self.predict.setChecked)
        self.predictions = add(
            "predictions", "&Your predictions…", predicting.show_tally,
            tip="How your predictions have gone so far",
        )  # fmt: skip
        self.latest = add(
            "latest", "&Latest", player.latest, "End", "Show the epoch trained last", "latest"
        )
        speed = self._does.speed
        self.faster = add("faster", "&Faster", lambda: speed.step(1), "Ctrl+Up", "Play faster")
        self.slower = add("slower", "Sl&ower", lambda: speed.step(-1), "Ctrl+Down", "Play slower")

    def _add_experiment(self) -> None:
        add, does = self.actions.add, self._does
        documents, changes, intake = does.documents, does.changes, does.intake
        offering = does.offering
        self.new = add("new", "&New", documents.new, "Ctrl+N", "Begin with the article's example")
        self.open = add("open", "&Open…", documents.open, "Ctrl+O", "Open an experiment")
        self.save = add("save", "&Save", documents.save, "Ctrl+S", "Save the experiment")
        self.save_as = add(
            "saveAs", "Save &as…", documents.save_as, "Ctrl+Shift+S",
            "Save the experiment in another file",
        )  # fmt: skip
        self.bring_back = add(
            "bringBack", "Bring back the &last unsaved experiment", offering.bring_back_latest,
            tip="Go on with what was changed but not saved when Learnscope was closed",
        )  # fmt: skip
        self.classroom = add(
            "classroomLayout", "&Classroom layout…", does.locking.ask,
            tip="Choose what whoever opens the file sees and can change, and set a task",
        )  # fmt: skip
        self.classroom_lock = add("classroomLock", LOCK, does.locking.toggle, tip=LOCK_TIP)
        self.classroom_lock.setEnabled(False)
        self.open_table = add(
            "openTable", "Open a &table…", intake.ask, "Ctrl+T",
            "Read the data from a CSV or TSV file",
        )  # fmt: skip
        self.paste_table = add(
            "pasteTable", "&Paste a table", intake.paste, "Ctrl+V",
            "Use the table that was copied in a spreadsheet",
        )  # fmt: skip
        self.undo = add("undo", "&Undo", changes.undo, "Ctrl+Z", "Undo the last change")
        self.redo = add("redo", "&Redo", changes.redo, ("Ctrl+Shift+Z", "Ctrl+Y"), "Do it again")
        for action, can, text, word in (
            (self.undo, changes.mayUndoChanged, changes.undoTextChanged, "&Undo"),
            (self.redo, changes.mayRedoChanged, changes.redoTextChanged, "&Redo"),
        ):
            action.setEnabled(False)
            can.connect(action.setEnabled)
            text.connect(
                lambda what, action=action, word=word: action.setText(f"{word} {what}".rstrip())
            )
        self.rate = add(
            "learningRate", "&Learning rate", does.folding.edit_learning_rate, "Ctrl+L",
            "Change the learning rate",
        )  # fmt: skip
        self.seed = add(
            "newSeed", "Ne&w seed", does.column.training.draw_new_seed, "Ctrl+R",
            "Begin anew with another seed",
        )  # fmt: skip
        self.quit = add("quit", "&Quit", self._window.close, "Ctrl+Q", "Close Learnscope")

    def _add_viewing(self) -> None:
        add, does, looking = self.actions.add, self._does, self._does.looking
        self.experiment = add(
            "experimentPanel", "E&xperiment", does.folding.toggle_experiment, "Ctrl+E",
            "Fold or unfold the experiment's settings", "panel",
        )  # fmt: skip
        self.experiment.setCheckable(True)
        self.experiment.setChecked(True)
        self.log = add(
            "logPanel", "&Log", does.folding.toggle_log, "Ctrl+J", "Fold or unfold the log"
        )
        self.forget = add(
            "forgetPrevious", "&Dismiss the previous run", does.player.forget_previous, "Ctrl+D",
            "No longer draw the run before this one",
        )  # fmt: skip
        self.forget.setEnabled(False)
        self.zoom_in = add(
            "zoomIn", "Zoom &in", lambda: looking.change_zoom(1), ("Ctrl++", "Ctrl+="),
            "Draw everything larger",
        )  # fmt: skip
        self.zoom_out = add(
            "zoomOut", "Zoom &out", lambda: looking.change_zoom(-1), "Ctrl+-",
            "Draw everything smaller",
        )  # fmt: skip
        self.zoom_reset = add(
            "zoomReset", "&Actual size", lambda: looking.change_zoom(0), "Ctrl+0",
            "Draw everything at 100 % again",
        )  # fmt: skip
        self.enlarge = add(
            "enlarge", "Enlar&ge a view", looking.toggle_enlarged, "F9",
            "Enlarge the view with the focus or under the mouse",
        )  # fmt: skip
        self.present = add(
            "present", "&Present", looking.toggle_presenting, "F5",
            "Present: large type, the stages, one or two views",
        )  # fmt: skip
        self.tell = add(
            "describe", "Tell what is &shown", looking.describe, "F2",
            "Tell what the view with the focus or under the mouse shows",
        )  # fmt: skip
        self.full_screen = add(
            "fullScreen", "F&ull screen", does.toggle_full_screen, "F11",
            "Fill the screen, or not",
        )  # fmt: skip
        self.animate = add(
            "animateSteps", "A&nimate steps", does.toggle_movement,
            tip="Show each step as a movement, from its cause to its effect",
        )  # fmt: skip
        self.animate.setCheckable(True)
        self.lessons = add(
            "lessons", "&Lessons", does.give_lessons, "F3",
            "Seventeen one-minute lessons: say what will happen, then see it",
        )  # fmt: skip
        self.lessons_folder = add(
            "lessonsFolder", "Open the &folder of lessons", does.lesson_files.show_folder,
            tip="Files of lessons that lie there are in the menu above",
        )  # fmt: skip
        self.keys = add("keys", "&Keys", does.show_keys, ("F1", "?"), "The list of keys")
        self.what = add(
            "whatsThis", "&What is this?", does.explaining.what_is_this, "Shift+F1",
            "Explain the words on what has the focus or is under the mouse",
        )  # fmt: skip
        self.glossary = add(
            "glossary", "&Glossary…", does.explaining.show_glossary, "Ctrl+G",
            "What the words in this window mean",
        )  # fmt: skip

    def _add_views(self) -> None:
        body, following = self._does.body, self._does.following
        self.views = [
            self.actions.add(
                f"{entry.name}View", entry.title, partial(body.choose, Place.MIDDLE, tab),
                str(tab + 1), f"Show {entry.title} in the middle",
            )
            for tab, entry in enumerate(views_in(Place.MIDDLE))
        ]  # fmt: skip
        self.follow = self.actions.add(
            "followStage", "&Follow the stage",
            lambda: following.set_on(self.follow.isChecked()), "Ctrl+Shift+F",
            "While stepping by stages, turn to the view that shows what the stage does",
        )  # fmt: skip
        self.follow.setCheckable(True)
        self.follow.setChecked(following.on)
        following.changed.connect(self.follow.setChecked)
        self.pulls = self.actions.add(
            "pulls", "Pulls on the &curve", lambda: self._does.show_pulls(self.pulls.isChecked()),
            "Ctrl+U", "In the fit: show each residual as a pull on a parameter",
        )  # fmt: skip
        self.pulls.setCheckable(True)

    def _build_toolbar(self) -> None:
        bar = QToolBar("Player")
        bar.setObjectName("playerBar")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for action in (
            self.experiment, None, self.reset, self.back, self.play, self.stage, self.epoch,
            self.latest,
        ):  # fmt: skip
            if action is None:
                bar.addSeparator()
                continue
            bar.addAction(action)
            button = bar.widgetForAction(action)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(action.text().replace("&", ""))
        fold = bar.widgetForAction(self.experiment)
        if isinstance(fold, QToolButton):
            fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.actions.set_primary(self.play)
        bar.widgetForAction(self.play).setProperty("primary", True)
        bar.addWidget(self._does.speed)
        # The status takes the remaining width, and a second line where that is small.
        self.status.setObjectName("status")
        self.status.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.status.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.status.setProperty("heading", True)
        bar.addWidget(self.status)
        self.bar = bar
        self._window.addToolBar(bar)

    def _build_menus(self) -> None:
        menus = self._window.menuBar()
        file = menus.addMenu("&File")
        self.recent_menu = QMenu("Open &recent", self._window)
        self.recent_menu.setObjectName("recentMenu")
        self.recent_menu.setToolTipsVisible(True)
        _fill(file, self.new, self.open, self.recent_menu, self.bring_back, None, self.save,
              self.save_as, None, self.classroom, self.classroom_lock, None, self.open_table,
              self.paste_table, None, self.quit)  # fmt: skip
        file.aboutToShow.connect(self.show_recent)
        _fill(menus.addMenu("&Edit"), self.undo, self.redo, None, self.rate, self.seed)
        _fill(menus.addMenu("&Run"), self.play, self.stage, self.stage_back, self.epoch, self.back,
              self.latest, self.reset, None, self.ghost, None, self.predict,
              self.predictions, None, self.faster,
              self.slower)  # fmt: skip
        themes = QMenu("&Theme", self._window)
        self._themes = QActionGroup(self._window)
        for name in THEMES:
            action = QAction(f"&{name.capitalize()}", self._window, checkable=True)
            action.setObjectName(f"{name}ThemeAction")
            action.setData(name)
            action.triggered.connect(lambda _on, name=name: self._does.set_theme(name))
            self._themes.addAction(action)
            themes.addAction(action)
        _fill(menus.addMenu("&View"), *self.views, self.follow, self.pulls, None, self.experiment,
              self.log, self.forget, None, self.zoom_in, self.zoom_out, self.zoom_reset, None,
              self.enlarge, self.present, self.full_screen, None, self.animate, self.tell,
              themes)  # fmt: skip
        help_menu = menus.addMenu("&Help")
        own = OwnLessonsMenu(self._does.lesson_files, self._window)
        _fill(help_menu, self.lessons, own, self.lessons_folder, None, self.what, self.glossary,
              None, self.keys)  # fmt: skip
        help_menu.aboutToShow.connect(self._does.lesson_files.look)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme`, with icons and widths for the current text size."""
        self.bar.setIconSize(QSize(px(ICON_SIZE), px(ICON_SIZE)))
        self.actions.set_theme(theme)
        # The button's text changes between Play and Pause; what is right of it must not move.
        play = self.bar.widgetForAction(self.play)
        widest = QFontMetrics(face(bold=True)).horizontalAdvance("Pause")
        play.setMinimumWidth(widest + px(ICON_SIZE + 44))

    def show_playing(self, playing: bool, theme: Theme) -> None:
        """Show Pause while the run is `playing`, and Play otherwise."""
        self.play.setText("&Pause" if playing else "&Play")
        self.actions.set_icon(self.play, "pause" if playing else "play", theme)

    def hold(self, held: bool) -> None:
        """Let the run not go on while it would give away what is covered, or let it again."""
        for action in (self.reset, self.play, self.stage, self.epoch, self.latest):
            if action.isEnabled() == held:
                action.setEnabled(not held)
                tip = action.toolTip()
                action.setToolTip(f"{tip}\n{HELD}" if held else tip.removesuffix(f"\n{HELD}"))

    def lend(self, lent: bool) -> None:
        """Let nothing be done to the person's own experiment while another one is shown."""
        for action in (self.save, self.save_as, self.open_table, self.paste_table, self.rate,
                       self.seed, self.experiment, self.predict, self.classroom):  # fmt: skip
            action.setEnabled(not lent)
        if lent:
            for action in (self.undo, self.redo, self.classroom_lock):
                action.setEnabled(False)
        else:
            self._does.changes.say_what_may_be()

    def close(self, settings: Mapping[str, str], views: Container[str]) -> None:
        """Close the ways to the `settings` that are "fixed" or "hidden", and to all but `views`."""
        for action, name in (
            (self.rate, "learning_rate"),
            (self.seed, "seed"),
            (self.open_table, "data"),
            (self.paste_table, "data"),
        ):
            closing = settings.get(name)
            action.setVisible(closing != "hidden")
            action.setEnabled(closing is None)
            tip = action.toolTip().partition("\n")[0]
            action.setToolTip(f"{tip}\n{fixed(name)}" if closing else tip)
        shown = [(self.pulls, "fit"), (self.log, "log")]
        middle = views_in(Place.MIDDLE)
        shown += zip(self.views, (entry.name for entry in middle), strict=True)
        for action, name in shown:
            action.setVisible(name in views)
            action.setEnabled(name in views)
        follows = all(name in views for name in ("fit", "graph"))
        self.follow.setVisible(follows)
        self.follow.setEnabled(follows)
        column = any(settings.get(name) != "hidden" for name in SETTINGS)
        self.experiment.setVisible(column)
        self.experiment.setEnabled(column)

    def fit(self, width: int) -> None:
        """Hide the speed's description where `width` pixels leave the status too little room."""
        self._does.speed.label.setVisible(width >= px(ROOM_FOR_WORDS))

    def show_recent(self) -> None:
        """Fill the menu of recent files, and enable bringing back unsaved work if there is any."""
        documents = self._does.documents
        self.recent_menu.clear()
        for path in documents.recent:
            action = self.recent_menu.addAction(path.name.replace("&", "&&"))
            action.setToolTip(str(path))
            action.triggered.connect(lambda _on, path=path: documents.open(Path(path)))
        self.recent_menu.setEnabled(bool(documents.recent))
        self.bring_back.setEnabled(self._does.offering.latest is not None)

    def check_theme(self, name: str) -> None:
        """Put the check mark at the theme `name`."""
        for action in self._themes.actions():
            action.setChecked(action.data() == name)

    def keys_shown(self) -> list[tuple[str, str]]:
        """(keys, what they do), for the list of keys."""
        return [*self.actions.keys(), *VIEWS_KEYS]


def _fill(menu: QMenu, *entries: QAction | QMenu | None) -> None:
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        elif isinstance(entry, QMenu):
            menu.addMenu(entry)
        else:
            menu.addAction(entry)
