"""Whatever somebody types into an address or a form, no page breaks."""

import json
from itertools import cycle, islice, product

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.test import RequestFactory
from django.urls import reverse

from mentorship import wsgi
from tests.access import odd, policy
from tests.access.addresses import all_addresses
from tests.access.browser import text_of

pytestmark = pytest.mark.django_db
TYPED = [
    "name",
    "headline",
    "email",
    "login",
    "why",
    "title",
    "guidance",
    "answer",
    "gender",
]
PEOPLE = ["mina", "omar", "ada", "anonymous"]
PLACES = ["0", str(10**20), "9" * 5000, "x" * 5000, "-", "%00", "%ED%A0%80", "٣", ".."]
NAMES = odd.names_that_views_read()


def at_home(world, method):
    """Each of our addresses with somebody whom it lets in, and the thing they see."""
    for address in all_addresses():
        if not address.is_of_a_model:
            yield from islice(visits(world, address, method), 1)


def visits(world, address, method):
    for rule in policy.rules()[address.name]:
        for role, thing in product(PEOPLE, world.things[rule.of]):
            answer = rule.expected(thing.relation(role, world), method)
            if method in rule.methods and answer in ("200", "302"):
                yield role, address, thing


@pytest.fixture
def broken_by(browse):
    """What breaks when somebody asks: a sentence for each answer of 500 or more."""
    browsers = {role: browse(role) for role in PEOPLE}

    def asked(role, method, url, data=None, what="", **more):
        with transaction.atomic():
            answer = browsers[role].ask(method, url, data, **more)
            transaction.set_rollback(True)
        if answer.status_code >= 500:
            return [f"{method} {url[:80]} with {what} as {role} broke"]
        return []

    asked.browsers = browsers
    return asked


def none(sentences):
    assert sentences == [], "\n".join(sentences)


def test_no_address_breaks_by_what_stands_behind_it(world, broken_by):
    none(look_with(world, broken_by, odd.WORST))


@pytest.mark.long
@pytest.mark.timeout(900)
def test_no_address_breaks_by_anything_that_stands_behind_it(world, broken_by):
    none(look_with(world, broken_by, odd.ODD))


def look_with(world, broken_by, values):
    """Every second time as HTMX asks, which some pages answer with a piece."""
    broken, turns = [], cycle([{}, {"HTTP_HX_REQUEST": "true"}])
    for role, address, thing in at_home(world, "GET"):
        url = address.url(thing).partition("?")[0]
        for what, value in values.items():
            data = dict.fromkeys(NAMES, value)
            broken += broken_by(role, "GET", url, data, what, **next(turns))
    return broken


def test_no_form_breaks_by_what_is_typed_into_it(world, broken_by):
    """All fields at once with each, and each field once with one of the odd things."""
    turns = cycle(odd.ODD.items())
    none(type_into_forms(world, broken_by, odd.WORST, lambda: [next(turns)], most=12))


@pytest.mark.long
@pytest.mark.timeout(900)
def test_no_form_breaks_by_anything_that_is_typed_into_it(world, broken_by):
    none(type_into_forms(world, broken_by, odd.ODD, odd.ODD.items))


def type_into_forms(world, broken_by, for_all, for_each, most=None):
    broken = []
    for role, address, thing in at_home(world, "POST"):
        url = address.url(thing)
        page = broken_by.browsers[role].ask("GET", url)
        filled = odd.fields_of(text_of(page)) if page.status_code == 200 else {}
        names = [*filled, *NAMES]
        for what, value in for_all.items():
            data = dict.fromkeys(names, value)
            broken += broken_by(role, "POST", url, data, f"{what} everywhere")
        for name in odd.kinds(filled)[:most]:
            for what, value in for_each():
                data = filled | {name: value}
                broken += broken_by(role, "POST", url, data, f"{what} in {name}")
    return broken


def test_no_address_breaks_by_what_stands_in_it(world, broken_by):
    """Numbers that no row has, and texts that are no slug."""
    broken = []
    for role, address, thing in at_home(world, "GET"):
        for value in PLACES if thing.args else []:
            url = odd_url(address, thing, value)
            broken += broken_by(role, "GET", url, what=value[:20])
    none(broken)


def odd_url(address, thing, value):
    """The address with each argument replaced, as somebody could type it."""
    url = address.url(thing).partition("?")[0]
    for arg in thing.args:
        url = url.replace(f"/{arg}/", f"/{value}/", 1)
    return url


