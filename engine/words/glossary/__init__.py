"""The glossary: what every term on screen means, in at most two sentences each.

One table for all who explain: tooltips, the card of Shift+F1, and the page in Help.
"""

from engine.words.glossary.find import TERMS, explain, found, terms_in
from engine.words.glossary.term import Sketch, Term

__all__ = ["TERMS", "Sketch", "Term", "explain", "found", "terms_in"]
