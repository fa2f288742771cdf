"""Forms of keys and passkeys that refuse what no browser says, instead of breaking.

A browser answers with a piece of JSON; allauth and the library behind it expect theirs,
and with other pieces they break in many ways. Nobody has to be signed in to send one.
"""

import json
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _


class Decoder(json.JSONDecoder):
    """Says of JSON that is too deep, or has too long a number, that it is wrong."""

    def decode(self, s: str, *args: Any) -> Any:
        try:
            return super().decode(s, *args)
        except json.JSONDecodeError:
            raise
        except (ValueError, RecursionError) as error:
            raise json.JSONDecodeError("too long or too deep", s, 0) from error


def _credential() -> forms.JSONField:
    return forms.JSONField(decoder=Decoder, widget=forms.HiddenInput)


class Refusing(forms.Form):
    """Takes an answer that breaks the library for one that is wrong."""

    def full_clean(self) -> None:
        try:
            super().full_clean()
        except (ValueError, TypeError, LookupError, AttributeError):
            wrong = get_adapter().validation_error("incorrect_code")
            self.add_error("credential", wrong)


class AddForm(Refusing, allauth.AddWebAuthnForm):  # type: ignore[misc]  # untyped
    credential = _credential()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "passwordless" in self.fields:
            kind = self.fields["passwordless"]
            kind.label = _("Let this key alone sign me in")
            kind.help_text = _(
                "Then you need no password. The key asks for your finger, your face or "
                "a PIN instead."
            )


class SignInForm(Refusing, allauth.LoginWebAuthnForm):  # type: ignore[misc]
    credential = _credential()


class SecondStepForm(Refusing, allauth.AuthenticateWebAuthnForm):  # type: ignore[misc]
    credential = _credential()


class AgainForm(Refusing, allauth.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    credential = _credential()
