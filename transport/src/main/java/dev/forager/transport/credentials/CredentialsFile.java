// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.credentials;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * A file of credentials whose present content is always used: {@link #value} looks at most once a
 * second whether the file was replaced, and reads it again. It looks at what the path leads to, so
 * a symbolic link that is switched counts, as Kubernetes does with mounted secrets.
 *
 * <p>A file that cannot be read later leaves the last value in force and is one warning for each
 * look. Thread-safe.
 *
 * @param <T> what the text means
 */
public final class CredentialsFile<T> {
    /** Chosen: soon enough for a rotated secret, and next to no cost for each request. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** Far above any list of tokens; keeps a wrong path, such as a device, from filling memory. */
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    private final Path path;
    private final Parser<T> parser;
    private final InstantSource clock;
    private final Logger logger;
    private Instant lookedAt = Instant.MIN;
    private @Nullable Stamp stamp;
    private @Nullable T value;

    /** Reads the text of a file. */
    @FunctionalInterface
    public interface Parser<T> {
        /**
         * The meaning of {@code text}.
         *
         * @throws IOException when it has none; the message says why and holds no secret
         */
        T parse(String text) throws IOException;
    }

    /** The file at {@code path}, not read yet. */
    public CredentialsFile(Path path, Parser<T> parser, InstantSource clock, Logger logger) {
        this.path = path;
        this.parser = parser;
        this.clock = clock;
        this.logger = logger;
    }

    /** A parser of a single secret: blanks around it do not count, and there must be one. */
    public static String trimmed(String text) throws IOException {
        String secret = text.strip();
        if (secret.isEmpty()) {
            throw new IOException("it is empty");
        }
        return secret;
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /**
     * Reads the file now.
     *
     * @throws IOException when that fails; the message names the file
     */
    public synchronized T load() throws IOException {
        lookedAt = clock.instant();
        try {
            Stamp now = Stamp.of(path);
            T read = parser.parse(text());
            stamp = now;
            value = read;
            return read;
        } catch (IOException e) {
            throw new IOException(
                    "failed to read credentials file \"%s\": %s".formatted(path, reason(e)), e);
        }
    }

    /** What the file holds now, or held when it could last be read; null before that. */
    public synchronized @Nullable T value() {
        if (!clock.instant().isBefore(lookedAt.plus(LOOK_EVERY))) {
            look();
        }
        return value;
    }

    private void look() {
        lookedAt = clock.instant();
        try {
            if (!Stamp.of(path).equals(stamp)) {
                load();
                logger.atInfo().addKeyValue("filename", path).log("refresh token");
            }
        } catch (IOException e) {
            logger.atWarn()
                    .addKeyValue("file", path)
                    .addKeyValue("error", reason(e))
                    .log("failed to reload credentials file, keeping last value");
        }
    }

    private String text() throws IOException {
        try (var in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("it has more than %d bytes".formatted(MAX_BYTES));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException missing
                ? "open %s: no such file or directory".formatted(missing.getFile())
                : String.valueOf(e.getMessage());
    }

    /** Tells one content of a path from the next without reading it. */
    private record Stamp(FileTime modified, long size, @Nullable Object inode) {
        static Stamp of(Path path) throws IOException {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(
                    attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        }
    }
}
