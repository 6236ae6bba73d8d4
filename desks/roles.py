"""Logins of the database: who may be what. Run by the owner after each migration (`manage.py roles`)."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from desks.rls import WEB, WORKER

# Tables of Django itself: they belong to no municipality.
DJANGO_TABLES = {
    "django_session": "SELECT, INSERT, UPDATE, DELETE",
    "django_content_type": "SELECT",
    "django_migrations": "SELECT",
    "auth_permission": "SELECT",
    "auth_group": "SELECT",
    "auth_group_permissions": "SELECT",
}


# Asked once a process and login: with a pool, Django counts every request as a new connection.
_plain_logins: set[str] = set()


class PowerfulRole(ImproperlyConfigured):
    """The application was about to run as a role that row-level security does not hold."""


def refuse_powerful_role(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Row-level security does not hold a superuser, a BYPASSRLS role or the owner: never run as one."""
    login = str(connection.settings_dict["USER"])
    if connection.alias != "default" or login in _plain_logins:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls OR EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid"
            " AND relkind = 'r' AND relname = 'desks_municipality') FROM pg_roles WHERE rolname = current_user"
        )
        if cursor.fetchone()[0]:
            raise PowerfulRole(
                "DATABASE_URL must name a login that is neither superuser nor BYPASSRLS nor owner of the tables."
            )
    _plain_logins.add(login)


def grant_logins(owner: BaseDatabaseWrapper, *, web: str, worker: str, worker_password: str) -> None:
    """Makes `web` and `worker` members of the group roles; makes the worker's login where it is missing."""
    with owner.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [worker])
        if not cursor.fetchone():
            statement = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
            cursor.execute(statement.format(sql.Identifier(worker), sql.Literal(worker_password)))
        for login, group in ((web, WEB), (worker, WORKER)):
            cursor.execute(
                "SELECT pg_has_role(%s, %s, 'member') AND NOT rolsuper FROM pg_roles WHERE rolname = %s",
                [login, group, login],
            )
            row = cursor.fetchone()
            if row is None or not row[0]:
                cursor.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), sql.Identifier(login)))
        for table, rights in DJANGO_TABLES.items():
            cursor.execute(f"GRANT {rights} ON {table} TO {WEB}")
        cursor.execute(f"GRANT SELECT ON django_migrations TO {WORKER}")
