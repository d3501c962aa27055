"""The window itself: its views and where they stand, its actions, what it remembers."""

from gui.window.frame import LEAST_SIZE
from gui.window.window import HOME_SIZE, MainWindow

__all__ = ["HOME_SIZE", "LEAST_SIZE", "MainWindow"]
