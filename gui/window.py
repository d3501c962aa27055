"""The window: its layout, its actions and keys, and who is told what. No logic of its own."""

from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QLabel,
    QMainWindow,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from engine.epoch import EpochBatch, Stage
from engine.experiment import Experiment, sentence
from engine.numbers import count, exact, number
from gui.actions import Actions
from gui.messages import Predicted
from gui.notices import Notice, Remedy, of_end, of_failure
from gui.panels.banner import Banner
from gui.panels.controls import ControlsPanel
from gui.panels.keys import KeysOverlay
from gui.panels.log import LogPanel
from gui.panels.moves import MovesPanel
from gui.panels.stages import StagesPanel
from gui.panels.timeline import Timeline
from gui.player import Failure, Player
from gui.plots.fit import FitPlot
from gui.plots.loss import LossPlot
from gui.plots.signs import SignsPlot
from gui.speed import SpeedControl
from gui.theme import SPACE, Theme, named_theme, palette, stylesheet
from gui.view import Draws, View

HOME_SIZE = (1440, 900)
LEAST_SIZE = (1024, 700)
# PyTorch is loaded once the window has been painted, or after this long where it never is.
START_ANYWAY_MS = 200


class MainWindow(QMainWindow):
    """Shows one experiment being trained by its `player`.

    `theme` is "light", "dark" or "system". Without `remember`, the window neither takes up nor
    leaves behind geometry and folded panels.
    """

    def __init__(
        self,
        experiment: Experiment | None = None,
        theme: str | None = None,
        remember: bool = True,
    ) -> None:
        super().__init__()
        self.setWindowTitle("Learnscope")
        self.setMinimumSize(*LEAST_SIZE)
        self._settings = QSettings("Learnscope", "Learnscope") if remember else None
        self._view: View | None = None
        self.player = Player(experiment or Experiment(), self)
        self._build_widgets()
        self._build_actions()
        self.keys = KeysOverlay(self.actions_.keys(), self)
        self._build_toolbar()
        self._build_menus()
        self._connect()
        self._lay_out()
        self.controls.set_experiment(self.player.experiment)
        self._theme_name = theme or self._remembered("theme", "system")
        self.set_theme(self._theme_name)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_theme)
        self._restore()
        self._on_state(self.player.state)
        self._starter = QTimer(self, singleShot=True, interval=START_ANYWAY_MS)
        self._starter.timeout.connect(self.player.start)
        self._starter.start()

    # --- building

    def _build_widgets(self) -> None:
        self.stages = StagesPanel()
        self.banner = Banner()
        self.controls = ControlsPanel()
        self.fit = FitPlot()
        self.loss = LossPlot()
        self.signs = SignsPlot()
        self.moves = MovesPanel()
        self.timeline = Timeline()
        self.log = LogPanel()
        self.speed = SpeedControl()
        self._draws: tuple[Draws, ...] = (
            self.stages, self.fit, self.loss, self.signs, self.moves, self.timeline, self.log,
        )  # fmt: skip

    def _build_actions(self) -> None:
        player, add = self.player, Actions(self)
        self.actions_ = add
        self.reset_action = add.add(
            "reset", "&Reset", player.reset, "Home",
            "Go back to the same starting parameters", "reset",
        )  # fmt: skip
        self.back_action = add.add(
            "stepBack", "&Back", player.step_back, "Left", "Go back one epoch", "back"
        )
        self.play_action = add.add("play", "&Play", player.toggle, "Space", "Play or pause", "play")
        self.stage_action = add.add(
            "stepStage", "&Stage", player.step_stage, "Down", "Run one stage and stop", "stage"
        )
        self.epoch_action = add.add(
            "stepEpoch", "&Epoch", player.step_epoch, "Right", "Run to the end of an epoch", "epoch"
        )
        self.latest_action = add.add(
            "latest", "&Latest", player.latest, "End", "Show the epoch trained last", "latest"
        )
        self.faster_action = add.add(
            "faster", "&Faster", lambda: self.speed.step(1), "Ctrl+Up", "Play faster"
        )
        self.slower_action = add.add(
            "slower", "Sl&ower", lambda: self.speed.step(-1), "Ctrl+Down", "Play slower"
        )
        self.rate_action = add.add(
            "learningRate", "Learning &rate", self._edit_learning_rate, "Ctrl+L",
            "Change the learning rate",
        )  # fmt: skip
        self.seed_action = add.add(
            "newSeed", "&New seed", self.controls.draw_new_seed, "Ctrl+N",
            "Begin anew with another seed",
        )  # fmt: skip
        self.experiment_action = add.add(
            "experimentPanel", "E&xperiment", self._toggle_experiment, "Ctrl+E",
            "Fold or unfold the experiment's settings", "panel",
        )  # fmt: skip
        self.experiment_action.setCheckable(True)
        self.experiment_action.setChecked(True)
        self.log_action = add.add(
            "logPanel", "&Log", self._toggle_log, "Ctrl+J", "Fold or unfold the log"
        )
        self.forget_action = add.add(
            "forgetPrevious", "&Dismiss the previous run", player.forget_previous, "Ctrl+D",
            "No longer draw the run before this one",
        )  # fmt: skip
        self.forget_action.setEnabled(False)
        self.full_screen_action = add.add(
            "fullScreen", "F&ull screen", self._toggle_full_screen, "F11", "Fill the screen, or not"
        )
        self.keys_action = add.add(
            "keys", "&Keys", self._show_keys, ("F1", "?"), "The list of keys"
        )
        self.quit_action = add.add("quit", "&Quit", self.close, "Ctrl+Q", "Close Learnscope")

    def _build_toolbar(self) -> None:
        bar = QToolBar("Player")
        bar.setObjectName("playerBar")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.addAction(self.experiment_action)
        bar.addSeparator()
        for action in (
            self.reset_action, self.back_action, self.play_action,
            self.stage_action, self.epoch_action, self.latest_action,
        ):  # fmt: skip
            bar.addAction(action)
            button = bar.widgetForAction(action)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(action.text().replace("&", ""))
        fold = bar.widgetForAction(self.experiment_action)
        fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        fold.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        fold.setAccessibleName("Experiment panel")
        # The word changes between Play and Pause; what stands right of it must not move.
        play = bar.widgetForAction(self.play_action)
        play.setMinimumWidth(play.fontMetrics().horizontalAdvance("Pause") + 40)
        bar.addWidget(self.speed)
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(gap)
        self.status = QLabel("loading PyTorch…")
        self.status.setObjectName("status")
        self.status.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.status.setProperty("heading", True)
        bar.addWidget(self.status)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.addToolBar(bar)

    def _build_menus(self) -> None:
        menus = self.menuBar()
        file = menus.addMenu("&File")
        file.addAction(self.quit_action)
        run = menus.addMenu("&Run")
        for action in (
            self.play_action, self.stage_action, self.epoch_action, self.back_action,
            self.latest_action, self.reset_action, None, self.faster_action, self.slower_action,
            None, self.rate_action, self.seed_action,
        ):  # fmt: skip
            run.addAction(action) if action else run.addSeparator()
        view = menus.addMenu("&View")
        view.addAction(self.experiment_action)
        view.addAction(self.log_action)
        view.addAction(self.forget_action)
        themes = view.addMenu("&Theme")
        self._themes = QActionGroup(self)
        for name in ("system", "light", "dark"):
            action = QAction(f"&{name.capitalize()}", self, checkable=True)
            action.setObjectName(f"{name}ThemeAction")
            action.setData(name)
            action.triggered.connect(lambda _checked, name=name: self.set_theme(name))
            self._themes.addAction(action)
            themes.addAction(action)
        view.addAction(self.full_screen_action)
        menus.addMenu("&Help").addAction(self.keys_action)

    def _lay_out(self) -> None:
        inside = QScrollArea()
        inside.setWidgetResizable(True)
        inside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside.setFrameShape(QFrame.Shape.NoFrame)
        inside.setWidget(self.controls)
        self.experiment_panel = QFrame()
        self.experiment_panel.setProperty("panel", True)
        self.experiment_panel.setObjectName("experimentPanel")
        self.experiment_panel.setMinimumWidth(230)
        column = QVBoxLayout(self.experiment_panel)
        heading = QLabel("Experiment")
        heading.setProperty("heading", True)
        column.addWidget(heading)
        column.addWidget(inside)

        below = self._splitter(Qt.Orientation.Horizontal, (self.loss, 1), (self.signs, 1))
        middle = self._splitter(Qt.Orientation.Vertical, (self.fit, 5), (below, 4))
        self._body = self._splitter(
            Qt.Orientation.Horizontal, (self.experiment_panel, 0), (middle, 10), (self.moves, 7)
        )
        self._splitters = (self._body, middle, below)
        centre = QWidget()
        rows = QVBoxLayout(centre)
        rows.setContentsMargins(SPACE, 0, SPACE, SPACE)
        rows.setSpacing(SPACE)
        rows.addWidget(self.stages)
        rows.addWidget(self.banner)
        rows.addWidget(self._body, 1)
        rows.addWidget(self.timeline)
        rows.addWidget(self.log)
        self.setCentralWidget(centre)
        for button in self.findChildren(QAbstractButton):
            button.installEventFilter(self)

    def _splitter(self, orientation: Qt.Orientation, *parts: tuple[QWidget, int]) -> QSplitter:
        splitter = QSplitter(orientation)
        splitter.setHandleWidth(SPACE)
        splitter.setChildrenCollapsible(False)
        for place, (part, share) in enumerate(parts):
            splitter.addWidget(part)
            splitter.setStretchFactor(place, share)
        return splitter

    def _connect(self) -> None:
        player = self.player
        player.stateChanged.connect(self._on_state)
        player.viewChanged.connect(self._on_view)
        player.experimentChanged.connect(self.controls.set_experiment)
        player.trained.connect(self._on_trained)
        player.predicted.connect(self._on_predicted)
        player.failed.connect(self._on_failure)
        player.ended.connect(self._on_end)
        self.controls.changeWanted.connect(self.change)
        self.speed.speedChanged.connect(player.set_speed)
        for asks in (self.timeline, self.loss, self.signs, self.log):
            asks.epochRequested.connect(player.seek)
        self.log.predictionsWanted.connect(player.want_predictions)
        self.log.foldedChanged.connect(lambda _folded: self._remember("logFolded", self.log.folded))

    # --- what the person asks for

    def change(self, fields: dict[str, Any]) -> None:
        """Change fields of the experiment; say beside a field what is wrong with it."""
        try:
            self.player.change(**fields)
        except ValidationError as error:
            self.controls.set_error(next(iter(fields)), sentence(error))
        else:
            for name in fields:
                self.controls.set_error(name, "")

    def set_theme(self, name: str) -> None:
        """Use the theme "light", "dark" or "system"."""
        self._theme_name = name
        self._remember("theme", name)
        for action in self._themes.actions():
            action.setChecked(action.data() == name)
        self._apply_theme(named_theme(name))

    def set_speed(self, speed: float | None) -> None:
        """Play at `speed` epochs a second; None is as fast as it goes."""
        self.speed.set_speed(speed)
        self.player.set_speed(speed)

    def _edit_learning_rate(self) -> None:
        self.experiment_panel.show()
        self.experiment_action.setChecked(True)
        self.controls.learning_rate.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.controls.learning_rate.selectAll()

    def _toggle_experiment(self) -> None:
        self.experiment_panel.setVisible(self.experiment_action.isChecked())
        self._remember("experimentFolded", not self.experiment_action.isChecked())

    def _toggle_log(self) -> None:
        self.log.folded = not self.log.folded

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _show_keys(self) -> None:
        self.keys.show()

    def _carry_out(self, remedy: Remedy) -> None:
        self.banner.clear()
        if remedy.fields:
            self.player.change(**remedy.fields)
        if remedy.then == "reset":
            self.player.reset()
        elif remedy.then == "play":
            self.player.play()

    # --- what the player says

    def _on_view(self, view: View) -> None:
        self._view = view
        for widget in self._draws:
            widget.draw(view)
        self.timeline.set_rate(self._rate())
        self._say_status(view)
        self.forget_action.setEnabled(view.previous is not None)

    def _rate(self) -> float | None:
        if not self.player.playing:
            return None
        if self.player.speed is not None:
            return self.player.speed
        seconds = self.player.trained_seconds
        return self.player.trained_epochs / seconds if seconds else None

    def _say_status(self, view: View) -> None:
        loss = view.snapshot.loss
        text = f"epoch {count(view.snapshot.number)} / {count(view.experiment.epochs)}"
        if loss is not None:
            text += f"    loss {number(loss)}"
        self.status.setText(text)
        self.status.setToolTip("" if loss is None else f"loss {exact(loss)}")
        self._say_title()

    def _say_title(self) -> None:
        """Where the run stands, for taskbars and screen readers; while it plays, only that."""
        if self._view is None:
            return
        if self.player.playing:
            self.setWindowTitle("Learnscope – playing")
            return
        snapshot, epochs = self._view.snapshot, self._view.experiment.epochs
        title = f"Learnscope – epoch {count(snapshot.number)} of {count(epochs)}"
        if snapshot.stage is not None and snapshot.stage is not Stage.UPDATE:
            title += f", stage {snapshot.stage.value}"
        if snapshot.loss is not None:
            title += f", loss {number(snapshot.loss)}"
        self.setWindowTitle(title)

    def _on_state(self, state: str) -> None:
        playing = state == "playing"
        self.play_action.setText("&Pause" if playing else "&Play")
        self.actions_.set_icon(self.play_action, "pause" if playing else "play", self._theme)
        if state == "playing":
            self.banner.clear()
        if state == "loading" and self._view is None:
            self.status.setText("loading PyTorch…")
        self._say_title()

    def _on_trained(self, batch: EpochBatch) -> None:
        self.log.add_predictions(batch.first, batch.predictions)

    def _on_predicted(self, answer: Predicted) -> None:
        self.log.add_predictions(answer.first, answer.predictions)

    def _on_failure(self, failure: Failure | None) -> None:
        self.stages.set_failed(failure.stage if failure else None)
        if failure is None:
            self.banner.clear()
        else:
            self._say(of_failure(failure, self.player.experiment, self.player.prepared))

    def _on_end(self) -> None:
        player = self.player
        if player.prepared is not None:
            self._say(of_end(player.experiment, player.prepared, player.history))

    def _say(self, notice: Notice) -> None:
        remedies = [
            (remedy.label, lambda remedy=remedy: self._carry_out(remedy))
            for remedy in notice.remedies
        ]
        self.banner.show_message(notice.kind, notice.text, remedies)

    # --- the window itself

    def _on_system_theme(self) -> None:
        if self._theme_name == "system":
            self._apply_theme(named_theme("system"))

    def _apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        QApplication.setPalette(palette(theme))
        self.setStyleSheet(stylesheet(theme))
        self.actions_.set_theme(theme)
        for widget in (*self._draws, self.banner, self.keys):
            widget.set_theme(theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first time, PyTorch begins to load: the window is there before it."""
        super().paintEvent(event)
        if self._starter.isActive():
            self._starter.start(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A focused button keeps Space for itself: it presses the button, as everywhere."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if event.key() == Qt.Key.Key_Space:
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """A window that is destroyed without having been closed takes its thread along."""
        if event.type() == QEvent.Type.DeferredDelete:
            self._starter.stop()
            self.player.close()
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Gone at once: first from the screen, then the thread."""
        self.hide()
        self._starter.stop()
        self._save()
        self.player.close()
        super().closeEvent(event)

    def _remembered(self, name: str, default: str) -> str:
        return str(self._settings.value(name, default)).lower() if self._settings else default

    def _remember(self, name: str, value: object) -> None:
        if self._settings:
            self._settings.setValue(name, value)

    def _save(self) -> None:
        self._remember("geometry", self.saveGeometry())
        for place, splitter in enumerate(self._splitters):
            self._remember(f"splitter{place}", splitter.saveState())

    def _restore(self) -> None:
        self.resize(*HOME_SIZE)
        self._body.setSizes([250, 680, 490])
        self.log.folded = self._remembered("logFolded", "true") == "true"
        if not self._settings:
            return
        geometry = self._settings.value("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        for place, splitter in enumerate(self._splitters):
            state = self._settings.value(f"splitter{place}")
            if state is not None:
                splitter.restoreState(state)
        if self._remembered("experimentFolded", "false") == "true":
            self.experiment_action.setChecked(False)
            self.experiment_panel.hide()
