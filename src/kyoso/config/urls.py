"""The addresses of the site, assembled from the apps."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import TemplateView
from django.views.i18n import set_language

handler500 = "kyoso.config.errors.server_error"

urlpatterns = [
    path("language/", set_language, name="set_language"),
    path("", include("kyoso.apps.accounts.web.urls")),
    path("", include("kyoso.apps.disclosure.web.urls")),
    path("", include("kyoso.apps.notifications.web.urls")),
    path("", include("kyoso.apps.jobs.web.urls")),
    path("", include("kyoso.apps.files.web.urls")),
    path("", include("kyoso.apps.assets.web.urls")),
    path("", include("kyoso.apps.needs.web.urls")),
    path("", include("kyoso.apps.exchange.web.urls")),
    path("", include("kyoso.apps.directory.web.urls")),
    path("", include("kyoso.apps.matching.web.urls")),
    path("", include("kyoso.apps.sheets.web.urls")),
]

if settings.DEBUG:
    urlpatterns.append(path("design/", TemplateView.as_view(template_name="design/guide.html"), name="design_guide"))
