"""The one way to addresses that are not ours: resolved once, judged, pinned and bounded."""
