"""The experiment's column at the left of the window: one file for each section."""

from gui.experiment.column import FOLDED, ExperimentColumn

__all__ = ["FOLDED", "ExperimentColumn"]
