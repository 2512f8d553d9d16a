"""The invented world of the sample catalogs: an orchard cooperative with growers, packing houses and prices.

Each module holds one part of it. `base` is the folder of the cooperative: `BASE` in a catalog of the whole
server, the empty text in a catalog of the organization alone, whose URIs are relative to it
(`catalog-format.md` §3.3).
"""

BASE = "/organizations/orchards"
"""The folder of the cooperative's organization."""

COOPERATIVE = "orchards"
"""The id of the cooperative's organization."""

SHARED = "/public/Shared"
"""The folder of what all organizations use."""
