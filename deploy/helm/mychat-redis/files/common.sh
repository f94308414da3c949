# shellcheck shell=sh
# What the other scripts share. Variables of the pod: ME, PEERS (all names, the first pod's first), MASTER_NAME, DATA,
# PASSWORD_FILE; and TLS, the directory of tls.crt, tls.key and ca.crt, if the servers speak TLS.
REDISCLI_AUTH=$(cat "$PASSWORD_FILE")
export REDISCLI_AUTH

# ask HOST PORT ARGUMENT...
ask() {
    host=$1
    port=$2
    shift 2
    if [ -n "${TLS:-}" ]; then
        set -- --tls --cacert "$TLS/ca.crt" "$@"
    fi
    timeout 3 redis-cli -h "$host" -p "$port" "$@" 2>/dev/null
}

sentinel() {
    host=$1
    shift
    ask "$host" 26379 "$@"
}

# Prints the lines of a configuration that say at which port it listens.
listening() {
    if [ -z "${TLS:-}" ]; then
        echo "port $1"
        return 0
    fi
    echo "port 0"
    echo "tls-port $1"
    echo "tls-cert-file $TLS/tls.crt"
    echo "tls-key-file $TLS/tls.key"
    echo "tls-ca-cert-file $TLS/ca.crt"
    # Clients show a password.
    echo "tls-auth-clients no"
    echo "tls-replication yes"
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
