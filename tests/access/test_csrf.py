"""Nothing is done for a form that did not come from one of our own pages."""

import pytest

from tests.access import policy
from tests.access.addresses import all_addresses

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("method", "role"),
    [("POST", "anonymous"), ("POST", "mina"), ("PUT", "mina"), ("DELETE", "anonymous")],
)
def test_every_address_refuses_a_form_without_our_token(world, browse, method, role):
    """Forms as they are sent, by both; of the other methods one person tries each, for
    who asks is looked up only after the token."""
    browser = browse(role, csrf=True)

    taken = [
        f"{method} {url} gave {status}"
        for url in every_url(world)
        if (status := browser.ask(method, url).status_code) != 403
    ]

    assert taken == [], "\n".join(taken)


def test_with_our_token_it_is_taken(browse):
    """The control: it is the token that is missing above, and nothing else."""
    browser = browse("mina", csrf=True)
    page = browser.ask("GET", "/me/style/")
    browser.token = page.cookies["belay_csrftoken"].value

    answer = browser.ask("POST", "/me/style/", {"csrfmiddlewaretoken": browser.token})

    assert (answer.status_code, answer.url) == (302, "/me/")


def every_url(world):
    """Each address about the first thing that it can be about."""
    for address in all_addresses():
        rule = policy.rules()[address.name][0]
        yield address.url(world.things[rule.of][0])
