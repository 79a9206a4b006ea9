"""Settings, all read from the environment (``CANTINE_…``); each has its line in docs/reference/configuration.md."""

import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from environs import Env

env = Env()
BASE_DIR = Path(__file__).resolve().parents[2]
DATA = Path(env.str("CANTINE_DATA", str(BASE_DIR / ".cantine"))).resolve()
DEMO = env.bool("CANTINE_DEMO", False)
CANTINE_DEMO_PASSWORD = env.str("CANTINE_DEMO_PASSWORD", "bienvenue-a-la-cantine")
TESTING = env.bool("CANTINE_TESTING", False)
DEBUG = env.bool("CANTINE_DEBUG", False)
HOSTS = env.list("CANTINE_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
PUBLIC_URL = env.str("CANTINE_PUBLIC_URL", f"http://localhost:{env.int('PORT', 8000)}").rstrip("/")
SECURE = PUBLIC_URL.startswith("https://")
if DEBUG and set(HOSTS) - {"localhost", "127.0.0.1", "[::1]"}:
    raise ValueError("CANTINE_DEBUG shows secrets: it is refused with a public host in CANTINE_HOSTS.")
if DEMO and SECURE:
    raise ValueError("The demo's password is public: CANTINE_DEMO runs on http://localhost only.")


def _secret_key() -> str:
    """Made at the first start and kept in the data folder, readable by its owner only."""
    file = DATA / "secret-key"
    if not file.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(64))
    return file.read_text().strip()


SECRET_KEY = env.str("CANTINE_SECRET_KEY", "") or _secret_key()
SECRET_KEY_FALLBACKS: list[str] = env.list("CANTINE_SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS = HOSTS
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if SECURE else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django.forms",  # its templates, for the house's renderer
    "cantine.people",  # before allauth: its templates are ours
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_cotton",
    "django_htmx",
    "procrastinate.contrib.django",
    "cantine.core",
    "cantine.ui",
    "cantine.territory",
    "cantine.places",
    "cantine.accounting",
    "cantine.pricing",
    "cantine.billing",
    "cantine.memberships",
    "cantine.booking",
    "cantine.funding",
    "cantine.desk",
    "cantine.web",
    "cantine.config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cantine.core.middleware.BaselineHeaders",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cantine.core.middleware.ForNobody",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cantine.core.middleware.ActorMiddleware",
    "cantine.core.middleware.StrangersPace",
    "cantine.people.middleware.SessionLease",
    "cantine.people.middleware.SecondFactor",
    "cantine.core.middleware.Answers",
]
ROOT_URLCONF = "cantine.config.urls"
WSGI_APPLICATION = "cantine.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "cantine.core.context_processors.house",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
            ],
        },
    }
]
FORM_RENDERER = "cantine.ui.forms.HouseRenderer"

# -- database: the application's role; `cantine migrate` connects as the owner --------------------------------------
DATABASE_URL = env.str("CANTINE_DATABASE_URL", "")
DATABASE_OWNER_URL = env.str("CANTINE_DATABASE_OWNER_URL", "")
DATABASE_DIRECT_URL = env.str("CANTINE_DATABASE_DIRECT_URL", "") or DATABASE_URL
AS_OWNER = env.bool("CANTINE_AS_OWNER", False)
STATEMENT_TIMEOUT = env.str("CANTINE_STATEMENT_TIMEOUT", "10s")


def _database(url: str) -> dict[str, Any]:
    """Django's dictionary for a PostgreSQL URL; what follows ``?`` (host=/socket/folder, sslmode…) is passed on."""
    from urllib.parse import parse_qsl, unquote, urlsplit

    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "cantine.core.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "cantine",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **query,
            # Hand-written statements are prepared (core.sql), unless a pooler stands between: a session is not ours then.
            "prepare_threshold": 5 if DATABASE_URL == DATABASE_DIRECT_URL else None,
            # One plan each, made once: those statements begin with an index by tenant, and weighing them anew for every
            # reader cost more than running them (the free rooms of a slot: 2.3 ms of PostgreSQL, 0.8 since).
            "options": f"-c statement_timeout={STATEMENT_TIMEOUT} -c lock_timeout=3s "
            "-c idle_in_transaction_session_timeout=15s -c plan_cache_mode=force_generic_plan",
        },
    }


DATABASES = {"default": _database(DATABASE_OWNER_URL if AS_OWNER and DATABASE_OWNER_URL else DATABASE_URL)}
if AS_OWNER:
    DATABASES["default"]["OPTIONS"].pop("options")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# -- people -----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
