"""Addresses of the staff pages."""

from django.urls import URLPattern, URLResolver, path

from jiedao.foundation.staff.pages import (
    account,
    accounts,
    audit,
    notices,
    organisation,
    roles,
    unit_forms,
)
from jiedao.foundation.staff.signing import views as signing

app_name = "staff"
urlpatterns: list[URLPattern | URLResolver] = [
    path("password/<str:secret>/", signing.password_link, name="password_link"),
    path("account/", account.own, name="account"),
    path("account/covers/<int:cover_id>/end/", account.end_cover, name="end_own_cover"),
    path("notices/", notices.NoticeList.as_view(), name="notices"),
    path("notices/<int:notice_id>/", notices.notice, name="notice"),
    path("notices/read/", notices.read_all, name="read_all"),
    path("organisation/", organisation.organisation, name="organisation"),
    path("organisation/add/", unit_forms.add_unit, name="add_unit"),
    path("organisation/<int:unit_id>/", organisation.unit, name="unit"),
    path("organisation/<int:unit_id>/add/", unit_forms.add_unit, name="add_unit_below"),
    path("organisation/<int:unit_id>/change/", unit_forms.change_unit, name="change_unit"),
    path("organisation/<int:unit_id>/end/", unit_forms.end_unit, name="end_unit"),
    path("organisation/<int:unit_id>/merge/", unit_forms.merge_unit, name="merge_unit"),
    path("organisation/<int:unit_id>/posts/add/", unit_forms.add_post, name="add_post"),
    path("posts/<int:post_id>/end/", unit_forms.end_post, name="end_post"),
    path("posts/<int:post_id>/cover/", unit_forms.add_cover, name="add_cover"),
    path("accounts/", accounts.AccountList.as_view(), name="accounts"),
    path("accounts/add/", accounts.add_account, name="add_account"),
    path("accounts/<int:account_id>/", accounts.person, name="person"),
    path("accounts/<int:account_id>/change/", accounts.change_account, name="change_account"),
    path("accounts/<int:account_id>/close/", accounts.close_account, name="close_account"),
    path("accounts/<int:account_id>/reopen/", accounts.reopen_account, name="reopen_account"),
    path("accounts/<int:account_id>/unlock/", accounts.unlock_account, name="unlock_account"),
    path("accounts/<int:account_id>/link/", accounts.account_link, name="account_link"),
    path("accounts/<int:account_id>/totp/remove/", accounts.remove_totp, name="remove_totp"),
    path("roles/", roles.RoleList.as_view(), name="roles"),
    path("roles/add/", roles.add_role, name="add_role"),
    path("roles/suggested/", roles.add_suggested_roles, name="add_suggested_roles"),
    path("roles/<int:role_id>/", roles.role, name="role"),
    path("roles/<int:role_id>/change/", roles.change_role, name="change_role"),
    path("audit/", audit.AuditList.as_view(), name="audit"),
    path("audit/<int:line_id>/", audit.line, name="audit_line"),
]
