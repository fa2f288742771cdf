"""The outbox page: every mail of the demo, readable without signing in."""

import pytest
from django.core.mail import get_connection, send_mail
from django.urls import reverse

from mentorship.notices import actions

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.demo.demo_urls")]


def outbox(client, **query):
    return client.get(reverse("demo:outbox"), query)


def mails(number):
    for n in range(number):
        actions.put("mina@example.org", f"event-{n}", f"Mail {n}", f"Text {n}\n")


def test_a_mail_is_shown_to_somebody_signed_out(client):
    to_rows = get_connection("mentorship.notices.backends.OutboxBackend")
    text = "It is QWERTZ.\nBye."
    send_mail("Your code", text, None, ["mina@example.org"], connection=to_rows)
    page = outbox(client)
    assert page.status_code == 200
    text = page.content.decode()
    assert "Your code" in text and "mina@example.org" in text
    assert "It is QWERTZ.<br>Bye." in text


def test_the_newest_stands_first(client):
    mails(3)
    shown = [mail.subject for mail in outbox(client).context["page_obj"]]
    assert shown == ["Mail 2", "Mail 1", "Mail 0"]


def test_links_can_be_followed_and_nothing_else_is_markup(client):
    actions.put(
        "mina@example.org",
        "event",
        "<b>Hello</b>",
        "See http://localhost:8000/requests/1/ <script>alert(1)</script>\n",
    )
    text = outbox(client).content.decode()
    assert 'href="http://localhost:8000/requests/1/"' in text
    assert "<script>alert" not in text
    assert "<b>Hello</b>" not in text


def test_an_empty_outbox_says_what_to_do(client):
    assert "No mail yet" in outbox(client).content.decode()


def test_twenty_stand_on_a_page(client):
    mails(21)
    assert len(outbox(client).context["page_obj"]) == 20
    assert [m.subject for m in outbox(client, page=2).context["page_obj"]] == ["Mail 0"]


@pytest.mark.parametrize("page", ["abc", "0", "-1", "99", "1" * 40, "\0", "1.5", ""])
def test_an_odd_page_number_shows_a_page(client, page):
    mails(1)
    assert outbox(client, page=page).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_database_twice(client, number, django_assert_num_queries):
    mails(number)
    with django_assert_num_queries(2):
        outbox(client)
