"""What can be asked about a run: frozen questions with plain answers, no PyTorch and no Qt.

The question for the answer to a lesson is in `lesson.py`, with the lessons behind it, which are no
part of the start.
"""

from engine.queries.by_hand import ByHand, ByHandQuery
from engine.queries.captured import Call, Captured, Numbers
from engine.queries.coming import Coming, ComingQuery
from engine.queries.contours import Contour
from engine.queries.course import Course, course_of, in_few
from engine.queries.curvature import Curvature, CurvatureQuery
from engine.queries.facts import FactsQuery
from engine.queries.graph import Graph, GraphQuery
from engine.queries.loss_map import LossAtQuery, LossMap, LossMapQuery, Lowest
from engine.queries.loss_parts import (
    LossParts,
    epochs_until,
    parts_ahead,
    parts_at,
    parts_over,
    well_chosen,
)
from engine.queries.nodes import Node
from engine.queries.plane import Plane, pair_plane, pairs_that_matter, valley_plane
from engine.queries.predictions import PredictionsQuery
from engine.queries.preview import Preview, PreviewQuery
from engine.queries.query import Problem, Query
from engine.queries.remedies import Outcome, RemediesQuery, Trial
from engine.queries.slices import Slice
from engine.queries.snapshot import Snapshot, SnapshotQuery
from engine.queries.step import StepQuery
from engine.queries.turned import Turned, arrivals

__all__ = [
    "ByHand",
    "ByHandQuery",
    "Call",
    "Captured",
    "Coming",
    "ComingQuery",
    "Contour",
    "Course",
    "Curvature",
    "CurvatureQuery",
    "FactsQuery",
    "Graph",
    "GraphQuery",
    "LossAtQuery",
    "LossMap",
    "LossMapQuery",
    "LossParts",
    "Lowest",
    "Node",
    "Numbers",
    "Outcome",
    "Plane",
    "PredictionsQuery",
    "Preview",
    "PreviewQuery",
    "Problem",
    "Query",
    "RemediesQuery",
    "Slice",
    "Snapshot",
    "SnapshotQuery",
    "StepQuery",
    "Trial",
    "Turned",
    "arrivals",
    "course_of",
    "epochs_until",
    "in_few",
    "pair_plane",
    "pairs_that_matter",
    "parts_ahead",
    "parts_at",
    "parts_over",
    "valley_plane",
    "well_chosen",
]
