"""The backward pass as a graph: cards for parameters, data and operations, and edges both ways."""

from gui.panels.graph.panel import GraphPanel

__all__ = ["GraphPanel"]
