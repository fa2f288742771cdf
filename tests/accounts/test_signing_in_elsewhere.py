"""Pages about signing in elsewhere say what happened, and lead back to a way in."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_without_another_site_nothing_is_offered(client, mina):
    client.force_login(mina.person)
    page = client.get(reverse("socialaccount_connections")).content.decode()

    assert "You sign in here only" in page
    assert "Connect another account" not in page


@pytest.mark.parametrize("name", ["login_cancelled", "login_error"])
def test_who_comes_back_without_a_name_is_shown_another_way(client, mina, name):
    client.force_login(mina.person)
    page = client.get(reverse(f"socialaccount_{name}")).content.decode()

    assert f'class="button primary" href="{reverse("account_login")}"' in page


def test_sessions_nobody_noted_are_told_as_a_sentence(client, mina):
    client.force_login(mina.person)
    page = client.get(reverse("usersessions_list")).content.decode()

    assert ("Only this browser is known" in page) != ("<table" in page)
