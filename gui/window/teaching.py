"""Gives lessons in the window: enters them, with everything the person has kept aside, and leaves.

What lessons need is imported when the first one begins: it is no part of the start.
"""

from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QObject, Signal

from engine.formula import parse
from engine.numbers import rate
from gui.memory import Memory
from gui.run import Asking
from gui.theme import Theme
from gui.window.aside import Aside, Owned
from gui.window.dimming import Dimming
from gui.window.guide import Guided
from gui.window.views import VIEWS
from gui.zoom import px

if TYPE_CHECKING:
    from engine.lessons import Appearance, LessonSet
    from gui.lessons.course import Course
    from gui.lessons.panel import LessonsPanel
    from gui.motion import Movement
    from gui.panels.moves import MovesPanel
    from gui.plots.fit import FitPlot
    from gui.window.styling import Styling

SHIPPED = "shipped"
USUAL = ("fit", "loss")
# The shares of the middle in the body's width, of what is above in its height, and of what is
# left in the width of what is below, by the part that a lesson is about.
EVENLY = (0.56, 0.55, 0.5)
ABOVE, LEFT, SIGNS, CARDS = (
    (0.62, 0.7, 0.5),
    (0.62, 0.36, 0.64),
    (0.62, 0.4, 0.4),
    (0.48, 0.55, 0.5),
)
# In a body that is narrower, at 100 %, a part below stands there alone.
NARROW = 900
ROOM = {
    "fit": ABOVE,
    "graph": ABOVE,
    "by_hand": ABOVE,
    "landscape": ABOVE,
    "loss": LEFT,
    "loss_parts": LEFT,
    "curvature": LEFT,
    "signs": SIGNS,
    "card": CARDS,
    "moves": CARDS,
}
LEAVE, KEPT = "Leave the lesson", "Your own run comes back as it was."
NO_TORCH = "Lessons need PyTorch, which could not be loaded here."


class Teaches(Owned, Protocol):
    """Where lessons are given: the window and its parts."""

    asking: Asking
    dimming: Dimming
    guided: Guided
    movement: "Movement"
    styling: "Styling"

    def step_stage(self) -> None:
        """Run one stage and stop."""


class Teaching(QObject):
    """Gives lessons in `window`; `changed` says that they have been entered or left."""

    changed = Signal()

    def __init__(self, window: Teaches, memory: Memory, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._memory = memory
        self._aside = Aside(window)
        self._entering = False
        # The set that is given, or was last.
        self._name = ""
        self._panel: LessonsPanel | None = None
        self.course: Course | None = None
        # What a course reaches of the window.
        self.player, self.covers = window.player, window.covers
        self.asking, self.picks = window.asking, window.picks
        window.documents.replacing.connect(self.leave)

    @property
    def on(self) -> bool:
        """Whether a lesson is on."""
        return self.course is not None

    @property
    def name(self) -> str:
        """What the lesson that is on is called; empty if none is."""
        return self.course.name if self.course is not None else ""

    @property
    def busy(self) -> bool:
        """Whether a lesson's question, or what is seen after it, is still on its way."""
        return self.course is not None and self.course.busy

    def begin(self, number: int | None = None) -> None:
        """Give lesson `number`, from 1, or the one to go on with."""
        from engine.lessons import shipped

        self.give(shipped(), SHIPPED, number)

    def give(self, lessons: "LessonSet", name: str, number: int | None = None) -> None:
        """Give `lessons`, whose progress is remembered by `name`."""
        if self._without_torch:
            self._window.telling.error(NO_TORCH)
        elif self.course is not None and self._panel is not None and name == self._name:
            if number is None:
                self._panel.show_list()
            else:
                self.course.go_to(number)
        elif not self._entering:
            self.leave()
            self._name = name
            self._entering = True
            self._aside.lay(lambda: self._enter_or_not(lessons, name, number))

    def leave(self) -> None:
        """Leave the lessons: everything is as it was before; nothing if none is on."""
        course, panel, window = self.course, self._panel, self._window
        self._entering = False
        if course is None or panel is None:
            return
        course.stop()
        self.course = self._panel = None
        course.deleteLater()
        # First, as what comes back is to be drawn as it was, and not once more uncovered.
        self.covers.lift()
        window.dimming.spare()
        window.guided.take_away()
        self._aside.bring_back()
        self.changed.emit()

    def escape(self) -> bool:
        """Go one step out of the lesson; False if none is on."""
        if self._panel is None:
            return False
        self._panel.escape()
        return True

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of `theme` from now on."""
        if self._panel is not None:
            self._panel.set_theme(theme)

    @property
    def _without_torch(self) -> bool:
        failure = self.player.failure
        return failure is not None and failure.kind == "unloadable"

    def _enter_or_not(self, lessons: "LessonSet", name: str, number: int | None) -> None:
        """Enter, unless that has been taken back while the player was busy, or cannot be."""
        if self._entering and not self._without_torch:
            self._enter(lessons, name, number)
            return
        self._aside.bring_back()
        if self._entering:
            self._entering = False
            self._window.telling.error(NO_TORCH)

    def _enter(self, lessons: "LessonSet", name: str, number: int | None) -> None:
        from gui.lessons.course import Course
        from gui.lessons.panel import LessonsPanel
        from gui.lessons.progress import Progress

        window = self._window
        self._entering = False
        panel = self._panel = LessonsPanel(LEAVE, KEPT)
        panel.set_theme(window.styling.theme)
        window.guided.show_panel(panel)
        window.dimming.spare(panel)
        progress = Progress(self._memory, lessons.lessons, name)
        self.course = Course(self, lessons, panel, progress, self)
        self.course.left.connect(self.leave)
        self.course.go_to(progress.next if number is None else number)
        self.changed.emit()

    # --- what a course needs of the window

    def step_stage(self) -> None:
        """Run one stage and stop."""
        self._window.step_stage()

    def set_speed(self, speed: float | None) -> None:
        """Play at `speed` epochs per second; None is as fast as possible."""
        self._window.set_speed(speed)

    @property
    def moves(self) -> bool:
        """Whether steps are animated."""
        return self._window.movement.enabled

    def turn_to_part(self, part: str) -> None:
        """Have `part` in front, and the usual views in the other places."""
        body = self._window.body
        for name in (*USUAL, *(entry.name for entry in VIEWS if entry.name == part)):
            body.turn_to(name)
        room = ROOM.get(part.partition(":")[0], EVENLY)
        alone = body.width() < px(NARROW)
        graph = alone and part == "graph"
        body.show_below(
            left=not graph and (not alone or room is not SIGNS),
            right=not graph and (not alone or room is not LEFT),
        )
        body.give_room(*room)

    def appear(self, appearance: "Appearance") -> None:
        """Show the views like that."""
        body = self._window.body
        if appearance.show is not None:
            body.turn_to(appearance.show)
        fit = cast("FitPlot", body.view("fit"))
        if appearance.fit == "all":
            fit.show_all()
        elif appearance.fit == "article":
            fit.show_frame()
        if appearance.cards is not None:
            cast("MovesPanel", body.view("moves")).set_common(appearance.cards == "common")

    def named_point(self, place: int) -> str:
        """What the point at this `place` among those trained on is called."""
        facts = self.player.facts
        assert facts is not None
        # As the formula calls the inputs, whatever their column is called.
        name = parse(self.player.run.experiment.formula).input
        return f"{name} = {rate(float(facts.inputs[place]))}"
