"""What ends a run whose code PyTorch refuses."""

from engine.runs.update import Begun, Stage


class RefusedError(RuntimeError):
    """PyTorch raised an error in `stage` of the update `begun`; `str()` is PyTorch's message."""

    def __init__(self, stage: Stage, begun: Begun, message: str) -> None:
        super().__init__(message)
        self.stage = stage
        self.begun = begun
