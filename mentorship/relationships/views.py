"""The pages of two people who both said yes: seen by them and nobody else."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from accounts.models import User
from mentorship.relationships import actions
from mentorship.relationships.models import Relationship
from mentorship.transitions import NotPossible

PER_PAGE = 20


@require_safe
def list_mine(request: SignedInRequest) -> HttpResponse:
    """Everybody I have something going on with, or had."""
    rows = _mine(request).going_on_first()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = [_seen_by(request.user, row) for row in page.object_list]
    return render(
        request, "relationships/list.html", {"page_obj": page, "shown": shown}
    )


@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    relationship = get_object_or_404(_mine(request), pk=pk)
    return render(
        request, "relationships/detail.html", _seen_by(request.user, relationship)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Asks once, because it cannot be taken back; wants no reason."""
    relationship = get_object_or_404(_mine(request), pk=pk)
    if request.method != "POST":
        return render(
            request, "relationships/close.html", _seen_by(request.user, relationship)
        )
    try:
        actions.close(relationship, by=request.user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("This has ended. It leaves no mark on either."))
    return redirect("relationships:detail", pk=pk)


def _mine(request: SignedInRequest) -> Any:
    rows = Relationship.objects.visible_to(request.user)
    return rows.select_related(
        "goal", "mentor__person__profile", "mentee__person__profile"
    )


def _seen_by(person: User, relationship: Relationship) -> dict[str, Any]:
    """A relationship from one of its two sides."""
    return {
        "relationship": relationship,
        "goal": relationship.goal,
        "other": relationship.other(person).person,
        "i_am_mentor": relationship.mentor.person_id == person.pk,
    }
