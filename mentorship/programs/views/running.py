"""Pages of a program's admins."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest, sent
from mentorship.programs import actions, reports
from mentorship.programs.forms import ApartForm, AskAgainForm, PeopleSearch
from mentorship.programs.models import NeverPair, Program
from mentorship.programs.views.asking import require_form
from mentorship.transitions import NotPossible


@require_safe
def overview(request: SignedInRequest, slug: str) -> HttpResponse:
    program = get_object_or_404(Program.objects.run_by(request.user), slug=slug)
    context = {"program": program, "counts": reports.counts(program)}
    return render(request, "programs/overview.html", context)


@require_safe
def people(request: SignedInRequest, slug: str) -> HttpResponse:
    program = get_object_or_404(Program.objects.run_by(request.user), slug=slug)
    search = PeopleSearch(request.GET)
    search.is_valid()
    found = reports.people(
        program,
        words=search.cleaned_data.get("q", ""),
        role=search.cleaned_data.get("role", ""),
    )
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    context = {"program": program, "search": search, "page_obj": page}
    return render(request, "programs/people.html", context)


@require_form
def ask_again(request: SignedInRequest, slug: str) -> HttpResponse:
    """When mentors are asked whether they are still open, and who did not say."""
    program = get_object_or_404(Program.objects.run_by(request.user), slug=slug)
    form = AskAgainForm(sent(request), instance=program)
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data["ask_mentors_after_days"]
        actions.ask_mentors_after(program, request.user, days)
        messages.success(request, _("Saved. It counts from now on."))
        return redirect("programs:ask_again", slug)
    saved = Program.objects.only("ask_mentors_after_days").get(pk=program.pk)
    context = {"program": program, "form": form, "counts": reports.counts(program)}
    context["days"] = saved.ask_mentors_after_days
    return render(request, "programs/ask_again.html", context)


@require_form
def apart(request: SignedInRequest, slug: str) -> HttpResponse:
    """Pairs that the program keeps apart: add one, and those there are."""
    program = get_object_or_404(Program.objects.run_by(request.user), slug=slug)
    form = ApartForm(program, sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_apart(program, request.user, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The two are kept apart. Neither is told."))
            return redirect("programs:apart", slug)
    pairs = NeverPair.objects.filter(program=program).select_related(
        "mentee__profile", "mentor__profile", "made_by__profile"
    )
    page = Paginator(pairs, 50).get_page(request.GET.get("page"))
    context = {"program": program, "form": form, "page_obj": page}
    return render(request, "programs/apart.html", context)


@require_POST
def apart_no_more(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    program = get_object_or_404(Program.objects.run_by(request.user), slug=slug)
    pairs = NeverPair.objects.filter(program=program).select_related("mentee")
    actions.keep_apart_no_more(get_object_or_404(pairs, pk=pk), request.user)
    messages.success(request, _("The two may be suggested to each other again."))
    return redirect("programs:apart", slug)
