// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.pipeline.config.SectionReader;
import dev.forager.receivers.prometheus.config.FileSdConfig;
import dev.forager.receivers.prometheus.config.StaticConfig;
import dev.forager.receivers.prometheus.scrape.TargetGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Targets that files name, as lists of groups in YAML or JSON. A file that cannot be read keeps the
 * targets that it had; one that is gone has none.
 */
public final class FileDiscovery implements Discovery {
    /** How often files are looked at: a stat of each. Chosen; Prometheus is told by the kernel. */
    private static final Duration POLL = Duration.ofSeconds(5);

    /** A list of targets of this size is a mistake. Chosen. */
    private static final long MOST_BYTES = 64 * 1024 * 1024;

    private final FileSdConfig config;
    private final SectionReader reader;
    private final Duration poll;
    private final Logger log;
    private final Map<Path, Known> files = new TreeMap<>();

    /**
     * What was read last.
     *
     * @param stamp of the file; null where it could not be read
     */
    private record Known(@Nullable String stamp, List<TargetGroup> groups) {}

    /** Looks at files every few seconds. */
    public FileDiscovery(FileSdConfig config, SectionReader reader, Logger log) {
        this(config, reader, POLL, log);
    }

    /** The same with another time between two looks. */
    FileDiscovery(FileSdConfig config, SectionReader reader, Duration poll, Logger log) {
        this.config = config;
        this.reader = reader;
        this.poll = poll;
        this.log = log;
    }

    @Override
    public void run(Consumer<List<TargetGroup>> found) throws InterruptedException {
        var never = new CountDownLatch(1);
        boolean isFirst = true;
        do {
            if (look() || isFirst) {
                found.accept(
                        files.values().stream().flatMap(file -> file.groups.stream()).toList());
            }
            isFirst = false;
        } while (!never.await(poll.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Whether anything is different. */
    private boolean look() {
        Map<Path, Known> now = new TreeMap<>();
        boolean isChanged = false;
        for (String pattern : config.files()) {
            for (Path file : Globs.files(pattern)) {
                Known before = files.get(file);
                Known read = read(file, before);
                isChanged |= before == null || !before.groups.equals(read.groups);
                now.put(file, read);
            }
        }
        isChanged |= now.size() != files.size();
        files.clear();
        files.putAll(now);
        return isChanged;
    }

    private Known read(Path file, @Nullable Known before) {
        List<TargetGroup> last = before == null ? List.of() : before.groups;
        String stamp = null;
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            stamp = attributes.lastModifiedTime() + "/" + attributes.size();
            if (before != null && stamp.equals(before.stamp)) {
                return before;
            }
            if (attributes.size() > MOST_BYTES) {
                throw new IOException(
                        "%d bytes (expected: at most %d)".formatted(attributes.size(), MOST_BYTES));
            }
            List<StaticConfig> configs =
                    reader.readList(Files.readString(file), StaticConfig.class, file.toString());
            return new Known(stamp, Groups.of(configs, file.toString(), "__meta_filepath"));
        } catch (IOException | InvalidConfigException e) {
            log.atError()
                    .addKeyValue("path", file)
                    .addKeyValue("err", e.getMessage())
                    .log("Error reading file");
            return new Known(stamp, last);
        }
    }
}
