"""A question that is answered in the picture itself, by a click or with the keys.

The view that shows what is asked about takes the answer; afterwards it draws what was said beside
what happened. While something is asked, the arrow keys move its cursor and Return chooses: they
step through no epochs.
"""

from typing import Any, Literal, Protocol, runtime_checkable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

Kind = Literal["", "point", "direction", "card", "epoch", "loss", "chip", "curve", "loss_curve"]
Answer = int | float | str | tuple[float, ...]

WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Down: (0, -1),
    Qt.Key.Key_Up: (0, 1),
}
FAR = 10
"""How many times as far the cursor moves with Shift."""
CHOOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Asking(QObject):
    """The question that stands, if any, and what was replied to the last one.

    `kind` says what is asked for and `about` what it is about: of a "direction" the parameter's
    name, of a "loss" the epoch, of an "epoch" the parameter's name; else None. `replied` carries
    the answer: a point's place among those trained on, "left" or "right", the name of a parameter
    or stage, an epoch, or a loss; of a drawn curve its heights (k,) at `about`, (k,) inputs or
    epochs. Then `reply` is drawn beside `truth`, where they are told.
    `changed` says that one of these is another; `moved` that the keys move the cursor by so many
    places to the right and upwards, and `chosen` that they choose what it is on.
    """

    changed = Signal()
    moved = Signal(int, int)
    chosen = Signal()
    replied = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.kind: Kind = ""
        self.about: Any = None
        self.open = False
        self.reply: Answer | None = None
        self.truth: Answer | None = None
        self.said = self.happened = ""

    def begin(self, kind: Kind, about: Any = None) -> None:
        """Ask for an answer of `kind`; the view that takes it is given the focus."""
        self._set(kind, about, open=True)

    def answer(self, reply: Answer) -> None:
        """Take `reply`, which the person has chosen in a view; nothing if nothing is asked."""
        if self.open:
            self.open = False
            self.changed.emit()
            self.replied.emit(reply)

    def tell(
        self, reply: Answer, truth: Answer, said: str = "you said", happened: str = "it moved"
    ) -> None:
        """Draw `reply`, with the words `said`, beside `truth`, with the words `happened`."""
        self.open = False
        self.reply, self.truth, self.said, self.happened = reply, truth, said, happened
        self.changed.emit()

    def end(self) -> None:
        """Ask nothing any more, and draw no answers."""
        if self.kind:
            self._set("", None, open=False)

    @property
    def said_right(self) -> str:
        """The words where what was said is what happened."""
        return f"{self.said}, and {self.happened}"

    def _set(self, kind: Kind, about: Any, *, open: bool) -> None:
        self.kind, self.about, self.open = kind, about, open
        self.reply = self.truth = None
        self.changed.emit()

    def asks(self, kind: Kind, about: Any = None) -> bool:
        """Whether an answer of `kind` is asked for, about this if it is not None."""
        return self.open and self.kind == kind and about in (None, self.about)

    def tells(self, kind: Kind, about: Any = None) -> bool:
        """Whether an answer of `kind` is to be drawn beside the truth."""
        told = self.kind == kind and self.reply is not None
        return told and about in (None, self.about)

    def takes(self, event: QKeyEvent) -> bool:
        """Whether the key of `event` belongs to what is asked, so that no shortcut may have it."""
        return self.open and (event.key() in WAYS or event.key() in CHOOSE)

    def key(self, event: QKeyEvent) -> bool:
        """Move the cursor, or choose what it is on; False if the key means nothing here."""
        if not self.takes(event):
            return False
        if event.key() in CHOOSE:
            self.chosen.emit()
            return True
        far = FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        right, up = WAYS[Qt.Key(event.key())]
        self.moved.emit(right * far, up * far)
        return True


@runtime_checkable
class Answers(Protocol):
    """A view in which questions are answered; it is given the asking when it is made."""

    def set_asking(self, asking: Asking) -> None:
        """Use `asking`, whose `changed` says when to draw again."""
