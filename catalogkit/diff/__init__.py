"""Compares two catalogs."""
