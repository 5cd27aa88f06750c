from django.urls import path

from kyoso.apps.jobs.web import views

urlpatterns = [
    path("work/", views.job_list, name="job_list"),
    path("work/<slug:code>/", views.job_detail, name="job_detail"),
    path("work/<slug:code>/cancel/", views.job_cancel, name="job_cancel"),
    path("work/<slug:code>/restart/", views.job_restart, name="job_restart"),
]
