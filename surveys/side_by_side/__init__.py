"""All texts of a survey side by side, language by language."""
