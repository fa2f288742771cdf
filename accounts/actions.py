"""What a person changes of themselves. Each act tells ``person_changed``."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import (
    FreeHours,
    Identity,
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
from accounts.rows import Rows, save_rows
from accounts.signals import person_changed
from accounts.vocabulary.picking import Pick


@transaction.atomic
def save_profile(person: User, values: dict[str, Any]) -> None:
    """Write the page about the person."""
    Profile.objects.update_or_create(person=person, defaults=values)
    _tell(person)


def in_a_shared_program(person: User, email: str) -> User | None:
    """Somebody else, by address, who takes part in a program that the person is in.

    Which programs there are is not known here; the way leads over relation names.
    """
    return (
        User.objects.filter(
            email=email.casefold(),
            is_active=True,
            enrolments__left_at=None,
            enrolments__program__enrolments__person=person,
            enrolments__program__enrolments__left_at=None,
        )
        .exclude(pk=person.pk)
        .first()
    )


@transaction.atomic
def save_tracks(person: User, rows: Rows) -> None:
    """Change lines of work. At most one is the main one: the caller has checked."""
    _lock(person)
    mine = Track.objects.filter(person=person)
    if any(row.get("is_main") for row in rows.kept):
        mine.update(is_main=False)  # so that the mark can move from one to another
    save_rows(mine, rows, person=person)
    _tell(person)


@transaction.atomic
def save_path(person: User, rows: Rows) -> None:
    _lock(person)
    save_rows(PathStep.objects.filter(person=person), rows, person=person)
    _tell(person)


@transaction.atomic
def save_links(person: User, rows: Rows) -> None:
    """Change links. An address that another page added meanwhile is not added twice."""
    _lock(person)
    mine = Link.objects.filter(person=person)
    mine.filter(pk__in=rows.removed).delete()
    there = dict(mine.values_list("url", "pk"))
    fits = [row for row in rows.kept if there.get(row["url"]) in (None, row.get("pk"))]
    save_rows(mine, Rows(kept=fits), person=person)
    _tell(person)


@transaction.atomic
def save_findable(person: User, findable: bool) -> None:
    """Let people of one's programs find one by what one knows, or no longer."""
    Profile.objects.filter(person=person).update(findable=findable)
    _tell(person)


@transaction.atomic
def save_stories(person: User, rows: Rows) -> None:
    """Change stories, each with the skills that it is about."""
    _lock(person)
    mine = Story.objects.filter(person=person)
    mine.filter(pk__in=rows.removed).delete()
    for row in rows.kept:
        skills = [pick.skill for pick in row["skills"] if pick.skill]
        told = {"text": row["text"], "happened": row["happened"]}
        if row.get("pk") is None:
            story: Story | None = Story.objects.create(person=person, **told)
        else:
            mine.filter(pk=row["pk"]).update(**told)
            story = mine.filter(pk=row["pk"]).first()
        if story:
            story.skills.set(skills)
    _tell(person)


@transaction.atomic
def save_skills(person: User, rows: Rows, added: Iterable[Pick]) -> None:
    """Change how skills are known, remove some, and add picked ones, each once."""
    _lock(person)
    mine = PersonSkill.objects.filter(person=person)
    save_rows(mine, rows, person=person)
    listed = {(row.skill, row.words.casefold()) for row in mine.select_related("skill")}
    for pick in added:
        if (pick.skill, pick.words.casefold()) not in listed:
            mine.create(person=person, skill=pick.skill, words=pick.words)
            listed.add((pick.skill, pick.words.casefold()))
    _tell(person)


@transaction.atomic
def save_hours(person: User, masks: Mapping[int, int]) -> None:
    """Write the free half hours of a week, {weekday: mask}. Nothing free on any day
    means that the person has not said: the rows go, and it is not known again."""
    _lock(person)
    FreeHours.objects.filter(person=person).delete()
    if any(masks.values()):
        FreeHours.objects.bulk_create(
            FreeHours(person=person, weekday=day, slots=mask)
            for day, mask in sorted(masks.items())
        )
    _tell(person)


@transaction.atomic
def save_style(person: User, axes: dict[str, int | None]) -> None:
    Style.objects.update_or_create(person=person, defaults=axes)
    _tell(person)


@transaction.atomic
def save_networks(person: User, shown: Mapping[int, bool]) -> None:
    """Belong to exactly these networks: {network key: may others see it}."""
    _lock(person)
    NetworkMembership.objects.filter(person=person).exclude(network__in=shown).delete()
    for network, may_see in shown.items():
        NetworkMembership.objects.update_or_create(
            person=person, network_id=network, defaults={"shown": may_see}
        )
    _tell(person)


@transaction.atomic
def join_network(person: User, name: str, *, private: bool, shown: bool) -> Network:
    """Belong to a network by its name, and add it if there is none of that name. What
    one person calls private stays so; a listed one is what its keeper says."""
    network = Network.objects.filter(name__iexact=name).first()
    if network is None:
        network, _made = Network.objects.get_or_create(
            name=name, defaults={"sensitive": private, "listed": False}
        )
    elif private:
        Network.objects.filter(pk=network.pk, listed=False).update(sensitive=True)
    NetworkMembership.objects.update_or_create(
        person=person, network=network, defaults={"shown": shown}
    )
    _tell(person)
    return network


@transaction.atomic
def give_identity(person: User, words: str) -> None:
    """Keep how a person describes themselves, with the purpose they were shown. It
    changes no suggestion, so nobody is told."""
    Identity.objects.update_or_create(
        person=person,
        defaults={
            "gender": words,
            "purpose_shown": Identity.PURPOSE,
            "consented_on": timezone.localdate(),
        },
    )


def withdraw_identity(person: User) -> None:
    """Take the consent back: the row goes, and nothing of it stays."""
    Identity.objects.filter(person=person).delete()


def _lock(person: User) -> None:
    """Two pages of one person that are saved at once wait for each other."""
    User.objects.select_for_update().get(pk=person.pk)


def _tell(person: User) -> None:
    # The page says when it was last changed, whichever of its parts it was.
    Profile.objects.filter(person=person).update(updated_at=timezone.now())
    person_changed.send(sender=User, person=person)
