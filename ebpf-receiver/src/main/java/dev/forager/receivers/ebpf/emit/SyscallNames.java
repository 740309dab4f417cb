// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.emit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Names of system calls by the numbers of an architecture, as the kernel's headers have them.
 * Immutable.
 */
public final class SyscallNames {
    /** Architectures whose numbers are known, as {@code os.arch} names them. */
    public static final List<String> ARCHITECTURES = List.of("x86_64", "aarch64");

    private final Map<Integer, String> names;

    private SyscallNames(Map<Integer, String> names) {
        this.names = names;
    }

    /** Those of the machine that this runs on. */
    public static SyscallNames ofMachine() {
        return of(System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64");
    }

    /** Those of an architecture. */
    public static SyscallNames of(String architecture) {
        String file = "syscalls." + architecture + ".txt";
        try (InputStream in = SyscallNames.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + ": not found");
            }
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            Map<Integer, String> names = new TreeMap<>();
            for (String line : lines.lines().toList()) {
                int space = line.indexOf(' ');
                if (line.charAt(0) != '#') {
                    names.put(Integer.valueOf(line.substring(0, space)), line.substring(space + 1));
                }
            }
            return new SyscallNames(names);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names that an architecture has: a configuration serves many hosts. */
    public static Set<String> known() {
        return ARCHITECTURES.stream()
                .flatMap(each -> of(each).names.values().stream())
                .collect(Collectors.toSet());
    }

    /** The name; {@code syscall_N} where the number is newer than this program. */
    public String name(int number) {
        String name = names.get(number);
        return name == null ? "syscall_" + number : name;
    }

    /** Numbers of calls with these names; those that this architecture lacks have none. */
    public List<Integer> numbers(Iterable<String> wanted) {
        List<Integer> found = new ArrayList<>();
        for (String name : wanted) {
            names.forEach(
                    (number, each) -> {
                        if (each.equals(name)) {
                            found.add(number);
                        }
                    });
        }
        return found;
    }
}
