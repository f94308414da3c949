#!/bin/sh
# Starts Sentinel. It keeps what it knows on the volume, so that a restart of all pods finds the last master.
set -eu
umask 077
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

if ! grep -q "^sentinel monitor $MASTER_NAME " "$DATA/sentinel.conf" 2>/dev/null; then
    master=$(known_master) || master=$(first_peer)
    count=$(echo "$PEERS" | wc -w)
    {
        echo "bind ${BIND:-* -::*}"
        echo "dir $DATA"
        echo "sentinel resolve-hostnames yes"
        echo "sentinel announce-hostnames yes"
        echo "sentinel announce-ip $ME"
        echo "sentinel monitor $MASTER_NAME $master 6379 $((count / 2 + 1))"
        echo "sentinel down-after-milliseconds $MASTER_NAME ${DOWN_AFTER_MS:-5000}"
        echo "sentinel failover-timeout $MASTER_NAME 15000"
        echo "sentinel parallel-syncs $MASTER_NAME 1"
    } >"$DATA/sentinel.conf.new"
    mv "$DATA/sentinel.conf.new" "$DATA/sentinel.conf"
fi
# The password may be another one than at the last start, and TLS may have come or gone.
grep -v -e '^port ' -e '^tls-' -e '^requirepass ' -e "^sentinel auth-pass $MASTER_NAME " -e '^sentinel sentinel-pass ' "$DATA/sentinel.conf" \
    >"$DATA/sentinel.conf.new"
{
    listening 26379
    echo "requirepass \"$REDISCLI_AUTH\""
    echo "sentinel sentinel-pass $REDISCLI_AUTH"
    echo "sentinel auth-pass $MASTER_NAME $REDISCLI_AUTH"
} >>"$DATA/sentinel.conf.new"
mv "$DATA/sentinel.conf.new" "$DATA/sentinel.conf"
exec redis-sentinel "$DATA/sentinel.conf"
