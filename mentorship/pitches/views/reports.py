"""A program admin's page: on which ways people are found."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from mentorship.pitches import reports
from mentorship.programs.models import Program


@require_safe
def routes(request: SignedInRequest, slug: str) -> HttpResponse:
    program = get_object_or_404(Program.objects.run_by(request.user), slug=slug)
    context = {"program": program, "rows": reports.routes(program)}
    return render(request, "pitches/routes.html", context)
