#!/bin/sh
# Run once by the database's image on an empty volume, as its superuser.
set -eu
psql --quiet --set=ON_ERROR_STOP=1 --file=/deploy/roles.sql \
    --set=owner_password="$TOKKYU_OWNER_PASSWORD" \
    --set=web_password="$TOKKYU_WEB_PASSWORD" \
    --set=worker_password="$TOKKYU_WORKER_PASSWORD"
