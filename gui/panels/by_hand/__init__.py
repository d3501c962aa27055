"""By hand: a table with each point's part of one parameter's gradient."""

from gui.panels.by_hand.panel import ByHandPanel

__all__ = ["ByHandPanel"]
