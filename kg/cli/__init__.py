"""The command line: the only part of the program that prints or exits."""

from kg.cli.main import cli, main
from kg.cli.options import SUFFIXES

__all__ = ["SUFFIXES", "cli", "main"]
