"""The on-screen keyboard: letters, signs and figures for a till without keys, at the foot of its window."""
