#!/bin/sh
# Runs once, when the data folder is made: Temporal gets a login and two databases of its own beside Dialoom's.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$TEMPORAL_PASSWORD" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
create role temporal login password :'password';
create database temporal owner temporal;
create database temporal_visibility owner temporal;
SQL
