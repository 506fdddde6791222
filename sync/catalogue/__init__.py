"""The shared online catalogue: the town's shop window, a program of its own.

It is fed by tills through `sync.protocol` and knows nothing else of ours. Reading order: `serving` starts it,
`api` hears the tills, `batches` decides what the window takes, `pages` shows it, `live` tells open pages.
"""
