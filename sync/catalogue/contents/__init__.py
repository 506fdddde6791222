"""What a shop's window says beside its stock, as its till tells it: see `sync.window_protocol`."""
