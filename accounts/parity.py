"""What people said of themselves in confidence, as numbers that may only be counted."""

from collections.abc import Iterable

from accounts.models import Identity

SMALLEST = 10
"""Fewer are never told of, whatever a program allows: ``Identity.PURPOSE`` says so."""


def same_words(people: Iterable[int]) -> dict[int, int]:
    """A number for each person who described their gender: the same for the same words,
    capitals and spaces aside.

    Which words are one is not for us to say, so "woman" and "female" are two. The words
    stay here. Who has not said anything, took it back, or agreed to another purpose than
    today's is not in it.
    """
    agreed = Identity.objects.filter(purpose_shown=Identity.PURPOSE)
    rows = agreed.filter(person__in=list(people)).order_by("pk")
    numbers: dict[str, int] = {}
    found = {}
    for person, words in rows.values_list("person_id", "gender"):
        plain = " ".join(words.casefold().split())
        found[person] = numbers.setdefault(plain, len(numbers))
    return found
