"""The rules of the inventory as pure functions on values; tested without a database."""
