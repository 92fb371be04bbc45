"""Keeps everything in PostgreSQL: the only package that speaks SQL. Rows never leave it."""
