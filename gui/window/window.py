"""The window: its layout, and who is told what. No logic of its own."""

from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QMainWindow,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine.experiment import Data, Experiment, sentences
from engine.experiment.document import SUFFIX
from engine.numbers import exact
from engine.runs import Run, Updates
from engine.words.hints import hint
from engine.words.notices import Notice, Remedy, of_failure, of_start
from engine.words.status import status, title
from gui.experiment import FOLDED, ExperimentColumn
from gui.files import Documents, Intake
from gui.motion import Movement
from gui.panels.log import LogPanel
from gui.panels.stages import StagesPanel
from gui.panels.timeline import Timeline
from gui.plots.fit import FitPlot
from gui.run import Asks, Changes, Draws, Player, View
from gui.run.further import Further
from gui.theme import SPACE, Theme, named_theme, palette, stylesheet
from gui.widgets.banner import Banner
from gui.widgets.speed import SpeedControl
from gui.widgets.stillness import wants_stillness
from gui.widgets.typeset import TypesetLabel
from gui.window.bars import Bars
from gui.window.keys import KeysOverlay
from gui.window.layout import Body
from gui.window.looking import Looking
from gui.window.preferences import Memory
from gui.window.tabbing import reading_order, scroll_to
from gui.zoom import sized

HOME_SIZE = (1440, 900)
LEAST_SIZE = (1024, 700)
# PyTorch is loaded once the window has been painted, or after this long where it never is.
START_ANYWAY_MS = 200

# Whoever opened a window may drop it; Python's collector must not take it apart while it lives.
_alive: set["MainWindow"] = set()


