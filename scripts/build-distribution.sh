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
# Of Maven's output the modules, so that one sees it work, and the errors. A pipe has the exit code of its end: hence the file.
status=distribution/target/.status
{ ./mvnw -B -ntp -pl distribution -am -DskipTests -Dspotless.check.skip=true package && echo 0 >"$status" || echo 1 >"$status"; } 2>&1 |
    sed -u -n 's/^\[INFO\] Building \([a-z-]*\) [0-9.]* *\(\[.*\]\)$/forager: building \1 \2/p; s/^\[INFO\] Building Forager.*/forager: fetching what the build needs/p; /^\[ERROR\]/p'
exit "$(cat "$status")"
