"""Tests of `ui.orders`."""
