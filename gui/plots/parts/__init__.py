"""What the loss is made of, over the epochs, and how it is curved at the epoch shown."""

from gui.plots.parts.curvature import CurvaturePlot
from gui.plots.parts.plot import LossPartsPlot

__all__ = ["CurvaturePlot", "LossPartsPlot"]
