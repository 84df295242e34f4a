"""How far a mail came when it did not come through."""


class NotNow(Exception):
    """Nothing was handed over; the same mail may be tried again."""


class Refused(Exception):
    """The server will not take this mail, in its own words."""


class Ambiguous(Exception):
    """The text was handed over, then the line went silent: it may have arrived or not."""
