"""Iceberg catalogs behind ``CatalogResource``: one file per kind of catalog, and the tables they return."""
