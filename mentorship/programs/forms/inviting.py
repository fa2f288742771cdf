"""Addresses to invite, as they were pasted."""

import re

from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.fields import ManyLines
from mentorship.programs.models import Enrolment

MOST = 200
_SHOWN = 20  # wrong addresses named one by one; more would hide the way out
_BETWEEN = re.compile(r"[\n,;]+")
_NAMED = re.compile(r".*<([^<>]*)>\s*$")


class InviteForm(forms.Form):
    """Whom to invite, and in which role."""

    addresses = ManyLines(
        label=_("E-mail addresses"),
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_(
            "One on each line, or parted by commas. A name before it, as your mail "
            "program writes it, does no harm. At most 200 at once."
        ),
    )
    roles = forms.MultipleChoiceField(
        label=_("Invited as"),
        required=False,
        choices=Enrolment.Role,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick nothing and they choose for themselves."),
    )

    def clean_addresses(self) -> list[str]:
        """Addresses in small letters, each once."""
        pasted = _BETWEEN.split(self.cleaned_data["addresses"])
        lines = [line.strip() for line in pasted if line.strip()]
        found = list(dict.fromkeys(map(_address, lines)))
        if wrong := [_what_is_wrong(one) for one in found if _what_is_wrong(one)]:
            more = len(wrong) - _SHOWN
            named = wrong[:_SHOWN]
            if more > 0:
                named.append(
                    ngettext(
                        "One more looks like this.",
                        "%(n)s more look like these.",
                        more,
                    )
                    % {"n": more}
                )
            raise forms.ValidationError(
                [*named, say("Nothing was sent yet. Mend these, then send again.")]
            )
        if not found:
            raise forms.ValidationError(say("Give at least one address."))
        if len(found) > MOST:
            raise forms.ValidationError(
                say(
                    "These are %(n)s addresses. Send at most %(most)s at once, and "
                    "the others after that."
                )
                % {"n": len(found), "most": MOST}
            )
        return found


def _address(line: str) -> str:
    """The address in a line such as ``Zoe <zoe@example.org>``."""
    named = _NAMED.match(line)
    return (named[1] if named else line).strip().lower()


def _what_is_wrong(address: str) -> str:
    """One dry sentence about an address, or nothing."""
    shown = {"address": address if len(address) <= 60 else f"{address[:60]}…"}
    if "@" not in address:
        return say("“%(address)s” has no @.") % shown
    if " " in address:
        return say("“%(address)s” has a space in it.") % shown
    if address.count("@") > 1:
        return say("“%(address)s” has more than one @.") % shown
    if len(address) > 254:
        return say("“%(address)s” is longer than an address can be.") % shown
    mailbox, _at, host = address.partition("@")
    if not mailbox:
        return say("“%(address)s” has nothing before the @.") % shown
    if "." not in host:
        return (
            say("“%(address)s” has no place such as example.org after the @.") % shown
        )
    try:
        EmailValidator(allowlist=[])(address)
    except forms.ValidationError:
        return say("“%(address)s” does not read like an address.") % shown
    return ""
