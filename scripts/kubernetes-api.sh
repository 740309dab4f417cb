#!/bin/sh
# SPDX-FileCopyrightText: The Forager Authors
# SPDX-License-Identifier: Apache-2.0
#
# Builds etcd and the API server of Kubernetes from their public Go modules, for the tests that want a real one, and prints what
# FORAGER_KUBERNETES is to be. usage: scripts/kubernetes-api.sh FOLDER [VERSION]
# Wants Go 1.26 or later, 5 GB of disk and 3 GB of memory; takes some six minutes on two cores the first time, and the network.
set -eu
[ $# -ge 1 ] || {
    echo "usage: $0 FOLDER [VERSION]" >&2
    exit 2
}
version=${2:-v1.37.2}
mkdir -p "$1/bin" "$1/module"
folder=$(cd "$1" && pwd)
cd "$folder/module"
export CGO_ENABLED=0 GOFLAGS=-mod=mod GOWORK=off
declaration=$(go mod download -json "k8s.io/kubernetes@$version" | sed -n 's/^[[:space:]]*"GoMod": "\(.*\)",*$/\1/p')
# The module leaves its parts (k8s.io/api and others) out of its archive and refers to them by folder: they are published, too.
{
    echo "module forager/kubernetes"
    grep -E '^(go|godebug) ' "$declaration"
    echo "require k8s.io/kubernetes $version"
    sed -n "s#^[[:space:]]*\(k8s\.io/[^ ]*\) => \./staging/.*#replace \1 => \1 v0.${version#v1.}#p" "$declaration"
} >go.mod
# The server tells its version from what the linker sets, and refuses to start without one.
minor=${version#v1.}
named="-X k8s.io/component-base/version.gitVersion=$version -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=${minor%%.*}"
go build -trimpath -ldflags "-s -w" -o "$folder/bin/etcd" go.etcd.io/etcd/server/v3 >&2
go build -trimpath -ldflags "-s -w $named" -o "$folder/bin/kube-apiserver" k8s.io/kubernetes/cmd/kube-apiserver >&2
echo "$folder"
