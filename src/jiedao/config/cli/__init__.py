"""The command line ``jiedao``: one file of this folder is one command.

A file ``name.py`` (or ``name_.py`` where the name is a Python word; an underscore within it is
typed as a hyphen) holds the command in
``command``, made with ``@click.command(cls=TownCommand)``. The first line of its docstring is
what ``jiedao --help`` prints, read without importing the file: nothing heavy is paid for by
somebody who only asks. Import models inside the function, for the same reason.
"""

from jiedao.config.cli.frame import TownCommand, main

__all__ = ["TownCommand", "main"]
