"""Formulas: typed text becomes a checked tree, then a torch function, and LaTeX to show it."""

from engine.formula.derive import Derivative, compiled_derivative, derivative
from engine.formula.formula import MAX_PARAMETERS, Formula, parse, same
from engine.formula.latex import latex_of_name
from engine.formula.text import FUNCTIONS, FormulaError

__all__ = [
    "FUNCTIONS",
    "MAX_PARAMETERS",
    "Derivative",
    "Formula",
    "FormulaError",
    "compiled_derivative",
    "derivative",
    "latex_of_name",
    "parse",
    "same",
]
