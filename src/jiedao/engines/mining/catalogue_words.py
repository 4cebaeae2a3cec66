"""What the catalogue itself says of its items: all there is to go by before anything is confirmed,
and afterwards what is known of items that hardly occur."""

from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.foundation.catalogue.models import Item

Entry = tuple[str, list[str]]


def entries(town_id: int) -> list[Entry]:
    """(code, [name, path, guide, key words]) of each item that a case may have, by code."""
    guides = dict(Item.objects.filter(town_id=town_id).values_list("id", "guide"))
    return [
        (item.code, [item.name, item.path, guides.get(item.id, ""), " ".join(item.keywords)])
        for item in catalogue_for(town_id).leaves()
    ]


def as_examples(town_id: int) -> tuple[list[str], list[str]]:
    """(texts, codes): each of these words once, as if somebody had said it."""
    said = [(text, code) for code, texts in entries(town_id) for text in texts if text]
    return [text for text, _code in said], [code for _text, code in said]
