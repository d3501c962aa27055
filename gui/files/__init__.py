"""Experiments and tables that are read from files, and experiments that are saved to them."""

from gui.files.documents import Documents
from gui.files.intake import Intake
from gui.files.lessons import LessonFiles

__all__ = ["Documents", "Intake", "LessonFiles"]
