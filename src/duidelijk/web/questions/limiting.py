"""How often one reader may ask, so that a machine cannot bury the editors."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict, deque

_MOST = 5
_WITHIN = 3600.0
_ADDRESSES = 4096


class Limit:
    """At most so many questions an hour from one network address.

    Addresses are kept only in memory, only as a hash, and only as long as they count.
    """

    def __init__(self, most: int = _MOST, within: float = _WITHIN) -> None:
        self.most, self.within = most, within
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, address: str, secret: str) -> bool:
        """Whether another question may come from *address* now; counts it when so."""
        key = hashlib.blake2b(
            address.encode(), key=secret.encode()[:64], digest_size=16
        ).hexdigest()
        now = time.monotonic()
        with self._lock:
            times = self._asked.setdefault(key, deque())
            while times and now - times[0] > self.within:
                times.popleft()
            if len(times) >= self.most:
                return False
            times.append(now)
            self._asked.move_to_end(key)
            while len(self._asked) > _ADDRESSES:
                self._asked.popitem(last=False)
            return True
