"""Rules of the API that its schema states only in prose, for the requests that schemathesis generates."""

import schemathesis

from index import whole_setting


@schemathesis.hook
def filter_case(context: schemathesis.HookContext, case: schemathesis.Case) -> bool:
    """A page beyond the last that can be reached is invalid, though page and size each are valid."""
    if case.meta is None or case.meta.generation.mode.is_negative:
        return True
    query = case.query or {}
    return int(query.get("page", 1)) * int(query.get("size", 10)) <= whole_setting("max_depth")
