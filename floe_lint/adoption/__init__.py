"""What ``floe init`` changes in a repository, as changes to files that are shown before they are made."""
