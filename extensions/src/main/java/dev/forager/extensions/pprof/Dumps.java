// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.pprof;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;

/** The present state of the process as text. */
final class Dumps {
    private Dumps() {}

    /** All threads with their stacks, virtual ones too. */
    static String threads() throws IOException {
        Path folder = Files.createTempDirectory("threads-");
        Path file = folder.resolve("threads.txt"); // must not exist before
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
            return Files.readString(file);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    /**
     * Use of each memory pool, then classes by the bytes of their instances. All other threads
     * stand still for it.
     *
     * @param collect collects garbage first, so that only live objects are counted
     */
    static String heap(boolean collect) throws IOException {
        var out =
                new StringBuilder(
                        "%-32s %12s %12s %12s\n".formatted("pool", "used", "committed", "max"));
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getUsage();
            if (usage != null) {
                out.append(
                        "%-32s %12d %12d %12d\n"
                                .formatted(
                                        pool.getName(),
                                        usage.getUsed(),
                                        usage.getCommitted(),
                                        usage.getMax()));
            }
        }
        return out.append('\n').append(histogram(collect)).toString();
    }

    private static Object histogram(boolean collect) throws IOException {
        try {
            return ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {collect ? new String[0] : new String[] {"-all"}},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IOException("this Java has no class histogram", e);
        }
    }
}
