"""Text to a checked tree to a torch function, and its typesetting."""

from engine.formula.formula import MAX_PARAMETERS, Formula, parse, same
from engine.formula.latex import latex_of_name
from engine.formula.text import FUNCTIONS, FormulaError

__all__ = [
    "FUNCTIONS",
    "MAX_PARAMETERS",
    "Formula",
    "FormulaError",
    "latex_of_name",
    "parse",
    "same",
]
