// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.system;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** File systems of a table of mounts that lie on disks, each once. Stateless. */
final class MountTable {
    /** More mounts than a host has disks (chosen). */
    private static final int MOST = 512;

    /**
     * A mount.
     *
     * @param device such as {@code /dev/sda1}
     * @param point where it is
     * @param type such as {@code ext4}
     * @param isReadOnly whether it may not be written
     */
    record Mount(String device, String point, String type, boolean isReadOnly) {}

    private MountTable() {}

    /**
     * The first mount of each device: the others are binds of its parts.
     *
     * @param mounts lines of {@code /proc/PID/mounts}
     * @param filesystems lines of {@code /proc/filesystems}, which say what needs no device: to ask
     *     a network file system for its space may take forever
     */
    static List<Mount> onDisks(List<String> mounts, List<String> filesystems) {
        Set<String> types = new HashSet<>(List.of("zfs"));
        for (String line : filesystems) {
            if (!line.startsWith("nodev")) {
                types.add(line.strip());
            }
        }
        // FUSE with a device asks a program all the same.
        types.remove("fuseblk");
        List<Mount> found = new ArrayList<>();
        Set<String> devices = new HashSet<>();
        for (String line : mounts) {
            String[] words = line.split(" ", -1);
            if (words.length >= 4
                    && found.size() < MOST
                    && types.contains(words[2])
                    && devices.add(words[0])) {
                boolean isReadOnly = ("," + words[3] + ",").contains(",ro,");
                found.add(new Mount(unescape(words[0]), unescape(words[1]), words[2], isReadOnly));
            }
        }
        return found;
    }

    /** Blanks, tabs, line feeds, backslashes and hashes stand as three octal digits. */
    static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        var plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 3 < text.length() && isOctal(text, i + 1)) {
                plain.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static boolean isOctal(String text, int from) {
        for (int i = from; i < from + 3; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > (i == from ? '3' : '7')) {
                return false;
            }
        }
        return true;
    }
}
