"""Backups: everything the catalogue holds in one file, read from either database and put back into either.

The rows travel as text, table by table, so that the file of a village grows into a town's PostgreSQL, and back. One way
serves both databases: the other ways (a raw SQLite file, a dump of pg_dump) can each be put back into one kind only.
"""
