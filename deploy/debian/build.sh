#!/bin/sh
# Makes a Debian package of the archive: build.sh mychat-gateway-VERSION.tar.gz [DIRECTORY]. Needs dpkg-deb.
set -eu
archive=$(readlink -f "$1")
into=$(readlink -f "${2:-.}")
here=$(dirname "$(readlink -f "$0")")
name=$(basename "$archive" .tar.gz)
# A snapshot comes before its release.
version=$(echo "${name#mychat-gateway-}" | sed 's/-SNAPSHOT$/~SNAPSHOT/')

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 0755 "$root"
home=$root/usr/share/mychat-gateway
doc=$root/usr/share/doc/mychat-gateway
mkdir -p "$home" "$doc" "$root/etc" "$root/usr/bin" "$root/usr/share/man/man1" "$root/lib/systemd/system" \
    "$root/usr/lib/sysusers.d" "$root/DEBIAN"
tar -xzf "$archive" --strip-components=1 --no-same-owner -C "$home"

mv "$home/conf" "$root/etc/mychat-gateway"
# The signing key is a file that the installation makes; it is replaced without a restart.
# shellcheck disable=SC2016
sed -i 's|\${GATEWAY_JWT_SECRET}|${file:secrets/jwt}|' "$root/etc/mychat-gateway/gateway_config.json"
ln -s /etc/mychat-gateway "$home/conf"
ln -s /run/mychat-gateway "$home/run"
ln -s /var/cache/mychat-gateway "$home/cache"
ln -s ../share/mychat-gateway/bin/gateway "$root/usr/bin/mychat-gateway"

gzip -9nc "$home/share/man/man1/gateway.1" >"$root/usr/share/man/man1/mychat-gateway.1.gz"
mv "$home/share/deploy" "$doc/examples"
mv "$home/licences" "$doc/licences"
mv "$home/share/schema" "$home/schema"
rm -r "$home/share" "$home/LICENSE"
cat >"$doc/copyright" <<'TEXT'
Copyright 2026 the MyChat Gateway authors

MyChat Gateway is under the Apache License, version 2.0: /usr/share/common-licenses/Apache-2.0
The libraries within lib/gateway-standalone.jar are listed with their licences in licences/THIRD-PARTY.txt.
TEXT
printf 'mychat-gateway (%s) unstable; urgency=medium\n\n  * The changes are in CHANGELOG.md of the sources.\n\n -- %s  %s\n' \
    "$version" 'MyChat Gateway developers <mychat-gateway@example.com>' "$(date -R -r "$archive")" |
    gzip -9n >"$doc/changelog.gz"

sed 's|/opt/mychat-gateway/|/usr/share/mychat-gateway/|; s|^# Goes into .*|# Of the package mychat-gateway; changes belong into "systemctl edit".|; /^# \/etc\/mychat-gateway (root/d' \
    "$doc/examples/systemd/mychat-gateway.service" >"$root/lib/systemd/system/mychat-gateway.service"
sed -i 's|man:gateway(1)|man:mychat-gateway(1)|' "$root/lib/systemd/system/mychat-gateway.service"
cp "$here/mychat-gateway.sysusers" "$root/usr/lib/sysusers.d/mychat-gateway.conf"

find "$root" -type d -exec chmod 0755 {} +
find "$root" -type f -exec chmod 0644 {} +
chmod 0755 "$home/bin/gateway"
size=$(du -sk "$root" | cut -f 1)
sed -e "s/@VERSION@/$version/" -e "s/@SIZE@/$size/" "$here/control" >"$root/DEBIAN/control"
(cd "$root" && find etc -type f | sed 's|^|/|' | sort >DEBIAN/conffiles)
(cd "$root" && find usr lib -type f -exec md5sum {} + | sort -k 2 >DEBIAN/md5sums)
for script in postinst prerm postrm; do
    install -m 0755 "$here/$script" "$root/DEBIAN/$script"
done
dpkg-deb --root-owner-group --build "$root" "$into/mychat-gateway_${version}_all.deb" >/dev/null
echo "$into/mychat-gateway_${version}_all.deb"
