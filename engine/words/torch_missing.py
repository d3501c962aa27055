"""What to say where PyTorch cannot be loaded: what is missing, and what to install."""

import re
import sys

from engine.text import shortened


def why_torch_is_missing(error: ImportError | OSError) -> str:
    """One sentence about the `error` of `import torch`, with the remedy."""
    if isinstance(error, ModuleNotFoundError):
        return (
            f"PyTorch cannot be loaded: the Python package {error.name} is not installed; install "
            "it by “python -m pip install torch”."
        )
    said = shortened(str(error).strip().rstrip("."), 200) or type(error).__name__
    return f"PyTorch cannot be loaded ({said}): {_remedy(said)}."


def _remedy(said: str) -> str:
    if sys.platform == "win32":
        return "install Microsoft's Visual C++ Redistributable for Visual Studio 2015 to 2022"
    # NVIDIA's libraries are Python packages that only the CUDA build of PyTorch needs.
    if sys.platform.startswith("linux") and not re.search(r"\blib(cu|nv|nccl)", said):
        return (
            "install what it needs, on Debian or Ubuntu by “sudo apt install libgomp1 libstdc++6”"
        )
    return "install it anew by “python -m pip install --force-reinstall torch”"
