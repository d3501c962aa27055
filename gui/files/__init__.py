"""What comes from files and goes to them: experiments and tables."""

from gui.files.documents import Documents
from gui.files.intake import Intake

__all__ = ["Documents", "Intake"]
