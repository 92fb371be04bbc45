#!/bin/sh
# Makes sure that there is a Chromium for the browser tests; $CHROMIUM names one that is not on the PATH.
set -eu

for found in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$found" ] && command -v "$found" >/dev/null 2>&1; then
        exit 0
    fi
done
for cache in "${PLAYWRIGHT_BROWSERS_PATH:-${HOME:-/nonexistent}/.cache/ms-playwright}" \
             "${HOME:-/nonexistent}/Library/Caches/ms-playwright"; do
    if ls -d "$cache"/chromium* >/dev/null 2>&1; then
        exit 0
    fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser tests ..."
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium
    exit 0
fi
echo "The browser tests need Chromium and there is none. Install it ('sudo apt-get install chromium', or" >&2
echo "'.venv/bin/playwright install chromium'), or set CHROMIUM to its path, and run this again." >&2
exit 1
