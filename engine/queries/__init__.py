"""What can be asked about a run: frozen questions with plain answers, no PyTorch and no Qt."""

from engine.queries.by_hand import ByHand, ByHandQuery
from engine.queries.captured import Call, Captured, Numbers
from engine.queries.facts import FactsQuery
from engine.queries.graph import Graph, GraphQuery
from engine.queries.nodes import Node
from engine.queries.predictions import PredictionsQuery
from engine.queries.query import Problem, Query
from engine.queries.slices import Slice
from engine.queries.snapshot import Snapshot, SnapshotQuery

__all__ = [
    "ByHand",
    "ByHandQuery",
    "Call",
    "Captured",
    "FactsQuery",
    "Graph",
    "GraphQuery",
    "Node",
    "Numbers",
    "PredictionsQuery",
    "Problem",
    "Query",
    "Slice",
    "Snapshot",
    "SnapshotQuery",
]
