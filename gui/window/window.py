"""The main window: creates its parts and connects them to the player and to each other."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError
from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QHelpEvent,
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QWidget,
)

from engine.experiment import Experiment, sentences
from engine.experiment.document import SUFFIX
from engine.runs import Updates
from gui.classroom import TaskLine
from gui.experiment import ExperimentColumn
from gui.files import Documents, Intake, LessonFiles
from gui.files.lessons import SUFFIX as LESSONS
from gui.memory import Memory
from gui.mishaps import contained
from gui.motion import Movement
from gui.panels.log import LogPanel
from gui.panels.stages import StagesPanel
from gui.panels.timeline import Timeline
from gui.run import Asking, Asks, Changes, Covers, Draws, Picks, Player, View
from gui.run.further import Further
from gui.run.seldom import Seldom
from gui.theme import Theme
from gui.widgets.banner import Banner
from gui.widgets.speed import SpeedControl
from gui.widgets.stillness import wants_stillness
from gui.window.answering import Answering
from gui.window.bars import Bars
from gui.window.dimming import Dimming
from gui.window.explaining import Explaining
from gui.window.folding import Folding
from gui.window.following import Following
from gui.window.frame import Frame
from gui.window.ghosting import Ghosting
from gui.window.guide import Guided
from gui.window.layout import Body
from gui.window.locking import Locking
from gui.window.looking import Looking
from gui.window.offering import Offering
from gui.window.predicting import Predicting
from gui.window.styling import Styling
from gui.window.tabbing import tab
from gui.window.teaching import Teaching
from gui.window.telling import Telling
from gui.window.trouble import Trouble
from gui.window.welcome import Welcome

if TYPE_CHECKING:
    from gui.panels.moves import MovesPanel
    from gui.plots.fit import FitPlot
    from gui.window.keys import KeysOverlay

HOME_SIZE = (1440, 900)
# PyTorch is loaded after the window's first painting, or after this delay if that never comes.
START_ANYWAY_MS = 200
# At full speed, what is slow to paint is painted this often: its numbers are too quick to be read.
SLOW_SECONDS = 0.2
# What the dial of the learning rate gives away.
TELLS_RATE = ("later", "ahead", "loss.value", "best_fit", "banner", "loss_parts.shown")

# Keeps open windows alive, so that Python does not delete one that its creator no longer holds.
_alive: set["MainWindow"] = set()


class MainWindow(Frame):
    """Shows one experiment being trained by its `player`.

    `built` says that its views have been created, which is after it has been painted without them.

    `theme` is "light", "dark" or "system". Without `remember`, the window neither restores nor
    stores its geometry, folded panels and recent files.
    """

    built = Signal()

    def __init__(
        self,
        experiment: Experiment | None = None,
        theme: str | None = None,
        remember: bool = True,
    ) -> None:
        super().__init__()
        _alive.add(self)
        self.setWindowTitle("Learnscope")
        self._memory = Memory(remember)
        self._remembers = remember
        self.looking = Looking(self, self, self._memory)
        # Set the theme before creating widgets, so that they are styled only once.
        self.styling = Styling(self, theme, self._memory)
        self._view: View | None = None
        self._cannot_ask = False
        self.player = Player(experiment or Experiment(), self)
        self.changes = Changes(self.player)
        self.further = Further(self.player, self.changes)
        self.documents = Documents(
            self.player, self.changes, self._memory.settings, self, aside=remember
        )
        self.intake = Intake(self, self.styling.theme)
        self.lesson_files = LessonFiles(self)
        self.movement = Movement(self)
        self._build_widgets()
        self.offering = Offering(self.documents, self.player, self.banner, self)
        self.explaining = Explaining(self, self.looking, self.styling.theme)
        self.folding = Folding(self, self._memory, self)
        self.following = Following(self.body)
        self.predicting = Predicting(self, self._memory, self)
        self.locking = Locking(self, self._memory, self)
        self.bars = Bars(self, self)
        self.trouble = Trouble(self, self.player, self.banner)
        self.telling = Telling(self)
        self.teaching = Teaching(self, self._memory, self)
        self.welcome = Welcome(self, self._memory, self)
        self._keys: KeysOverlay | None = None
        self._lay_out()
        self._connect()
        self.column.set_experiment(self.player.experiment)
        self.bars.check_theme(self.styling.named)
        self._colour(self.styling.theme)
        self._restore()
        self._on_state(self.player.state)
        self._starter = QTimer(self)
        self._starter.setSingleShot(True)
        self._starter.setInterval(START_ANYWAY_MS)
        self._starter.timeout.connect(self._build)
        self._starter.start()

    # --- building

    def _build_widgets(self) -> None:
        self.stages = StagesPanel()
        self.banner = Banner()
        self.column = ExperimentColumn()
        self.picks = Picks(self)
        self.covers = Covers(self)
        self.asking = Asking(self)
        self.answering = Answering(self, self.asking)
        self.ghosting = Ghosting(self, self)
        closed = self.changes.closed
        self.body: Body = Body(self.column, self.picks, self.covers, self.asking, closed)
        self.column.set_closed(closed)
        self.body.made.connect(self._on_view_made)
        self.body.turned.connect(self._on_turned)
        self.stages.set_covers(self.covers)
        self.stages.set_asking(self.asking)
        self.task = TaskLine()
        self.timeline = Timeline()
        self.log = LogPanel(folded=True)
        self.dimming = Dimming(self, self)
        self.guided = Guided(self.body, self.column)
        self.speed = SpeedControl()
        self._draws: tuple[Draws, ...] = (
            self.stages, self.body, self.timeline, self.log, self.column,
        )  # fmt: skip
        # Whether the latest view is still to be drawn in what is slow to paint.
        self._spared, self._slow = False, Seldom(SLOW_SECONDS)

    def _lay_out(self) -> None:
        self.add_row(self.task)
        self.add_row(self.stages)
        self.add_row(self.guided, 1)
        self.guided.add_row(self.banner)
        self.guided.add_row(self.body, 1)
        self.guided.add_row(self.timeline)
        self.guided.add_row(self.log)
        self.guided.add_row(self.looking.line)

    def _connect(self) -> None:
        """Connect the parts; the body's views are connected when they are created."""
        player, telling = self.player, self.telling
        self.covers.changed.connect(self._on_covers)
        self.dropped.connect(self.open_file)
        player.stateChanged.connect(self._on_state)
        player.viewChanged.connect(self._on_view)
        player.experimentChanged.connect(self.column.set_experiment)
        player.trained.connect(self._on_trained)
        for widget in self._draws:
            if isinstance(widget, Asks):
                player.questions.add(widget)
        player.mishap.connect(self.trouble.of_mishap)
        player.broke.connect(self.trouble.note)
        player.questions.answered.connect(self.trouble.uncover)
        player.questions.unanswered.connect(self.trouble.cover)
        player.failed.connect(telling.of_failure)
        player.failed.connect(self.following.follow_failure)
        player.ended.connect(self._on_ended)
        self.further.said.connect(telling.notice)
        self.column.changeWanted.connect(self.change)
        self.column.trialWanted.connect(player.try_start)
        self.column.training.rateTried.connect(player.try_rate)
        self.column.training.rerunWanted.connect(self.rerun)
        player.questions.add(self.column.training.dial, self.column.training.dial.isVisible)
        self.column.training.dial.hovered.connect(self.ghosting.point_at_rate)
        self.body.changeWanted.connect(self.change)
        self.body.trialWanted.connect(player.try_start)
        self.column.openTableWanted.connect(self.intake.ask)
        self.column.pasteTableWanted.connect(self.intake.paste)
        self.intake.doubts.connect(telling.of_data)
        self.intake.arrived.connect(lambda points: self.change({"data": points}))
        player.experimentChanged.connect(telling.of_experiment)
        self.intake.failed.connect(telling.error)
        self.documents.failed.connect(telling.error)
        self.documents.lessonsWanted.connect(self.lesson_files.open)
        self.lesson_files.failed.connect(telling.error)
        self.lesson_files.opened.connect(partial(self.teaching.give, number=1))
        self.documents.changed.connect(telling.call_window)
        self.speed.speedChanged.connect(player.set_speed)
        self.speed.speedChanged.connect(self._say_pace)
        self.speed.speedChanged.connect(self._draw_spared)
        for asks in (self.timeline, self.body, self.log):
            asks.epochRequested.connect(player.seek)
        self.stages.stageRequested.connect(player.show_stage)
        self.movement.progressed.connect(self._on_progress)
        self.folding.experimentUnfolded.connect(self.bars.experiment.setChecked)
        self.folding.experimentUnfolded.connect(self._on_experiment_unfolded)
        self.styling.changed.connect(self._colour)
        self.body.enlargeWanted.connect(self.looking.toggle_enlarged)

    def _on_view_made(self, name: str, view: QWidget) -> None:
        if isinstance(view, Asks):
            self.player.questions.add(view, partial(self.body.in_front, view))
        if name == "fit":
            fit = cast("FitPlot", view)
            fit.pointsEdited.connect(self._on_points_edited)
            fit.pullsWanted.connect(self.show_pulls)
        if name == "moves":
            cast("MovesPanel", view).ghostWanted.connect(self.ghosting.point_at_cards)

    @property
    def fit(self) -> "FitPlot":
        """The fit plot, in which the data can be edited."""
        return cast("FitPlot", self.body.view("fit"))

    @property
    def lesson_name(self) -> str:
        """What the lesson that is on is called; empty if none is."""
        return self.teaching.name

    @property
    def around(self) -> tuple[QWidget, ...]:
        """The widgets around the views, which are hidden while presenting."""
        return self.menuBar(), self.bars.bar, self.banner, self.timeline, self.log

    @property
    def settled(self) -> bool:
        """Whether everything visible is up to date and no awaited answer will change it."""
        from gui.widgets.typeset import TypesetLabel

        player, view = self.player, self._view
        if view is None:
            return player.failure is not None
        typeset = self.findChildren(TypesetLabel)
        return (
            not player.showing.looking
            and not player.questions.busy
            and not player.showing.previewing
            and not self.telling.trying
            and not self.predicting.busy
            and not self.teaching.busy
            and view.snapshot.number in (player.cursor, player.cursor + 1)
            and all(label.drawn for label in typeset)
        )

    def _build(self) -> None:
        """Create the views, once the window is visible; what is slow besides, once they are."""
        with contained():
            self.body.build()
        self._starter.timeout.disconnect()
        self._starter.timeout.connect(self._begin)
        self._starter.start(0)
        self.built.emit()

    def _begin(self) -> None:
        with contained():
            self.column.complete()
            self.log.complete()
            self.explaining.watch()
        self.player.start()
        self.welcome.begin()
        if self._remembers:
            self.offering.look()
        if self._memory.refused:
            self.telling.error(self._memory.refused)
        if not self._memory.text("animateSteps", "") and wants_stillness():
            self.bars.animate.setChecked(False)
            self.movement.enabled = False

    # --- requests of the person

    def rerun(self, fields: dict[str, Any]) -> None:
        """Change fields of the experiment, and begin its run anew, up to where it was."""
        self.change(fields, anew=True)

    def change(self, fields: dict[str, Any], anew: bool = False) -> None:
        """Change fields of the experiment; an invalid value is reported beside its field.

        With `anew` a run that has begun is begun anew, and trained as far as it was.
        """
        try:
            experiment = self.player.experiment.changed(**fields)
        except ValidationError as error:
            for field, said in sentences(error).items():
                self.column.set_error(field, said)
        else:
            for name in fields:
                self.column.set_error(name, "")
            self.changes.make(experiment, anew=anew)

    def step_stage(self) -> None:
        """Run one stage and stop."""
        self.movement.expect()
        self.player.step_stage()

    def step_epoch(self) -> None:
        """Run to the end of an epoch."""
        self.movement.expect()
        self.player.step_epoch()

    def step_stage_by_hand(self) -> None:
        """Run one stage, after a question about it in predict mode."""
        self.predicting.before(self.step_stage, self._view, whole=False)

    def step_epoch_by_hand(self) -> None:
        """Run to the end of an epoch, after a question about it in predict mode."""
        self.predicting.before(self.step_epoch, self._view, whole=True)

    def toggle_movement(self) -> None:
        """Switch the animation of updates on or off."""
        self.movement.enabled = self.bars.animate.isChecked()
        self._memory.keep("animateSteps", self.movement.enabled)

    def set_theme(self, name: str) -> None:
        """Use the theme "light", "dark" or "system"."""
        self.bars.check_theme(name)
        self.styling.set_theme(name)

    def set_speed(self, speed: float | None) -> None:
        """Play at `speed` epochs per second; None is as fast as possible.

        Raises ValueError, and changes nothing, if it is not a finite number above 0.
        """
        self.player.set_speed(speed)
        self.speed.set_speed(speed)

    def open_file(self, path: Path) -> None:
        """Open the experiment, lessons or table at `path`."""
        if path.suffix.lower() == LESSONS:
            self.lesson_files.open(path)
            return
        self.teaching.leave()
        if path.suffix.lower() == SUFFIX:
            self.documents.open(path)
        elif "data" in self.changes.closed.settings:
            self.changes.refused.emit({"data"})
        else:
            self.intake.open_file(path)

    def show_pulls(self, on: bool) -> None:
        """Show each residual in the fit as a pull on a parameter, or not."""
        self.bars.pulls.setChecked(on)
        self.fit.set_pulls(on)
        if on:
            self.body.turn_to("fit")

    def toggle_full_screen(self) -> None:
        """Enter or leave full screen."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def give_lessons(self) -> None:
        """Begin the lessons, or go on with them; while one is on, list them."""
        self.teaching.begin()

    def show_keys(self) -> None:
        """Show the list of keys."""
        if self._keys is not None and self._keys.keys != self.bars.keys_shown():
            self._keys.deleteLater()
            self._keys = None
        self.keys.show()

    @property
    def keys(self) -> "KeysOverlay":
        """The list of keys, created when it is first wanted."""
        if self._keys is None:
            from gui.window.keys import KeysOverlay

            self._keys = KeysOverlay(self.bars.keys_shown(), self, self.styling.theme)
        return self._keys

    def _on_experiment_unfolded(self, unfolded: bool) -> None:
        """Whoever asks for the experiment in the place of a prediction is done with that."""
        self.predicting.put_away()
        self.column.setVisible(unfolded)

    def _on_points_edited(self, inputs: NDArray[np.float64], targets: NDArray[np.float64]) -> None:
        player = self.player
        if player.facts is not None and not self.intake.edit(
            inputs, targets, player.run.experiment.data, player.facts
        ):
            self.fit.take_back_edit()

    # --- signals of the player

    def _on_view(self, view: View) -> None:
        new = self._view is None or self._view.facts is not view.facts
        self._view = view
        view = self.covers.covered(view)
        self.picks.begin(len(view.facts.inputs), len(view.facts.names))
        self.following.follow(view)
        self.movement.follow(view, self.player.playing)
        self._draw(view, new)
        if new:
            self.explaining.watch()
        self._say_pace()
        if not view.playing:
            self.looking.keep_descriptions()
        self.telling.of_view(view)
        self.ghosting.look(view)
        self.bars.forget.setEnabled(view.previous is not None)

    def _on_turned(self) -> None:
        """Another view came to the front: it has questions, and something to say."""
        self.player.questions.ask_again()
        if self._view is not None:
            self.looking.keep_descriptions()

    def _on_covers(self) -> None:
        self.bars.hold(bool(self.covers.hidden))
        self.column.training.set_covered(self.covers.hides(*TELLS_RATE))
        self.banner.set_covered(bool(self.covers.hidden))
        self.log.set_covered(self.covers.hides_log)
        if self._view is not None:
            self._on_view(self._view)

    def _draw(self, view: View, new: bool) -> None:
        """Show `view`, of a `new` run or not; at full speed, mostly without what is slow."""
        fast = view.playing and self.player.speed is None
        self._spared = not new and self._slow.waits(fast)
        if not self._spared:
            self._slow.asked()
        self.body.draw(view, self._spared)
        few = (self.timeline, self.log, self.column)
        for widget in few if self._spared else (self.stages, *few):
            # Where one view cannot be drawn, the others are.
            with contained():
                widget.draw(view)

    @Slot()
    def _draw_spared(self) -> None:
        if self._spared and self._view is not None:
            self._spared = False
            with contained():
                self.stages.draw(self.covers.covered(self._view))
            self.body.draw_slow()

    def _on_progress(self, progress: float) -> None:
        self.stages.set_progress(progress)
        self.body.set_progress(progress)

    def _say_pace(self) -> None:
        self.timeline.set_rate(self.player.rate)
        self.column.training.set_rate(self.player.pace.rate)

    def _on_state(self, state: str) -> None:
        playing = state == "playing"
        self.bars.show_playing(playing, self.styling.theme)
        self.column.set_state(state)
        self.body.set_state(state)
        if not playing:
            self._draw_spared()
        self._say_pace()
        self.telling.of_state(state)

    def _on_ended(self) -> None:
        # A lesson says itself what there is to say, and not what the next ones ask.
        if not self.teaching.on and not self.welcome.ask_why():
            self.telling.notice(self.further.of_end())

    def _on_trained(self, updates: Updates) -> None:
        self.log.add_predictions(updates.first, updates.predictions)

    # --- the window itself

    def restyle(self) -> None:
        """Redraw everything at its current size."""
        self.styling.restyle()
        self._fit_parts()

    def _colour(self, theme: Theme) -> None:
        self.bars.set_theme(theme)
        self.speed.set_theme(theme)
        for widget in self._draws:
            widget.set_theme(theme)
        self.banner.set_theme(theme)
        self.task.set_theme(theme)
        self.dimming.set_theme(theme)
        self.trouble.set_theme(theme)
        if self._keys is not None:
            self._keys.set_theme(theme)
        self.explaining.set_theme(theme)
        self.intake.set_theme(theme)
        self.teaching.set_theme(theme)
        self.welcome.set_theme(theme)
        self.predicting.set_theme(theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        """At the first painting, begin to load PyTorch, so that the window appears before that."""
        if self._starter.isActive():
            self._starter.start(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Limit the log's height in favour of the plots; fit the stages to the window's height."""
        self.stages.fit_into(self.height())
        self.looking.fit_zoom()
        self._fit_parts()

    def _fit_parts(self) -> None:
        self.bars.fit(self.width())
        self.log.setMaximumHeight(max(self.height() // 5, self.log.minimumSizeHint().height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends presenting, or returns the enlarged view to its place."""
        if event.key() == Qt.Key.Key_Escape and any(
            each.escape() for each in (self.looking, self.teaching, self.predicting)
        ):
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Stop the threads of a window that is destroyed without having been closed."""
        if event.type() == QEvent.Type.DeferredDelete:
            self._end()
            _alive.discard(self)
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            return self.explaining.explain_under(self, event)
        done = True
        # A child whose painting fails must not keep the player waiting for the next frame.
        with contained():
            done = super().event(event)
        if event.type() == QEvent.Type.UpdateRequest:
            self.player.drawn()
        return done

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Move the focus with Tab in reading order."""
        beside = self.guided.panel or self.column
        areas = (self.bars.bar, self.stages, self.banner, beside, *self.body.places,
                 self.timeline, self.log)  # fmt: skip
        return tab(areas, self.focusWidget(), forward)

    def close_unasked(self) -> None:
        """Close without asking; unsaved work is offered at the next start."""
        self.teaching.leave()
        self.documents.keep_unsaved()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask first if work would be lost; then hide the window at once and stop the threads."""
        # An exception leaves the window open, so that what it holds is not lost; where asking
        # itself fails once more, unsaved work can be brought back at the next start.
        event.ignore()
        with contained():
            self.teaching.leave()
            self.predicting.put_away()
        if self._cannot_ask:
            with contained():
                self.documents.keep_unsaved()
        else:
            self._cannot_ask = True
            allowed = self.documents.close(self.close)
            self._cannot_ask = False
            if not allowed:
                return
        event.accept()
        self.hide()
        self.welcome.end()
        with contained():
            self.looking.end_presenting()
            self.body.put_back()
            # Those of a locked layout are not the person's own.
            own = () if self.locking.locked else self.body.splitters
            self._memory.keep_geometry(self, own)
        self._end()

    def _end(self) -> None:
        self._starter.stop()
        self.answering.stop()
        self.movement.stop()
        self.documents.end()
        self.offering.end()
        self.lesson_files.end()
        self.intake.close()
        self.player.close()

    def _restore(self) -> None:
        self.resize(*HOME_SIZE)
        self.folding.restore()
        self._memory.restore_geometry(self, self.body.splitters)
        self.bars.animate.setChecked(self._memory.flag("animateSteps", True))
        self.movement.enabled = self.bars.animate.isChecked()
