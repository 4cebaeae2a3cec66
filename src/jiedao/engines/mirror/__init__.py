"""The mirror: records of all kinds as typed columns, for whoever counts.

Parquet files under the data folder, by sub-district, kind and month, kept up to date from the
history, read by DuckDB through Ibis (``source``) and by whatever else reads Parquet. It follows
from the database: deleted, it is built anew.
"""
