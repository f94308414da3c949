# shellcheck shell=sh
# What the other scripts share. Variables of the pod: ME, PEERS (all names, the first pod's first), MASTER_NAME, DATA,
# PASSWORD_FILE.
REDISCLI_AUTH=$(cat "$PASSWORD_FILE")
export REDISCLI_AUTH

sentinel() {
    host=$1
    shift
    timeout 3 redis-cli -h "$host" -p 26379 "$@" 2>/dev/null
}

# Prints the master's name as a Sentinel of another pod says, or this pod's.
known_master() {
    for peer in $PEERS; do
        found=$(sentinel "$peer" --raw sentinel get-master-addr-by-name "$MASTER_NAME" | head -n 1)
        case $found in '' | *' '*) continue ;; esac
        echo "$found"
        return 0
    done
    return 1
}

# Whether a Sentinel has seen replicas of the master, which have its data.
replicas_exist() {
    for peer in $PEERS; do
        [ -z "$(sentinel "$peer" --raw sentinel replicas "$MASTER_NAME" | head -n 1)" ] || return 0
    done
    return 1
}

first_peer() {
    echo "${PEERS%% *}"
}
