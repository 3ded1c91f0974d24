"""The settings of the office, read from its environment once, when it starts.

========================  =====================================================================
``MAJUNG_HOME``           folder of the office's own files; ``var`` in the working folder
``MAJUNG_DATABASE_URL``   a database to use instead of the embedded one, as its owner
``MAJUNG_APP_DATABASE_URL``  the same database as the application signs in, where a site set that
``MAJUNG_HOSTS``          names the office is reached under, with commas; loopback only if not set
``MAJUNG_METRICS_KEY``    bearer key that opens ``/metrics``; on loopback alone none is asked for
``MAJUNG_PROXIED``        ``yes`` where a proxy ends TLS and sets ``X-Forwarded-Proto``
========================  =====================================================================
"""

import os
from pathlib import Path

from majung.store.addresses import APPLICATION_VARIABLE, OWNER_VARIABLE, Address, address_of
from majung.store.keyring import office_keyring
from majung.store.roles import APPLICATION, DATABASE, OWNER
from majung.store.server import PORT, server_folder
from majung.web.logs import office_logging

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")

VAR = Path(os.environ.get("MAJUNG_HOME", "var")).absolute()
KEYRING = office_keyring(VAR)
SECRET_KEY = KEYRING.session_key

DEBUG = False
ALLOWED_HOSTS = [
    host.strip() for host in os.environ.get("MAJUNG_HOSTS", "").split(",") if host.strip()
] or list(LOOPBACK)
IS_LOOPBACK_ONLY = set(ALLOWED_HOSTS) <= set(LOOPBACK)


def _embedded() -> Address:
    folder = server_folder(VAR)
    return Address(str(folder.socket), PORT, database=DATABASE, user=OWNER)


#: Each row is asked for with what it names, behind walls: to weigh every order of eight joins took
#: six times as long as the answer, and four at a time give the same one.
PLANNING = "-c join_collapse_limit=4 -c plan_cache_mode=force_generic_plan"
#: A statement that comes again is planned once a connection, whatever its values: an act asks the
#: same dozens of questions each time, and to plan one takes longer than to answer it.
PREPARING = {"server_side_binding": True, "prepare_threshold": 2}


def _connection(address: Address) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": address.host,
        "PORT": str(address.port),
        "NAME": address.database,
        "USER": address.user,
        "PASSWORD": address.password,
        "OPTIONS": {"options": PLANNING, **PREPARING, **address.options},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


USES_EMBEDDED_DATABASE = OWNER_VARIABLE not in os.environ
DATABASE_OWNER = _embedded() if USES_EMBEDDED_DATABASE else address_of(os.environ[OWNER_VARIABLE])
#: The application signs in as a role of its own.  Where the site did not make that sign-in, it is
#: made with a password of this office; the embedded server asks for none.
SETS_PASSWORD = not USES_EMBEDDED_DATABASE and APPLICATION_VARIABLE not in os.environ
DATABASE_APPLICATION = (
    address_of(os.environ[APPLICATION_VARIABLE])
    if APPLICATION_VARIABLE in os.environ
    else DATABASE_OWNER.as_role(APPLICATION, KEYRING.application_password if SETS_PASSWORD else "")
)
#: The application's role reads and writes rows; only migrations, backup and restore are the owner.
DATABASES = {
    "default": _connection(DATABASE_APPLICATION),
    "owner": _connection(DATABASE_OWNER),
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "majung.store",
    "majung.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "majung.web.measuring.Measured",
    "majung.web.walls.ContentSecurity",
    "majung.web.bounds.BodyBound",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "majung.web.languages.OwnLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "majung.web.urls"
WSGI_APPLICATION = "majung.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "majung.web.context.office",
            ]
        },
    }
]
STATIC_URL = "/static/"
# The package's own files are served as they are: no step to gather them first.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

AUTH_USER_MODEL = "store.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "sign-in"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
METRICS_KEY = os.environ.get("MAJUNG_METRICS_KEY", "")
LOGGING = office_logging()

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Seoul"

# Cookies travel over TLS only, unless nobody but this machine can reach the office.
SESSION_COOKIE_SECURE = not IS_LOOPBACK_ONLY
CSRF_COOKIE_SECURE = not IS_LOOPBACK_ONLY
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 0 if IS_LOOPBACK_ONLY else 365 * 24 * 60 * 60
if os.environ.get("MAJUNG_PROXIED") == "yes":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
