"""The page's script: the modules of `kg/view/script/` joined into one, each after those that it imports.

There is no build step: the modules are plain JavaScript that a browser would run as they are. But a page that is one file has no other
files to import. So each module becomes a function that returns what it exports, and its imports become constants.
"""

from __future__ import annotations

import re
from importlib import resources

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./([\w-]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:const|function) (\w+))", re.MULTILINE)


def joined(*names: str) -> str:
    """The modules that those of some names import, however far, and they themselves; raises `ValueError` for a circle of imports.

    A module is named as its file, without `.js`; its exports are the properties of a constant of its name with `$` before it. One
    that exports nothing is there for what it does, and may await.
    """
    done: dict[str, str] = {}
    for name in names:
        _add(name, done, ())
    return "\n".join(done.values())


def _add(name: str, done: dict[str, str], path: tuple[str, ...]) -> None:
    if name in path:
        raise ValueError(f"the modules import each other: {' → '.join([*path, name])}")
    if name in done:
        return
    text = resources.files("kg.view").joinpath("script", f"{name}.js").read_text(encoding="utf-8")
    for _, needed in _IMPORT.findall(text):
        _add(needed, done, (*path, name))
    exported = [word for _, word in _EXPORT.findall(text)]
    body = _EXPORT.sub(r"\1", _IMPORT.sub(r"const \1 = $\2;", text))
    if exported:
        done[name] = f"const ${name} = (() => {{\n{body}return {{ {', '.join(exported)} }};\n}})();"
    else:
        done[name] = f"(async () => {{\n{body}}})();"
