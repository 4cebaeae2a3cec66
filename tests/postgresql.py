"""Prints the address of a PostgreSQL server for the tests: DATABASE_URL, or a local one."""

import getpass
import os
import sys

import psycopg

CANDIDATES = (
    os.environ.get("DATABASE_URL", ""),
    "postgresql://postgres@127.0.0.1:5432/postgres",
    f"postgresql://{getpass.getuser()}@127.0.0.1:5432/postgres",
    f"postgresql:///postgres?host=/var/run/postgresql&user={getpass.getuser()}",
)


def find() -> str:
    """The first address that answers to somebody who may make databases, or an empty string."""
    for url in filter(None, CANDIDATES):
        try:
            with psycopg.connect(url, connect_timeout=2) as connection:
                row = connection.execute(
                    "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
                ).fetchone()
        except psycopg.Error:
            continue
        if row and row[0]:
            return url
    return ""


if __name__ == "__main__":
    url = find()
    print(url)
    sys.exit(0 if url else 1)
