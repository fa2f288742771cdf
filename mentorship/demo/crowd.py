"""Large crowds of the story's shape: its sentences put together anew, over and over.

Everybody of a crowd takes after one person of the story, so that trade, skills and
sentences belong together; names, places, hours and what is left unknown vary. The same
seed gives the same crowd, and each batch can be made without the ones before it.
"""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import Any

from mentorship.demo.story import Mentee, Offer, Somebody, Tale, Wish, read_story
from mentorship.demo.story.reading import FOLDER

BATCH = 2000
BOTH_ROLES = 25  # one in so many takes part as mentee and as mentor
UNKNOWN = {"zone": 0.06, "lang": 0.04, "hours": 0.2, "style": 0.3, "skills": 0.08}
_SENTENCE_END = re.compile(r"(?<=[.!?]) +")


@dataclass(frozen=True)
class Size:
    """How many take part in each role; some people do in both."""

    mentees: int
    mentors: int

    @property
    def both(self) -> int:
        return min(self.mentees, self.mentors) // BOTH_ROLES

    @property
    def people(self) -> int:
        return self.mentees + self.mentors - self.both


def batches(size: Size, seed: int, domain: str) -> Iterator[list[Somebody]]:
    """Everybody of a crowd, ``BATCH`` at a time. Mentors come first, then those in both
    roles, then mentees. Managers are of the same batch."""
    for first in range(0, size.people, BATCH):
        made = random.Random(f"{seed} {first}")
        after = min(first + BATCH, size.people)
        people = [_person(n, size, made, domain) for n in range(first, after)]
        yield [_with_manager(one, people, made) for one in people]


def _with_manager(
    one: Somebody, people: list[Somebody], made: random.Random
) -> Somebody:
    """A third report to somebody made before them, so that no line is a circle."""
    place = int(one.key) - int(people[0].key)
    if place == 0 or made.random() > 0.33:
        return one
    return replace(one, manager=people[made.randrange(max(0, place - 40), place)].key)


@dataclass(frozen=True)
class _Sources:
    """What a crowd is made of."""

    mentors: list[Somebody]
    mentees: list[Somebody]
    alike: dict[str, list[Somebody]]  # people of one field who write English
    hours: list[str]
    words: dict[str, Any]


@cache
def _sources() -> _Sources:
    people = read_story().people
    english = sorted(
        (one for one in people if one.tracks and one.lang[:1] == ["en"]),
        key=lambda one: str(one.tracks[0][0]),
    )
    by_field = groupby(english, key=lambda one: str(one.tracks[0][0]))
    return _Sources(
        mentors=[one for one in people if one.mentor],
        mentees=[one for one in people if any(w.growth for w in one.goals)],
        alike={name: list(group) for name, group in by_field},
        hours=[one.hours for one in people if one.hours],
        words=json.loads((FOLDER / "crowd.json").read_text(encoding="utf-8")),
    )


def _person(number: int, size: Size, made: random.Random, domain: str) -> Somebody:
    """The crowd's person of a number: whom they take after, and what is their own."""
    is_mentor = number < size.mentors
    is_mentee = number >= size.mentors - size.both
    sources = _sources()
    like = made.choice(sources.mentors if is_mentor else sources.mentees)
    dreamer = like if like.goals and not is_mentor else made.choice(sources.mentees)
    about = _about(like, made)
    one = Somebody(
        key=str(number),
        name=f"{made.choice(sources.words['first'])} "
        f"{made.choice(sources.words['last'])}",
        email=f"p{number}@{domain}",
        headline=like.headline,
        zone=_zone(like, made),
        lang=like.lang,
        org=about["org"],
        site=about["place"],
        tracks=[_track(track, made) for track in like.tracks],
        path=like.path if made.random() < 0.5 else [],
        skills=_skills(like, about, made),
        stories=[_story(tale, about, made) for tale in like.stories],
        hours=made.choice(sources.hours),
        style=[made.randint(-2, 2) for _ in range(6)],
        networks={name: made.random() < 0.6 for name in like.networks},
        mentor=_offer(like.mentor, like, about, made)
        if like.mentor and is_mentor
        else None,
        mentee=Mentee(looking=made.random() > 0.03) if is_mentee else None,
        goals=_wishes(dreamer, about, made) if is_mentee else [],
    )
    return _partly_unknown(one, made)


def _about(like: Somebody, made: random.Random) -> dict[str, Any]:
    """Small facts that make one person's sentences differ from another's."""
    words = _sources().words
    place = made.choice(words["places"])
    return {
        "org": f"{place} {made.choice(words['houses'])}",
        "place": made.choice(words["places"]),
        "years": made.randint(2, 30),
        "size": made.randint(3, 60),
        "english": like.lang[:1] == ["en"],
    }


