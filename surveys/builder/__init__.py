"""The builder's page: its forms, what its buttons wish, and what is kept of them."""
