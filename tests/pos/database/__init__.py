"""Tests of pos.database."""
