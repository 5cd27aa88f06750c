"""The site with the style guide, which is otherwise shown in debug only."""

from django.urls import path
from django.views.generic import TemplateView

from kyoso.config.urls import urlpatterns as site

urlpatterns = [*site, path("guide/", TemplateView.as_view(template_name="design/guide.html"))]
