"""Invitations: an admin's list of them, and the page that a link in a mail opens."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.http import SignedInRequest, sent
from accounts.models import User
from mentorship.programs import actions
from mentorship.programs.actions.inviting import hash_of, why_not
from mentorship.programs.forms import InviteForm
from mentorship.programs.models import Invitation, Program
from mentorship.programs.views.asking import require_form
from mentorship.transitions import NotPossible


@require_form
def invite(request: SignedInRequest, slug: str) -> HttpResponse:
    """Invite addresses, and see which invitations are open, used and over."""
    program = get_object_or_404(Program.objects.run_by(request.user), slug=slug)
    form = InviteForm(sent(request))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        done = actions.invite(program, request.user, told["addresses"], told["roles"])
        _say_who_was_invited(request, *done)
        return redirect("programs:invite", slug)
    invitations = program.invitations.all()
    page = Paginator(invitations, 50).get_page(request.GET.get("page"))
    context = {"program": program, "form": form, "page_obj": page}
    return render(request, "programs/invite.html", context)


def _say_who_was_invited(
    request: SignedInRequest, new: int, waiting: list[str]
) -> None:
    if new:
        sentence = ngettext(
            "One invitation is on its way.", "%(n)s invitations are on their way.", new
        )
        messages.success(request, sentence % {"n": new})
    if waiting:
        shown = ", ".join(waiting[:5]) + (" …" if len(waiting) > 5 else "")
        sentence = _(
            "Invited before and not answered yet: %(shown)s. To remind them, send it "
            "again from the list below."
        )
        messages.warning(request, sentence % {"shown": shown})


@require_POST
def invite_again(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    invitation = _mine_or_404(request, slug, pk)
    try:
        actions.invite_again(invitation, request.user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        sentence = _("A new link is on its way to %(email)s. The old one ended.")
        messages.success(request, sentence % {"email": invitation.email})
    return redirect("programs:invite", slug)


@require_POST
def withdraw_invitation(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    invitation = _mine_or_404(request, slug, pk)
    try:
        actions.withdraw_invitation(invitation, request.user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        sentence = _("The invitation of %(email)s is withdrawn. They are not told.")
        messages.success(request, sentence % {"email": invitation.email})
    return redirect("programs:invite", slug)


def _mine_or_404(request: SignedInRequest, slug: str, pk: int) -> Invitation:
    program = get_object_or_404(Program.objects.run_by(request.user), slug=slug)
    return get_object_or_404(Invitation.objects.filter(program=program), pk=pk)


@login_not_required
@require_form
def invitation(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """What the link in the mail opens. Only the button on it does something."""
    found = Invitation.objects.filter(program__slug=slug).select_related("program")
    mine = get_object_or_404(found, token_hash=hash_of(token))
    person = request.user if isinstance(request.user, User) else None
    if request.method == "POST":
        if person is None:
            return redirect_to_login(request.path)
        try:
            actions.take_up(mine, person)
        except NotPossible as refusal:
            messages.info(request, str(refusal))
            return redirect(request.path)
        return redirect("programs:join", slug)
    used = person is not None and mine.used_by_id == person.pk
    why = why_not(mine, person) if person else ""
    context = {
        "program": mine.program,
        "invitation": mine,
        "used": used,
        "why_not": why,
    }
    return render(request, "programs/invitation.html", context)
