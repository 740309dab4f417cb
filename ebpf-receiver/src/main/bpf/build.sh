#!/bin/sh
# SPDX-FileCopyrightText: The Forager Authors
# SPDX-License-Identifier: Apache-2.0
#
# Compiles the kernel programs and compares them with the objects that are checked in.
#   build.sh           compile into ../../../target/bpf and compare with the checked-in hashes; only under
#                      the compiler that made them can the bytes be the same, so under another one it just compiles
#   build.sh --write   compile, check in: objects, SHA256SUMS and the compiler's version
# What tests load (src/test/bpf) and the example of config-examples/ebpf-custom are compiled and compared in the same way.
# Needs clang, llvm-strip and libbpf's headers (apt-get install clang llvm libbpf-dev).
set -eu
cd "$(dirname "$0")"
target=../../../target/bpf
resources=../resources/dev/forager/receivers/ebpf/bpf
for tool in clang llvm-strip; do
    command -v $tool >/dev/null || { echo "ebpf: $tool not found: the checked-in objects are used"; exit 0; }
done
[ -e /usr/include/bpf/bpf_helpers.h ] || { echo "ebpf: libbpf's headers not found (libbpf-dev): the checked-in objects are used"; exit 0; }
version=$(clang --version | sed -n 's/.*clang version \([0-9.]*\).*/\1/p')

mkdir -p "$target" "$resources"
rm -rf "$target"
mkdir -p "$target"

# compile SOURCE OBJECT: no program here touches registers by number, so one object serves both machines.
compile() {
    for arch in x86 arm64; do
        clang -g -O2 -target bpfel -mcpu=v3 -D__TARGET_ARCH_$arch -I. -Wall -Wextra -Werror -Wno-unused-parameter \
            -Wno-missing-field-initializers -ffile-prefix-map="$PWD"=. -fdebug-compilation-dir=. -c "$1" -o "$2.$arch"
        llvm-strip -g "$2.$arch"
    done
    cmp "$2.x86" "$2.arm64"
    mv "$2.x86" "$2"
    rm "$2.arm64"
}
for source in *.bpf.c; do
    compile "$source" "$target/${source%.c}.o"
done
(cd "$target" && sha256sum -- *.o >SHA256SUMS)

# For tests and benchmarks only.
tests=../../test/resources/dev/forager/receivers/ebpf/bpf
mkdir -p "$target/test" "$tests"
for source in ../../test/bpf/*.bpf.c; do
    object=${source##*/}
    compile "$source" "$target/test/${object%.c}.o"
done
# Not SHA256SUMS: on the class path of the tests it would hide that of the product.
(cd "$target/test" && sha256sum -- *.o >SHA256SUMS.tests)

# As the comment in it says, so that a user gets the same bytes.
example=../../../../config-examples/ebpf-custom
mkdir -p "$target/example"
(cd "$example" && clang -g -O2 -target bpf -mcpu=v3 -I"/usr/include/$(uname -m)-linux-gnu" -ffile-prefix-map="$PWD"=. -fdebug-compilation-dir=. \
    -c exits.bpf.c -o "$OLDPWD/$target/example/exits.bpf.o")
llvm-strip -g "$target/example/exits.bpf.o"
(cd "$target/example" && sha256sum -- exits.bpf.o >SHA256SUMS)

if [ "${1:-}" = --write ]; then
    rm -f "$resources"/*.o
    cp "$target"/*.o "$target/SHA256SUMS" "$resources/"
    cp "$target"/test/* "$tests/"
    cp "$target"/example/* "$example/"
    echo "clang $version" >"$resources/COMPILER"
    exit 0
fi
if [ "clang $version" = "$(cat "$resources/COMPILER")" ]; then
    cmp "$target/example/SHA256SUMS" "$example/SHA256SUMS" ||
        { echo "ebpf: the example's object is not that of its source: run src/main/bpf/build.sh --write" >&2; exit 1; }
    cmp "$target/test/SHA256SUMS.tests" "$tests/SHA256SUMS.tests" ||
        { echo "ebpf: the object of the tests is not that of its source: run src/main/bpf/build.sh --write" >&2; exit 1; }
    cmp "$target/SHA256SUMS" "$resources/SHA256SUMS" ||
        { echo "ebpf: the checked-in objects are not those of the sources: run src/main/bpf/build.sh --write" >&2; exit 1; }
    echo "ebpf: the checked-in objects are those of the sources"
else
    echo "ebpf: compiled with clang $version; not compared: the checked-in objects are by $(cat "$resources/COMPILER")"
fi
