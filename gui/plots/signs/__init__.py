"""The signs of the gradient: one strip for each parameter, one column for each epoch."""

from gui.plots.signs.plot import SignsPlot

__all__ = ["SignsPlot"]
