"""The main window: its views and their places, its actions, and the settings it remembers."""

from gui.window.frame import LEAST_SIZE
from gui.window.window import HOME_SIZE, MainWindow

__all__ = ["HOME_SIZE", "LEAST_SIZE", "MainWindow"]
