"""Sample data of the style guide: people, lists and figures of every state."""

from datetime import UTC, datetime
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse

from mentorship.styleguide.forms import every_form
from mentorship.styleguide.letters import ITEMS, around, letters, written
from mentorship.styleguide.suggested import cards, passed
from mentorship.templatetags.look import ICONS

LONG = (
    "Somebody-whose-name-has-no-space and who tells in one long breath of everything "
    "they did between the lab, the ward and the office of a regional hospital group"
)
AT = datetime(2026, 10, 22, 16, 30, tzinfo=UTC)


def everything() -> dict[str, Any]:
    here = reverse("styleguide")
    return {
        "forms": every_form(),
        "questions": QUESTIONS,
        "icons": sorted(ICONS),
        "colours": COLOURS,
        "at": AT,
        "long": LONG,
        "here": here,
        "people": people(here),
        "compared": compared(),
        "sections": sections(here),
        "answers": answers(here),
        "checklist": checklist(here),
        "tabs": tabs(here),
        "page_obj": Paginator(range(100), 20).get_page(2),
        "pitch": written(),
        "cites": ITEMS[:1],
        "letters": letters(),
        "around": around(),
        "cards": cards(),
        "saved": {4},
        "passed": passed(here),
        "distances": [3, 2, 1, 0, -1, -2, None],
        "weeks": weeks(),
        "histogram": [0, 1, 2, 4, 7, 12, 18, 14, 9, 3],
        "curve": [(0, 0), (0.25, 0.05), (0.5, 0.2), (0.75, 0.48), (1, 1)],
    }


QUESTIONS = {
    "meeting": {
        "title": "How would you like to meet?",
        "help": "You can agree on something else later.",
    }
}
COLOURS = [
    ("ink", "what is read"),
    ("quiet", "what comes second"),
    ("rope", "what you can act on"),
    ("chalk", "worth knowing, never an error"),
    ("stop", "an error, or what cannot be taken back"),
]


def people(here: str) -> list[dict[str, Any]]:
    hanna = {
        "name": "Hanna Reuter",
        "key": "hanna",
        "headline": "Operations lead, regional hospitals",
        "facts": ["two steps ahead of you", "3 hours shared", "answers in 2 days"],
        "saved": True,
    }
    tunde = {
        "name": "Tunde Okafor",
        "key": "tunde",
        "headline": "",
        "facts": ["at your level"],
        "saved": False,
    }
    long = {"name": LONG[:60], "key": "long", "headline": LONG, "facts": [LONG[60:]]}
    links = {"url": here, "write_url": here, "save_url": here}
    return [hanna | links, tunde | links, long | links]


def compared() -> list[dict[str, Any]]:
    return [
        {"label": "Level", "cells": ["two steps ahead of you", "at your level"]},
        {"label": "Hours you share", "cells": ["3 hours, Tue and Thu", None]},
        {"label": "Speaks", "cells": ["English, German", "English"]},
        {"label": "Hopes for", "cells": [LONG, None]},
    ]


def sections(here: str) -> list[dict[str, Any]]:
    return [
        {
            "title": "Your goal",
            "tasks": [
                {"label": "What you want to reach", "url": here, "state": "done"},
                {
                    "label": "How you see yourself in this",
                    "url": here,
                    "state": "now",
                    "note": "Two of three lists are told.",
                },
                {"label": "What matters to you", "url": here, "state": "todo"},
            ],
        },
        {
            "title": "Find somebody",
            "tasks": [
                {
                    "label": "See who could help",
                    "state": "blocked",
                    "why": "Name a growth area first: people are compared with it.",
                },
            ],
        },
    ]


def answers(here: str) -> list[dict[str, Any]]:
    return [
        {"label": "Purpose", "value": "Learn a skill", "url": here},
        {"label": "Skills", "many": ["speaking up", "listening"], "url": here},
        {"label": "By when", "value": "", "url": here},
        {"label": "What would help", "value": LONG, "note": "Seen by people I ask."},
    ]


def checklist(here: str) -> list[dict[str, str]]:
    labels = [
        ("Goal", "done"),
        ("Ask", "now"),
        ("Question", "missing"),
        ("Meet", "later"),
    ]
    return [{"label": name, "state": state, "url": here} for name, state in labels]


def tabs(here: str) -> list[dict[str, Any]]:
    names = ["Waiting", "Answered", "Drafts"]
    return [{"label": n, "url": here, "current": n == names[0]} for n in names]


def weeks() -> list[tuple[list[int], list[int], str]]:
    return [
        ([2, 3, 2, 3, 1, 0, 0], [0, 2, 0, 1, 0, 0, 0], "3 hours shared"),
        ([2, 3, 2, 3, 1, 0, 0], [0] * 7, "no hour shared"),
        ([0] * 7, [0] * 7, "nothing free"),
    ]
