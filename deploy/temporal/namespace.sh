#!/bin/sh
# Makes the namespace, or brings its retention up to date; safe to repeat. Ends when the server lets it be used.
set -eu
answer=$(mktemp)

until_done() {
    attempts=0
    until "$@" >"$answer" 2>&1; do
        attempts=$((attempts + 1))
        if [ "$attempts" -ge 60 ]; then
            cat "$answer" >&2
            exit 1
        fi
        sleep 1
    done
}

until_done temporal operator cluster health
temporal operator namespace describe --namespace "$NAMESPACE" >/dev/null 2>&1 ||
    temporal operator namespace create --namespace "$NAMESPACE" --retention "$RETENTION"
until_done temporal operator namespace update --namespace "$NAMESPACE" --retention "$RETENTION" # refused while it is new
cat "$answer"
