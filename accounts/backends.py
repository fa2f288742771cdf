"""Who is signed in: the account and its profile in one query, since pages show both."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import ModelBackend

from accounts.models import User


def _active(user_id: int) -> User | None:
    found = User.objects.select_related("profile")
    return found.filter(pk=user_id, is_active=True).first()


class Passwords(ModelBackend):
    """Django's own, for the admin site."""

    def get_user(self, user_id: int) -> User | None:
        return _active(user_id)


class SignIn(AuthenticationBackend):  # type: ignore[misc]  # untyped
    """allauth's, for everybody's sign-in pages."""

    def get_user(self, user_id: int) -> User | None:
        return _active(user_id)
