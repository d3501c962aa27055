"""Shows the glossary: its page, a card with the terms of one place, and their small pictures."""

from gui.glossary.card import TermsCard
from gui.glossary.page import GlossaryPage

__all__ = ["GlossaryPage", "TermsCard"]
