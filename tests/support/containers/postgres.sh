#!/bin/bash
# Initialises the volume once, then becomes the server.
set -euo pipefail
data=/var/lib/postgresql/data
as_postgres=(setpriv --reuid postgres --regid postgres --clear-groups)
chown postgres:postgres "$data" /var/run/postgresql
chmod 0700 "$data"
if [[ ! -s $data/PG_VERSION ]]; then
    # The secret's file may be readable by root alone.
    install -o postgres -m 0400 "$POSTGRES_PASSWORD_FILE" /tmp/password
    "${as_postgres[@]}" initdb -D "$data" -U "$POSTGRES_USER" --pwfile /tmp/password \
        --auth-local=trust ${POSTGRES_INITDB_ARGS:-} >/dev/null
    rm /tmp/password
    echo 'host all all all scram-sha-256' >>"$data/pg_hba.conf"
    "${as_postgres[@]}" pg_ctl -D "$data" -w -o "-c listen_addresses=''" start >/dev/null
    "${as_postgres[@]}" createdb -U "$POSTGRES_USER" "$POSTGRES_DB"
    "${as_postgres[@]}" pg_ctl -D "$data" -w stop >/dev/null
fi
exec "${as_postgres[@]}" postgres -D "$data" -c listen_addresses='*'
