"""Mail that comes in: bytes from strangers made into values, within bounds, and never a surprise."""
