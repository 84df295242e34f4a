"""Customers as a manager keeps them: read from lists, written in a form, made one of two."""
