// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.otlpjson;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.MalformedTelemetryException;
import dev.forager.pdata.OtlpJson;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.ValueText;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorSettings;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of log records that are OTLP/JSON of its signal, and hands on all of a request
 * as one. Thread-safe; holds nothing.
 */
final class OtlpJsonConnector implements Connector {
    private static final Pattern BEGIN =
            Pattern.compile("\\{\\s*\"(resourceSpans|resourceMetrics|resourceLogs)\"\\s*:\\s*\\[");
    private static final Map<String, Signal> SIGNALS =
            Map.of(
                    "resourceSpans", Signal.TRACES,
                    "resourceMetrics", Signal.METRICS,
                    "resourceLogs", Signal.LOGS);

    private final ConnectorSettings settings;
    private final Consumer next;

    OtlpJsonConnector(ConnectorSettings settings, Consumer next) {
        this.settings = settings;
        this.next = next;
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        if (!(telemetry instanceof Logs logs)) {
            throw new IllegalArgumentException(
                    "telemetry: %s (expected: logs)".formatted(telemetry.signal()));
        }
        var refusals = new Refusals();
        List<Payload> found = new ArrayList<>();
        for (LogRecord record : logs.records()) {
            Payload payload = read(ValueText.of(record.body()), refusals);
            if (payload != null) {
                found.add(payload);
            }
        }
        refusals.log(settings);
        if (!found.isEmpty()) {
            next.consume(Payload.concat(found).open(), context);
        }
    }

    /** The telemetry of a body; null if it is none of this signal. */
    private @Nullable Payload read(String body, Refusals refusals) {
        Matcher begin = BEGIN.matcher(body);
        if (!begin.lookingAt()) {
            refusals.add("Invalid otlp payload");
            return null;
        }
        if (SIGNALS.get(begin.group(1)) != settings.to()) {
            return null; // Another instance reads it.
        }
        byte[] json = body.getBytes(StandardCharsets.UTF_8);
        try {
            byte[] bytes = OtlpJson.toProtobuf(settings.to(), json, 0, json.length);
            return Payload.parse(settings.to(), bytes, 0, bytes.length);
        } catch (MalformedTelemetryException e) {
            refusals.add(
                    "could not extract %s from otlp json: %s"
                            .formatted(settings.to(), e.getMessage()));
            return null;
        }
    }

    /** What could not be read of one request: one line tells of all. */
    private static final class Refusals {
        private int count;
        private String first = "";

        void add(String text) {
            first = count++ == 0 ? text : first;
        }

        void log(ConnectorSettings settings) {
            if (count > 0) {
                settings.logger().atError().addKeyValue("dropped_records", count).log(first);
            }
        }
    }
}
