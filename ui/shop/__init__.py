"""The shop's own sheet: who it is on its papers, and when its business day begins."""
