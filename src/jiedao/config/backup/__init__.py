"""A copy of a whole installation in one archive, and the way back.

The archive (tar.gz) holds ``manifest.json``, ``database/`` (one SQLite file, or for PostgreSQL
one file for each table in COPY's text format), ``files/`` (photos, documents, reports) and
``keys/`` (without which personal data cannot be read: guard the archive like the installation).
No client tools of the database are needed for either.
"""
