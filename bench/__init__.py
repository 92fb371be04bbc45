"""Benchmarks: Dialoom against the same bot written by hand, and the other budgets. ``make bench`` runs them."""
