"""The selection language of batch jobs: its syntax, its meaning, and its rendering for Dagster.

``syntax`` parses, ``resolve`` answers which assets are selected, ``unknown`` which names do not exist, and
``dagster_form`` writes what ``AssetSelection.from_string`` is given.
"""
