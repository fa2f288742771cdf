"""The way into a program: one question on each page, a look at the answers, joining."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest, sent
from mentorship.programs import actions
from mentorship.programs.forms.asked import FORMS, Asked, questions_for
from mentorship.programs.models import Enrolment, Joining, Program
from mentorship.programs.views.asking import require_form
from mentorship.questions import Question, Questions
from mentorship.transitions import NotPossible


@require_safe
def join(request: SignedInRequest, slug: str) -> HttpResponse:
    """Where somebody goes on: the first open question, on whichever device."""
    draft = _draft_or_404(request, slug)
    if len(draft.held) == len(Enrolment.Role):
        messages.info(request, _("You take part in both roles already."))
        return redirect("programs:welcome", slug)
    return redirect(_onward(draft))


@require_form
def question(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    draft = _draft_or_404(request, slug)
    asked = questions_for(draft)
    if key not in FORMS:
        raise Http404
    if key not in asked or len(draft.held) == len(Enrolment.Role):
        return redirect("programs:join", slug)
    form = asked[key].form(draft, key, sent(request))
    if request.method == "POST" and form.is_valid():
        actions.answer(draft.program, request.user, key, form.cleaned_data)
        if request.POST.get("then") == "later":
            messages.success(request, _("Your answers are kept. Go on when you like."))
            return redirect("programs:list")
        now = Joining.objects.draft_of(request.user, draft.program)
        return redirect(_after(now, key))
    return _page(request, draft, asked, asked[key], form)


def _page(
    request: SignedInRequest,
    draft: Joining,
    asked: Questions[type[Asked]],
    question: Question[type[Asked]],
    form: Asked,
) -> HttpResponse:
    before = asked.before(question.key)
    context = {
        "program": draft.program,
        "question": {"title": question.title, "help": question.why},
        "form": form,
        "number": asked.number(question.key),
        "total": len(asked) if draft.roles else None,
        "back_url": _address(draft, before.key) if before else _welcome(draft),
        "later_url": reverse("programs:list"),
    }
    return render(request, "programs/question.html", context)


@require_form
def check(request: SignedInRequest, slug: str) -> HttpResponse:
    """All answers, each to be changed, and the one button that joins."""
    draft = _draft_or_404(request, slug)
    if request.method == "POST":
        return _finish(request, draft)
    if draft.first_open:
        return redirect(_onward(draft))
    answers = [
        {
            "label": one.form.LABEL,
            "value": one.form.said(draft.answers[one.key]),
            "url": _address(draft, one.key),
        }
        for one in questions_for(draft)
    ]
    back = _address(draft, draft.asked[-1])
    context = {"program": draft.program, "answers": answers, "back": back}
    return render(request, "programs/check.html", context)


def _finish(request: SignedInRequest, draft: Joining) -> HttpResponse:
    try:
        joined = actions.finish(draft.program, request.user)
    except NotPossible as refusal:
        if draft.held:
            messages.info(request, str(refusal))
            return redirect("programs:welcome", draft.program.slug)
        messages.error(request, str(refusal))
        return redirect("programs:join", draft.program.slug)
    welcome = _("Welcome to %(program)s.") % {"program": draft.program.name}
    messages.success(request, welcome)
    return redirect(_first_page(joined))


def _first_page(joined: list[Enrolment]) -> str:
    """Where somebody begins who just joined: a mentee who looks, with a goal; a mentor
    with what they can help with; who is only looking around, with the ways there are."""
    for enrolment in joined:
        if enrolment.role == Enrolment.Role.MENTEE and enrolment.looking:
            return reverse("goals:new")
    here = next((e for e in joined if e.role == Enrolment.Role.MENTOR), joined[0])
    return reverse("programs:offer", args=[here.pk])


def _draft_or_404(request: SignedInRequest, slug: str) -> Joining:
    program = get_object_or_404(Program.objects.welcoming(request.user), slug=slug)
    return Joining.objects.draft_of(request.user, program)


def _onward(draft: Joining) -> str:
    """The first open question, or the check when none is open."""
    if draft.first_open:
        return _address(draft, draft.first_open)
    return reverse("programs:check", args=[draft.program.slug])


def _after(draft: Joining, key: str) -> str:
    """The next question; once all are answered, the check."""
    after = questions_for(draft).after(key)
    if draft.first_open is None or after is None:
        return _onward(draft)
    return _address(draft, after.key)


def _address(draft: Joining, key: str) -> str:
    return reverse("programs:question", args=[draft.program.slug, key])


def _welcome(draft: Joining) -> str:
    return reverse("programs:welcome", args=[draft.program.slug])
