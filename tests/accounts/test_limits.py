"""Trying too often ends on a page that says so kindly."""

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User


def test_a_second_code_within_minutes_is_refused_kindly(db):
    """Also to somebody whose account is gone meanwhile: the address is what counts."""
    cache.clear()
    data = {"email": "noor@example.org", "password1": "three ropes and a ladder"}
    signup = reverse("account_signup")

    first = Client().post(signup, data)
    User.objects.all().delete()
    second = Client().post(signup, data)

    assert [first.status_code, second.status_code] == [302, 429]
    assert "That was a lot at once" in second.content.decode()
