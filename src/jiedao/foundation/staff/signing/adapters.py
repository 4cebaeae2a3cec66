"""What django-allauth asks of us: words, no sign-up, no e-mail, sealed TOTP seeds."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiedao.foundation.parties.seal import seal_shared, unseal_shared
from jiedao.foundation.staff.models import Account

MISMATCH = gettext_lazy("用户名或密码不对，或账号已锁定。连续输错 5 次，账号锁定 15 分钟。")
TOO_MANY = gettext_lazy("尝试太频繁，请过几分钟再试。")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by administrators, and nothing is told by e-mail."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": MISMATCH,
        "incorrect_password": gettext_lazy("密码不对。"),
        "too_many_login_attempts": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The page itself says what happened."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """History tells it to the auditor; there may be no mail server."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """TOTP seeds and recovery codes are sealed under the installation's master key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("动态码不对。请核对手机时间，或等下一个码再试。"),
    }

    def get_totp_label(self, user: Account) -> str:
        return user.username

    def get_totp_issuer(self) -> str:
        return _("街道工作台")

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal_shared(text)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal_shared(base64.b64decode(encrypted_text))
