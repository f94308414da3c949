#!/bin/sh
# Before the end of this pod: a master hands over to a replica that has everything. With "wait", the Sentinel beside it waits.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

is_named() {
    [ "$(sentinel "$ME" --raw sentinel get-master-addr-by-name "$MASTER_NAME" | head -n 1)" = "$ME" ]
}

if [ "${1:-}" != wait ]; then
    is_named || exit 0
    # What is confirmed from now on would not reach the replica: writes wait, for the next master or for this one.
    ask "$ME" 6379 client pause 10000 write >/dev/null
    sentinel "$ME" sentinel failover "$MASTER_NAME"
fi
waited=0
while is_named && [ "$waited" -lt 20 ]; do
    sleep 1
    waited=$((waited + 1))
done
# The gateways learn the new master from the Sentinels.
sleep 2
