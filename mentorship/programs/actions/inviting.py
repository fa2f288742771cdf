"""Inviting people by mail, and taking an invitation up."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from mentorship.notices import actions as notices
from mentorship.programs.models import Invitation, Joining, Program
from mentorship.safety.actions import record
from mentorship.transitions import NotPossible, transition

DAYS = 30


def hash_of(token: str) -> str:
    """What is kept of a token: enough to know it again, not enough to make a link."""
    return hashlib.sha256(token.encode()).hexdigest()


@transition
def invite(
    program: Program, by: User, emails: Iterable[str], roles: list[str]
) -> tuple[int, list[str]]:
    """Invite addresses; how many mails go out, and who has an invitation already.

    Whether an address has an account makes no difference, so nothing is learnt of it.
    """
    new, waiting = 0, []
    for email in emails:
        token = secrets.token_urlsafe(32)
        invitation, made = Invitation.objects.get_or_create(
            program=program,
            email=email,
            used_at=None,
            defaults={
                "roles": roles,
                "token_hash": hash_of(token),
                "invited_by": by,
                "expires_at": timezone.now() + timedelta(days=DAYS),
            },
        )
        if made:
            new += 1
            _mail(invitation, token, by)
        else:
            waiting.append(email)
    if new:
        record(by, "invited", program)
    return new, waiting


@transaction.atomic
def invite_again(invitation: Invitation, by: User) -> None:
    """Send a new link for as long as a new invitation. The old link ends."""
    token = secrets.token_urlsafe(32)
    unused = Invitation.objects.filter(pk=invitation.pk, used_at=None)
    if not unused.update(
        token_hash=hash_of(token), expires_at=timezone.now() + timedelta(days=DAYS)
    ):
        raise NotPossible(_("This invitation was used meanwhile."))
    invitation.refresh_from_db()
    _mail(invitation, token, by)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, by: User) -> None:
    """Take an invitation back: its link leads nowhere from now on."""
    record(by, "withdrew", invitation)
    gone, _rows = Invitation.objects.filter(pk=invitation.pk, used_at=None).delete()
    if not gone:
        raise NotPossible(_("This invitation was used meanwhile."))


@transition
def take_up(invitation: Invitation, person: User) -> None:
    """Use an invitation, once, by whoever signs in with its address. The way in begins
    with the roles that it names."""
    mine = Invitation.objects.open().to(person).filter(pk=invitation.pk)
    if not mine.update(used_at=timezone.now(), used_by=person):
        raise NotPossible(why_not(Invitation.objects.get(pk=invitation.pk), person))
    if invitation.roles:
        answers = {"roles": {"roles": invitation.roles}}
        Joining.objects.get_or_create(
            program=invitation.program, person=person, defaults={"answers": answers}
        )


def why_not(invitation: Invitation, person: User) -> str:
    """Why somebody cannot use an invitation, and what to do; empty if they can."""
    if invitation.used_by_id == person.pk:
        return _("You used this invitation already, so you can simply go on.")
    if invitation.email.casefold() != person.email.casefold():
        return _(
            "This invitation went to another address than the one you signed in with, "
            "%(email)s. Sign in with that one, or ask for a new invitation."
        ) % {"email": person.email}
    if invitation.used_at:
        return _("This invitation was used already. Ask for a new one.")
    if invitation.is_over:
        return _("This invitation is too old by now. Ask for a new one.")
    return ""


def _mail(invitation: Invitation, token: str, by: User) -> None:
    program = invitation.program
    path = reverse("programs:invitation", args=[program.slug, token])
    context = {
        "program": program,
        "by": by,
        "link": f"{settings.SITE_URL}{path}",
        "days": DAYS,
    }
    words = render_to_string("programs/mail/invitation.txt", context)
    subject, _line, text = words.partition("\n")
    event = f"invitation-{invitation.pk}-{invitation.token_hash[:16]}"
    notices.put(invitation.email, event, subject, text.strip() + "\n")