def _partly_unknown(one: Somebody, made: random.Random) -> Somebody:
    """Without what this person did not say."""
    empty: dict[str, Any] = {
        "zone": "",
        "lang": [],
        "hours": None,
        "style": None,
        "skills": [],
    }
    left_out = {k: empty[k] for k, share in UNKNOWN.items() if made.random() < share}
    return replace(one, **left_out)


def _zone(like: Somebody, made: random.Random) -> str:
    zones: dict[str, int] = _sources().words["zones"]
    if like.zone and made.random() < 0.6:
        return like.zone
    return made.choices(list(zones), list(zones.values()))[0]


def _track(track: list[Any], made: random.Random) -> list[Any]:
    name, title, level, years = track
    if level is not None:
        level = min(7, max(0, level + made.choice([-1, 0, 0, 1])))
    if years is not None:
        years = min(50, max(0, years + made.randint(-3, 4)))
    return [name, title, level, years]


def _skills(like: Somebody, about: dict[str, Any], made: random.Random) -> list[str]:
    """Most of the skills of the one they take after, and one or two of a colleague."""
    kept = [skill for skill in like.skills if made.random() < 0.8]
    field = str(like.tracks[0][0]) if like.tracks else ""
    colleagues = _sources().alike.get(field, [])
    if colleagues:
        other = made.choice(colleagues)
        kept += made.sample(other.skills, k=min(2, len(other.skills)))
    known: dict[str, str] = {}
    for written in kept:
        what, _, how = written.partition(": ")
        if how and about["english"] and made.random() < 0.5:
            how = f"{how.rstrip('.')}. {_filled('offers', about, made)}"
        known.setdefault(what, how)
    return [f"{what}: {how}" if how else what for what, how in known.items()]


def _offer(
    offer: Offer, like: Somebody, about: dict[str, Any], made: random.Random
) -> Offer:
    topics = made.sample(offer.topics, k=made.randint(1, len(offer.topics)))
    field = str(like.tracks[0][0])
    others = [one for one in _sources().alike.get(field, []) if one.mentor]
    if others and about["english"]:
        more = made.choice(others).mentor
        topics += [] if more is None else made.sample(more.topics, k=1)
    if about["english"]:
        ways = [_filled("ways", about, made) for _ in topics]
        topics = [
            t + made.choice(["", way]) for t, way in zip(topics, ways, strict=True)
        ]
    return replace(
        offer,
        topics=list(dict.fromkeys(topics)),
        best=offer.best if made.random() < 0.7 else "",
        hopes=offer.hopes if made.random() < 0.7 else "",
        places=(made.randint(0, 4), made.randint(0, 2)),
        accepting=made.random() > 0.05,
        paused=made.random() < 0.04,
        hours=made.choice([None, 1, 2, 3, 4, 6]),
        months=made.choice([None, 3, 6, 12]),
        hears=made.choice([None, True, True, False]),
    )


def _wishes(like: Somebody, about: dict[str, Any], made: random.Random) -> list[Wish]:
    """One goal, sometimes two or three, each kept whole in what it is about."""
    about = about | {"english": like.lang[:1] == ["en"]}
    complete = [wish for wish in like.goals if wish.growth]
    wanted = made.choices([1, 2, 3], [40, 50, 10])[0]
    return [_wish(wish, about, made) for wish in complete[:wanted]]


def _wish(wish: Wish, about: dict[str, Any], made: random.Random) -> Wish:
    return replace(
        wish,
        guidance=_guidance(wish.guidance, about, made),
        skills=[s for s in wish.skills if made.random() < 0.75],
        growth=made.sample(wish.growth, k=made.randint(1, len(wish.growth))),
        strength=wish.strength if made.random() < 0.6 else [],
        challenge=wish.challenge if made.random() < 0.6 else [],
        days=made.choice([None, None, 30, 60, 90, 180]),
        draft=made.random() < 0.03,
        track=None,
        criteria=wish.criteria if made.random() < 0.7 else {},
    )


def _guidance(text: str, about: dict[str, Any], made: random.Random) -> str:
    """Some of what they wanted to hear about, in English with something of their own."""
    kept = _some_sentences(text, made)
    if about["english"]:
        kept.insert(0, _filled("lead_ins", about, made))
        if made.random() < 0.5:
            kept.append(_filled("asks", about, made))
    return " ".join(kept)


def _story(tale: Tale, about: dict[str, Any], made: random.Random) -> Tale:
    kept = _some_sentences(tale.text, made)
    if about["english"] and made.random() < 0.7:
        kept.insert(0, _filled("tellings", about, made))
    return replace(tale, text=" ".join(kept))


def _some_sentences(text: str, made: random.Random) -> list[str]:
    """Three quarters of a text's sentences in their order, at least one."""
    sentences = _SENTENCE_END.split(text)
    return [s for s in sentences if made.random() < 0.75] or sentences[:1]


def _filled(kind: str, about: dict[str, Any], made: random.Random) -> str:
    return str(made.choice(_sources().words[kind])).format(**about)
