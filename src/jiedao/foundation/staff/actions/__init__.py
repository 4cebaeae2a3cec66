"""Every write of the staff tables: units, accounts, roles, posts, covers, passwords."""

from jiedao.foundation.staff.actions.accounts import (
    NewAccount,
    add_account,
    add_accounts,
    change_account,
    close_account,
    remove_totp,
    reopen_account,
    set_language,
    unlock_account,
)
from jiedao.foundation.staff.actions.passwords import (
    change_own_password,
    password_link,
    password_links,
    set_demo_password,
    set_password_by_link,
)
from jiedao.foundation.staff.actions.posts import (
    NewPost,
    add_cover,
    add_post,
    add_posts,
    end_cover,
    end_post,
)
from jiedao.foundation.staff.actions.roles import add_role, add_standard_roles, change_role
from jiedao.foundation.staff.actions.units import (
    NewUnit,
    add_unit,
    add_units,
    change_unit,
    end_unit,
    merge_unit,
)

__all__ = [
    "NewAccount",
    "NewPost",
    "NewUnit",
    "add_account",
    "add_accounts",
    "add_cover",
    "add_post",
    "add_posts",
    "add_role",
    "add_standard_roles",
    "add_unit",
    "add_units",
    "change_account",
    "change_own_password",
    "change_role",
    "change_unit",
    "close_account",
    "end_cover",
    "end_post",
    "end_unit",
    "merge_unit",
    "password_link",
    "password_links",
    "remove_totp",
    "reopen_account",
    "set_demo_password",
    "set_language",
    "set_password_by_link",
    "unlock_account",
]
