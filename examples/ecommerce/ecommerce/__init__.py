"""The e-commerce pipeline of the quickstart."""
