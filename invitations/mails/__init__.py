"""One mail: written in the customer's language, handed to a server, and what comes back of it."""
