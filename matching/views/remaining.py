"""Who would remain if this mattered: counted while it is chosen, kept only when saved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.http import SignedInRequest
from matching import actions, reasons
from matching.reasons import LeftOut
from matching.views.suggestions import goal_or_404
from mentorship.goals.criteria import CriteriaForm

CHOSEN = ("deal_breaker_", "wish_")


@require_POST
def remaining(request: SignedInRequest, goal_pk: int) -> HttpResponse:
    """The count beside the form; without scripts the same page again, with the count."""
    goal = goal_or_404(request, goal_pk)
    newest = goal.criteria.prefetch_related("rows", "conditions").first()
    form = CriteriaForm(request.POST, goal=goal, newest=newest)
    page = {"goal": goal, "form": form, "newest": newest, "counted": True}
    if not form.is_valid():
        return _answer(request, page, 422)
    networks = form.cleaned_data["networks_count"]
    found = actions.rehearse(goal, form.rows(), form.conditions(), networks)
    if found:
        page |= {"found": found, "breakers": _breakers(found)}
    return _answer(request, page | {"missing": goal.missing()}, 200)


def _answer(request: HttpRequest, page: dict[str, object], status: int) -> HttpResponse:
    htmx = "HX-Request" in request.headers
    template = "matching/_remaining.html" if htmx else "goals/criteria.html"
    return render(request, template, page, status=200 if htmx else status)


def _breakers(found: actions.Rehearsal) -> list[LeftOut]:
    """The mentee's own deal-breakers among the rules, the hardest first."""
    rows = reasons.left_out(found.outcome)
    return [row for row in rows if row.rule.startswith(CHOSEN)]
