"""Playing a run: the player, its worker thread, and how views ask questions about the run."""

from gui.run.asker import Asks
from gui.run.asking import CHOOSE, Answer, Answers, Asking, Kind
from gui.run.by_hand import AskedByHand
from gui.run.closed import Closed, UsesClosed
from gui.run.covers import Covers, UsesCovers
from gui.run.picks import NOTHING_LIT, Lit, Part, Picks, UsesPicks
from gui.run.player import Player
from gui.run.undo import Changes
from gui.run.view import Draws, View

__all__ = [
    "CHOOSE",
    "NOTHING_LIT",
    "Answer",
    "Answers",
    "AskedByHand",
    "Asking",
    "Asks",
    "Changes",
    "Closed",
    "Covers",
    "Draws",
    "Kind",
    "Lit",
    "Part",
    "Picks",
    "Player",
    "UsesClosed",
    "UsesCovers",
    "UsesPicks",
    "View",
]
