// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import java.util.List;

/**
 * What a process runs. Immutable.
 *
 * @param executable path as it was executed, or as {@code /proc} says
 * @param arguments as far as they are kept
 */
public record KnownProcess(String executable, List<String> arguments) {
    /** Copies the list. */
    public KnownProcess {
        arguments = List.copyOf(arguments);
    }

    /** The last part of the path. */
    public String name() {
        return SecretWords.baseName(executable);
    }
}
