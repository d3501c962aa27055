"""What nobody foresaw: exceptions are caught, told and reported here, and native crashes noted."""

from gui.mishaps.hooks import Hooks, contained, handler
from gui.mishaps.mishap import Mishap

__all__ = ["Hooks", "Mishap", "contained", "handler"]
