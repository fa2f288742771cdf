"""Sent when a mentee's goals are shown with what was answered, so that whoever keeps
private answers can add those given to this very person."""

from django.dispatch import Signal

answers_wanted = Signal()
"""Arguments: ``person``, a User. A receiver returns a list of ``answers.Answer``."""
