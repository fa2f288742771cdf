"""What two people have in common, in words: something to talk about."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import NetworkMembership, PathStep, PersonSkill, Track, User

MOST = 3


def in_common(me: User, them: User) -> list[str]:
    """Sentences about what both told, by the same words. A fixed number of queries."""
    mine, theirs = getattr(me, "profile", None), getattr(them, "profile", None)
    said = []
    if mine and theirs:
        if _same(mine.organisation, theirs.organisation):
            said.append(_("You both work at %(name)s.") % {"name": mine.organisation})
        if _same(mine.site, theirs.site):
            said.append(_("You both work in %(place)s.") % {"place": mine.site})
        second = [n for n in mine.language_names if n in theirs.language_names]
        if len(second) > 1:
            said.append(_("You share %(names)s.") % {"names": ", ".join(second)})
    for sentence, found in _lists(me, them):
        if found:
            said.append(sentence % {"names": ", ".join(found[:MOST])})
    return said


def _same(one: str, other: str) -> bool:
    return bool(one) and one.casefold() == other.casefold()


def _lists(me: User, them: User) -> list[tuple[str, list[str]]]:
    """For each kind of thing the sentence, and what both have of it."""
    both = [me.pk, them.pk]
    tracks = Track.objects.filter(person__in=both).values_list("person", "field")
    skills = PersonSkill.objects.filter(person__in=both, skill__isnull=False)
    stations = PathStep.objects.filter(person__in=both).exclude(organisation="")
    shown = NetworkMembership.objects.filter(person=me) | (
        NetworkMembership.objects.filter(person=them, shown=True)
    )
    return [
        (_("You both know work in %(names)s."), _common(me.pk, tracks)),
        (
            _("You both were at %(names)s on your way."),
            _common(me.pk, stations.values_list("person", "organisation")),
        ),
        (
            _("You both belong to %(names)s."),
            _common(me.pk, shown.values_list("person", "network__name")),
        ),
        (
            _("You both know %(names)s."),
            _common(me.pk, skills.values_list("person", "skill__label")),
        ),
    ]


def _common(me: int, rows: Iterable[tuple[int, str]]) -> list[str]:
    """Names that stand on both sides, as I write them."""
    mine: dict[str, str] = {}
    theirs: dict[str, str] = {}
    for person, name in rows:
        (mine if person == me else theirs)[name.casefold()] = name
    return [mine[key] for key in mine if key in theirs]