@pytest.mark.parametrize(
    ("charset", "half"),
    [
        ("unicode_escape", r"a\ud800b"),
        ("utf-7", "a+2AA-b"),
        ("utf-16", "ab"),
        ("hex", "ab"),
        ("undefined", "ab"),
        ("none", "ab"),
    ],
)
def test_no_page_breaks_by_a_text_in_another_charset(world, broken_by, charset, half):
    """Half of a pair of surrogates, which no database takes, comes by such a way."""
    query = "&".join(f"{name}={half}" for name in NAMES)
    plain = {"CONTENT_TYPE": f"text/plain; charset={charset}"}
    form = {"content_type": f"multipart/form-data; boundary=x; charset={charset}"}
    part = f'--x\r\nContent-Disposition: form-data; name="{{}}"\r\n\r\n{half}\r\n'
    parts = "".join(part.format(name) for name in [*NAMES, *TYPED]) + "--x--\r\n"
    every = 1 if charset == "unicode_escape" else 8
    broken = []
    for role, address, thing in islice(at_home(world, "GET"), 0, None, every):
        url = address.url(thing).partition("?")[0] + "?" + query
        broken += broken_by(role, "GET", url, None, charset, **plain)
    for role, address, thing in islice(at_home(world, "POST"), 0, None, every):
        url = address.url(thing)
        broken += broken_by(role, "POST", url, parts.encode(), charset, **form)
    none(broken)


KEY = {"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}
ATTESTED = {"clientDataJSON": "AA", "attestationObject": "AA"}
SIGNED = {"clientDataJSON": "AA", "authenticatorData": "AA", "signature": "AA"}
ANSWERS = [
    {},
    [],
    "x",
    5,
    {"id": 5},
    KEY,
    KEY | {"response": []},
    KEY | {"response": ATTESTED},
    KEY | {"response": ATTESTED | {"clientDataJSON": "é"}},
    KEY | {"response": ATTESTED | {"attestationObject": 7}},
    KEY | {"response": SIGNED},
    KEY | {"response": SIGNED | {"userHandle": []}},
    KEY | {"response": SIGNED | {"userHandle": "AA"}},
    KEY | {"response": SIGNED | {"userHandle": "OTk5OTk5OTk5OTk5OTk5OTk5OTk5"}},
    KEY | {"type": "x", "rawId": "====", "response": SIGNED},
]


@pytest.mark.parametrize(
    ("role", "page"),
    [
        ("anonymous", "mfa_login_webauthn"),
        ("mina", "mfa_add_webauthn"),
        ("lena", "mfa_reauthenticate_webauthn"),
    ],
)
def test_no_answer_of_a_key_breaks_a_page(world, browse, broken_by, role, page):
    broken_by.browsers[role] = browse(role)
    told = [json.dumps(answer) for answer in ANSWERS]
    told += ["9" * 5000, "[" * 3000 + "]" * 3000, "[" * 100_000 + "]" * 100_000, "NaN"]
    none(
        [
            sentence
            for text in told
            for sentence in broken_by(
                role, "POST", reverse(page), {"credential": text}, text[:90]
            )
        ]
    )


@pytest.mark.parametrize(
    "header",
    [
        {"HTTP_COOKIE": r'belay_sessionid="aaaaaaaaaaaa\000"'},
        {"HTTP_COOKIE": "belay_sessionid=" + "a" * 8000},
        {"HTTP_COOKIE": r'belay_csrftoken="\000"; messages="\355\240\200"'},
        {"HTTP_COOKIE": r'django_language="..\000"; sessionid=é'},
        {"HTTP_ACCEPT_LANGUAGE": "x" * 5000 + ",\x01;q=9"},
        {"HTTP_ACCEPT": "\x01" * 9, "HTTP_REFERER": "http://[", "HTTP_ORIGIN": "[/"},
        {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://[::1"},
        {"CONTENT_LENGTH": "x", "CONTENT_TYPE": "multipart/form-data"},
        {"CONTENT_TYPE": "application/json; charset=\x01"},
        {"HTTP_X_FORWARDED_FOR": "\x01, ,,", "HTTP_X_FORWARDED_PROTO": "\x01"},
        {"REMOTE_ADDR": "", "HTTP_USER_AGENT": "\x01"},
    ],
    ids=repr,
)
def test_no_page_breaks_by_an_odd_header(broken_by, header):
    none(
        [
            sentence
            for role in ("anonymous", "mina")
            for method in ("GET", "POST")
            for url in ("/", "/accounts/login/", "/me/style/", "/goals/")
            for sentence in broken_by(role, method, url, None, repr(header), **header)
        ]
    )


@pytest.mark.parametrize("charset", ["undefined", "hex"])
def test_a_request_in_no_encoding_at_all_is_read(charset):
    """Django by itself breaks here before any middleware of ours is asked."""
    told = RequestFactory()._base_environ(
        QUERY_STRING="next=/me/", CONTENT_TYPE=f"text/plain; Charset={charset}; x=1"
    )
    with pytest.raises((UnicodeError, LookupError)):
        WSGIRequest(dict(told))

    request = WSGIRequest(wsgi.in_utf8(told))

    assert (request.GET["next"], request.content_params) == ("/me/", {"x": "1"})
