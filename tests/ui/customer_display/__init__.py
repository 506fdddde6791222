"""The shop window's sheet, told as stories at the till."""
