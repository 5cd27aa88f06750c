from django.urls import path

from kyoso.apps.assets.web import views

urlpatterns = [
    path("assets/", views.asset_list, name="asset_list"),
    path("assets/new/", views.asset_create, name="asset_create"),
    path("assets/<slug:code>/", views.asset_detail, name="asset_detail"),
    path("assets/<slug:code>/edit/", views.asset_edit, name="asset_edit"),
    path("assets/<slug:code>/archive/", views.asset_archive, name="asset_archive"),
    path("assets/<slug:code>/restore/", views.asset_restore, name="asset_restore"),
]
