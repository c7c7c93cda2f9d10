__path__ = ["/elsewhere"]
