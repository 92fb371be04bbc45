#!/bin/sh
# Prints where a working uv is; installs one below .venv/.uv/ first if the machine has none. Needs python3 and nothing else.
set -eu
cd "$(dirname "$0")/.."

works() { "$1" --version >/dev/null 2>&1; }

for found in "${UV:-}" uv .venv/.uv/bin/uv .venv/.uv/packages/bin/uv "${HOME:-/nonexistent}/.local/bin/uv"; do
    if [ -n "$found" ] && works "$found"; then
        command -v "$found"
        exit 0
    fi
done

echo "Installing uv below .venv/.uv/ ..." >&2
if python3 -m venv .venv/.uv >/dev/null 2>&1 && .venv/.uv/bin/python -m pip install --quiet --disable-pip-version-check uv >&2; then
    works .venv/.uv/bin/uv && echo .venv/.uv/bin/uv && exit 0
fi
# Debian without python3-venv: a folder of its own needs no environment, and no leave from PEP 668 either.
rm -rf .venv/.uv
if python3 -m pip --version >/dev/null 2>&1; then
    python3 -m pip install --quiet --disable-pip-version-check --target .venv/.uv/packages uv >&2 || true
    works .venv/.uv/packages/bin/uv && echo .venv/.uv/packages/bin/uv && exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; } >&2
    python3 -m venv .venv/.uv && .venv/.uv/bin/python -m pip install --quiet --disable-pip-version-check uv >&2
    works .venv/.uv/bin/uv && echo .venv/.uv/bin/uv && exit 0
fi
echo "No uv, and no way to install it: install the package python3-venv (or python3-pip), or uv itself, and run this again." >&2
exit 1
