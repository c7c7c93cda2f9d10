def send(context, password):
    """Tell somebody."""
