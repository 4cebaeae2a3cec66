"""Django's entry for ``jiedao.foundation.search``."""

from django.apps import AppConfig

_SETTLE_SECONDS = 5


class SearchConfig(AppConfig):
    name = "jiedao.foundation.search"
    label = "search"

    def ready(self) -> None:
        from jiedao.foundation.search import store
        from jiedao.kernel import registry
        from jiedao.kernel.declarations import Step

        registry.steps.add(Step("search.settle", _SETTLE_SECONDS, store.settle))
