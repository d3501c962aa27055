"""Training without a window: every epoch printed, or one of them explained."""

from engine.headless.epochs import UPDATES_AT_ONCE, HeadlessError, train
from engine.headless.explanation import explain
from engine.headless.output import Output

__all__ = ["UPDATES_AT_ONCE", "HeadlessError", "Output", "explain", "train"]
