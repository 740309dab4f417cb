// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is told of. */
enum SecurityKind {
    EXEC,
    PRIVILEGE_CHANGE,
    PTRACE,
    KERNEL_MODULE,
    BPF_LOAD,
    MOUNT,
    NAMESPACE,
    MEMFD_EXEC,
    SENSITIVE_FILE,
    REVERSE_SHELL,
    OUTBOUND_CONNECT;

    /** The word for it in rules. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name of its records. */
    String eventName() {
        return "ebpf.security." + word();
    }

    /** The kind with this word; null when there is none. */
    static @Nullable SecurityKind of(String word) {
        for (SecurityKind each : values()) {
            if (each.word().equals(word)) {
                return each;
            }
        }
        return null;
    }

    /** All words. */
    static List<String> words() {
        return Arrays.stream(values()).map(SecurityKind::word).toList();
    }
}
