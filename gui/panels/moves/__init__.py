"""The moves: one card a parameter, with what the gradient does to it."""

from gui.panels.moves.panel import MovesPanel

__all__ = ["MovesPanel"]
