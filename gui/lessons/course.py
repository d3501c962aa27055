"""Goes through a set of lessons: shows each one's moment, asks, judges the reply, and shows why."""

from itertools import groupby
from typing import Protocol, cast, get_args

from PySide6.QtCore import QObject, Signal

from engine.lessons import Appearance, Asked, Lesson, LessonSet, Reply, Try, Verdict, judge
from engine.queries.lesson import LessonQuery
from gui.lessons.afterwards import Afterwards
from gui.lessons.marks import Place
from gui.lessons.moment import Moment, Waiting
from gui.lessons.panel import LessonsPanel
from gui.lessons.progress import Progress
from gui.lessons.words import lines, marked
from gui.run import Asking, Covers, Kind, Picks, Player, View
from gui.run.asker import Asker

# All other kinds are asked beside the pictures.
IN_PICTURES = get_args(Kind)
SAID = "you said"
CANNOT = "This question could not be worked out on this computer. The next lessons may go better."


class Taught(Protocol):
    """Where lessons are given: the window and its parts."""

    player: Player
    covers: Covers
    asking: Asking
    picks: Picks

    def step_stage(self) -> None:
        """Run one stage and stop."""

    def set_speed(self, speed: float | None) -> None:
        """Play at `speed` epochs per second; None is as fast as possible."""

    def turn_to_part(self, part: str) -> None:
        """Have `part` in front, and the usual views in the other places."""

    def appear(self, appearance: Appearance) -> None:
        """Show the views like that."""

    def named_point(self, place: int) -> str:
        """What the point at this `place` among those trained on is called."""

    @property
    def moves(self) -> bool:
        """Whether steps are animated."""


class Course(QObject):
    """The lessons of a set in `window`, whose own run must be kept aside.

    They are asked and told in `panel`. `left` says that the person wants to leave, or has come to
    the end.
    """

    left = Signal()

    def __init__(
        self,
        window: Taught,
        lessons: LessonSet,
        panel: LessonsPanel,
        progress: Progress,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._lessons = lessons.lessons
        self._panel = panel
        self._progress = progress
        self._number = 1
        self._asked: Asked | None = None
        self._reply: Reply | None = None
        self.telling = False
        self._tries: Try | None = None
        self._asker = Asker(window.player.link, self)
        self._asker.answered.connect(lambda _query, asked: self._on_asked(asked))
        self._asker.unanswered.connect(lambda _query: self._on_asked(Asked("", CANNOT)))
        window.player.viewChanged.connect(self._on_view)
        self._waiting = Waiting(window.player, self)
        self._afterwards = Afterwards(window, self._waiting, self)
        self._afterwards.offered.connect(self._offer)
        window.asking.replied.connect(self._on_reply)
        panel.replied.connect(self._on_reply)
        panel.next_asked.connect(self._on_next)
        panel.back_asked.connect(lambda: self.go_to(max(1, self._number - 1)))
        panel.again_asked.connect(lambda: self.go_to(self._number))
        panel.leave_asked.connect(self.left)
        panel.chosen.connect(self.go_to)
        panel.tried.connect(self._try)

    @property
    def lesson(self) -> Lesson:
        """The lesson that is on."""
        return self._lessons[self._number - 1]

    @property
    def name(self) -> str:
        """What the lesson that is on is called, in short."""
        return f"Lesson {self._number}: {self.lesson.title}"

    @property
    def busy(self) -> bool:
        """Whether the question, or what is seen after it, is still on its way."""
        return self._waiting.busy or self._afterwards.busy or self._asker.busy

    def go_to(self, number: int) -> None:
        """Give lesson `number`, from 1, from its beginning."""
        window, panel = self._window, self._panel
        self.stop()
        self._number = number
        self.telling = False
        self._progress.begin(number)
        lesson = self.lesson
        # Covered before anything of it is shown.
        window.covers.cover(lesson.hide, lesson.part)
        self._say_place()
        panel.ask(lesson.title, lesson.question())
        moment = Moment.of(lesson)
        moment.begin(window.player)
        self._waiting.until(lambda: moment.reached(window.player), self._ask)

    def stop(self) -> None:
        """Ask and show nothing more."""
        self._asked = self._reply = None
        self._afterwards.stop()
        self._waiting.stop()
        self._asker.forget()
        self._window.asking.end()

    # --- the question

    def _ask(self) -> None:
        window, lesson = self._window, self.lesson
        window.picks.pick(lesson.point)
        window.turn_to_part(lesson.part)
        window.appear(lesson.appearance)
        self._asker.ask(window.player.run.id, LessonQuery(lesson))
        question = lesson.question()
        if question.kind in IN_PICTURES and self._reply is None:
            window.asking.begin(cast(Kind, question.kind), question.about)

    def _on_view(self, view: View) -> None:
        """Ask anew once another run has begun: the worker drops what it was asked before that."""
        if self._asker.busy:
            self._asker.ask(view.run, LessonQuery(self.lesson))

    def _on_asked(self, asked: Asked) -> None:
        self._asked = asked
        self._judge()

    def _on_reply(self, reply: Reply) -> None:
        if not self.telling:
            self._reply = reply
            self._judge()

    # --- the answer

    def _judge(self) -> None:
        """Tell what there is to the reply, once both it and the answer are there."""
        asked, reply = self._asked, self._reply
        if asked is None or self.telling or (reply is None and not asked.fault):
            return
        window, lesson, panel = self._window, self.lesson, self._panel
        self.telling = True
        window.covers.cover((), lesson.part)
        # What was covered is drawn anew, in its usual range.
        window.appear(lesson.appearance)
        if asked.fault or reply is None:
            window.asking.end()
            panel.tell(Verdict(False, asked.fault), "")
        else:
            question = lesson.question()
            said = lines(question, reply, asked.right, window.named_point)
            if question.kind in IN_PICTURES:
                window.asking.tell(reply, asked.right, SAID, marked(question))
            panel.tell(judge(lesson, asked, reply), lesson.because, said)
            self._progress.finish(self._number)
        self._say_place()
        self._show_what_happens()

    def _show_what_happens(self) -> None:
        """Do what the lesson shows after the reply, from its moment on."""
        window, lesson, moment = self._window, self.lesson, Moment.of(self.lesson)
        if not moment.reached(window.player):
            # The person has looked around meanwhile.
            moment.begin(window.player)
        self._waiting.until(
            lambda: moment.reached(window.player),
            lambda: self._afterwards.begin(lesson.then, moment),
        )

    def _offer(self, tries: Try) -> None:
        self._tries = tries
        self._panel.offer([setting.label for setting in tries.settings])

    def _try(self, place: int) -> None:
        assert self._tries is not None
        window = self._window
        self._afterwards.stop()
        window.asking.end()
        moment = Moment.of(self._tries.settings[place])
        moment.begin(window.player)
        self._waiting.until(
            lambda: moment.reached(window.player), lambda: window.appear(self.lesson.appearance)
        )

    def _on_next(self) -> None:
        if self._number < len(self._lessons):
            self.go_to(self._number + 1)
        else:
            self.left.emit()

    def _say_place(self) -> None:
        lessons, done, panel = self._lessons, self._progress.done, self._panel
        chapters = [
            (chapter, [lesson.title for lesson in given])
            for chapter, given in groupby(lessons, key=lambda lesson: lesson.chapter)
        ]
        sizes = tuple(len(titles) for _, titles in chapters)
        panel.set_place(Place(self._number, self.lesson.chapter, sizes, done))
        panel.set_lessons(chapters, self._number, done)
        last = self._number == len(lessons)
        panel.set_next("Finish" if last else f"Next: {lessons[self._number].title}")
