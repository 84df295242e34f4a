"""Norwegian days, kept with their month on one line."""

DATE_FORMAT = "j.\N{NO-BREAK SPACE}F Y"
DATETIME_FORMAT = "j.\N{NO-BREAK SPACE}F Y H:i"
MONTH_DAY_FORMAT = "j.\N{NO-BREAK SPACE}F"
