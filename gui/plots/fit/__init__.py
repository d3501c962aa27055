"""The fit plot: the data points and the model's predictions."""

from gui.plots.fit.plot import FitPlot

__all__ = ["FitPlot"]
