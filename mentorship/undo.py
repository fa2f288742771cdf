"""A message that says what was done and offers, by name, to take it back."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

_MARK = "undo "


@dataclass(frozen=True)
class Undo:
    """Where the button posts to, and what it says."""

    url: str
    label: str


def say_with_undo(request: HttpRequest, sentence: str, *, url: str, label: str) -> None:
    """Tell the person what happened, with a button that takes it back.

    ``label`` names the act ("Undo: keep Hanna in the list"), because a bare "Undo"
    says nothing to somebody who hears the page. ``url`` is posted to.
    """
    messages.success(request, sentence, extra_tags=f"{_MARK}{url} {label}")


def undo_of(message: Message) -> Undo | None:
    """The Undo that ``say_with_undo`` put into a message."""
    if not (message.extra_tags or "").startswith(_MARK):
        return None
    url, _, label = str(message.extra_tags).removeprefix(_MARK).partition(" ")
    return Undo(url, label)
