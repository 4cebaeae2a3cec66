"""Addresses of staff: signing in under django-allauth's names, everything else as ``staff:…``."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from jiedao.foundation.staff.signing import views as signing

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", signing.SignIn.as_view(), name="account_login"),
    path("sign-in/code/", signing.Code.as_view(), name="mfa_authenticate"),
    path("sign-in/again/", signing.SignInAgain.as_view(), name="account_reauthenticate"),
    path("sign-in/again/code/", signing.CodeAgain.as_view(), name="mfa_reauthenticate"),
    path("sign-out/", signing.SignOut.as_view(), name="account_logout"),
    path("account/totp/", RedirectView.as_view(pattern_name="staff:account"), name="mfa_index"),
    path("account/totp/on/", signing.ActivateTotp.as_view(), name="mfa_activate_totp"),
    path("account/totp/off/", signing.DeactivateTotp.as_view(), name="mfa_deactivate_totp"),
    path("account/codes/", signing.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "account/codes/new/",
        signing.RenewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("", include("jiedao.foundation.staff.pages.urls")),
]
