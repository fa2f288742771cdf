"""Sent when a person changed what they tell of themselves, inside the transaction."""

from django.dispatch import Signal

person_changed = Signal()
"""Arguments: ``person``, the User."""
