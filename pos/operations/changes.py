"""What an operation touched, so that the screens that care look again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """The subjects an operation changed."""

    sales: bool = False
    stock: bool = False
    products: bool = False
    prints: bool = False
    online: bool = False

    def __or__(self, other: Changes) -> Changes:
        return Changes(
            sales=self.sales or other.sales,
            stock=self.stock or other.stock,
            products=self.products or other.products,
            prints=self.prints or other.prints,
            online=self.online or other.online,
        )
