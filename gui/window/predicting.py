"""Switches predict mode on and off, in which a question is asked before each step by hand.

What it needs is imported when it is first switched on: it is no part of the start.
"""

from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gui.memory import Memory
from gui.run import Asking, Covers, Player, View
from gui.theme import Theme
from gui.widgets.banner import Banner
from gui.window.arrangement import Arrangement
from gui.window.dimming import Dimming
from gui.window.guide import Guided
from gui.window.layout import Body
from gui.window.styling import Styling

if TYPE_CHECKING:
    from engine.words.ends.notice import Notice
    from gui.lessons.panel import LessonsPanel
    from gui.predicting.mode import Mode
    from gui.predicting.tally_dialog import TallyDialog
    from gui.predicting.tallying import Tallying

ON = "Predict mode is on: → or ↓ asks you first, then runs. P switches it off."


class Says(Protocol):
    """Where notices are said."""

    def notice(self, notice: "Notice") -> None:
        """Say `notice`."""


class Lessons(Protocol):
    """The lessons."""

    @property
    def on(self) -> bool:
        """Whether a lesson is on."""

    def turn_to_part(self, part: str) -> None:
        """Have `part` in front, and give it room."""


class Has(Protocol):
    """The window and its parts."""

    player: Player
    covers: Covers
    asking: Asking
    body: Body
    guided: Guided
    dimming: Dimming
    banner: Banner
    styling: Styling

    @property
    def telling(self) -> Says:
        """What says something in the banner."""

    @property
    def teaching(self) -> Lessons:
        """What gives lessons."""


class Predicting(QObject):
    """Predict mode of `window`; `changed` carries whether it is `on`."""

    changed = Signal(bool)

    def __init__(self, window: Has, memory: Memory, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = window
        self._memory = memory
        self._parent = parent
        self.on = False
        # Made when it is first switched on.
        self._mode: Mode | None = None
        self._kept: Tallying | None = None
        self._dialog: TallyDialog | None = None
        self._arrangement: Arrangement | None = None
        # What the mode reaches of the window.
        self.player, self.covers = window.player, window.covers
        self.asking, self.body = window.asking, window.body
        window.body.chosen.connect(self._on_chosen)

    @property
    def busy(self) -> bool:
        """Whether a question, or what happened after it, is on its way."""
        return self._mode is not None and self._mode.busy

    def toggle(self) -> None:
        """Switch it on; or off, with the window as it was."""
        self.on = not self.on
        if not self.on:
            self.put_away()
            self._unsay()
        else:
            from engine.words.ends.notice import Notice

            if self._mode is None:
                from gui.predicting.mode import Mode

                theme = self._window.styling.theme
                self._mode = Mode(self, self._tallying, theme, self, Random())
            self._window.telling.notice(Notice("info", ON))
        self.changed.emit(self.on)

    def before(self, run: Callable[[], None], view: View | None, *, whole: bool) -> None:
        """Ask before a stage, or a `whole` epoch, if it is on; then `run` it."""
        if self._mode is None or not self.on or self._window.teaching.on:
            run()
        else:
            self._mode.before(run, view, whole=whole)

    def put_away(self) -> None:
        """Ask and tell nothing more until the next step."""
        if self._mode is not None:
            self._mode.put_away()

    def escape(self) -> bool:
        """Skip the question, or take its answer away; False if there is none."""
        return self._mode is not None and self._mode.escape()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        if self._mode is not None:
            self._mode.set_theme(theme)
        if self._dialog is not None:
            self._dialog.set_theme(theme)

    def show_tally(self) -> None:
        """Show how predictions have gone."""
        from gui.predicting.tally_dialog import TallyDialog

        if self._dialog is None:
            self._dialog = TallyDialog(self._tallying, self._window.styling.theme, self._parent)
        self._dialog.show()
        self._dialog.activateWindow()

    @property
    def _tallying(self) -> "Tallying":
        from gui.predicting.tallying import Tallying

        if self._kept is None:
            self._kept = Tallying(self._memory, self)
        return self._kept

    # --- what the mode needs of the window

    def show_panel(self, panel: "LessonsPanel") -> None:
        """Show `panel` at the left, in place of the experiment."""
        window = self._window
        self._unsay()
        self._arrangement = Arrangement.of(window.body)
        window.guided.show_panel(panel)
        window.dimming.spare(panel)

    def turn_to_part(self, part: str) -> None:
        """Have `part` in front, and give it room."""
        self._window.teaching.turn_to_part(part)

    def take_panel(self) -> None:
        """Take it away for good, and arrange the window as it was."""
        window, arrangement = self._window, self._arrangement
        self._arrangement = None
        window.dimming.spare()
        window.guided.take_away()
        if arrangement is not None:
            arrangement.restore(window.body)
            arrangement.restore_ranges(window.body)

    def _unsay(self) -> None:
        """Take back what was said when it was switched on."""
        if self._window.banner.text == ON:
            self._window.banner.clear()

    def _on_chosen(self, _name: str) -> None:
        """The person has turned to another view, and wants to stay there."""
        if self._arrangement is not None:
            self._arrangement = self._arrangement.with_front(self._window.body)
