// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The threads of this process, virtual ones included: what {@code jcmd Thread.dump_to_file} sees.
 */
final class TestThreads {
    /** {@code #29 "name" ...}: the head of a thread in a dump. */
    private static final Pattern HEAD = Pattern.compile("^#(\\d+) \"([^\"]*)\"", Pattern.MULTILINE);

    private TestThreads() {}

    /** Number and name of each thread that runs now. */
    static Map<Long, String> running() {
        var threads = new TreeMap<Long, String>();
        Matcher head = HEAD.matcher(dump());
        while (head.find()) {
            threads.put(Long.valueOf(head.group(1)), head.group(2));
        }
        return threads;
    }

    private static String dump() {
        try {
            Path directory = Files.createTempDirectory("threads");
            Path file = directory.resolve("dump.txt");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
                return Files.readString(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
