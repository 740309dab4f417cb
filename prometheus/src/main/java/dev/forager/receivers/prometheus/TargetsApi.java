// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.ReceiverSettings;
import dev.forager.prometheus.Labels;
import dev.forager.receivers.prometheus.config.ApiServerConfig;
import dev.forager.receivers.prometheus.scrape.LastScrape;
import dev.forager.receivers.prometheus.scrape.ShownTargets;
import dev.forager.transport.server.ErrorAnswers;
import dev.forager.transport.server.HttpServer;
import dev.forager.transport.server.Page;
import dev.forager.transport.server.PageRequest;
import dev.forager.transport.server.RunningServer;
import dev.forager.transport.server.ServerSettings;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Tells which targets there are and how their last scrapes went, in the form of <a
 * href="https://prometheus.io/docs/prometheus/latest/querying/api/#targets">Prometheus' API</a>.
 * Thread-safe.
 */
final class TargetsApi {
    private static final String JSON = "application/json";
    private static final JsonFactory FACTORY = new JsonFactory();

    /** What Go writes for a time that never was. */
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private final Supplier<List<ShownTargets>> jobs;

    /**
     * An API that is asked by {@link #answer}.
     *
     * @param jobs asked for each request
     */
    TargetsApi(Supplier<List<ShownTargets>> jobs) {
        this.jobs = jobs;
    }

    /**
     * Listens.
     *
     * @throws IOException when the address is taken or none
     */
    RunningServer start(ApiServerConfig config, ReceiverSettings settings, Host host)
            throws IOException {
        return HttpServer.of(config.serverConfig(), ServerSettings.of(settings), ErrorAnswers.TEXT)
                .maxConnections(config.maxConnections())
                .pages("/api/v1/", this::answer)
                .start(host);
    }

    private Page answer(PageRequest request) throws IOException {
        return switch (request.path()) {
            case "/api/v1/targets" -> success(out -> writeTargets(request, out));
            case "/api/v1/scrape_pools" -> success(this::writePools);
            default ->
                    page(
                            404,
                            out -> {
                                out.writeStringField("status", "error");
                                out.writeStringField("errorType", "not_found");
                                out.writeStringField(
                                        "error",
                                        "%s (expected: /api/v1/targets or /api/v1/scrape_pools)"
                                                .formatted(request.path()));
                            });
        };
    }

    /** A part of an answer. */
    @FunctionalInterface
    private interface Part {
        void write(JsonGenerator out) throws IOException;
    }

    private static Page success(Part data) throws IOException {
        return page(
                200,
                out -> {
                    out.writeStringField("status", "success");
                    out.writeObjectFieldStart("data");
                    data.write(out);
                    out.writeEndObject();
                });
    }

    private static Page page(int status, Part fields) throws IOException {
        var text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            out.writeStartObject();
            fields.write(out);
            out.writeEndObject();
        }
        return Page.of(status, JSON, text.toString());
    }

    private List<ShownTargets> sorted() {
        return jobs.get().stream().sorted(Comparator.comparing(ShownTargets::job)).toList();
    }

    private void writePools(JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("scrapePools");
        for (ShownTargets each : sorted()) {
            out.writeString(each.job());
        }
        out.writeEndArray();
    }

    private void writeTargets(PageRequest request, JsonGenerator out) throws IOException {
        String state = text(request, "state").toLowerCase(Locale.ROOT);
        boolean isAny = state.isEmpty() || state.equals("any");
        boolean showsDropped = isAny || state.equals("dropped");
        String pool = text(request, "scrapePool");
        List<ShownTargets> all = sorted();
        List<ShownTargets> asked =
                all.stream().filter(each -> pool.isEmpty() || each.job().equals(pool)).toList();
        out.writeArrayFieldStart("activeTargets");
        for (ShownTargets job : isAny || state.equals("active") ? asked : List.<ShownTargets>of()) {
            for (ShownTargets.Active each : job.active()) {
                writeActive(job.job(), each, out);
            }
        }
        out.writeEndArray();
        out.writeArrayFieldStart("droppedTargets");
        for (ShownTargets job : showsDropped ? asked : List.<ShownTargets>of()) {
            for (Labels each : job.dropped()) {
                out.writeStartObject();
                writeLabels("discoveredLabels", each, out);
                out.writeStringField("scrapePool", job.job());
                out.writeEndObject();
            }
        }
        out.writeEndArray();
        if (showsDropped) {
            out.writeObjectFieldStart("droppedTargetCounts");
            for (ShownTargets job : all) {
                out.writeNumberField(job.job(), job.droppedCount());
            }
            out.writeEndObject();
        } else {
            out.writeNullField("droppedTargetCounts");
        }
    }

    private static String text(PageRequest request, String name) {
        String value = request.parameter(name);
        return value == null ? "" : value;
    }

    private static void writeActive(String job, ShownTargets.Active shown, JsonGenerator out)
            throws IOException {
        LastScrape last = shown.last();
        Instant time = last.time();
        String error = last.error();
        out.writeStartObject();
        writeLabels("discoveredLabels", shown.target().discovered(), out);
        writeLabels("labels", shown.target().shown(), out);
        out.writeStringField("scrapePool", job);
        out.writeStringField("scrapeUrl", shown.target().url());
        out.writeStringField("globalUrl", shown.target().url());
        out.writeStringField("lastError", error == null ? "" : error);
        out.writeStringField("lastScrape", time == null ? NEVER : time.toString());
        out.writeNumberField("lastScrapeDuration", last.duration().toNanos() / 1e9);
        out.writeStringField("health", time == null ? "unknown" : error == null ? "up" : "down");
        out.writeStringField("scrapeInterval", shown.target().label("__scrape_interval__"));
        out.writeStringField("scrapeTimeout", shown.target().label("__scrape_timeout__"));
        out.writeEndObject();
    }

    private static void writeLabels(String field, Labels labels, JsonGenerator out)
            throws IOException {
        out.writeObjectFieldStart(field);
        for (int i = 0; i < labels.size(); i++) {
            out.writeStringField(labels.name(i), labels.value(i));
        }
        out.writeEndObject();
    }
}
