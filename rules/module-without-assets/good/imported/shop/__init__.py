from shop.bronze import orders
