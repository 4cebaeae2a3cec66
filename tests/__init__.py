"""Tests of the whole house; an application's own tests lie in its folder."""
