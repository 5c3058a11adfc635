"""What Schemathesis can't know: the ids of things that exist. Half of the paths and bodies get one."""

import itertools
import json
import os

import schemathesis
from hypothesis import strategies as st

COUNT = itertools.count()
THINGS = json.loads(os.environ["FUZZ_THINGS"])

# Which of the things the id in a path is about, by the path's beginning.
BY_PATH = {
    "/v1/disconnects/": ["disconnect"],
    "/v1/surge-holds/": ["surgeHold", "otherSurgeHold"],
    "/v1/accounts/": ["account", "disconnectedAccount", "mover"],
    "/v1/users/": ["user", "owner", "administrator", "toOwner"],
    "/v1/transfers/": ["transfer"],
    "/v1/api-keys/": ["apiKey"],
}
BY_NAME = {
    "accountId": BY_PATH["/v1/accounts/"],
    "accountIds": BY_PATH["/v1/accounts/"],
    "disconnectId": BY_PATH["/v1/disconnects/"],
    "ownerId": BY_PATH["/v1/users/"],
    "toOwnerId": BY_PATH["/v1/users/"],
}

# Most calls are made by the key itself, some for a person, and a few for nobody who exists.
ACTING = [None, None, THINGS["administrator"], None, None, THINGS["owner"], None, "usr_nobody"]


def ids(names):
    return [THINGS[name] for name in names]


@schemathesis.hook
def before_generate_path_parameters(ctx, strategy):
    path = ctx.operation.path if ctx.operation else ""
    for beginning, names in BY_PATH.items():
        if path.startswith(beginning):
            return st.one_of(strategy, st.sampled_from(ids(names)).map(lambda known: {"id": known}))
    return strategy


@schemathesis.hook
def before_generate_body(ctx, strategy):
    known = {name: st.one_of(st.none(), st.sampled_from(ids(of))) for name, of in BY_NAME.items()}
    return st.tuples(strategy, st.fixed_dictionaries(known)).map(lambda pair: with_known(*pair))


def with_known(body, known):
    if not isinstance(body, dict):
        return body
    named = {name: one for name, one in known.items() if one is not None and name in body}
    return {**body, **{name: [one] if name.endswith("s") else one for name, one in named.items()}}


@schemathesis.hook
def before_call(ctx, case, kwargs):
    count = next(COUNT)
    # Once the server refuses an address for its failures, it would refuse everything.
    case.headers["X-Forwarded-For"] = f"10.{count % 256}.{os.getpid() % 256}.1"
    person = ACTING[count % len(ACTING)]
    if person is not None:
        case.headers["X-Relink-Acting-User"] = person
