// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.ebpf;

import dev.forager.receivers.ebpf.runtime.ObjectSpec;
import java.nio.file.Path;

/** The objects of the receiver's tests, in the source tree. Stateless. */
final class TestObjects {
    private static final Path FOLDER =
            Path.of("ebpf-receiver/src/test/resources/dev/forager/receivers/ebpf/bpf");

    private TestObjects() {}

    static Path file(String name) {
        return FOLDER.resolve(name + ".bpf.o").toAbsolutePath();
    }

    static ObjectSpec spec(String name) {
        return new ObjectSpec(name, file(name));
    }
}
