// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schema;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Schema files by URL: fetched once and kept. After too many failures in a row nothing is fetched
 * for a while. Thread-safe; no lock is held while a file is fetched.
 */
final class SchemaStore {
    /** Most bytes of a file (chosen: a registry of all conventions has 3 MB). */
    static final int MAX_BYTES = 16 << 20;

    /** Files that are kept; the one that was not asked for longest goes (chosen). */
    private static final int MAX_FILES = 32;

    private final Source source;
    private final SchemaMetrics metrics;
    private final InstantSource clock;
    private final Duration cooldown;
    private final int limit;
    private final Map<String, SchemaFile> files =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, SchemaFile> eldest) {
                    return size() > MAX_FILES;
                }
            };
    private int attempts;
    private @Nullable Instant closedUntil;
    private String lastFailure = "";

    /** Where files come from. */
    @FunctionalInterface
    interface Source {
        /** The content of a URL. */
        byte[] get(String url) throws IOException;
    }

    SchemaStore(
            SchemaProcessorConfig config,
            Source source,
            SchemaMetrics metrics,
            InstantSource clock) {
        this.source = source;
        this.metrics = metrics;
        this.clock = clock;
        cooldown = config.cacheCooldown();
        limit = config.cacheRetryLimit();
    }

    /**
     * The file of a URL.
     *
     * @throws TranslationException when it cannot be had at present
     */
    SchemaFile get(String url) throws TranslationException {
        SchemaFile known = known(url);
        if (known != null) {
            metrics.hit();
            return known;
        }
        metrics.miss();
        try {
            SchemaFile file = SchemaFile.parse(source.get(url));
            keep(url, file);
            return file;
        } catch (IOException e) {
            failed(String.valueOf(e.getMessage()));
            throw TranslationException.passing(lastFailure());
        } catch (TranslationException e) {
            failed(e.text());
            throw e;
        }
    }

    private synchronized @Nullable SchemaFile known(String url) throws TranslationException {
        SchemaFile file = files.get(url);
        if (file != null) {
            return file;
        }
        if (closedUntil != null && clock.instant().isBefore(closedUntil)) {
            throw TranslationException.passing("rate limited, last error: " + lastFailure);
        }
        // After the pause one attempt is free; if it fails, too, there is a pause again.
        attempts = Math.min(attempts, Math.max(0, limit - 1)) + 1;
        return null;
    }

    private synchronized void keep(String url, SchemaFile file) {
        attempts = 0;
        files.put(url, file);
    }

    private synchronized void failed(String reason) {
        lastFailure = reason;
        if (attempts >= limit) {
            closedUntil = clock.instant().plus(cooldown);
        }
    }

    private synchronized String lastFailure() {
        return lastFailure;
    }
}
