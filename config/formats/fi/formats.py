"""Beside a day the Finnish month stands in the partitive: "3. joulukuuta"."""

MONTH_DAY_FORMAT = "j. E"
