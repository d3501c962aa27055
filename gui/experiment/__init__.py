"""The column at the left: one file a section."""

from gui.experiment.column import FOLDED, ExperimentColumn

__all__ = ["FOLDED", "ExperimentColumn"]
