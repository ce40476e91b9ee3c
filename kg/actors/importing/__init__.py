"""Reads the actor dictionaries of others and writes them as actor tables."""
