#!/bin/sh
# Brings Temporal's two databases to the schema of this image; safe to repeat, and the first step of every upgrade.
set -eu
schema=/etc/temporal/schema/postgresql/v12

tool() {
    temporal-sql-tool --plugin "$DB" --ep "$POSTGRES_SEEDS" -p "$DB_PORT" -u "$POSTGRES_USER" --db "$1" "$2" "$3" "$4"
}

for pair in temporal:temporal temporal_visibility:visibility; do
    database=${pair%:*}
    tool "$database" setup-schema -v 0.0
    tool "$database" update-schema -d "$schema/${pair#*:}/versioned"
done
echo "Temporal's schema is up to date"