CANTINE_TENANT_MODEL = "people.Organisation"
CANTINE_ACTOR_BUILDER = "cantine.places.queries.actor_of"
AUTHENTICATION_BACKENDS = ["cantine.people.backends.HouseBackend"]
PASSWORD_HASHERS = ["cantine.people.backends.HouseArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "cantine.people.backends.UncommonPassword"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/moi/entree/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_FORMS = {
    "signup": "cantine.people.forms.SignUpForm",
    "login": "cantine.people.forms.SignInForm",
    "request_login_code": "cantine.people.forms.CodeForm",
    "reset_password": "cantine.people.forms.ResetForm",
    "reset_password_from_key": "cantine.people.forms.NewPasswordForm",
    "change_password": "cantine.people.forms.ChangePasswordForm",
    "set_password": "cantine.people.forms.ChoosePasswordForm",
    "reauthenticate": "cantine.people.forms.ProofForm",
    "add_email": "cantine.people.forms.NewAddressForm",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 2
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up, and nowhere else
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_ADAPTER = "cantine.people.adapters.AccountAdapter"
MFA_FORMS = {
    "add_webauthn": "cantine.people.forms.NewPasskeyForm",
    "edit_webauthn": "cantine.people.forms.PasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Cantine"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_ADAPTER = "cantine.people.adapters.MfaAdapter"
CANTINE_MFA_REQUIRED = env.bool("CANTINE_MFA_REQUIRED", not DEMO)
CANTINE_MFA_GRACE_DAYS = env.int("CANTINE_MFA_GRACE_DAYS", 7)
CANTINE_OPEN_SIGNUP = env.bool("CANTINE_OPEN_SIGNUP", True)
_rates: list[str] = env.list("CANTINE_RATES", [])
CANTINE_RATES: dict[str, int] = {pair.split("=")[0]: int(pair.split("=")[1]) for pair in _rates}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("CANTINE_TRUSTED_PROXIES", 0)
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "login": "50/h/ip",
    "login_failed": "50/h/ip,10/h/key",
    "request_login_code": "50/h/ip,5/h/key",
    "signup": "20/h/ip",
    "reset_password": "20/h/ip,5/h/key",
    "reset_password_from_key": "20/h/ip",
    "confirm_email": "1/m/key",
    "change_password": "5/m/user",
    "manage_email": "10/h/user",
    "reauthenticate": "20/h/user",
}
CANTINE_RATES_OFF = env.bool("CANTINE_RATES_OFF", False)
if CANTINE_RATES_OFF or TESTING:
    ACCOUNT_RATE_LIMITS = False
if TESTING:
    CANTINE_RATES["pages.anonymous"] = 0  # a test that walks every page asks more in a minute than a network of people

# -- sessions, cookies, headers ---------------------------------------------------------------------------------------
_COOKIE = "__Host-" if SECURE else ""
SESSION_ENGINE = "cantine.core.sessions"
SESSION_COOKIE_NAME = f"{_COOKIE}session"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 30 * 24 * 3600
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "cantine.core.errors.csrf_failure"
SECURE_SSL_REDIRECT = SECURE and env.bool("CANTINE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 63_072_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.bool("CANTINE_BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CANTINE_TRUSTED_PROXIES = env.int("CANTINE_TRUSTED_PROXIES", 0)
LIVE_URL = env.str("CANTINE_LIVE_URL", "" if SECURE or TESTING else f"http://localhost:{env.int('PORT', 8000) + 1}")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF, *([LIVE_URL] if LIVE_URL else [])],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["cantine", "planning", "today"],
        "report-uri": ["/rapports/csp/"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# -- languages and time -----------------------------------------------------------------------------------------------
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SECURE
LOCALE_PATHS = [str(folder) for folder in sorted((BASE_DIR / "locale").glob("*")) if folder.is_dir()]

# -- files ------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = str(DATA / "static")
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = str(DATA / "media")
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# -- mail -------------------------------------------------------------------------------------------------------------
EMAIL_URL = env.str("CANTINE_EMAIL_URL", "")
DEFAULT_FROM_EMAIL = env.str("CANTINE_MAIL_FROM", "cantine@localhost")
CANTINE_MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2]
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20
if EMAIL_URL:
    from urllib.parse import unquote as _unquote
    from urllib.parse import urlsplit as _urlsplit

    _mail = _urlsplit(EMAIL_URL)  # smtp://user:password@host:port, or smtps:// for TLS from the start
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = (
        _mail.hostname or "localhost",
        _mail.port or (465 if _mail.scheme == "smtps" else 587),
    )
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _unquote(_mail.username or ""), _unquote(_mail.password or "")
    EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp" and _mail.port != 25
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # the outbox page shows what would have left

# -- jobs, logs -------------------------------------------------------------------------------------------------------
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
PROCRASTINATE_ON_APP_READY = None
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"brief": {"()": "cantine.core.logs.Brief"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["brief"]}},
    "root": {"handlers": ["console"], "level": env.str("CANTINE_LOG_LEVEL", "WARNING")},
    # Who is refused, or finds nothing, was answered: that is no line of a log, and two hundred a second are a lot of them.
    "loggers": {"django.request": {"level": "ERROR"}},
}
# W002: frame-ancestors says it, and better. W021: to preload HSTS is the owner's choice. The others: http on loopback.
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W021"]
SILENCED_SYSTEM_CHECKS += [] if SECURE else ["security.W004", "security.W008", "security.W012"]
