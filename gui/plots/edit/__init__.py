"""Editing the data by hand in the plot that shows them."""

from gui.plots.edit.editable import EditablePlot
from gui.plots.edit.handles import Handles, including

__all__ = ["EditablePlot", "Handles", "including"]
