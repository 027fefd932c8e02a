"""Every setting of the site, in one file; safe as it stands.

What differs from house to house comes from the environment, read here once (`archive.environment`); the
table of variables stands in docs/operators.md.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP

from archive import environment

ROOT = Path(__file__).resolve().parent.parent

DEBUG = environment.flag("ARCHIVE_DEBUG")
DATA = environment.folder("ARCHIVE_DATA", default=ROOT / "var")
WEB = environment.choice("ARCHIVE_PROCESS", ("command", "web"), default="command") == "web"

# The site and its address

BASE_URL = environment.site("ARCHIVE_BASE_URL", default="http://127.0.0.1:8000")
ALLOWED_HOSTS = environment.hosts(
    "ARCHIVE_ALLOWED_HOSTS",
    default=sorted({"localhost", "127.0.0.1", "[::1]", urlsplit(BASE_URL).hostname}),
)
SECRET_KEY = environment.secret("ARCHIVE_SECRET_KEY", kept_in=DATA / "secret-key")
ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"
TEST_RUNNER = "tests.runner.PytestRunner"

INSTALLED_APPS = [
    "archive.accounts.apps.DeskSiteConfig",  # django.contrib.admin with a door of our own
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "taggit",
    "django_filters",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "archive.accounts.apps.AccountsConfig",
    "archive.freshness",
    "archive.history",
    "archive.tags",
    "archive.centers",
    "authors",
    "archive.articles",
    "archive.importing",
    "archive.desk",
    "archive.public",
    "archive.syndication",
    "archive.operations",
]

MIDDLEWARE = [
    "archive.operations.caching.middleware.keep",  # first: what is kept costs nothing of what follows
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "archive.operations.headers.guard",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "archive.operations.headers.AdminLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "archive.operations.headers.answer_no_broken_cookie",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "archive.accounts.presence.watch",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Databases

DATABASES = {"default": environment.database("DATABASE_URL", default=DATA / "archive.sqlite3", web=WEB)}
if replica := environment.database("ARCHIVE_REPLICA_URL", default=None, web=WEB):
    DATABASES["replica"] = replica | {"TEST": {"MIRROR": "default"}}
    DATABASE_ROUTERS = ["archive.operations.replica.Router"]
    MIDDLEWARE.insert(5, "archive.operations.replica.choose")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Languages and time

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("ar", "العربية"),
    ("ru", "Русский"),
    ("zh-hans", "简体中文"),
    ("fr", "Français"),
]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

# Files

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": environment.media("ARCHIVE_MEDIA_URL", folder=MEDIA_ROOT),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if evidence := environment.evidence("ARCHIVE_EVIDENCE", folder=DATA / "evidence"):
    STORAGES["evidence"] = evidence
WHITENOISE_ALLOW_ALL_ORIGINS = False
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 12_582_912  # 2 million letters of any script; only the admin takes posts
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # 500 authors and 500 terms, each a row of an inline

# Security: what no page may do, whatever slips through the cleaning of its text

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
# Django's admin writes style attributes, and its style sheets carry small pictures of their own.
ADMIN_CSP = SECURE_CSP | {
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:"],
}
if environment.text("ARCHIVE_MEDIA_URL"):
    for policy in (SECURE_CSP, ADMIN_CSP):
        policy["img-src"] = [*policy["img-src"], "https:"]
HTTPS = BASE_URL.startswith("https://")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SESSION_ENGINE = "archive.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
LONGEST_AWAY = timedelta(hours=1)
PROXIES = environment.number("ARCHIVE_PROXIES", 0, 10, default=0)  # of ours, in front of the server
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Cache, letters, log

CACHES = {"default": environment.cache("REDIS_URL")}
SNAPSHOTS = DATA / "snapshots"  # of what a process keeps in memory, for those that begin after it
KEEP_PAGES = not DEBUG
KEPT_IN_MEMORY = 24 * 2**20  # bytes of pages, by each process
KEPT_ON_DISK = 512 * 2**20  # bytes of pages, by the processes of a machine together, where there is no Redis
MAILERS = {"default": environment.mailer("EMAIL_URL")}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"standard error": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["standard error"], "level": "WARNING"},
    "loggers": {
        "archive": {"level": "INFO"},
        "authors": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
