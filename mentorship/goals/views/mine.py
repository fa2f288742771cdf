"""What the pages of goals share: whose they are, and what to do when it is too late."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from mentorship.goals.models import Criteria, Goal
from mentorship.transitions import NotPossible

require_form = require_http_methods(["GET", "HEAD", "POST"])


def mine_or_404(request: SignedInRequest, pk: int) -> Goal:
    mine = Goal.objects.of(request.user).select_related(
        "mentee__program", "mentee__person", "track"
    )
    return get_object_or_404(mine.with_progress().prefetch_related("assessment"), pk=pk)


def tried(request: SignedInRequest, act: Callable[[], Any]) -> bool:
    """Do it, or say kindly why it is not possible now."""
    try:
        act()
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return False
    return True


def criteria_in_force(goal: Goal) -> Criteria | None:
    told = goal.criteria.prefetch_related("rows", "conditions__network")
    return told.first()
