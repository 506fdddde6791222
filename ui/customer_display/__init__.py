"""What the customer sees: a second window, two lines of a small display on a serial port, or both."""
