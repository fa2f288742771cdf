"""Two or three mentors side by side, for one goal: the same facts, none of them first."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from matching import reasons
from matching.models import Outcome, Suggestion
from matching.reasons import Card
from matching.views.suggestions import asked_or_404, back_to_list, to_show
from mentorship.templatetags.look import steps, steps_in_words

MOST = 3


@require_safe
def compare(request: SignedInRequest, goal_pk: int) -> HttpResponse:
    """Those who were ticked in the list; with fewer than two, back to the list."""
    asked = asked_or_404(request, goal_pk)
    keys = [int(key) for key in request.GET.getlist("with") if _is_key(key)]
    people = list(
        to_show(request, asked.goal).filter(pk__in=keys).order_by("pk")[:MOST]
    )
    if len(people) < 2:
        messages.info(request, _("Tick two or three people to see them side by side."))
        return back_to_list(request, asked.goal)
    visible = Suggestion.objects.visible_to(request.user).filter(goal=asked.goal)
    suggested = list(visible.filter(mentor__in=people))
    outcome = Outcome.objects.live().filter(goal=asked.goal).first()
    weights = outcome.weights if outcome else []
    cards = reasons.cards(asked.goal, people, suggested, weights, asked.networks)
    told = [(label, [tell(card) for card in cards]) for label, tell in _rows()]
    context = {
        "goal": asked.goal,
        "people": [_person(asked.goal.pk, card) for card in cards],
        # What is known of none of them helps nobody to choose.
        "rows": [{"label": label, "cells": row} for label, row in told if any(row)],
        "too_many": len(set(keys)) > MOST,
    }
    return render(request, "matching/compare.html", context)


def _is_key(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 10


def _person(goal: int, card: Card) -> dict[str, str]:
    keys = [goal, card.mentor.pk]
    return {
        "name": card.name,
        "headline": card.mentor.person.profile.headline,
        "url": reverse("matching:mentor", args=keys),
        "write_url": reverse("pitches:write", args=keys),
    }


def _rows() -> list[tuple[str, Callable[[Card], str | None]]]:
    """What is compared, in the order in which it helps to decide; None: not known."""
    return [
        (_("Wrote about it"), lambda card: _quoted(card)),
        (_("Knows"), lambda card: ", ".join(card.words.covers) or None),
        (_("Level"), lambda card: _distance(card)),
        (_("Hours you share"), lambda c: c.hours.in_words() if c.hours.known else None),
        (
            _("You bring them"),
            lambda c: ", ".join(c.exchange.same + c.exchange.near) or None,
        ),
        (_("To talk about"), lambda card: _common(card)),
        (_("The way there"), lambda card: card.way or None),
        (_("Can give"), lambda card: " ".join(card.given) or None),
        (_("Kind of help"), lambda card: _support(card)),
        (_("Does not take"), lambda card: card.mentor.not_taken or None),
        (_("Worth knowing"), lambda card: " ".join(card.knowing) or None),
    ]


def _quoted(card: Card) -> str | None:
    return f"“{card.words.quote}”" if card.words.quote else None


def _common(card: Card) -> str:
    return "; ".join(card.common.things[:3]) or _("thin common ground")


def _distance(card: Card) -> str | None:
    if card.distance is None:
        return None
    drawn = {"picture": steps(card.distance), "words": steps_in_words(card.distance)}
    return render_to_string("matching/_distance.html", drawn)


def _support(card: Card) -> str | None:
    kinds = dict(card.mentor.Support.choices)
    return ", ".join(kinds[k].partition(":")[0] for k in card.mentor.supports) or None
