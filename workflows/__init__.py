"""Conversations on Temporal: the workflow waits, its activities claim, decide, commit, send and call."""
