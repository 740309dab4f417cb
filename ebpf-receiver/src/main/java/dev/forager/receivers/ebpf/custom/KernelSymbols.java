// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Functions of the kernel by address. The kernel shows addresses to those with CAP_SYSLOG only;
 * others get the address itself as the name. Bounded; immutable.
 */
final class KernelSymbols {
    /** More than a kernel with all modules has (chosen). */
    private static final int MOST = 1_000_000;

    private final long[] addresses;
    private final String[] names;

    private KernelSymbols(long[] addresses, String[] names) {
        this.addresses = addresses;
        this.names = names;
    }

    /** Reads {@code /proc/kallsyms}; empty where that is not there. */
    static KernelSymbols read(Path file) {
        // Addresses of the kernel are negative as signed numbers, all of them: the order holds.
        TreeMap<Long, String> found = new TreeMap<>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            String line = lines.readLine();
            while (line != null && found.size() < MOST) {
                add(line, found);
                line = lines.readLine();
            }
        } catch (IOException e) {
            found.clear();
        }
        return new KernelSymbols(
                found.keySet().stream().mapToLong(Long::longValue).toArray(),
                found.values().toArray(String[]::new));
    }

    private static void add(String line, Map<Long, String> to) {
        String[] words = line.split("[ \t]+", 4);
        if (words.length < 3 || !"tTwW".contains(words[1])) {
            return;
        }
        try {
            long address = Long.parseUnsignedLong(words[0], 16);
            if (address != 0) {
                to.putIfAbsent(address, words[2]);
            }
        } catch (NumberFormatException e) {
            // No line of a symbol.
        }
    }

    /** The function that an address lies in; the address where that is unknown. */
    String name(long address) {
        int found = Arrays.binarySearch(addresses, address);
        int index = found >= 0 ? found : -found - 2;
        return index < 0 ? "0x%x".formatted(address) : names[index];
    }
}
