"""Every hostile or damaged archive that the tests open.

The makers stand by theme in `names`, `structure`, `bombs`, `documents` and `folders`; importing them fills
the table.
"""

from __future__ import annotations

from tests.hostile import bombs, documents, folders, names, structure
from tests.hostile.base import MAKERS, Maker

__all__ = ["MAKERS", "Maker", "bombs", "documents", "folders", "names", "structure"]
