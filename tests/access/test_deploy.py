"""Django's own list for deployments finds nothing to mend, and bites when it should."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRODUCTION = {
    "SITE_URL": "https://belay.example",
    "ALLOWED_HOSTS": "belay.example",
    "SECRET_KEY": "k7Wz0mQ4vT9bXr2LsP6eYh1NcJ8uDg5FaKi3oMtVxZqRwEyU-0912",
    "EMAIL_URL": "smtp://mail.belay.example:25",
    "MAIL_FROM": "Belay <belay@belay.example>",
    "PROXY_COUNT": "1",
}


def check(**settings):
    """``manage.py check --deploy`` in a process of its own, as in production."""
    ours = {
        name: os.environ[name]
        for name in ("PATH", "HOME", "DATABASE_URL", "REDIS_URL")
        if name in os.environ
    }
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level=WARNING"],
        cwd=ROOT,
        env=ours | PRODUCTION | settings,
        capture_output=True,
        text=True,
        timeout=100,
    )


def test_a_deployment_as_documented_has_no_issues():
    done = check()

    assert (done.returncode, done.stdout) == (
        0,
        "System check identified no issues (0 silenced).\n",
    ), done.stderr


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        ({"DEBUG": "1"}, "security.W018"),
        ({"SECRET_KEY": "short"}, "security.W009"),
        ({"SITE_URL": "http://belay.example"}, "security.W008"),
        ({"ALLOWED_HOSTS": ""}, "security.W020"),
    ],
)
def test_a_mistake_is_told(mistake, told):
    done = check(**mistake)

    assert done.returncode == 1
    assert told in done.stderr
