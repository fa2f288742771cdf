"""What several pages of finding share: their tabs, and trying an act kindly."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.fields import one_line
from accounts.http import SignedInRequest
from mentorship.finding.people import people_for
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment
from mentorship.transitions import NotPossible

require_form = require_http_methods(["GET", "HEAD", "POST"])


def tabs(current: str) -> list[dict[str, Any]]:
    """The parts of Find, for components/tabs.html."""
    parts = [
        ("goals", _("For my goals")),
        ("directory", _("Everybody")),
        ("skills", _("Skills")),
        ("leads", _("Saved")),
        ("ways", _("Ways to find")),
    ]
    return [
        {
            "label": label,
            "url": reverse(f"finding:{name}"),
            "current": name == current,
        }
        for name, label in parts
    ]


def person_or_404(request: SignedInRequest, pk: int) -> Enrolment:
    near = people_for(request.user).select_related("person__profile", "program")
    return get_object_or_404(near, pk=pk)


def goal_or_404(request: SignedInRequest, pk: int) -> Goal:
    mine = Goal.objects.of(request.user).select_related("mentee__program")
    return get_object_or_404(mine, pk=pk)


def tried(request: SignedInRequest, act: Callable[[], Any]) -> bool:
    """Do it, or say kindly why it is not possible now."""
    try:
        act()
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return False
    return True


def back(request: SignedInRequest, view: str, *args: Any) -> HttpResponse:
    """To the page from which a form was sent, if it is one of ours; else to a view."""
    then = one_line(request.POST.get("next") or request.GET.get("next", ""))
    ours = then.startswith("/") and url_has_allowed_host_and_scheme(then, None)
    if ours:
        return redirect(then)
    return redirect(view, *args)
