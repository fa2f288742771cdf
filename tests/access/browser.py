"""A client that does nothing but ask, fast enough for ten thousand requests.

Django's own test client keeps a copy of every template's context; here only the answer
counts. The whole stack of middleware is the site's own.
"""

import time

from django.conf import settings
from django.test import Client, RequestFactory
from django.test.client import ClientHandler

from mentorship.wsgi import in_utf8


class Browser(RequestFactory):
    """Asks as one person, each time with the cookies of the first sign-in."""

    def __init__(self, person=None, *, csrf=False):
        super().__init__()
        self.handler = ClientHandler(enforce_csrf_checks=csrf)
        self.session = self._sign_in(person) if person else ""
        self.token = ""

    @staticmethod
    def _sign_in(person):
        """The key of a session of somebody who has just typed their password."""
        client = Client()
        client.force_login(person)
        session = client.session
        now = {"method": "password", "at": time.time(), "reauthenticated": True}
        session["account_authentication_methods"] = [now]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
        return session.session_key

    def request(self, **request):
        self.cookies.clear()
        if self.session:
            self.cookies[settings.SESSION_COOKIE_NAME] = self.session
        if self.token:
            self.cookies[settings.CSRF_COOKIE_NAME] = self.token
        answer = self.handler(in_utf8(self._base_environ(**request)))
        if answer.streaming:  # read to its end, so that files are closed
            answer.whole = b"".join(answer)
        return answer

    def ask(self, method, url, data=None, **more):
        """A request by any method. ``data`` is what stands behind the address of a
        look, or the form of a POST: empty if nothing is given, sent as it is if it is
        bytes."""
        if method in ("GET", "HEAD"):
            return getattr(self, method.lower())(url, data, **more)
        if isinstance(data, bytes):
            return self.generic(method, url, data, **more)
        if method == "POST":
            return self.post(url, data or {}, **more)
        return getattr(self, method.lower())(url, **more)


def text_of(answer):
    whole = answer.whole if answer.streaming else answer.content
    return whole.decode(errors="replace")
