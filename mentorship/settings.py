"""All settings. Every difference between deployments is an environment variable.

Importing this file has no side effect: it starts no server and writes no file.
The table in docs/operations.md says what each variable does.
"""

import sys
from pathlib import Path
from typing import Any

from environs import Env

from mentorship.embedded import places

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

# --- What kind of deployment this is ------------------------------------------------

DEBUG = env.bool("DEBUG", False)
BELAY_DEMO = env.bool("BELAY_DEMO", False)
TESTING = "pytest" in sys.modules
SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
HTTPS = SITE_URL.startswith("https://")

SECRET_KEY = env.str("SECRET_KEY", "") or places.secret_key()
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"] + ["testserver"] * TESTING
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [SITE_URL] if HTTPS else [])

# --- Apps ----------------------------------------------------------------------------

INSTALLED_APPS = [
    "matching",
    "mentorship",
    "mentorship.demo",
    "mentorship.embedded",
    "mentorship.intake",
    "mentorship.pitches",
    "mentorship.finding",
    "mentorship.relationships",
    "mentorship.goals",
    "mentorship.programs",
    "mentorship.notices",
    "mentorship.safety",
    "accounts",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mentorship.middleware.PlainCookies",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "mentorship.middleware.ContentSecurityPolicy",
    "mentorship.middleware.NoStore",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mentorship.middleware.OwnTimeZone",
]

ROOT_URLCONF = "mentorship.urls"
WSGI_APPLICATION = "mentorship.wsgi.application"
ASGI_APPLICATION = "mentorship.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mentorship.context.navigation",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Postgres and Redis --------------------------------------------------------------

DATABASES = {
    "default": (
        env.dj_db_url("DATABASE_URL")
        if env.str("DATABASE_URL", "")
        else places.database()
    )
}
_WORKER = env.bool("BELAY_WORKER", False)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {}).update(
    {
        "application_name": "belay-worker" if _WORKER else "belay-web",
        "options": (
            # A test may hold one transaction as long as it likes, on a busy machine too.
            f"-c statement_timeout={'600s' if _WORKER or TESTING else '10s'} "
            f"-c lock_timeout={'10s' if _WORKER else '3s'} "
            f"-c idle_in_transaction_session_timeout={'0' if TESTING else '60s'}"
        ),
    }
)
if env.bool("DATABASE_POOL", False):
    # In the web process only: a pool does not survive the worker's fork.
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": 10,
        "timeout": 5,
    }

# Redis is never on the web path: sessions and rate limits live in Postgres, so that
# signing in works while Redis is away and limits hold across processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

CELERY_BROKER_URL = env.str("REDIS_URL", "") or places.broker_url()
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "health_check_interval": 25,
    "socket_timeout": 5 if _WORKER else 1,
    "socket_connect_timeout": 5 if _WORKER else 1,
    "max_retries": None if _WORKER else 1,
    # A page tries once more at once: the two seconds that kombu would sleep first are
    # somebody's wait.
    "interval_start": 2 if _WORKER else 0,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 660
CELERY_TASK_SOFT_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    # Harmless when doubled: a sweep only rings again for rows that are due.
    "sweep-matching": {
        "task": "matching.sweep",
        "schedule": env.float("BELAY_SWEEP_SECONDS", 5.0),
        "options": {"expires": 30},
    },
    "drop-old-runs": {
        "task": "matching.drop_old_rows",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "expire-requests": {
        "task": "pitches.expire_overdue",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "remind-mentors": {
        "task": "pitches.remind_due",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "ask-mentors-again": {
        "task": "programs.ask_mentors_again",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "sweep-mail": {
        "task": "notices.send_due_mail",
        "schedule": env.float("BELAY_SWEEP_SECONDS", 5.0),
        "options": {"expires": 30},
    },
}

# --- People signing in ---------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "accounts.backends.Passwords",
    "accounts.backends.SignIn",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": _VALIDATION + "UserAttributeSimilarityValidator"},
    {
        "NAME": _VALIDATION + "MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
ACCOUNT_FORMS = {"signup": "accounts.adapter.SignupForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXY_COUNT", 0)
MFA_FORMS = {
    "add_webauthn": "accounts.passkeys.AddForm",
    "login_webauthn": "accounts.passkeys.SignInForm",
    "authenticate_webauthn": "accounts.passkeys.SecondStepForm",
    "reauthenticate_webauthn": "accounts.passkeys.AgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 0
MFA_TOTP_ISSUER = "Belay"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
_OIDC = env.json("OIDC_APPS", [])
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": _OIDC}}
SESSION_COOKIE_AGE = 14 * 24 * 3600

# --- The browser's side --------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]  # asked from inside, over HTTP
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "belay_sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "belay_csrftoken"
CSRF_COOKIE_HTTPONLY = True
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "manifest-src": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "object-src": ["'none'"],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# --- Mail ----------------------------------------------------------------------------

# Every mail becomes a row first; the worker hands rows to the delivery backend.
EMAIL_BACKEND = "mentorship.notices.backends.OutboxBackend"
BELAY_MAIL_DELIVERY = env.str(
    "MAIL_DELIVERY",
    # The demo keeps its mail on its Outbox page and sends nothing anywhere.
    "django.core.mail.backends.dummy.EmailBackend"
    if BELAY_DEMO or TESTING
    else "django.core.mail.backends.smtp.EmailBackend",
)
_MAIL = env.dj_email_url("EMAIL_URL", "smtp://localhost:25")
EMAIL_HOST = _MAIL["EMAIL_HOST"]
EMAIL_PORT = _MAIL["EMAIL_PORT"]
EMAIL_HOST_USER = _MAIL["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _MAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _MAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _MAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", "Belay <belay@localhost>")

# --- Language, time, files -----------------------------------------------------------

LANGUAGE_CODE = "en"
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(places.data_folder() / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG or BELAY_DEMO or TESTING
# Tests make a client for each person, and each would list all files anew.
WHITENOISE_AUTOREFRESH = DEBUG or TESTING
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or BELAY_DEMO or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Matching ------------------------------------------------------------------------

BELAY_ENCODER = env.str("BELAY_ENCODER", "sentence")
# How many pairs of a goal and a mentor one worker takes on at a time.
BELAY_PAIRS_PER_SHARD = env.int("BELAY_PAIRS_PER_SHARD", 1_000_000)
# A worker that stops beating loses its shard after this long.
BELAY_LEASE_SECONDS = env.int("BELAY_LEASE_SECONDS", 60)
# A row that waits longer than this is rung for again.
BELAY_RING_SECONDS = env.float("BELAY_RING_SECONDS", 15.0)

# --- Logs: event names, ids and durations; never the text of a pitch -------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "INFO")},
}
