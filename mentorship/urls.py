"""Every address of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from accounts.adapter import secure_admin_login
from mentorship import views

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = "Belay"

urlpatterns = [
    path("", views.home, name="home"),
    path("conduct/", views.conduct, name="conduct"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("me/", include("accounts.urls")),
    path("programs/", include("mentorship.programs.urls")),
    path("programs/", include("mentorship.intake.urls")),
    path("goals/", include("mentorship.goals.urls")),
    path("requests/", include("mentorship.pitches.urls")),
    path("relationships/", include("mentorship.relationships.urls")),
    path("", include("mentorship.finding.urls")),
    path("", include("matching.urls")),
    path("styleguide/", include("mentorship.styleguide.urls")),
    path("admin/", admin.site.urls),
]

if settings.BELAY_DEMO:
    urlpatterns += [path("demo/", include("mentorship.demo.urls"))]
