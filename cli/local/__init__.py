"""The whole stack on this machine: a local AWS on loopback, the real app deployed onto it."""
