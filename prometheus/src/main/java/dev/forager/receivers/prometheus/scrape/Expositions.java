// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.prometheus.exposition.Exposition;
import dev.forager.prometheus.exposition.OpenMetricsText;
import dev.forager.prometheus.exposition.ProtoExposition;
import dev.forager.prometheus.exposition.TextExposition;
import dev.forager.receivers.prometheus.config.ScrapeJob;
import java.util.Locale;

/** Chooses the parser for an answer. Stateless. */
final class Expositions {
    private Expositions() {}

    /** The exposition in a body, by its content type, or by what the job falls back to. */
    static Exposition of(Body body, ScrapeJob job) {
        String media = mediaType(body.contentType());
        return switch (media) {
            case "text/plain" -> text(body);
            case "application/openmetrics-text" -> openMetrics(body);
            case "application/vnd.google.protobuf" -> protobuf(body, job);
            default ->
                    switch (job.fallback().mediaType()) {
                        case "text/plain" -> text(body);
                        case "application/openmetrics-text" -> openMetrics(body);
                        default -> protobuf(body, job);
                    };
        };
    }

    private static Exposition text(Body body) {
        return new TextExposition(body.bytes(), body.offset(), body.length());
    }

    private static Exposition openMetrics(Body body) {
        return new OpenMetricsText(body.bytes(), body.offset(), body.length());
    }

    private static Exposition protobuf(Body body, ScrapeJob job) {
        return new ProtoExposition(
                body.bytes(),
                body.offset(),
                body.length(),
                job.takesNative(),
                job.keepsClassic(),
                job.convertsToNhcb());
    }

    private static String mediaType(String contentType) {
        int parameters = contentType.indexOf(';');
        return (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
