"""Sent when somebody blocks somebody, inside the transaction and before the block is
written, so that whoever listens can take the locks and close what is open."""

from django.dispatch import Signal

parting = Signal()
"""Arguments: ``blocker`` and ``blocked``, two Users."""
