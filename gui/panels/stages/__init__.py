"""The five stages of an epoch, one card each."""

from gui.panels.stages.panel import StagesPanel

__all__ = ["StagesPanel"]
