"""The directory, one person's page, exemplars of a skill."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.fields import one_line
from accounts.http import SignedInRequest
from accounts.models import Skill
from mentorship.finding import actions, exemplars, people
from mentorship.finding.forms import NoteForm
from mentorship.finding.models import Lead, Route
from mentorship.finding.search import Me, Search
from mentorship.finding.shared import in_common
from mentorship.finding.views.common import back, person_or_404, tabs
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment
from mentorship.undo import say_with_undo

ON_A_PAGE = 24


@require_safe
def directory(request: SignedInRequest) -> HttpResponse:
    """Everybody who may be found, by what is looked for. No quota hides anybody."""
    search = Search(Me.of(request.user), request.GET)
    found = Paginator(search.people(), ON_A_PAGE)
    context = {
        "tabs": tabs("directory"),
        "search": search,
        "chips": search.chips(),
        "page_obj": found.get_page(request.GET.get("page")),
        "can_take_part": bool(found.count)
        or Enrolment.objects.of(request.user).exists(),
    }
    return render(request, "finding/directory.html", context)


@require_safe
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Somebody in their own words, without a goal in mind."""
    found = person_or_404(request, pk)
    lead = Lead.objects.of(request.user).filter(program=found.program_id)
    lead = lead.filter(about=found.person_id)
    mine = lead.first()
    context = {
        "found": found,
        "may_be_asked": people.may_be_asked(found),
        "about": _skill(request),
        "common": in_common(request.user, found.person),
        "lead": mine,
        "note_form": NoteForm(initial={"note": mine.note if mine else ""}),
        "goals": _goals_for(request, found),
        "advice": _advice(found),
        **people.told(found),
    }
    return render(request, "finding/person.html", context)


def _skill(request: SignedInRequest) -> Skill | None:
    """What I came to ask about, if I came from a page of a skill."""
    slug = one_line(request.GET.get("skill", ""))[:80]
    return Skill.objects.filter(slug=slug).first() if slug else None


def _goals_for(request: SignedInRequest, found: Enrolment) -> list[dict[str, Any]]:
    """My open goals in the same program, and whether there is a place for each."""
    if not people.may_be_asked(found):
        return []
    mine = Goal.objects.of(request.user).open()
    goals = mine.filter(mentee__program=found.program_id)
    return [
        {"goal": goal, "room": found.free_places(goal.format) > 0} for goal in goals
    ]


def _advice(found: Enrolment) -> str:
    """Where to ask somebody for advice, if this installation has such a page."""
    try:
        return reverse("pitches:ask_advice", args=[found.pk])
    except NoReverseMatch:
        return ""


@require_POST
def save(request: SignedInRequest, pk: int) -> HttpResponse:
    found = person_or_404(request, pk)
    route = request.POST.get("route") or request.GET.get("route", "")
    actions.save(request.user, found, route if route in Route.values else "")
    say_with_undo(
        request,
        _("%(name)s is saved. Nobody is told.") % {"name": found.person.name},
        url=reverse("finding:unsave", args=[pk]),
        label=_("Undo: do not save %(name)s") % {"name": found.person.name},
    )
    return _saved(request, found, True)


@require_POST
def unsave(request: SignedInRequest, pk: int) -> HttpResponse:
    found = person_or_404(request, pk)
    actions.unsave(request.user, found)
    say_with_undo(
        request,
        _("%(name)s is no longer saved.") % {"name": found.person.name},
        url=reverse("finding:save", args=[pk]),
        label=_("Undo: keep %(name)s saved") % {"name": found.person.name},
    )
    return _saved(request, found, False)


def _saved(request: SignedInRequest, found: Enrolment, saved: bool) -> HttpResponse:
    """Back to where it was pressed; for HTMX only the button and what was said."""
    if not request.htmx:
        return back(request, "finding:person", found.pk)
    told = {name: request.GET.get(name, "") for name in ("next", "route")}
    context = {"found": found, "is_saved": saved, **told}
    return render(request, "finding/_saved.html", context)


@require_POST
def note(request: SignedInRequest, pk: int) -> HttpResponse:
    found = person_or_404(request, pk)
    form = NoteForm(request.POST)
    if form.is_valid():
        actions.keep_note(request.user, found, form.cleaned_data["note"])
        messages.success(request, _("Your note is kept. Only you read it."))
        return back(request, "finding:person", pk)
    context = {"found": found, "form": form}
    return render(request, "finding/note.html", context)


@require_safe
def skills(request: SignedInRequest) -> HttpResponse:
    """What people here know, by group. Without numbers: a one would point at somebody."""
    here = people.people_for(request.user).values("person")
    known = Skill.objects.filter(people__person__in=here).distinct()
    context = {
        "tabs": tabs("skills"),
        "skills": known.order_by("group", "label"),
    }
    return render(request, "finding/skills.html", context)


@require_safe
def exemplars_of(request: SignedInRequest, slug: str) -> HttpResponse:
    """People who exemplify a skill, with their evidence, the most recent first."""
    skill = get_object_or_404(Skill, slug=slug)
    found = exemplars.exemplars_of(skill, request.user)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "skill": skill,
        "page_obj": page,
        "exemplars": exemplars.with_evidence(skill, list(page)),
    }
    return render(request, "finding/exemplars.html", context)
