"""What matters in a mentor, for one goal."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import SignedInRequest, sent
from mentorship.goals import actions
from mentorship.goals.criteria import CriteriaForm
from mentorship.goals.views.mine import criteria_in_force, mine_or_404, require_form


@require_form
def criteria(request: SignedInRequest, pk: int) -> HttpResponse:
    goal = mine_or_404(request, pk)
    newest = criteria_in_force(goal)
    form = CriteriaForm(sent(request), goal=goal, newest=newest)
    if request.method == "POST" and form.is_valid():
        networks = form.cleaned_data["networks_count"]
        actions.set_criteria(goal, form.rows(), form.conditions(), networks)
        messages.success(request, _("Saved. Your suggestions will follow it."))
        return redirect("goals:detail", pk)
    context = {"goal": goal, "form": form, "newest": newest}
    return render(request, "goals/criteria.html", context)


@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """What matters is still so."""
    actions.confirm_criteria(mine_or_404(request, pk))
    messages.success(request, _("Good to know. Your suggestions stay as they are."))
    return redirect("matching:suggestions", pk)
