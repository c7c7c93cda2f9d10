def send_alert(context):
    """Tell somebody."""
