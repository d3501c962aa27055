"""The log: one row an epoch, in the article's words."""

from gui.panels.log.panel import LogPanel

__all__ = ["LogPanel"]
