"""Node types of Acme. The entry points in ``pyproject.toml`` name them; Dialoom finds them once this is installed."""
