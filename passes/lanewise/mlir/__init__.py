"""The host, and its ops, attributes and files as Lanewise reads them."""
