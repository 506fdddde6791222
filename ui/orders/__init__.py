"""Reservations made online: the news of one, the list to prepare, what becomes of each."""
