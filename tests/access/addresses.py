"""Every address of the site, read from the URLconf itself: nothing is listed by hand."""

import re
from dataclasses import dataclass

from django.urls import URLResolver, get_resolver, reverse

# Of Django's admin, the pattern that catches whatever is left over.
REST = re.compile(r"\(\?P<url>\.\*\)\$")


@dataclass(frozen=True)
class Address:
    """One pattern: its lasting name, or its route where it has none."""

    name: str
    route: str

    @property
    def is_named(self):
        return self.name != self.route

    @property
    def is_of_a_model(self):
        """One of the six pages that Django's admin makes for each model."""
        return self.name.startswith("admin") and self.route.count("/") > 2

    def url(self, thing):
        """Where this address shows a thing."""
        if self.is_named:
            return reverse(self.name, args=thing.args) + thing.query
        route = REST.sub("nothing/", self.route)
        for arg in thing.args:
            route = re.sub(r"<[^>]+>", str(arg), route, count=1)
        return f"/{route}{thing.query}"


def walk(resolver, route="", spaces=()):
    """Every pattern below a resolver, with the namespaces that lead to it."""
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from walk(pattern, here, inner)
        else:
            name = ":".join((*spaces, pattern.name)) if pattern.name else here
            yield Address(name, here)


def all_addresses():
    return list(walk(get_resolver()))
