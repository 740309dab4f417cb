// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;

/**
 * The open files of an exporter, the one least recently used closed when there are too many.
 * Confined to the writer's thread.
 *
 * <p>A file that was closed so is appended to when it is needed again, although files are otherwise
 * truncated: what this exporter wrote before is known by its time.
 */
final class FileStore {
    private final FileExporterConfig config;
    private final InstantSource clock;
    private final Logger logger;
    private final int maxOpen;
    private final FileTime startedAt;
    private final Map<Path, RecordFile> open = new LinkedHashMap<>(16, 0.75f, true);

    FileStore(FileExporterConfig config, InstantSource clock, Logger logger) {
        this.config = config;
        this.clock = clock;
        this.logger = logger;
        maxOpen = config.groupBy().enabled() ? config.groupBy().maxOpenFiles() : 1;
        startedAt = FileTime.from(clock.instant());
    }

    /** Opens a file unless it is open. */
    RecordFile file(Path path) throws IOException {
        RecordFile file = open.get(path);
        if (file == null) {
            makeRoom();
            file = create(path);
            open.put(path, file);
        }
        return file;
    }

    void flush() throws IOException {
        for (RecordFile file : open.values()) {
            file.flush();
        }
    }

    /** Closes all, and then tells the first failure. */
    void close() throws IOException {
        IOException failure = null;
        for (RecordFile file : open.values()) {
            try {
                file.close();
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        open.clear();
        if (failure != null) {
            throw failure;
        }
    }

    private RecordFile create(Path path) throws IOException {
        var rotation = config.rotation();
        Path parent = path.getParent();
        if (parent != null && (config.createDirectory() || config.groupBy().enabled())) {
            DirectoryMode.create(parent, config.directoryPermissions());
        }
        return rotation != null
                ? new RotatingFile(path, rotation, clock)
                : new PlainFile(path, config.append() || isOwn(path));
    }

    private boolean isOwn(Path path) throws IOException {
        return config.groupBy().enabled()
                && Files.exists(path)
                && Files.getLastModifiedTime(path).compareTo(startedAt) >= 0;
    }

    private void makeRoom() {
        Iterator<Map.Entry<Path, RecordFile>> eldest = open.entrySet().iterator();
        while (open.size() >= maxOpen && eldest.hasNext()) {
            Map.Entry<Path, RecordFile> entry = eldest.next();
            eldest.remove();
            try {
                entry.getValue().close();
            } catch (IOException e) {
                logger.atWarn()
                        .addKeyValue("error", e.getMessage())
                        .addKeyValue("path", entry.getKey())
                        .log("Failed to close file");
            }
        }
    }
}
