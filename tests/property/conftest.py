"""The profile in which the proofs go far."""

from hypothesis import settings

from tests.property.size import BIG

settings.register_profile(BIG, deadline=None)
