"""The composer of the style guide: its real form and checks, from no rows."""

from types import SimpleNamespace as Values
from typing import Any

from mentorship.pitches import composer
from mentorship.pitches.citing import Item
from mentorship.pitches.composer import Asked, Letter
from mentorship.pitches.forms import ComposerForm
from mentorship.pitches.models import Citation, Pitch
from mentorship.programs.models import Enrolment

ITEMS = [
    Item(Citation.Source.STORY, "I rehearsed until the moment had passed."),
    *(
        Item(Citation.Source.SKILL, words)
        for words in ("Speaking up", "Rotas", "Budgets", "Interviews")
    ),
    *(
        Item(Citation.Source.PATH, words)
        for words in ("Ward nurse", "Night manager", "Operations lead")
    ),
]
HALF = Letter(why="I prepare well and then say nothing.", ask="Be my mentor")
OVER = Letter(
    introduction="I am an analyst in my second year.",
    why="I prepare well and then say nothing when directors are there. " * 28,
    why_you="You rehearsed too.",
    commitment="I will try it on Monday.",
    ask="How did you choose the one thing to say?",
    brings="News from my work.",
    cited=1,
    deed="answer",
)


def letters() -> list[dict[str, Any]]:
    """Empty, half written with what is missing, with an error, over the limit."""
    return [
        _page("empty", "Empty", Letter()),
        _page("half", "Half written, and checked", HALF, checked=True),
        _page("wrong", "With an error", HALF, wrong=True),
        _page("over", "Over the limit", OVER),
    ]


def _page(
    key: str, title: str, letter: Letter, *, checked: bool = False, wrong: bool = False
) -> dict[str, Any]:
    review = composer.review(letter, Asked(name="Hanna"))
    missing = {check.key: check for check in review.missing}
    return {
        "key": key,
        "title": title,
        "form": _form(key, letter, wrong=wrong),
        "review": review,
        "checked": checked,
        "hints": missing if checked else review.hints(letter),
        "checklist": [
            {"label": check.label, "state": "done" if check.done else "missing"}
            for check in review.checks
        ],
    }


def _form(key: str, letter: Letter, *, wrong: bool) -> ComposerForm:
    written = {name: getattr(letter, name) for name in (*composer.WRITTEN, "deed")}
    kept = written | {
        "cites": [ITEMS[0].key] if letter.cited else [],
        "kind": Enrolment.Kind.CONVERSATION,
    }
    named: dict[str, Any] = {"items": ITEMS, "prefix": key}
    if not wrong:
        return ComposerForm(initial=kept, **named)
    sent = kept | {"deed": "everything", "cites": ["something else"]}
    return ComposerForm({f"{key}-{name}": sent[name] for name in sent}, **named)


def around() -> dict[str, Any]:
    """Who is written to and for what, as the composer's page knows it."""
    goal = Values(pk=1, title="Speak up when directors are there", guidance="practice")
    rooms = [(kind.label, 1) for kind in Enrolment.Kind]
    mentor = Values(pk=1, hopes="News from the wards.")
    return {"goal": goal, "mentor": mentor, "name": "Hanna", "rooms": rooms}


def written() -> Values:
    """A letter as its mentor reads it."""
    hanna = Values(person=Values(first_name_or_name="Hanna"))
    parts = ("introduction", "why_you", "commitment", "ask", "brings", "deed")
    return Values(
        mentor=hanna,
        why=HALF.why,
        fallback=Pitch.Fallback.INTRODUCE,
        get_deed_display=Pitch.Deed.ANSWER.label,
        get_kind_display=Enrolment.Kind.CONVERSATION.label,
        get_support_display=Enrolment.Support.MENTORING.label,
        get_fallback_display=Pitch.Fallback.INTRODUCE.label,
        **{name: getattr(OVER, name) for name in parts},
    )
