"""Tests of pos.domain."""
