from acme import make

orders = make("orders")
