"""Keys of servers from 7.5 on, and what is encrypted under them (`catalog-format.md` §13)."""

from .cipher import UndecipherableError, decrypt, is_hexadecimal, opens
from .key import AES_LENGTHS, Key
from .keystore import StoredKey, read_keystore
from .reading import key_from_file, key_numbers, key_of_numbers, read_key

__all__ = [
    "AES_LENGTHS",
    "Key",
    "StoredKey",
    "UndecipherableError",
    "decrypt",
    "is_hexadecimal",
    "key_from_file",
    "key_numbers",
    "key_of_numbers",
    "opens",
    "read_key",
    "read_keystore",
]
