"""``python -m jiedao.config.cli``: how the supervisor starts other commands."""

from jiedao.config.cli.frame import main

if __name__ == "__main__":
    main()
