"""Trying a process on the past: rows of a help desk's export, run through it, met and missed."""
