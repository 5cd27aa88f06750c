"""Django's settings, derived from the options of `options.py`. Nothing is to be edited here by an installation."""

import shlex
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from kyoso.config.databases import database
from kyoso.config.mail import mail_settings
from kyoso.config.options import read_options
from kyoso.config.secret import secret_key

OPTIONS = read_options()
SOURCE = Path(__file__).resolve().parent.parent
VAR = OPTIONS.var.resolve()
VAR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = secret_key(OPTIONS.secret_key, VAR)
DEBUG = OPTIONS.debug
ALLOWED_HOSTS = OPTIONS.hosts

# The apps in the order of the journey: a later one may import an earlier one, never the reverse.
JOURNEY_APPS = [
    "journal",
    "accounts",
    "disclosure",
    "notifications",
    "jobs",
    "files",
    "assets",
    "needs",
    "exchange",
    "directory",
    "matching",
    "sheets",
]

INSTALLED_APPS = [
    *[f"kyoso.apps.{name}" for name in JOURNEY_APPS],
    "kyoso.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "kyoso.config.limits.LimitBodies",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kyoso.apps.accounts.web.middleware.ActorMiddleware",
    "kyoso.apps.disclosure.web.middleware.ClearanceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kyoso.config.errors.WrongMethods",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "kyoso.config.urls"
WSGI_APPLICATION = "kyoso.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            SOURCE / "web" / "templates",
            *[SOURCE / "apps" / name / "web" / "templates" for name in JOURNEY_APPS],
        ],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "kyoso.apps.accounts.web.context.acting",
                "kyoso.config.navigation.navigation",
            ],
        },
    }
]

DATABASES = {"default": database(OPTIONS.database_url, VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in (H3)
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "kyoso.apps.accounts.web.allauth.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True

# Lock-out: by account and address, kept in the database so that every web process sees it.
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OPTIONS.https
SECURE_SSL_REDIRECT = OPTIONS.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if OPTIONS.https else None
SECURE_HSTS_SECONDS = 31_536_000 if OPTIONS.https else 0
CSRF_TRUSTED_ORIGINS = [OPTIONS.base_url] if OPTIONS.https else []
CSRF_FAILURE_VIEW = "kyoso.config.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = OPTIONS.language
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [SOURCE / "config" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"

# Long work is put into the database and done by `kyoso tasks`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "files", "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "exchange": {  # imports and exports on their way, apart from what is kept with records
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "exchange", "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False

# Photos and documents, kept in the default storage
FILE_BYTES = OPTIONS.file_mb * 1024**2
FILES_PER_ORGANISATION = OPTIONS.files_per_organisation
FILE_BYTES_PER_ORGANISATION = OPTIONS.files_mb_per_organisation * 1024**2
SCAN_COMMAND = shlex.split(OPTIONS.scan_command)

globals().update(mail_settings(OPTIONS.mail_url, OPTIONS.mail_from, VAR))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "axes": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "weasyprint": {"level": "CRITICAL"},  # quotes what it draws
        "weasyprint.progress": {"level": "CRITICAL"},
    },
}

# Where the worker writes the indexes of search and of matching, and where the word vectors lie.
SEARCH_DIR = VAR / "search"
INDEX_DIR = VAR / "index"
VECTORS_DIR = VAR / "vectors"
