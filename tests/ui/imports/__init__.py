"""Tests of ui.imports."""
