"""Beginnings for stories: an empty box is harder to fill than half a sentence."""

from django.utils.translation import gettext_lazy as _

PROMPTS = [
    ("wrong", _("A time I got it wrong")),
    ("known", _("What I wish I had known")),
    ("hard", _("The hardest conversation I had at work")),
    ("turn", _("When I changed direction, and why")),
    ("help", _("Who helped me, and what they did")),
    ("late", _("Something I learnt late")),
]
"""Key in the address, and how the story begins."""


def beginning(key: str) -> str:
    """The first words of a story that somebody chose to begin; empty for none."""
    begun = dict(PROMPTS).get(key)
    return f"{begun}: " if begun else ""
