"""Write the two raw tables under data/external/; the same on every run.

python data/generate.py
"""

import csv
import random
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent / "external"
FIRST_DAY = date(2024, 1, 1)
NAMES = ("Ada", "Bo", "Chen", "Dora", "Eli", "Fatma", "Goran", "Hana", "Ivo", "Jana")
FAMILIES = ("Adler", "Berg", "Costa", "Dahl", "Egger", "Fischer", "Garcia", "Holm")
COUNTRIES = ("at", "br", "de", "fr", "gb", "in", "jp", "us")
PRICES = {
    "backpack": "59.90",
    "bottle": "18.50",
    "headphones": "129.00",
    "keyboard": "84.00",
    "lamp": "39.90",
    "mug": "9.50",
    "notebook": "6.20",
    "speaker": "74.00",
}


def customers(chance):
    """Rows of customers; every 40th has no usable e-mail address, as real exports do."""
    for number in range(1, 201):
        first, family = chance.choice(NAMES), chance.choice(FAMILIES)
        email = f"{first}.{family}.{number}@example.com" if number % 40 else "unknown"
        signed_up = FIRST_DAY + timedelta(days=chance.randrange(366))
        yield number, f"{first} {family}", email, chance.choice(COUNTRIES), signed_up


def orders(chance):
    """Rows of orders; every 100th has lost its customer, every 125th its quantity."""
    for number in range(1, 1001):
        customer = chance.randrange(1, 201) if number % 100 else ""
        product = chance.choice(tuple(PRICES))
        quantity = chance.randrange(1, 6) if number % 125 else 0
        ordered = FIRST_DAY + timedelta(days=chance.randrange(366))
        yield number, customer, product, quantity, PRICES[product], ordered


def write(name, header, rows):
    """Write one CSV file with Unix line ends."""
    with (HERE / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    HERE.mkdir(parents=True, exist_ok=True)
    write(
        "customers.csv",
        ("customer_id", "name", "email", "country", "signed_up_on"),
        customers(random.Random(1)),
    )
    write(
        "orders.csv",
        ("order_id", "customer_id", "product", "quantity", "unit_price", "ordered_on"),
        orders(random.Random(2)),
    )