class MainWindow(QMainWindow):
    """Shows one experiment being trained by its `player`.

    `theme` is "light", "dark" or "system". Without `remember`, the window neither takes up nor
    leaves behind geometry, folded panels and recent files.
    """

    def __init__(
        self,
        experiment: Experiment | None = None,
        theme: str | None = None,
        remember: bool = True,
    ) -> None:
        super().__init__()
        _alive.add(self)
        self.setWindowTitle("Learnscope")
        self.setMinimumSize(*LEAST_SIZE)
        self.setAcceptDrops(True)
        self._memory = Memory(remember)
        self._theme_name = theme or self._memory.text("theme", "system")
        self.looking = Looking(self, self._memory)
        # Before there are widgets: each would be styled twice.
        self._theme = self._style(named_theme(self._theme_name))
        self._view: View | None = None
        # The run that was loaded last, and what is said of its learning rate.
        self._loaded: Run | None = None
        self._misfit: Notice | None = None
        self._doubts = ""
        self._doubted: Data | None = None
        self.player = Player(experiment or Experiment(), self)
        self.changes = Changes(self.player)
        self.further = Further(self.player, self.changes)
        self.documents = Documents(self.player, self.changes, self._memory.settings, self)
        self.intake = Intake(self, self._theme)
        self.movement = Movement(self)
        self._build_widgets()
        self.bars = Bars(self, self)
        self.keys = KeysOverlay(self.bars.keys_shown(), self)
        self._lay_out()
        self._connect()
        self.column.set_experiment(self.player.experiment)
        self.bars.check_theme(self._theme_name)
        self._colour(self._theme)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_theme)
        self._restore()
        self._on_state(self.player.state)
        self._starter = QTimer(self)
        self._starter.setSingleShot(True)
        self._starter.setInterval(START_ANYWAY_MS)
        self._starter.timeout.connect(self._begin)
        self._starter.start()

    # --- building

    def _build_widgets(self) -> None:
        self.stages = StagesPanel()
        self.banner = Banner()
        self.column = ExperimentColumn()
        self.body = Body(self.column)
        self.body.made.connect(self._on_view_made)
        self.body.build()
        self.timeline = Timeline()
        self.log = LogPanel()
        self.speed = SpeedControl()
        self._draws: tuple[Draws, ...] = (
            self.stages, self.body, self.timeline, self.log, self.column,
        )  # fmt: skip

    def _lay_out(self) -> None:
        centre = QWidget()
        rows = QVBoxLayout(centre)
        self._rows = rows
        self.set_top_margin(0)
        sized(rows.setSpacing, SPACE)
        rows.addWidget(self.stages)
        rows.addWidget(self.banner)
        rows.addWidget(self.body, 1)
        rows.addWidget(self.timeline)
        rows.addWidget(self.log)
        rows.addWidget(self.looking.line)
        # Where all of it is larger than the window, it scrolls: nothing is cut.
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(centre)
        self.setCentralWidget(scroll)
        # The keys belong to the window until somebody chooses a field; a click beside them all
        # gives them back.
        centre.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        scroll.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        scroll.setFocusProxy(centre)
        centre.setFocus()

    def set_top_margin(self, margin: int) -> None:
        """Leave `margin` above everything: none where the bars stand there."""
        sized(self._rows.setContentsMargins, SPACE, margin, SPACE, SPACE)

    def _connect(self) -> None:
        """Who is told what; the body's views are connected when they are made."""
        player = self.player
        player.stateChanged.connect(self._on_state)
        player.viewChanged.connect(self._on_view)
        player.experimentChanged.connect(self.column.set_experiment)
        player.trained.connect(self._on_trained)
        for widget in self._draws:
            if isinstance(widget, Asks):
                player.questions.add(widget)
        player.failed.connect(self._on_failure)
        player.ended.connect(self._on_end)
        self.further.said.connect(self._say)
        self.column.changeWanted.connect(self.change)
        self.column.trialWanted.connect(player.try_start)
        self.body.changeWanted.connect(self.change)
        self.body.trialWanted.connect(player.try_start)
        self.column.openTableWanted.connect(self.intake.ask)
        self.column.pasteTableWanted.connect(self.intake.paste)
        self.intake.doubts.connect(self.tell_of_data)
        self.intake.arrived.connect(lambda points: self.change({"data": points}))
        player.experimentChanged.connect(self._on_experiment)
        self.intake.failed.connect(self._warn)
        self.documents.failed.connect(self._warn)
        self.documents.changed.connect(self._say_title)
        self.speed.speedChanged.connect(player.set_speed)
        self.speed.speedChanged.connect(self._say_pace)
        for asks in (self.timeline, self.body, self.log):
            asks.epochRequested.connect(player.seek)
        self.stages.stageRequested.connect(player.show_stage)
        self.movement.progressed.connect(self._on_progress)
        self.column.foldedChanged.connect(
            lambda name, folded: self._memory.keep(f"folded/{name}", folded)
        )
        self.body.enlargeWanted.connect(self.looking.toggle_enlarged)
        self.log.foldedChanged.connect(lambda folded: self._memory.keep("logFolded", folded))

    def _on_view_made(self, _name: str, view: QWidget) -> None:
        if isinstance(view, Asks):
            self.player.questions.add(view)
        if isinstance(view, FitPlot):
            view.pointsEdited.connect(self._on_points_edited)

    @property
    def fit(self) -> FitPlot:
        """The fit, in which the data are edited."""
        return cast(FitPlot, self.body.view("fit"))

    @property
    def settled(self) -> bool:
        """Whether all that can be seen is there: nothing is awaited that would change it."""
        player, view = self.player, self._view
        if view is None:
            return player.failure is not None
        typeset = self.findChildren(TypesetLabel)
        return (
            not player.showing.looking
            and not player.questions.busy
            and view.snapshot.number in (player.cursor, player.cursor + 1)
            and all(label.drawn for label in typeset)
        )

    def _begin(self) -> None:
        """What takes its time, once there is something to look at."""
        self.column.complete()
        self.player.start()
        if not self._memory.text("animateSteps", "") and wants_stillness():
            self.bars.animate.setChecked(False)
            self.movement.enabled = False

    # --- what the person asks for

    def change(self, fields: dict[str, Any]) -> None:
        """Change fields of the experiment; say beside a field what is wrong with it."""
        try:
            experiment = self.player.experiment.changed(**fields)
        except ValidationError as error:
            for field, said in sentences(error).items():
                self.column.set_error(field, said)
        else:
            for name in fields:
                self.column.set_error(name, "")
            self.changes.make(experiment)

    def step_stage(self) -> None:
        """Run one stage and stop."""
        self.movement.expect()
        self.player.step_stage()

    def step_epoch(self) -> None:
        """Run to the end of an epoch."""
        self.movement.expect()
        self.player.step_epoch()

    def toggle_movement(self) -> None:
        """Whether steps are seen as a movement."""
        self.movement.enabled = self.bars.animate.isChecked()
        self._memory.keep("animateSteps", self.movement.enabled)

    def set_theme(self, name: str) -> None:
        """Use the theme "light", "dark" or "system"."""
        self._theme_name = name
        self._memory.keep("theme", name)
        self.bars.check_theme(name)
        self._colour(self._style(named_theme(name)))

    def tell_of_data(self, doubts: str, data: Data | None = None) -> None:
        """Say what there is to know about `data`, or else those that come next.

        It stays until the person has read it, something else is said, or other data are used.
        """
        self._doubts, self._doubted = doubts, data
        if doubts:
            self.banner.show_message("warning", doubts)

    def set_speed(self, speed: float | None) -> None:
        """Play at `speed` epochs a second; None is as fast as it goes.

        Raises ValueError, with nothing changed, where it is not a finite number above 0.
        """
        self.player.set_speed(speed)
        self.speed.set_speed(speed)

    def open_file(self, path: Path) -> None:
        """Open an experiment or a table, whichever `path` is."""
        if path.suffix.lower() == SUFFIX:
            self.documents.open(path)
        else:
            self.intake.open_file(path)

    def edit_learning_rate(self) -> None:
        """Put the cursor into the learning rate."""
        self._make_room_for_bars()
        self.column.show()
        self.bars.experiment.setChecked(True)
        self.column.edit_learning_rate()

    def toggle_experiment(self) -> None:
        """Fold or unfold the experiment's column."""
        self._make_room_for_bars()
        unfolded = self.bars.experiment.isChecked()
        self.column.setVisible(unfolded)
        self._memory.keep("experimentFolded", not unfolded)

    def toggle_log(self) -> None:
        """Fold or unfold the log."""
        self.looking.end_presenting()
        self.log.folded = not self.log.folded

    def change_zoom(self, places: int) -> None:
        """Draw everything larger by `places` steps, or smaller; 0 is back to 100 %."""
        self.looking.change_zoom(places)

    def toggle_enlarged(self) -> None:
        """Give the view that is meant the whole body, or put it back."""
        self.looking.toggle_enlarged()

    def toggle_presenting(self) -> None:
        """Present to a lecture hall, or end that."""
        self.looking.toggle_presenting()

    def describe(self) -> None:
        """Tell what the view that is meant shows now."""
        self.looking.describe()

    def _make_room_for_bars(self) -> None:
        """What is asked for stands beside the views, not behind one that has all the room."""
        self.looking.end_presenting()
        self.body.put_back()

    def toggle_full_screen(self) -> None:
        """Fill the screen, or no longer."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_keys(self) -> None:
        """Show the list of keys."""
        self.keys.show()

    def _carry_out(self, remedy: Remedy) -> None:
        self.banner.clear()
        if remedy.fields:
            self.change(remedy.fields)
        if remedy.then == "reset":
            self.player.reset()
        elif remedy.then == "play":
            self.player.play()

    def _on_points_edited(self, inputs: NDArray[np.float64], targets: NDArray[np.float64]) -> None:
        player = self.player
        if player.facts is not None and not self.intake.edit(
            inputs, targets, player.run.experiment.data, player.facts
        ):
            self.fit.take_back_edit()

    # --- what the player says

    def _on_view(self, view: View) -> None:
        self._view = view
        self.movement.follow(view, self.player.playing)
        for widget in self._draws:
            widget.draw(view)
        self.banner.set_hint(hint(view.snapshot, view.facts.names, view.playing))
        self._say_pace()
        if not view.playing:
            self.looking.keep_descriptions()
        self._say_status(view)
        self.bars.forget.setEnabled(view.previous is not None)
        if self._misfit is not None:
            self._tell_misfit_again()

    def _on_progress(self, progress: float) -> None:
        self.stages.set_progress(progress)
        self.body.set_progress(progress)

    def _say_pace(self) -> None:
        self.timeline.set_rate(self.player.rate)
        self.column.training.set_rate(self.player.pace.rate)

    def _say_status(self, view: View) -> None:
        loss = view.snapshot.loss
        self.bars.status.setText(status(view.snapshot, view.experiment))
        self.looking.line.set_status(self.bars.status.text())
        self.bars.status.setToolTip("" if loss is None else f"loss {exact(loss)}")
        self._say_title()

    def _say_title(self) -> None:
        name = self.documents.name
        if name and self.documents.modified:
            name += "*"
        player, view = self.player, self._view
        snapshot = view.snapshot if view else None
        self.setWindowTitle(title(name, player.playing, snapshot, player.run.experiment))

    def _on_state(self, state: str) -> None:
        playing = state == "playing"
        self.bars.play.setText("&Pause" if playing else "&Play")
        self.bars.actions.set_icon(self.bars.play, "pause" if playing else "play", self._theme)
        self.column.set_state(state)
        self.body.set_state(state)
        self.fit.set_editable(not playing, "pause to edit the data")
        self._say_pace()
        if state == "playing":
            self._clear_banner()
        if state == "loading" and self._view is None:
            self.bars.status.setText("loading PyTorch…")
        self._say_title()

    def _on_trained(self, updates: Updates) -> None:
        self.log.add_predictions(updates.first, updates.predictions)

    def _on_failure(self, run: Run | None) -> None:
        failure = run.failure if run else None
        self.stages.set_failed(failure.stage if failure else None)
        if run is None:
            self.banner.clear()
            self._tell_misfit()
            self._clear_banner()
        else:
            if run.failure and run.failure.kind == "unloadable":
                self.bars.status.setText("no PyTorch")
            self._say(of_failure(run))

    def _tell_misfit(self) -> None:
        """Say of a run that has just been loaded that its learning rate does not fit it."""
        run = self.player.run
        if run is self._loaded:
            return
        before = self._loaded.experiment if self._loaded is not None else None
        self._loaded, self._misfit = run, of_start(run, before)
        if self._misfit is not None:
            self._say(self._misfit)

    def _tell_misfit_again(self) -> None:
        """Another learning rate may fit, or be wrong in another way."""
        said, self._misfit = self._misfit, None
        if said is None or self.banner.text != said.text:
            return
        self._misfit = of_start(self.player.run, None)
        if self._misfit is None:
            self.banner.clear()
        elif self._misfit != said:
            self._say(self._misfit)

    def _on_experiment(self, experiment: Experiment) -> None:
        if self._doubted is None:
            self._doubted = experiment.data
        elif self._doubts and experiment.data is not self._doubted:
            if self.banner.text == self._doubts:
                self.banner.clear()
            self._doubts = ""

    def _clear_banner(self) -> None:
        """Take away what was said of a run; what there is to know about its data stays."""
        if not self._doubts or self.banner.text != self._doubts:
            self.banner.clear()

    def _on_end(self) -> None:
        self._say(self.further.of_end())

    def _say(self, notice: Notice) -> None:
        remedies = [
            (remedy.label, lambda remedy=remedy: self._carry_out(remedy))
            for remedy in notice.remedies
        ]
        self.banner.show_message(notice.kind, notice.text, remedies)

    def _warn(self, said: str) -> None:
        self.banner.show_message("error", said)

    # --- the window itself

    def _on_system_theme(self) -> None:
        if self._theme_name == "system":
            self._colour(self._style(named_theme("system")))

    def restyle(self) -> None:
        """Draw everything anew, as large as it is to be now."""
        self._colour(self._style(self._theme))
        self._fit_parts()

    def _style(self, theme: Theme) -> Theme:
        QApplication.setPalette(palette(theme))
        self.setStyleSheet(stylesheet(theme))
        return theme

    def _colour(self, theme: Theme) -> None:
        self._theme = theme
        self.bars.set_theme(theme)
        self.speed.set_theme(theme)
        for widget in self._draws:
            widget.set_theme(theme)
        self.banner.set_theme(theme)
        self.keys.set_theme(theme)
        self.intake.set_theme(theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first time, PyTorch begins to load: the window is there before it."""
        super().paintEvent(event)
        if self._starter.isActive():
            self._starter.start(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The log leaves the plots their room; the stages grow with the window."""
        super().resizeEvent(event)
        self.stages.fit_into(self.height())
        self.looking.fit_zoom()
        self._fit_parts()

    def _fit_parts(self) -> None:
        self.bars.fit(self.width())
        self.log.setMaximumHeight(max(self.height() // 5, self.log.minimumSizeHint().height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return, once a field has dealt with it, gives the keys back to the window."""
        field = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            field is not None and field.property("wrong")
        ):
            self.centralWidget().setFocus()
        if event.key() == Qt.Key.Key_Escape and self.looking.escape():
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped on the window."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first file that is dropped."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.open_file(Path(paths[0]))

    def event(self, event: QEvent) -> bool:
        """A window that is destroyed without having been closed takes its threads along.

        A focused button keeps Space for itself: it presses the button, as everywhere.
        """
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
            and isinstance(self.focusWidget(), QAbstractButton)
        ):
            event.accept()
            return True
        if event.type() == QEvent.Type.DeferredDelete:
            self._end()
            _alive.discard(self)
        done = super().event(event)
        if event.type() == QEvent.Type.UpdateRequest:
            self.player.drawn()
        return done

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the window as the eye reads it."""
        areas = (self.bars.bar, self.stages, self.banner, self.column, *self.body.places,
                 self.timeline, self.log)  # fmt: skip
        order = reading_order(areas)
        focus = self.focusWidget()
        if not order:
            return False
        if focus in order:
            place = order.index(focus) + (1 if forward else -1)
        else:
            place = 0 if forward else -1
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        reached = order[place % len(order)]
        reached.setFocus(reason)
        scroll_to(reached)
        return True

    def close_unasked(self) -> None:
        """Close without a question; what is not saved can be brought back the next time."""
        self.documents.keep_unsaved()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Gone at once: first from the screen, then the threads; unless something would be lost."""
        if not self.documents.close(self.close):
            event.ignore()
            return
        self.hide()
        self.looking.end_presenting()
        self.body.put_back()
        self._memory.keep_geometry(self, self.body.splitters)
        self._end()
        super().closeEvent(event)

    def _end(self) -> None:
        self._starter.stop()
        self.movement.stop()
        self.documents.end()
        self.intake.close()
        self.player.close()

    def _restore(self) -> None:
        self.resize(*HOME_SIZE)
        self.log.folded = self._memory.flag("logFolded", True)
        for name, folded in FOLDED.items():
            self.column.fold(name, self._memory.flag(f"folded/{name}", folded))
        self._memory.restore_geometry(self, self.body.splitters)
        self.bars.animate.setChecked(self._memory.flag("animateSteps", True))
        self.movement.enabled = self.bars.animate.isChecked()
        if self._memory.flag("experimentFolded", False):
            self.bars.experiment.setChecked(False)
            self.column.hide()
