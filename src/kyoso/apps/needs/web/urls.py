from django.urls import path

from kyoso.apps.needs.web import views

urlpatterns = [
    path("needs/", views.need_list, name="need_list"),
    path("needs/new/", views.need_create, name="need_create"),
    path("needs/<slug:code>/", views.need_detail, name="need_detail"),
    path("needs/<slug:code>/history/", views.need_history, name="need_history"),
    path("needs/<slug:code>/edit/", views.need_edit, name="need_edit"),
    path("needs/<slug:code>/publish/", views.need_publish, name="need_publish"),
    path("needs/<slug:code>/close/", views.need_close, name="need_close"),
]
