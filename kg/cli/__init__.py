"""The command line: the only part of the program that prints or exits."""

from kg.cli.main import SUFFIXES, cli, main

__all__ = ["SUFFIXES", "cli", "main"]
