"""The column at the left: one file a section."""

from gui.experiment.column import ExperimentColumn

__all__ = ["ExperimentColumn"]
