// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Arguments as the kernel keeps them: one after the other, each ended by a NUL. Stateless. */
final class Arguments {
    private Arguments() {}

    /** The arguments; the last may be cut. What is no UTF-8 becomes U+FFFD. */
    static List<String> split(byte[] bytes) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= bytes.length; i++) {
            boolean isRest = i == bytes.length;
            if ((isRest && i > from) || (!isRest && bytes[i] == 0)) {
                words.add(new String(bytes, from, i - from, StandardCharsets.UTF_8));
                from = i + 1;
            }
        }
        return words;
    }
}
