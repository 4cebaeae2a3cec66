"""Sign-in: password and TOTP by django-allauth; lockout, idle end and the record are ours."""
