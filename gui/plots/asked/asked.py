"""The base of what is asked in a plot: a cursor that the mouse and the keys move together."""

from abc import abstractmethod
from typing import Generic, TypeVar, cast

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QMouseEvent

from gui.plots.asked.ink import AskedInk, Mark
from gui.plots.base.plot import Plot
from gui.run import Answer, Asking, Kind

V = TypeVar("V")
LEFT = Qt.MouseButton.LeftButton
HOW = {
    "point": "Which point? The left and right arrow keys go from point to point, Return chooses.",
    "epoch": "Which epoch? The left and right arrow keys move the line, Return chooses.",
    "loss": "Which loss? The arrow keys up and down move the line, Return chooses.",
    "curve": "Draw it. The arrow keys shape it handle by handle, Return when it is done.",
    "loss_curve": "Draw it. The arrow keys shape it handle by handle, Return when it is done.",
}


class Asked(QObject, Generic[V]):
    """Takes answers of `kind` in `plot` while `asking` asks for them, and draws them there.

    What is chosen is a value of the type `V`: `here` is the one under the cursor.
    """

    def __init__(self, plot: Plot, kind: Kind, asking: Asking) -> None:
        super().__init__(plot)
        self.plot = plot
        self.asking = asking
        self.kind = kind
        self.here: V | None = None
        self.ink = AskedInk()
        plot.box.addItem(self.ink)
        plot.canvas.viewport().installEventFilter(self)
        asking.changed.connect(self._ask)
        asking.moved.connect(self._move)
        asking.chosen.connect(self._choose)

    @property
    def open(self) -> bool:
        """Whether the person is to answer in this plot."""
        return self.asking.asks(self.kind)

    @property
    def told(self) -> bool:
        """Whether the answer is drawn beside what happened."""
        return self.asking.tells(self.kind)

    @abstractmethod
    def first(self) -> V | None:
        """Where the cursor is at first; None where there is nothing to choose."""

    @abstractmethod
    def at(self, place: QPointF) -> V | None:
        """What is chosen at `place` in pixels; None where there is nothing."""

    @abstractmethod
    def step(self, here: V, right: int, up: int) -> V:
        """Where the keys move the cursor from `here`."""

    @abstractmethod
    def mark(self, value: V, words: str, *, dashed: bool) -> Mark:
        """The mark of `value`, with `words` beside it."""

    @abstractmethod
    def words(self, value: V) -> str:
        """What `value` is, in a few words."""

    def reply(self, value: V) -> Answer:
        """The answer that choosing `value` is."""
        return cast(Answer, value)

    def value(self, answer: Answer) -> V:
        """The value that `answer` is."""
        return cast(V, answer)

    def draw(self) -> None:
        """Draw the cursor, or the answer beside what happened."""
        asking = self.asking
        if self.open and self.here is not None:
            self.ink.set_marks(self.mark(self.here, self.words(self.here), dashed=False))
        elif self.told and asking.reply is not None and asking.truth is not None:
            said, truth = self.value(asking.reply), self.value(asking.truth)
            if asking.reply == asking.truth:
                self.ink.set_marks(self.mark(said, asking.said_right, dashed=False))
            else:
                self.ink.set_marks(
                    self.mark(truth, asking.happened, dashed=False),
                    self.mark(said, asking.said, dashed=True),
                )
        else:
            self.ink.set_marks()

    def go(self, here: V | None) -> None:
        """Move the cursor to `here`."""
        if here is not None:
            self.here = here
            self.draw()

    def _ask(self) -> None:
        self.here = None
        viewport = self.plot.canvas.viewport()
        if self.open:
            self.here = self.first()
            viewport.setCursor(Qt.CursorShape.CrossCursor)
            self.plot.setFocus(Qt.FocusReason.OtherFocusReason)
            self._say(HOW[self.kind])
        elif viewport.cursor().shape() == Qt.CursorShape.CrossCursor:
            viewport.unsetCursor()
        self.plot.draw_again()

    def _move(self, right: int, up: int) -> None:
        if self.open and self.here is not None:
            self.go(self.step(self.here, right, up))
            self._say(self.words(self.here))

    def _choose(self) -> None:
        if self.open and self.here is not None:
            self.asking.answer(self.reply(self.here))

    def _say(self, words: str) -> None:
        """Tell a screen reader `words`."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.plot, words))

    # --- the mouse

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take what the left button does in the plot while something is asked."""
        if not self.open or not isinstance(event, QMouseEvent):
            return False
        inside = self.plot.box.sceneBoundingRect().contains(event.position())
        match event.type():
            case QEvent.Type.MouseMove:
                return self.moved_to(event.position(), bool(event.buttons() & LEFT))
            case QEvent.Type.MouseButtonPress if event.button() == LEFT and inside:
                return self.pressed_at(event.position())
            case QEvent.Type.MouseButtonDblClick if event.button() == LEFT and inside:
                return self.pressed_at(event.position())
        return False

    def moved_to(self, place: QPointF, _held: bool) -> bool:
        """The mouse moves the cursor; whether nobody else may have the movement."""
        if self.plot.box.sceneBoundingRect().contains(place):
            self.go(self.at(place))
        return False

    def pressed_at(self, place: QPointF) -> bool:
        """A click chooses what is at `place`; nobody else may have it."""
        value = self.at(place)
        if value is not None:
            self.asking.answer(self.reply(value))
        return True
