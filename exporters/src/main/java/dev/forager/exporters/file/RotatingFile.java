// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;

/**
 * A file that is renamed when it is full, and begun anew. Not buffered, so each record stands whole
 * in one file.
 */
final class RotatingFile implements RecordFile {
    private static final long MIB = 1024 * 1024;
    private static final int DEFAULT_MEGABYTES = 100;

    private final Path path;
    private final long maxBytes;
    private final Backups backups;
    private OutputStream out;
    private long size;

    RotatingFile(Path path, FileExporterConfig.Rotation config, InstantSource clock)
            throws IOException {
        this.path = path;
        int megabytes = config.maxMegabytes() == 0 ? DEFAULT_MEGABYTES : config.maxMegabytes();
        maxBytes = megabytes * MIB;
        backups = new Backups(path, config, clock);
        out = open();
        size = Files.size(path);
    }

    @Override
    public void write(byte[] record) throws IOException {
        if (record.length > maxBytes) {
            throw new RecordTooLargeException(
                    "write length %d exceeds maximum file size %d (expected: a larger max_megabytes)"
                            .formatted(record.length, maxBytes));
        }
        if (size + record.length > maxBytes) {
            rotate();
        }
        out.write(record);
        size += record.length;
    }

    @Override
    public void flush() {}

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void rotate() throws IOException {
        out.close();
        Files.move(path, backups.nextName());
        out = open();
        size = 0;
        backups.prune();
    }

    private OutputStream open() throws IOException {
        return Files.newOutputStream(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
    }
}
