"""What the shop’s window says beside its stock: hours, other days, who the shop is, news, reduced prices."""
