"""The moves panel: one card per parameter, which shows how the gradient moves it."""

from gui.panels.moves.panel import MovesPanel

__all__ = ["MovesPanel"]
