"""Tests of pos.operations."""
