"""Suggestion cards of the style guide: plain values in the shape that a page builds."""

from types import SimpleNamespace as Values
from typing import Any

from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.base import Message

FREE = [2, 3, 2, 3, 1, 0, 0]
BOTH = [0, 2, 0, 1, 0, 0, 0]


def cards() -> list[Values]:
    """One for each state: strong with a quote, thin common ground and nothing written,
    something of a deal-breaker that is not known, saved."""
    return [_strong(), _thin(), _unknown(), _saved()]


def passed(here: str) -> dict[str, Any]:
    """What is said when somebody is not for me, and where they can be found again."""
    undo = f"undo {here} Undo: keep Hanna Reuter in the list"
    said = Message(SUCCESS, "Hanna Reuter is out of your list.", extra_tags=undo)
    mentor = Values(person=Values(name="Hanna Reuter"))
    row = Values(mentor=mentor, mentor_id=1, pk=1, why="We talked last year.")
    return {"message": said, "passed": [row]}


def _card(key: int, name: str, headline: str, **told: Any) -> Values:
    profile = Values(headline=headline, language_names=told.pop("speaks", []))
    person = Values(name=name, profile=profile)
    told_of_mentor = told.pop("mentor", {})
    mentor = Values(
        pk=key,
        person=person,
        person_id=key,
        **({"hopes": "", "hears": None, "not_taken": ""} | told_of_mentor),
    )
    unsaid: dict[str, Any] = {
        "distance": None,
        "hours": Values(known=False, in_words="hours are not known yet"),
        "words": _words(),
        "exchange": Values(same=[], near=[]),
        "common": Values(thin=True, things=[]),
        "given": [],
        "strengths": [],
        "way": "",
        "knowing": [],
        "factors": [],
        "points": "",
    }
    told = unsaid | told
    return Values(mentor=mentor, name=name, first_name=name.split()[0], **told)


def _words(**told: Any) -> Values:
    nothing: dict[str, Any] = {
        "quote": "",
        "year": None,
        "covers": [],
        "close": [],
        "missing": [],
    }
    return Values(**(nothing | told))


def _strong() -> Values:
    return _card(
        1,
        "Hanna Reuter",
        "Operations lead, regional hospitals",
        speaks=["English", "German"],
        mentor={
            "hopes": "News from the wards.",
            "hears": True,
            "not_taken": "References.",
        },
        distance=2,
        hours=Values(known=True, free=FREE, both=BOTH, in_words="3 hours shared, Tue"),
        words=_words(
            quote="I rehearsed until the moment had passed.",
            year=2023,
            covers=["speaking up"],
            close=[("influencing", "influencing")],
            missing=["executive presence"],
        ),
        exchange=Values(same=["night shifts"], near=["rotas"]),
        common=Values(thin=False, things=["You both worked in a city hospital."]),
        strengths=["I notice when somebody is left out"],
        way="You both know Mari Tamm.",
        given=["As they say: 2 hours a month."],
        knowing=["Hanna talks in a direct way, you asked for gentle."],
        factors=FACTORS,
        points="78",
    )


FACTORS = [
    Values(
        label="Relevance to your goal", value=0.83, band="strong", points=33, most=40
    ),
    Values(label="Shared hours", value=0.6, band="some", points=9, most=15),
    Values(label="Listens well", value=None, band="not known yet", points=0, most=10),
]


def _thin() -> Values:
    return _card(
        2,
        "Tunde Okafor",
        "",
        distance=0,
        hours=Values(known=True, free=FREE, both=[0] * 7, in_words="no shared hour"),
    )


def _unknown() -> Values:
    return _card(
        3,
        "Li",
        "Nurse educator",
        words=_words(close=[("listening", "listening")]),
        knowing=[
            "It is not known whether they speak the language you asked for. Ask first."
        ],
    )


def _saved() -> Values:
    return _card(
        4,
        "Somebody-whose-name-has-no-space",
        "Somebody who tells in one long breath of everything they did between the lab, "
        "the ward and the office of a regional hospital group",
        distance=-1,
        words=_words(covers=["listening"]),
    )
