from django.urls import path

from kyoso.apps.notifications.web import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/stop/<str:key>/", views.notices_stop, name="notices_stop"),
]
