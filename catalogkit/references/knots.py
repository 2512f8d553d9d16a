"""Groups of nodes that all lead to each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

_NEW = -1
"""What is noted for a node that was not visited yet."""


class Knots:
    """The strongly connected parts of more than one node (Tarjan's algorithm, without recursion).

    Args:
        needs: for each node those it leads to; none of them itself.
    """

    def __init__(self, needs: Mapping[str, Iterable[str]]) -> None:
        numbers = {node: number for number, node in enumerate(needs)}
        self._names = list(needs)
        self._following = [
            [numbers[other] for other in others if other in numbers] for others in needs.values()
        ]

    def __iter__(self) -> Iterator[list[str]]:
        search = _Search(self._following)
        for start in range(len(self._names)):
            for group in search.groups(start):
                yield [self._names[number] for number in group]


class _Search:
    """One search; nodes are numbers.

    Args:
        following: for each node those it leads to.
    """

    def __init__(self, following: list[list[int]]) -> None:
        self._following = following
        self._low = [_NEW] * len(following)
        """The earliest visit that is reached from a node; beyond all visits once its group is known."""
        self._stack: list[int] = []
        self._visits = 0

    def groups(self, start: int) -> Iterator[list[int]]:
        """The groups that are reached from a node and were not found before."""
        path = [self._entered(start)] if self._low[start] == _NEW else []
        while path:
            node, visit, rest = path[-1]
            new = self._next(node, rest)
            if new != _NEW:
                path.append(self._entered(new))
                continue
            path.pop()
            if self._low[node] == visit:
                group = self._popped(node)
                if len(group) > 1:
                    yield group
            else:
                parent = path[-1][0]
                self._low[parent] = min(self._low[parent], self._low[node])

    def _entered(self, node: int) -> tuple[int, int, Iterator[int]]:
        """Visit a node; it with the number of the visit and those it leads to."""
        visit = self._low[node] = self._visits
        self._visits += 1
        self._stack.append(node)
        return node, visit, iter(self._following[node])

    def _next(self, node: int, rest: Iterator[int]) -> int:
        """The next node that was not visited; what is met before it counts for `low`."""
        low = self._low
        lowest = low[node]
        for other in rest:
            reach = low[other]
            if reach == _NEW:
                low[node] = lowest
                return other
            if reach < lowest:
                lowest = reach
        low[node] = lowest
        return _NEW

    def _popped(self, last: int) -> list[int]:
        """Take a group from the stack, down to its first node."""
        position = len(self._stack) - 1
        while self._stack[position] != last:
            position -= 1
        group = self._stack[position:]
        del self._stack[position:]
        for member in group:
            self._low[member] = len(self._low)
        return group
