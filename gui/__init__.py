"""The window: draws what the engine says, and sends it what the person asks for.

Once PySide6 is loaded it reads the source of every module that is imported, which takes time and
trips over pydantic's lazy parts. So what does not need Qt is imported here, before anything does.
"""

import tsdownsample

import engine.experiment.document
import engine.experiment.presets
import engine.runs.history

__all__ = ["engine", "tsdownsample"]
