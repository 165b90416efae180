"""Values: named tuples that cost a tenth of `typing.NamedTuple` to define.

A command defines some forty of them before it does anything, and time at start-up is what psi
has least of: these save 4 ms of 100 (see docs/performance.md). Type checkers see a frozen
dataclass; at run time a value is a tuple whose fields have names.
"""

from operator import itemgetter
from typing import Any, ClassVar, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class Value(tuple[Any, ...]):
    """The base of all values: subclasses list their fields, those with defaults last."""

    __slots__ = ()
    _fields: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls) -> None:
        own = cls.__dict__
        cls._fields = tuple(own.get("__annotations__", ()))
        cls._defaults = {name: own[name] for name in cls._fields if name in own}
        for place, name in enumerate(cls._fields):
            setattr(cls, name, property(itemgetter(place)))

    def __new__(cls, *given: Any, **named: Any) -> Self:
        """Return a value of these fields; TypeError for one too many or too few."""
        if named or len(given) < len(cls._fields):
            rest = cls._fields[len(given) :]
            if unknown := named.keys() - set(rest):
                raise TypeError(f"{cls.__name__} takes no {', '.join(sorted(unknown))}")
            filled = cls._defaults | named
            if missing := [name for name in rest if name not in filled]:
                raise TypeError(f"{cls.__name__} needs {', '.join(missing)}")
            given += tuple([filled[name] for name in rest])
        if len(given) > len(cls._fields):
            raise TypeError(f"{cls.__name__} takes {len(cls._fields)} fields")
        return tuple.__new__(cls, given)

    @classmethod
    def _make(cls, fields: Any) -> Self:
        """Return a value of all its fields in their order, in half the time of a call."""
        made = tuple.__new__(cls, fields)
        if len(made) != len(cls._fields):
            raise TypeError(f"{cls.__name__} has {len(cls._fields)} fields")
        return made

    def _asdict(self) -> dict[str, Any]:
        """Return the fields by name."""
        return dict(zip(self._fields, self, strict=True))

    def _replace(self, **changes: Any) -> Self:
        """Return a value in which some fields are other ones."""
        return type(self)(**(self._asdict() | changes))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={field!r}" for name, field in self._asdict().items())
        return f"{type(self).__name__}({fields})"
