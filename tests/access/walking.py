"""One person tries every address, and whatever is not as it should be is told."""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.apps import apps
from django.db import connection, transaction

from tests.access import policy
from tests.access.addresses import all_addresses
from tests.access.browser import text_of

METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS")
WAYS_IN = ("/accounts/login/", "/admin/login/")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = "default-src 'none'; script-src 'self'; "
SECRET = re.compile(r"secret-([a-z-]+)-(mina|eve|lena|omar|ivan|luis)")
WRITES = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM|COPY)\s+\"?(\w+)", re.I)
NOT_OURS = {"django_session", "usersessions_usersession", "django_cache"}
SEEN_BY_BOTH = {"letter-sent", "letter-accepted", "letter-declined", "letter-expired"}
SEEN_BY_BOTH |= {"growth", "guidance", "wanted", "situation"}
MENTOR_OF = {"mina": "omar", "eve": "ivan", "lena": "luis"}


STRANGE = {"outsider", "member", "newcomer", "operator", "anonymous"}
OF_EACH_KIND = {"anonymous", "mina", "omar", "ada"}
SECOND_OF_A_KIND = {"eve", "ivan", "otto"}


@dataclass
class Walk:
    """What one person met. The lists hold sentences; all of them should be empty."""

    requests: int = 0
    wrong: list = field(default_factory=list)
    without_headers: list = field(default_factory=list)
    written_by_looking: list = field(default_factory=list)
    told: list = field(default_factory=list)

    @property
    def everything(self):
        return self.wrong + self.without_headers + self.written_by_looking + self.told


def walk(world, browser, role, addresses=None):
    """Try every address, or some, about every thing, by every method."""
    found, before = Walk(), fingerprints()
    signed_in = role not in ("anonymous", "deactivated")
    for address in addresses or all_addresses():
        for rule in policy.rules().get(address.name, []):
            for thing, methods in plan(rule, address, role, world):
                near = thing.relation(role, world)
                url = address.url(thing)
                for method in methods:
                    who = f"{method} {url} ({address.name}, {near}) as {role}"
                    answer = ask(browser, method, url, who, found)
                    met, due = meaning(answer), rule.expected(near, method)
                    if met not in due.split("+"):
                        found.wrong.append(f"{who} gave {met}, the table says {due}")
                    still_in = signed_in and address.name != "account_logout"
                    check_headers(answer, still_in, who, found)
                    if method == "GET" and address.name != "demo:outbox":
                        check_secrets(answer, role, who, found)
    changed = [
        name for name, print_ in fingerprints().items() if before[name] != print_
    ]
    found.written_by_looking += [f"{name} is not as it was" for name in changed]
    return found


def fingerprints():
    """For each table how many rows it has, and a sum over what stands in them."""
    tables = {model._meta.db_table for model in apps.get_models()} - NOT_OURS
    one = "SELECT '{0}', count(*), sum(hashtextextended(t::text, 0)) FROM \"{0}\" t"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(one.format(name) for name in sorted(tables)))
        return {name: print_ for name, *print_ in cursor.fetchall()}


def plan(rule, address, role, world):
    """Things with the methods to try on them.

    A look meets every thing, and so does a form where there is one. What other methods
    meet is decided before anything is looked up: one person of each kind tries them, on
    the thing that is nearest to them.
    """
    if address.is_of_a_model:
        yield from ((thing, of_a_model(role)) for thing in world.things[rule.of])
        return
    things = world.things[rule.of]
    nearest = min(things, key=lambda thing: thing.relation(role, world) in STRANGE)
    every = role in OF_EACH_KIND or (role == "root" and "admin" in address.name)
    for thing in things:
        if thing is nearest and every:
            yield thing, METHODS
        else:
            yield thing, METHODS[: 2 if "POST" in rule.methods else 1]


def of_a_model(role):
    """What to try on a page that Django's admin makes for all models alike.

    Everybody but operators is turned away at one door, before any row is looked up; so
    of two people of a kind one comes here, and only some try to send a form.
    """
    if role == "anonymous":
        return METHODS
    if role in ("ada", "root"):
        return METHODS[:2]
    return METHODS[: 0 if role in SECOND_OF_A_KIND else 1]


def ask(browser, method, url, who, found):
    """The answer; what a form changed is taken back at once."""
    found.requests += 1
    if method in ("GET", "HEAD"):
        with watched(lambda table: found.written_by_looking.append(f"{who}: {table}")):
            return browser.ask(method, url)
    with transaction.atomic():
        answer = browser.ask(method, url)
        transaction.set_rollback(True)
    return answer


@contextmanager
def watched(tell):
    """Tell the name of every table that is written to."""

    def watch(execute, sql, params, many, context):
        writes = WRITES.match(str(sql))
        if writes and writes[2] not in NOT_OURS:
            tell(writes[2])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield


def meaning(answer):
    """A status, or "in" for the way to the page to sign in."""
    if answer.status_code == 302 and answer.url.startswith(WAYS_IN):
        return "in"
    return str(answer.status_code)


def check_headers(answer, signed_in, who, found):
    wrong = {name for name, value in HEADERS.items() if answer.get(name) != value}
    if not answer.get("Content-Security-Policy", "").startswith(POLICY):
        wrong.add("Content-Security-Policy")
    if signed_in and "no-store" not in answer.get("Cache-Control", ""):
        wrong.add("Cache-Control")
    if answer.status_code in (301, 302) and not re.match(r"/(?!/)", answer.url):
        wrong.add("Location")
    if wrong:
        found.without_headers.append(f"{who} lacks {', '.join(sorted(wrong))}")


def check_secrets(answer, role, who, found):
    for what, owner in sorted(set(SECRET.findall(text_of(answer)))):
        if not may_read(role, what, owner):
            found.told.append(f"{who} reads secret-{what}-{owner}")


def may_read(role, what, owner):
    """Everybody reads their own; a mentor what was written to them, and the goal."""
    return role == owner or (what in SEEN_BY_BOTH and MENTOR_OF.get(owner) == role)
