// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import dev.forager.pipeline.Deadline;
import dev.forager.receivers.prometheus.config.HttpConfig;
import dev.forager.receivers.prometheus.scrape.HttpAccess;
import dev.forager.transport.client.HttpGetter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;

/** JSON documents with the HTTP settings of Prometheus. Thread-safe. */
public final class HttpDocuments implements DocumentSource, AutoCloseable {
    /** A list of targets of this size is a mistake. Chosen. */
    private static final int MOST_BYTES = 64 * 1024 * 1024;

    private static final int OK = 200;

    private final HttpConfig config;
    private final Duration interval;
    private final String userAgent;
    private final HttpGetter client;

    /**
     * A source.
     *
     * @param interval between two questions, which the server is told
     * @throws IOException when TLS files cannot be read
     */
    public HttpDocuments(HttpConfig config, Duration interval, String userAgent, Logger log)
            throws IOException {
        this.config = config;
        this.interval = interval;
        this.userAgent = userAgent;
        client = HttpAccess.open(config, log);
    }

    @Override
    public String get(String url) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>(HttpAccess.headers(config));
        headers.put("Accept", "application/json");
        headers.put("User-Agent", userAgent);
        headers.put("X-Prometheus-Refresh-Interval-Seconds", String.valueOf(interval.toSeconds()));
        HttpGetter.Reply reply =
                client.get(
                        url,
                        headers,
                        new HttpGetter.Limits(MOST_BYTES, _ -> true),
                        Deadline.after(interval));
        if (reply.status() != OK) {
            throw new IOException("server returned HTTP status " + reply.statusText());
        }
        if (!reply.contentType().strip().startsWith("application/json")) {
            throw new IOException("unsupported content type \"%s\"".formatted(reply.contentType()));
        }
        if (reply.cut() != null) {
            throw new IOException("the document is not whole, or too large " + reply.cut());
        }
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}
