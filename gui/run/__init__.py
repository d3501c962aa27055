"""The run that is played, and how the window asks about it."""

from gui.run.asker import Asks
from gui.run.player import Player
from gui.run.undo import Changes
from gui.run.view import Draws, View

__all__ = ["Asks", "Changes", "Draws", "Player", "View"]
