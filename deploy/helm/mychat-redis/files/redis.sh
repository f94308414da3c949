#!/bin/sh
# Starts Redis as the master or as a replica of the master that the Sentinels know.
set -eu
umask 077
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

if [ ! -e "$DATA/started" ]; then
    # The first start of this volume: the Sentinels of other pods know a master, or it is the first start of all, and the
    # first pod is the master. An empty volume must not become the master of replicas that have the data: then the Sentinels
    # choose one of them first.
    master=$(known_master) || master=$(first_peer)
    while [ "$master" = "$ME" ] && replicas_exist; do
        echo "this pod is the master, and its volume is empty: waiting until the Sentinels have chosen a replica"
        sleep 2
        master=$(known_master) || true
    done
else
    # Somebody knows who was the master last: each Sentinel keeps it on its volume.
    until master=$(known_master); do
        echo "waiting for a Sentinel"
        sleep 1
    done
fi

{
    echo "bind ${BIND:-* -::*}"
    listening 6379
    echo "dir $DATA"
    echo "requirepass \"$REDISCLI_AUTH\""
    echo "masterauth \"$REDISCLI_AUTH\""
    echo "appendonly yes"
    echo "maxmemory ${MAX_MEMORY:-0}"
    echo "maxmemory-policy noeviction"
    echo "min-replicas-to-write ${MIN_REPLICAS:-1}"
    echo "min-replicas-max-lag 10"
    echo "replica-announce-ip $ME"
    [ "$master" = "$ME" ] || echo "replicaof $master 6379"
} >"$DATA/redis.conf"
touch "$DATA/started"
echo "master: $master"
exec redis-server "$DATA/redis.conf"
