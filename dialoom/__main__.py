"""``python -m dialoom`` is the same as ``dialoom``."""

from dialoom.cli import main

main()
