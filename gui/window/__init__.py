"""The window itself: its views and where they stand, its actions, what it remembers."""

from gui.window.window import HOME_SIZE, LEAST_SIZE, MainWindow

__all__ = ["HOME_SIZE", "LEAST_SIZE", "MainWindow"]
