"""From a choice of people to mails that wait: accepted, expanded, rested, kept from quiet hours, reminded."""
