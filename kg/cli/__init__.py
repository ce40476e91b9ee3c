"""The command line: the only part of the program that prints or exits."""

from kg.cli.export import SUFFIXES
from kg.cli.main import cli, main

__all__ = ["SUFFIXES", "cli", "main"]
