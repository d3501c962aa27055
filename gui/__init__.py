"""The window: draws what the engine says, and sends it what the person asks for.

Once PySide6 is loaded, it reads the source of every module that is imported later, which takes time
and fails on pydantic's lazy imports. So modules that do not need Qt are imported here, before it.
"""

import engine.experiment.document
import engine.experiment.presets
import engine.runs.history
import engine.words.data
import engine.words.hints
import engine.words.landscape.rate
import engine.words.seen
import engine.words.stages
import engine.words.status

__all__ = ["engine"]
