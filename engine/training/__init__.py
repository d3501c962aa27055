"""PyTorch: the only place where a model is trained. Importing it loads torch."""

from engine.runs import RefusedError
from engine.training.problem import DismissedError, Problem
from engine.training.recorder import Recorder
from engine.training.trainer import Trainer

__all__ = ["DismissedError", "Problem", "Recorder", "RefusedError", "Trainer"]
