"""Whose name somebody may mean by what they typed, spelled nearly so."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.names import letters_wrong, plain
from mentorship.programs.models import Enrolment

MOST_WORDS = 5
MOST_NEAR = 50
"""How many nearly right names an answer has at most, the nearest first."""


@dataclass(frozen=True)
class Named:
    """Keys of enrolments: whose name fits, and whose name would with a letter or two
    changed, the nearest first."""

    fits: list[int]
    nearly: list[int]


def named(found: "QuerySet[Enrolment]", words: str) -> Named:
    """Whose name among these people the words may mean. One query, however many."""
    typed = plain(words).split()[:MOST_WORDS]
    if not typed:
        return Named([], [])
    fits: list[int] = []
    nearly: list[tuple[int, int]] = []
    bare = found.order_by().prefetch_related(None)
    for pk, name in bare.values_list("pk", "person__profile__name").iterator():
        wrong = letters_wrong(typed, plain(name or ""))
        if wrong == 0:
            fits.append(pk)
        elif wrong is not None:
            nearly.append((wrong, pk))
    return Named(fits, [pk for _wrong, pk in sorted(nearly)[:MOST_NEAR]])
