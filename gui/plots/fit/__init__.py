"""The fit: the data, and what the model makes of them."""

from gui.plots.fit.plot import FitPlot

__all__ = ["FitPlot"]
