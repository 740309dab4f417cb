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
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;

/** JSON documents with the HTTP settings of Prometheus. Thread-safe. */
public final class HttpDocuments implements DocumentSource, AutoCloseable {
    /** A list of targets of this size is a mistake. Chosen. */
    private static final int MOST_BYTES = 64 * 1024 * 1024;

    private static final int OK = 200;

    private final Duration interval;
    private final String userAgent;
    private final HttpAccess client;

    /**
     * A source.
     *
     * @param interval between two questions, which the server is told
     * @throws IOException when TLS files cannot be read
     */
    public HttpDocuments(
            HttpConfig config, Duration interval, String userAgent, InstantSource clock, Logger log)
            throws IOException {
        this.interval = interval;
        this.userAgent = userAgent;
        client = HttpAccess.open(config, clock, log);
    }

    @Override
    public String get(String url) throws IOException {
        Map<String, String> headers =
                Map.of(
                        "Accept",
                        "application/json",
                        "X-Prometheus-Refresh-Interval-Seconds",
                        String.valueOf(interval.toSeconds()));
        HttpGetter.Reply reply =
                client.get(
                        url,
                        userAgent,
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
