// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import java.util.List;

/** What is kept of a program's arguments. */
public enum ArgumentPolicy {
    /** All but what looks like a secret. */
    REDACTED,
    /** All. */
    FULL,
    /** Nothing. */
    NONE;

    /** What is kept, fit to be shown. */
    List<String> apply(List<String> arguments) {
        return switch (this) {
            case REDACTED -> shown(SecretWords.redact(arguments));
            case FULL -> shown(arguments);
            case NONE -> List.of();
        };
    }

    private static List<String> shown(List<String> arguments) {
        return arguments.stream().map(VisibleText::of).toList();
    }
}
