"""Progress of anything that may take longer than two seconds."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import TracebackType

import click


class Progress:
    """A bar on a terminal, a line for each tenth in a log; goes to stderr, silent when quick.

    Where the total is not known (0), the count itself is told, in a log after 2, 4, 8 … seconds.

    >>> with Progress("Rows", total) as progress:
    ...     for row in rows:
    ...         progress.step()
    """

    def __init__(self, title: str, total: int) -> None:
        self._title = title
        self._total = max(total, 1)
        self._done = 0
        self._tenth = 0
        self._begun = time.monotonic()
        self._uncounted = total <= 0
        self._next = 2.0
        self._live = sys.stderr.isatty()
        self._bar = None
        if self._live and not self._uncounted:
            self._bar = click.progressbar(length=total, label=title, file=sys.stderr)

    def __enter__(self) -> "Progress":
        if self._bar is not None:
            self._bar.__enter__()
        return self

    def step(self, count: int = 1) -> None:
        """Say that ``count`` more are done."""
        self._done += count
        if self._uncounted:
            self._count()
            return
        if self._bar is not None:
            self._bar.update(count)
            return
        tenth = min(10, self._done * 10 // self._total)
        if tenth > self._tenth and time.monotonic() - self._begun > 2:
            click.echo(f"{self._title}: {tenth * 10}%", err=True)
        self._tenth = tenth

    def _count(self) -> None:
        past = time.monotonic() - self._begun
        if past < self._next:
            return
        self._next = past + 0.2 if self._live else past * 2
        text = f"{self._title}: {self._done:,}"
        click.echo(f"\r{text}" if self._live else text, err=True, nl=not self._live)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.__exit__(kind, error, trace)
        elif self._live and self._next > 2:
            click.echo(err=True)


@contextmanager
def telling() -> Iterator[Callable[[str, int], Callable[[int], None]]]:
    """A function that begins the next progress: ``tick = say(title, total)``, ``tick(count)``."""
    with ExitStack() as stack:

        def say(title: str, total: int) -> Callable[[int], None]:
            stack.pop_all().close()
            return stack.enter_context(Progress(title, total)).step

        yield say
