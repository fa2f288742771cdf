"""Accounts, profiles, skills and networks of people of a story."""

from collections.abc import Iterator

from django.contrib.auth.hashers import make_password

from accounts.adapter import vouch_for_addresses
from accounts.models import (
    FreeHours,
    Link,
    Network,
    NetworkMembership,
    PathStep,
    PersonSkill,
    Profile,
    Story,
    Style,
    Track,
    User,
)
from mentorship.demo import hours
from mentorship.demo.planting.planted import Planted
from mentorship.demo.story import Somebody


def make_networks(names: dict[str, bool]) -> None:
    """Make the networks people belong to; the value says whether one is sensitive."""
    Network.objects.bulk_create(
        [Network(name=name, sensitive=hidden) for name, hidden in names.items()],
        ignore_conflicts=True,
    )


def write_accounts(planted: Planted, people: list[Somebody]) -> None:
    users = User.objects.bulk_create(
        [User(email=one.email, password=make_password(None)) for one in people]
    )
    vouch_for_addresses(users)
    planted.users = {one.key: user for one, user in zip(people, users, strict=True)}


def write_profiles(
    planted: Planted, people: list[Somebody]
) -> dict[tuple[str, int], Track]:
    """What everybody tells of themselves; gives the tracks, which goals point at."""
    users = planted.users
    Profile.objects.bulk_create(
        Profile(
            person=users[one.key],
            name=one.name,
            pronouns=one.pronouns,
            headline=one.headline,
            time_zone=one.zone,
            languages=one.lang,
            organisation=one.org,
            site=one.site,
            manager=users[one.manager] if one.manager else None,
            findable=one.findable,
        )
        for one in people
    )
    Style.objects.bulk_create(
        Style(person=users[one.key], **dict(zip(Style.AXES, one.style, strict=True)))
        for one in people
        if one.style is not None
    )
    FreeHours.objects.bulk_create(
        FreeHours(person=users[one.key], weekday=day, slots=mask)
        for one in people
        if one.hours is not None
        for day, mask in hours.masks(one.hours).items()
    )
    PathStep.objects.bulk_create(
        PathStep(
            person=users[one.key],
            title=title,
            organisation=where,
            began=began,
            ended=ended,
        )
        for one in people
        for title, where, began, ended in one.path
    )
    Link.objects.bulk_create(
        Link(person=users[one.key], label=label, url=url)
        for one in people
        for label, url in one.links
    )
    return _tracks(planted, people)


def _tracks(planted: Planted, people: list[Somebody]) -> dict[tuple[str, int], Track]:
    tracks = {
        (one.key, place): Track(
            person=planted.users[one.key],
            field=name,
            title=title,
            level=level,
            years=years,
            is_main=place == 0,
        )
        for one in people
        for place, (name, title, level, years) in enumerate(one.tracks)
    }
    Track.objects.bulk_create(tracks.values())
    return tracks


def write_stories(
    planted: Planted, people: list[Somebody], skills: dict[str, int]
) -> None:
    told = [(planted.users[one.key], tale) for one in people for tale in one.stories]
    rows = Story.objects.bulk_create(
        Story(person=user, text=tale.text, happened=tale.year) for user, tale in told
    )
    about = Story.skills.through
    about.objects.bulk_create(
        about(story_id=row.pk, skill_id=skills[slug])
        for row, (_user, tale) in zip(rows, told, strict=True)
        for slug in tale.about
        if slug in skills
    )


def concept_or_words(
    written: str, skills: dict[str, int]
) -> dict[str, int | str | None]:
    """Columns for a skill. A concept the vocabulary lacks is kept as own words."""
    if written.startswith("="):
        return {"skill_id": None, "words": written[1:].strip()}
    if written in skills:
        return {"skill_id": skills[written], "words": ""}
    return {"skill_id": None, "words": written.replace("-", " ")}


def write_skills(
    planted: Planted, people: list[Somebody], skills: dict[str, int]
) -> None:
    def rows() -> Iterator[PersonSkill]:
        for one in people:
            for written in one.skills:
                what, _, how = written.partition(": ")
                yield PersonSkill(
                    person=planted.users[one.key],
                    how=how,
                    **concept_or_words(what, skills),
                )

    PersonSkill.objects.bulk_create(rows())


def write_networks(planted: Planted, people: list[Somebody]) -> None:
    names = dict(Network.objects.values_list("name", "pk"))
    NetworkMembership.objects.bulk_create(
        NetworkMembership(
            person=planted.users[one.key], network_id=names[name], shown=shown
        )
        for one in people
        for name, shown in one.networks.items()
    )
