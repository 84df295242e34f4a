"""Surveys as files and texts as spreadsheets, out of the house and in again."""
