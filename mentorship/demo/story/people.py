"""The shape of the story: what its files may say about a person, a goal, a letter."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Tale:
    """Something lived through: when, and which skills it is about."""

    text: str
    year: int | None = None
    about: list[str] = field(default_factory=list)  # slugs of the vocabulary


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a mentor answered once for everybody."""

    question: str
    text: str
    about: list[str] = field(default_factory=list)  # slugs of the vocabulary


@dataclass(frozen=True, kw_only=True)
class Offer:
    """How somebody takes part as a mentor."""

    topics: list[str] = field(default_factory=list)
    best: str = ""
    hopes: str = ""
    not_taken: str = ""
    skills_not_taken: list[str] = field(default_factory=list)
    places: tuple[int, int] = (2, 1)  # conversations, ongoing
    levels: tuple[int | None, int | None] = (None, None)
    channels: list[str] = field(default_factory=list)
    hours: int | None = None
    months: int | None = None
    hears: bool | None = None
    supports: list[str] = field(default_factory=list)  # empty: not said
    answers: list["Answer"] = field(default_factory=list)
    accepting: bool = True
    paused: bool = False
    said_days_ago: int = 0  # who said it long ago is asked whether it is still so


@dataclass(frozen=True, kw_only=True)
class Mentee:
    """How somebody takes part as a mentee."""

    hopes: str = ""
    looking: bool = True


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A goal. ``when`` is "once 45" or "monthly 60 6": cadence, minutes, months.

    Assessment items begin with who may see them ("me:", "mentor:"), if not everybody
    asked; skills beginning with "=" are own words, not a concept of the vocabulary.
    """

    purpose: str
    title: str
    words: str = ""
    guidance: str = ""
    skills: list[str] = field(default_factory=list)
    growth: list[str] = field(default_factory=list)
    strength: list[str] = field(default_factory=list)
    challenge: list[str] = field(default_factory=list)
    when: str = "once 45"
    channel: str = ""
    support: str = "mentoring"
    envisioned: str = ""
    days: int | None = None  # from today to the target date
    window: tuple[int | None, int | None] = (None, None)
    track: int | None = None  # which of the person's tracks, counted from 0
    workplace: bool = False
    draft: bool = False
    closed: bool = False
    criteria: dict[str, str] = field(default_factory=dict)  # "must hide", "nice", …
    networks: bool = False  # whether networks count as something in common


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """A person, as the story tells of them. What is left out is not known."""

    key: str
    name: str
    email: str = ""
    pronouns: str = ""
    headline: str = ""
    zone: str = ""
    lang: list[str] = field(default_factory=list)
    org: str = ""
    site: str = ""
    manager: str = ""
    tracks: list[list[Any]] = field(default_factory=list)  # field, title, level, years
    path: list[list[Any]] = field(default_factory=list)  # title, where, from, until
    skills: list[str] = field(default_factory=list)  # "slug: how I know it"
    stories: list[Tale] = field(default_factory=list)
    links: list[list[str]] = field(default_factory=list)  # what is there, address
    findable: bool = False
    hours: str | None = None
    style: list[int | None] | None = None
    networks: dict[str, bool] = field(default_factory=dict)  # name: shown
    mentor: Offer | None = None
    mentee: Mentee | None = None
    goals: list[Wish] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A pitch of the story, and what became of it."""

    sender: str
    goal: int
    to: str
    state: str
    days_ago: int = 0
    kind: str = "conversation"
    introduction: str = ""
    why: str = ""
    why_you: str = ""
    commitment: str = ""
    ask: str = ""
    brings: str = ""
    deed: str = ""
    fallback: str = "introduce"
    cites: list[list[str]] = field(default_factory=list)  # source, words
    answer: str = ""
    private_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Story:
    """A whole program: its frame, its people, and what they wrote to each other."""

    frame: dict[str, Any]
    people: list[Somebody]
    letters: list[Letter]
