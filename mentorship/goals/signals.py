"""Sent when a goal, its assessment or its criteria changed, inside the transaction."""

from django.dispatch import Signal

goal_changed = Signal()
"""Arguments: ``goal``, the Goal."""
