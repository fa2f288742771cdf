"""What pages with forms have in common."""

from django.views.decorators.http import require_http_methods

require_form = require_http_methods(["GET", "HEAD", "POST"])
