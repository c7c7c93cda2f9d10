"""Rule packs of organisations: where they lie, and whether they may be used."""
