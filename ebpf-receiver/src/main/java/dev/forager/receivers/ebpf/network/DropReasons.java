// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.network;

import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Btf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the running kernel calls its reasons to drop a packet: the numbers differ from version to
 * version. Its type information is read once, when the first drop is seen. Confined to one thread.
 */
final class DropReasons {
    private static final String PREFIX = "SKB_DROP_REASON_";

    private final Path btf;
    private @Nullable Map<Integer, String> names;

    DropReasons(Path btf) {
        this.btf = btf;
    }

    /**
     * The value of {@code ebpf.drop.reason}: the kernel's name in lower case without its prefix;
     * the number for those of subsystems, which have their own lists.
     */
    String name(int reason) {
        Map<Integer, String> known = names;
        if (known == null) {
            known = read();
            names = known;
        }
        String name = known.get(reason);
        if (name == null) {
            return Integer.toUnsignedString(reason);
        }
        String text = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        return text.toLowerCase(Locale.ROOT);
    }

    private Map<Integer, String> read() {
        try {
            Map<Integer, String> read =
                    Btf.ofRaw(Files.readAllBytes(btf)).enumeration("skb_drop_reason");
            return read == null ? Map.of() : read;
        } catch (IOException | BpfException e) {
            return Map.of();
        }
    }
}
