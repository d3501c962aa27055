"""The signs of the gradient: one strip a parameter, one column an epoch."""

from gui.plots.signs.plot import SignsPlot

__all__ = ["SignsPlot"]
