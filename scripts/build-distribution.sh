#!/bin/sh
# SPDX-FileCopyrightText: The Forager Authors
# SPDX-License-Identifier: Apache-2.0
#
# Builds distribution/target/forager without running tests. Several at once wait for each other.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/scripts/jdk.sh"
find_jdk
cd "$root"
mkdir -p distribution/target
exec 9>distribution/target/.lock
command -v flock >/dev/null 2>&1 && flock 9
./mvnw -B -ntp -q -pl distribution -am -DskipTests -Dspotless.check.skip=true package
