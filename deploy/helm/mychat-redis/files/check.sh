#!/bin/sh
# check.sh PORT: succeeds while the server of this pod answers at that port. A Redis that loads its data does not.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
[ "$(ask "$ME" "$1" ping)" = PONG ]
