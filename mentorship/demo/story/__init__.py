"""The people of the demo, read from the JSON files beside this module."""

from mentorship.demo.story.people import (
    Answer,
    Letter,
    Mentee,
    Offer,
    Somebody,
    Story,
    Tale,
    Wish,
)
from mentorship.demo.story.reading import read_story

__all__ = [
    "Answer",
    "Letter",
    "Mentee",
    "Offer",
    "Somebody",
    "Story",
    "Tale",
    "Wish",
    "read_story",
]
