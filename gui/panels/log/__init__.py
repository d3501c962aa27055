"""The log: one row per epoch, with the lines that the article's program prints."""

from gui.panels.log.panel import LogPanel

__all__ = ["LogPanel"]
