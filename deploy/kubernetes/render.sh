#!/bin/sh
# Writes the manifests of kustomize again, from the charts of deploy/helm: render.sh [DIRECTORY]. Needs helm.
set -eu
cd "$(dirname "$0")"
into=${1:-.}
mkdir -p "$into/base" "$into/overlays/production"

chart() {
    name=$1
    shift
    echo "# Written by deploy/kubernetes/render.sh from deploy/helm/$name."
    helm template "$name" "../helm/$name" --namespace mychat --kube-version 1.31.0 "$@" |
        grep -v -e '^# Source: ' -e 'checksum/scripts: '
}

chart mychat-gateway --set secrets.existing=mychat-gateway-secrets >"$into/base/gateway.yaml"
chart mychat-redis >"$into/base/redis.yaml"
production=overlays/production
chart mychat-gateway -f "$production/values.yaml" --show-only templates/configmap.yaml >"$into/$production/configmap.yaml"
chart mychat-gateway -f "$production/values.yaml" --show-only templates/ingress.yaml \
    --show-only templates/horizontalpodautoscaler.yaml --show-only templates/servicemonitor.yaml >"$into/$production/added.yaml"
