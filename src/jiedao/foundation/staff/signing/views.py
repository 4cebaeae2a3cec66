"""The pages of sign-in: django-allauth's steps in the product's look."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from pydantic import BaseModel, Field

from jiedao.foundation.staff import actions
from jiedao.foundation.staff.passwords import (
    LONGEST,
    least_classes,
    least_length,
    open_link,
)
from jiedao.foundation.staff.signing.record import note
from jiedao.foundation.staff.signing.sessions import IDLE_COOKIE
from jiedao.kernel.errors import Invalid, NotFound
from jiedao.kernel.transactions import durable
from jiedao.web.forms import Form
from jiedao.web.replies import redirect
from jiedao.web.shell import Shell
from jiedao.web.widgets import Widget


class SignIn(account.LoginView):  # type: ignore[misc]
    """User name and password."""

    template_name = "staff/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        idle = self.request.COOKIES.get(IDLE_COOKIE) == "1"
        return super().get_context_data(**kwargs) | {"idle": idle}  # type: ignore[no-any-return]


class SignOut(account.LogoutView):  # type: ignore[misc]
    """Asks when merely visited, signs out when posted to."""

    template_name = "staff/sign_out.html"


class SignInAgain(account.ReauthenticateView):  # type: ignore[misc]
    """The password once more before something weighty."""

    template_name = "staff/sign_in_again.html"


class Code(mfa.AuthenticateView):  # type: ignore[misc]
    """The second step: the code of the authenticator, or a recovery code."""

    template_name = "staff/code.html"


class CodeAgain(mfa.ReauthenticateView):  # type: ignore[misc]
    """The code once more before something weighty."""

    template_name = "staff/code_again.html"


class ActivateTotp(totp.ActivateTOTPView):  # type: ignore[misc]
    """The QR code, and the first code that proves it was taken over."""

    template_name = "staff/totp_activate.html"

    def form_valid(self, form: Any) -> HttpResponse:
        with durable():
            note(self.request.user, "totp_added", self.request)
            response: HttpResponse = super().form_valid(form)
        return response


class DeactivateTotp(totp.DeactivateTOTPView):  # type: ignore[misc]
    """Asks once more."""

    template_name = "staff/totp_deactivate.html"

    def form_valid(self, form: Any) -> HttpResponse:
        with durable():
            note(self.request.user, "totp_removed", self.request)
            response: HttpResponse = super().form_valid(form)
        return response


class RecoveryCodes(recovery_codes.ViewRecoveryCodesView):  # type: ignore[misc]
    """Ten codes to print: each signs in once when the telephone is lost."""

    template_name = "staff/recovery_codes.html"


class RenewRecoveryCodes(recovery_codes.GenerateRecoveryCodesView):  # type: ignore[misc]
    """New codes; the old ones end."""

    template_name = "staff/recovery_codes_renew.html"

    def form_valid(self, form: Any) -> HttpResponse:
        with durable():
            note(self.request.user, "recovery_codes_renewed", self.request)
            response: HttpResponse = super().form_valid(form)
        return response


class NewPassword(BaseModel):
    password: str = Field(title="新密码", max_length=LONGEST)
    again: str = Field(title="再输一遍", max_length=LONGEST)


_WIDGETS = {
    "password": Widget("password", autocomplete="new-password", autofocus=True),
    "again": Widget("password", autocomplete="new-password"),
}


@never_cache
@sensitive_post_parameters("password", "again")
def password_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Set a password by the one-time link that an administrator made."""
    try:
        link = open_link(secret)
    except NotFound as over:
        told = {"sentence": over.sentence}
        return render(request, "staff/password_link_over.html", told, status=over.status)
    form = Form(NewPassword, widgets=_WIDGETS)
    if request.method == "POST" and (data := form.bind(request)):
        try:
            _set_password(secret, data)
        except Invalid as refused:
            form.refuse(refused)
        else:
            return redirect(request, Shell(request).sign_in_url, _("密码已设好，请登录。"))
    rules = password_rules(link.account.town_id)
    context: dict[str, Any] = {"form": form, "account": link.account, **rules}
    return render(request, "staff/password_link.html", context, status=422 if form.refused else 200)


def _set_password(secret: str, data: NewPassword) -> None:
    if data.password != data.again:
        raise Invalid(_("两次输入的密码不一样。"), field="again")
    with durable():
        actions.set_password_by_link(secret, data.password)


def password_rules(town_id: int | None) -> dict[str, int]:
    """What the page tells about passwords."""
    return {"length": least_length(town_id), "classes": least_classes(town_id)}
