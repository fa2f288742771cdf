"""Asks higher apps whom a mentee could ask next, when somebody could not take it on."""

from django.dispatch import Signal

next_people = Signal()
"""Arguments: ``goal`` and ``most``. Receivers return mentors (enrolments), the best first,
without anybody whom the goal's mentee has written to for it."""
