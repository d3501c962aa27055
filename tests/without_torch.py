"""A machine on which PyTorch cannot be loaded, for a test."""

import sys
from importlib.abc import MetaPathFinder

import pytest

MISSING = "libgomp.so.1: cannot open shared object file: No such file or directory"


class _Refusing(MetaPathFinder):
    def __init__(self) -> None:
        self.tried: list[str] = []

    def find_spec(self, fullname: str, *_: object) -> None:
        if fullname == "torch":
            self.tried.append(fullname)
            raise OSError(MISSING)


def without_torch(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """From now on `import torch` fails for want of a library; grows with every try."""
    refusing = _Refusing()
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    monkeypatch.setattr(sys, "meta_path", [refusing, *sys.meta_path])
    return refusing.tried
