"""Contracts as they live: terms, facts, events, conditions, entries, chains."""
