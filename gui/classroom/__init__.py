"""Classroom layouts: the dialog in which one is made, and the line that shows its task."""

from gui.classroom.task import TaskLine

__all__ = ["TaskLine"]
