"""A line of the rail and the page that it opens say the same, in both languages."""

import html
import re

import pytest
from django.conf import settings
from django.urls import reverse

from jiedao.foundation.staff.models import Role
from jiedao.kernel import registry
from jiedao.kernel.declarations import NavigationEntry
from tests.cases_pages.conftest import browser
from tests.cast import SmallTown

_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TAGS = re.compile(r"<[^>]+>")


@pytest.mark.parametrize("entry", list(registry.navigation), ids=lambda entry: entry.key)
def test_the_line_says_what_the_page_is_called(entry: NavigationEntry, town: SmallTown) -> None:
    kind = registry.kinds.find(entry.kind)
    named = [kind.key] if kind is not None and kind.restricted else []
    Role.objects.filter(town_id=town.id).update(
        permissions=[one.key for one in registry.permissions], scope="town", kinds=named
    )
    page = browser(town.dispatcher)
    for language, title in (("zh-hans", entry.titles.zh), ("en", entry.titles.en)):
        page.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        shown = page.get(reverse(entry.url_name, args=entry.args))
        assert page.status == 200, entry.url_name
        heading = _HEADING.search(shown)
        assert heading, entry.url_name
        assert html.unescape(_TAGS.sub("", heading[1])).strip() == title
