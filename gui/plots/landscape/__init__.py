"""The landscape of the loss: the map of it, its surface, and a valley to turn."""

from gui.plots.landscape.landscape import Landscape

__all__ = ["Landscape"]
