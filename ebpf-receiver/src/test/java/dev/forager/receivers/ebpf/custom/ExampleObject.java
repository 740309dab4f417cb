// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The example of a user's program, with its configuration. */
public final class ExampleObject {
    private static final Path FOLDER = Path.of("../config-examples/ebpf-custom");

    private ExampleObject() {}

    /** The compiled object. */
    public static Path file() {
        return FOLDER.resolve("exits.bpf.o");
    }

    /** Its hash, as it was checked in. */
    static String recordedHash() throws IOException {
        return Files.readString(FOLDER.resolve("SHA256SUMS")).substring(0, 64);
    }

    /** The section of the receiver in the configuration beside it. */
    public static String receiverConfig() throws IOException {
        String all = Files.readString(FOLDER.resolve("agent.yaml"));
        int from = all.indexOf("  ebpf:\n") + "  ebpf:\n".length();
        return all.substring(from, all.indexOf("\nexporters:"))
                .replace("${env:FORAGER_EXAMPLES:-config-examples}", "../config-examples");
    }
}
