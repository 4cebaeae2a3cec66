"""Paging by the last row seen: every row once, in order, whatever the page's size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from jiedao.kernel import clock
from jiedao.kernel.errors import Invalid
from jiedao.kernel.models import Town
from jiedao.web import keyset

ORDERS = [("title", "id"), ("-title", "id"), ("title", "-id"), ("-title", "-id"), ("-id",)]


class TestPages(TestCase):
    @given(
        titles=st.lists(st.sampled_from("甲乙丙丁"), min_size=1, max_size=25),
        size=st.integers(1, 7),
        fields=st.sampled_from(ORDERS),
    )
    def test_every_row_once_and_in_order(
        self, titles: list[str], size: int, fields: tuple[str, ...]
    ) -> None:
        Town.objects.bulk_create(
            Town(key=f"t{i}", title=title, created_at=clock.now()) for i, title in enumerate(titles)
        )
        everything = list(Town.objects.order_by(*fields).values_list("pk", flat=True))
        seen: list[int] = []
        cursor = ""
        for _page in range(len(titles) + 1):
            rows = Town.objects.all()
            if cursor:
                rows = keyset.after(rows, fields, cursor)
            found = list(rows.order_by(*fields)[:size])
            if not found:
                break
            seen += [row.pk for row in found]
            cursor = keyset.cursor_of(found[-1], fields)
        assert seen == everything


@pytest.mark.parametrize("cursor", ["x", "!!", "W10", "WyJhIl0", "WzEsMl0"])
def test_a_cursor_that_is_none_is_refused_with_a_sentence(cursor: str) -> None:
    with pytest.raises(Invalid, match="页码无效"):
        keyset.after(Town.objects.all(), ("created_at", "id", "title"), cursor)


def test_a_cursor_of_wrong_types_is_refused() -> None:
    with pytest.raises(Invalid):
        keyset.after(Town.objects.all(), ("id",), "WyJhIl0")
