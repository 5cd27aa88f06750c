from django.urls import path

from kyoso.apps.directory.web import views

urlpatterns = [path("directory/", views.directory, name="directory")]
