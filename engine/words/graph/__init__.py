"""What the graph of `loss.backward()` says: names of operations, and their rules with numbers."""

from engine.words.graph.operations import symbol, title
from engine.words.graph.rules import Rule, rule_of

__all__ = ["Rule", "rule_of", "symbol", "title"]
