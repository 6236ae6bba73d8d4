"""Row-level security: the second of the two nets (the first is desks/scope.py)."""

from typing import Final

from django.db.migrations.operations import RunSQL

WEB: Final = "tokkyu_web"
WORKER: Final = "tokkyu_worker"
IN_SCOPE: Final = "municipality_id = nullif(current_setting('tokkyu.municipality', true), '')::bigint"


class MakeRoles(RunSQL):
    """The two group roles that tables are granted to; logins become members (`manage.py roles`)."""

    def __init__(self) -> None:
        super().__init__(
            [
                f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
                for role in (WEB, WORKER)
            ],
            RunSQL.noop,
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return self.__class__.__name__, [], {}


class Protect(RunSQL):
    """Rows of `table` are seen in their municipality's scope only, by the owner of the table too.

    `web` and `worker` are what each role may do ("SELECT, INSERT"). What a role is not granted, no code of
    ours can do: rows that must never change are granted no UPDATE. `public_read` is for what a resident
    without a login reads (practice, closed days). The worker's batches cross municipalities.
    """

    def __init__(self, table: str, *, web: str, worker: str = "", public_read: bool = False) -> None:
        self.arguments = {"web": web, "worker": worker, "public_read": public_read}
        self.table = table
        sql = [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY in_scope ON {table} USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})",
            f"GRANT {web} ON {table} TO {WEB}",
        ]
        if public_read:
            sql.append(f"CREATE POLICY public_read ON {table} FOR SELECT USING (true)")
        if worker:
            sql += [
                f"CREATE POLICY across ON {table} TO {WORKER} USING (true) WITH CHECK (true)",
                f"GRANT {worker} ON {table} TO {WORKER}",
            ]
        undo = [
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
            *(
                f"DROP POLICY IF EXISTS {policy} ON {table}"
                for policy in ("in_scope", "public_read", "across")
            ),
            f"REVOKE ALL ON {table} FROM {WEB}, {WORKER}",
        ]
        super().__init__([*sql], [*undo])

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return self.__class__.__name__, [self.table], dict(self.arguments)


class Reveal(RunSQL):
    """The worker reads these columns of every municipality's rows of a protected table, and no others."""

    def __init__(self, table: str, *columns: str) -> None:
        self.arguments = (table, *columns)
        super().__init__(
            [
                f"CREATE POLICY revealed ON {table} FOR SELECT TO {WORKER} USING (true)",
                f"GRANT SELECT ({', '.join(columns)}) ON {table} TO {WORKER}",
            ],
            [
                f"DROP POLICY revealed ON {table}",
                f"REVOKE SELECT ({', '.join(columns)}) ON {table} FROM {WORKER}",  # noqa: S608 (no value of a user's)
            ],
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return self.__class__.__name__, [*self.arguments], {}


class Grant(RunSQL):
    """What the roles may do with a table that belongs to no municipality."""

    def __init__(self, table: str, *, web: str, worker: str = "") -> None:
        self.arguments = {"web": web, "worker": worker}
        self.table = table
        grants = [(web, WEB), (worker, WORKER)]
        super().__init__(
            [f"GRANT {rights} ON {table} TO {role}" for rights, role in grants if rights],
            [f"REVOKE ALL ON {table} FROM {WEB}, {WORKER}"],
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return self.__class__.__name__, [self.table], dict(self.arguments)


class OwnRowOnly(RunSQL):
    """`desks_municipality`: everybody reads it and set-up makes rows; a municipality changes no row but its own."""

    def __init__(self) -> None:
        table = "desks_municipality"
        own = IN_SCOPE.replace("municipality_id", "id")
        super().__init__(
            [
                f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
                f"CREATE POLICY public_read ON {table} FOR SELECT USING (true)",
                f"CREATE POLICY set_up ON {table} FOR INSERT WITH CHECK (true)",
                f"CREATE POLICY in_scope ON {table} FOR UPDATE USING ({own}) WITH CHECK ({own})",
            ],
            [
                f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
                *(f"DROP POLICY {policy} ON {table}" for policy in ("public_read", "set_up", "in_scope")),
            ],
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return self.__class__.__name__, [], {}


class ChangeOnly(RunSQL):
    """Of the rows of `table` that the web role sees it may change these columns and no others; none: no column."""

    def __init__(self, table: str, *columns: str) -> None:
        self.arguments = (table, *columns)
        granted = [f"GRANT UPDATE ({', '.join(columns)}) ON {table} TO {WEB}"] if columns else []
        super().__init__(
            [f"REVOKE UPDATE ON {table} FROM {WEB}", *granted], [f"GRANT UPDATE ON {table} TO {WEB}"]
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return self.__class__.__name__, [*self.arguments], {}


class ProtectStaff(RunSQL):
    """People and their memberships: sign-in reads them before there is a municipality, then each is its own.

    A membership is seen by everybody until a scope is open, and inside it only if it is that municipality's; it is
    written in its scope alone, for somebody whose login name has the municipality's code. Inside a scope nobody
    else's row of `desks_staff` is made or changed; sign-in itself notes its time, and does so outside.
    """

    def __init__(self) -> None:
        no_scope = "nullif(current_setting('tokkyu.municipality', true), '') IS NULL"
        here = IN_SCOPE.replace("municipality_id", "id")
        code = f"(SELECT code FROM desks_municipality WHERE {here})"  # noqa: S608 (no value of a user's)
        own = f"right(username, 7) = '@' || {code}"
        written = f"{IN_SCOPE} AND EXISTS (SELECT FROM desks_staff WHERE desks_staff.id = staff_id AND {own})"
        super().__init__(
            [
                *_enable("desks_membership"),
                f"CREATE POLICY seen ON desks_membership FOR SELECT USING ({no_scope} OR {IN_SCOPE})",
                f"CREATE POLICY made ON desks_membership FOR INSERT WITH CHECK ({written})",
                f"CREATE POLICY ended ON desks_membership FOR UPDATE USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})",
                *_enable("desks_staff"),
                "CREATE POLICY seen ON desks_staff FOR SELECT USING (true)",
                f"CREATE POLICY made ON desks_staff FOR INSERT WITH CHECK ({no_scope} OR {own})",
                f"CREATE POLICY changed ON desks_staff FOR UPDATE USING ({no_scope} OR {own})",
            ],
            [
                *_disable("desks_membership", "seen", "made", "ended"),
                *_disable("desks_staff", "seen", "made", "changed"),
            ],
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return self.__class__.__name__, [], {}


def _enable(table: str) -> list[str]:
    return [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"]


def _disable(table: str, *policies: str) -> list[str]:
    return [
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        *(f"DROP POLICY {policy} ON {table}" for policy in policies),
    ]
