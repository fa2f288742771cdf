"""WSGI entry point: ``gunicorn mentorship.wsgi``."""

import os
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")

_CHARSET = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)


def in_utf8(request: dict[str, Any]) -> dict[str, Any]:
    """Forget which encoding a request names.

    A browser sends a form in the encoding of its page, which is UTF-8. Another name is
    somebody's try: some let half of a character through, and with some Django breaks
    before any middleware of ours is asked.
    """
    if "CONTENT_TYPE" in request:
        request["CONTENT_TYPE"] = _CHARSET.sub("", request["CONTENT_TYPE"])
    return request


_django = get_wsgi_application()


def application(request: dict[str, Any], start: "StartResponse") -> Iterable[bytes]:
    """Belay, for any WSGI server."""
    return _django(in_utf8(request), start)
