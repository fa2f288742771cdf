"""Messages on top of a page, and the Undo that one of them may carry."""

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.template.loader import render_to_string

from mentorship.undo import Undo, say_with_undo, undo_of


@pytest.fixture
def request_(rf):
    request = rf.get("/")
    request._messages = CookieStorage(request)
    return request


def shown(request, **more):
    return render_to_string(
        "components/messages.html", {"messages": request._messages, **more}
    )


def test_an_undo_names_what_it_takes_back(request_):
    say_with_undo(
        request_, "Hanna is out.", url="/suggestions/7/back/", label="Undo: keep Hanna"
    )

    (message,) = request_._messages
    assert undo_of(message) == Undo("/suggestions/7/back/", "Undo: keep Hanna")


def test_a_plain_message_has_no_undo(request_):
    messages.success(request_, "Saved.", extra_tags="undoing")

    (message,) = request_._messages
    assert undo_of(message) is None


def test_the_undo_is_a_button_that_posts(request_):
    say_with_undo(request_, "Hanna is out.", url="/back/", label="Undo: keep <Hanna>")

    page = shown(request_)

    assert '<form method="post" action="/back/">' in page
    assert "Undo: keep &lt;Hanna&gt;</button>" in page


@pytest.mark.parametrize(
    ("say", "look", "role"),
    [
        (messages.success, "notice good", "status"),
        (messages.warning, "notice", "status"),
        (messages.error, "notice stop", "alert"),
    ],
)
def test_a_message_speaks_in_the_tone_of_its_level(request_, say, look, role):
    say(request_, "Something happened.")

    assert f'<div class="{look}" role="{role}">' in shown(request_)


def test_beside_an_htmx_answer_messages_go_where_messages_stand(request_):
    messages.success(request_, "Saved.")

    page = shown(request_, oob=True)

    assert page.count('id="messages"') == 1
    assert 'hx-swap-oob="true"' in page


def test_without_messages_the_place_for_them_is_truly_empty(request_):
    assert shown(request_).rstrip().endswith("></div>")
