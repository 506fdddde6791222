"""Tests of the shared catalogue."""
