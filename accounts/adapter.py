"""The only place that knows allauth's API: adapters and the sign-up form."""

import base64
import hashlib
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.decorators import secure_admin_login
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Links in mail start at SITE_URL, never at the Host that a request claims."""

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        ours = {name: _at_our_site(value) for name, value in context.items()}
        super().send_mail(template_prefix, email, ours)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """Keeps the secrets of second factors encrypted at rest."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


class SignupForm(AllauthSignupForm):  # type: ignore[misc]  # allauth is untyped
    """Signing up takes the same time whether or not the address is known."""

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:
            make_password(self.cleaned_data.get("password1", ""))
        return super().try_save(request)


def vouch_for_addresses(people: Iterable[User]) -> None:
    """Take the addresses of new people as confirmed, so that a code can sign them in."""
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True)
        for person in people
    )


def owners_of_addresses(addresses: Iterable[str]) -> dict[str, int]:
    """Which account confirmed each of these addresses (in small letters), if any did."""
    confirmed = EmailAddress.objects.filter(verified=True, email__in=list(addresses))
    return dict(confirmed.values_list("email", "user_id"))


def _at_our_site(value: Any) -> Any:
    """The same address at SITE_URL, if the value is an address."""
    if not isinstance(value, str) or not value.startswith(("http://", "https://")):
        return value
    parts = urlsplit(value)
    query = f"?{parts.query}" if parts.query else ""
    return f"{settings.SITE_URL}{parts.path}{query}"


def _cipher() -> MultiFernet:
    """Writes with the current key; reads with those before it too, after a rotation."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [
        hashlib.sha256(b"second factors" + key.encode()).digest() for key in keys
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in digests])


__all__ = [
    "AccountAdapter",
    "MFAAdapter",
    "SignupForm",
    "owners_of_addresses",
    "secure_admin_login",
    "vouch_for_addresses",
]
