// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.emit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Names of block devices by their numbers, from {@code /proc/diskstats}. Disks come and go: read
 * again when a number is unknown. Confined to one thread.
 */
public final class DiskNames {
    private static final int MINOR_BITS = 20;
    private static final int MINOR_MASK = (1 << MINOR_BITS) - 1;

    private final Path file;
    private final Map<Long, String> names = new HashMap<>();

    /**
     * The disks of this host.
     *
     * @param proc mount of proc
     */
    public DiskNames(Path proc) {
        file = proc.resolve("diskstats");
    }

    /**
     * The name such as {@code nvme0n1}; {@code major:minor} where there is none.
     *
     * @param device major number, shifted by 20 bits, and minor number
     */
    public String name(long device) {
        String known = names.get(device);
        if (known != null) {
            return known;
        }
        read();
        String fallback = (device >>> MINOR_BITS) + ":" + (device & MINOR_MASK);
        return names.computeIfAbsent(device, _ -> fallback);
    }

    /** The name of {@code major:minor}; the text itself where it is none such. */
    public String name(String numbers) {
        int colon = numbers.indexOf(':');
        try {
            long major = Integer.parseUnsignedInt(numbers, 0, Math.max(0, colon), 10);
            long minor = Integer.parseUnsignedInt(numbers, colon + 1, numbers.length(), 10);
            return name(major << MINOR_BITS | minor);
        } catch (NumberFormatException e) {
            return numbers;
        }
    }

    private void read() {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return;
        }
        names.clear();
        text.lines().forEach(this::add);
    }

    private void add(String line) {
        String[] words = line.strip().split("\\s+");
        if (words.length < 3) {
            return;
        }
        try {
            long major = Integer.parseUnsignedInt(words[0]);
            long minor = Integer.parseUnsignedInt(words[1]);
            names.put(major << MINOR_BITS | minor, words[2]);
        } catch (NumberFormatException e) {
            // No line of a device.
        }
    }
}
