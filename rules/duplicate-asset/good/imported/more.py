"""One asset imported into two modules is one asset."""

from assets import customers
