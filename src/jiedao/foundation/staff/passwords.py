"""What a password must be like, and the one-time links by which it is set.

Strength after 等保 2.0 (GB/T 22239-2019, 8.1.4.1): length, kinds of characters, not the user name,
not the one before. A town may ask for more (settings ``password_length``, ``password_classes``).
"""

import secrets
import string
from datetime import timedelta
from hashlib import sha256
from typing import Final

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from jiedao.foundation.staff.models import Account, PasswordLink
from jiedao.kernel import clock, towns
from jiedao.kernel.errors import Invalid, NotFound

LEAST_LENGTH: Final = 10
LEAST_CLASSES: Final = 3
LONGEST: Final = 128
LINK_HOURS: Final = 72
_COMMON: Final = CommonPasswordValidator()


def least_length(town_id: int | None) -> int:
    """Never less than the product's own least."""
    asked = towns.setting(town_id, "password_length", LEAST_LENGTH) if town_id else LEAST_LENGTH
    return max(int(asked), LEAST_LENGTH)


def least_classes(town_id: int | None) -> int:
    """Of the four: small letters, capitals, digits, others."""
    asked = towns.setting(town_id, "password_classes", LEAST_CLASSES) if town_id else LEAST_CLASSES
    return min(max(int(asked), LEAST_CLASSES), 4)


def classes_of(password: str) -> int:
    """How many of the four kinds of characters a password has."""
    return sum(
        (
            any(character in string.ascii_lowercase for character in password),
            any(character in string.ascii_uppercase for character in password),
            any(character in string.digits for character in password),
            any(character not in string.ascii_letters + string.digits for character in password),
        )
    )


def check_strength(account: Account, password: str, field: str = "password") -> None:
    """Refuse a weak password with the first sentence that says why."""
    sentence = _weakness(account, password)
    if sentence:
        raise Invalid(sentence, code="weak_password", field=field)


def _weakness(account: Account, password: str) -> str:
    length, classes = least_length(account.town_id), least_classes(account.town_id)
    lower, username = password.lower(), account.username.lower()
    if len(password) < length:
        return _("密码至少 %(length)d 位。") % {"length": length}
    if len(password) > LONGEST:
        return _("密码最多 %(length)d 位。") % {"length": LONGEST}
    if classes_of(password) < classes:
        return _("密码须含小写字母、大写字母、数字、符号中的 %(count)d 类。") % {"count": classes}
    if username in lower or username[::-1] in lower:
        return _("密码里不能有用户名。")
    if len(set(password)) < 5 or _is_common(password):
        return _("这个密码太容易猜到。")
    if account.has_usable_password() and check_password(password, account.password):
        return _("新密码不能和原来的一样。")
    return ""


def _is_common(password: str) -> bool:
    try:
        _COMMON.validate(password)
    except ValidationError:
        return True
    return False


def digest(secret: str) -> str:
    """What the database keeps of a secret with 256 random bits."""
    return sha256(secret.encode()).hexdigest()


def new_link(account: Account, hours: int = LINK_HOURS) -> tuple[PasswordLink, str]:
    """An unsaved link and the path that holds its secret."""
    secret = secrets.token_urlsafe(32)
    moment = clock.now()
    link = PasswordLink(
        account=account,
        digest=digest(secret),
        created_at=moment,
        expires_at=moment + timedelta(hours=hours),
    )
    return link, reverse("staff:password_link", args=[secret])


def open_link(secret: str) -> PasswordLink:
    """The unused, unexpired link of that secret; ``NotFound`` tells not which of these fails."""
    link = (
        PasswordLink.objects.select_related("account")
        .filter(digest=digest(secret), used_at__isnull=True, expires_at__gt=clock.now())
        .first()
    )
    if link is None or not link.account.is_active:
        raise NotFound(_("这个链接已用过或已过期，请向管理员要一个新的。"), code="link_over")
    return link
